"""A face detector that learns from few dark faces, what is done about it, and what that does for whom.

All detectors are the same network with the same first weights and the same pictures; they differ in which faces they
are shown how often.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import keras
import numpy as np

from lib.experiments.face_sets import DARK, LIGHT, TONES, Measuring, Training
from lib.fairness.arguments import checked_name
from lib.fairness.resampling import rarity, shuffled, uniform_over
from lib.models.autoencoders import DebiasingVAE, SemiSupervisedVAE
from lib.models.coders import build_decoder, build_encoder
from lib.models.compiling import compiled, renewed
from lib.models.draws import FaceDraws

#: What is done: nothing; faces with rare latents are shown more often; the same weights at faces picked by chance;
#: mistakes on rare tones count more; each tone is shown as often. The last two know everyone's tone.
CONDITIONS = ("none", "db-vae", "shuffled", "reweighed", "oracle")
#: Share of false alarms at which recall is compared, and the fixed threshold: the logit of probability 0.5.
FALSE_ALARMS, FIXED = 0.05, 0.0
#: Spread of the window in which faces are described, in pixels: grounds vary more than faces do.
SPREAD = 12


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a detector is trained; chosen on seeds 0 to 2 and the validation set."""

    steps: int = 200
    every: int = 40  #: steps between two refreshes of the weights
    batch: int = 64
    rate: float = 1e-3  #: of Adam at the first step; a cosine brings it to 0
    latents: int = 32
    kl_weight: float = 5e-4
    rule: str = "maximum"
    alpha: float = 0.01
    top: int | None = 4


class Found(NamedTuple):
    """How a detector does: at the threshold that 5 % of the clutter passes, and at probability 0.5."""

    recall: np.ndarray  #: `(10,)` by tone, share of faces found
    recall_fixed: np.ndarray  #: `(10,)`
    alarms: np.ndarray  #: `(10,)` by tone of the clutter, share taken for a face
    alarms_fixed: np.ndarray  #: `(10,)`
    alarms_overall: float  #: at probability 0.5, share of all clutter taken for a face
    precision: float  #: share of faces among what is taken for one, at 5 % false alarms
    precision_fixed: float

    @property
    def gap(self) -> float:
        """Return by how much light faces are found more often than dark ones, at 5 % false alarms."""
        return by_group(self.recall, LIGHT) - by_group(self.recall, DARK)


def build_detector(recipe: Recipe, *, seed: int, anew: DebiasingVAE | None = None) -> DebiasingVAE:
    """Return the network of all conditions, with random weights, compiled.

    Args:
        recipe: latents, weight of the divergence, and rate.
        seed: of the weights and of the draws of latents.
        anew: a network of the same recipe; it forgets everything and is returned, which spares its tracing. `None`:
            another one is built.
    """
    keras.utils.set_random_seed(seed)
    encoder, decoder = build_encoder(recipe.latents, with_logit=True), build_decoder(recipe.latents)
    model = DebiasingVAE(encoder, decoder, kl_weight=recipe.kl_weight, focus=window(64, spread=SPREAD), seed=seed)
    # Keras's own Adam, which rounds as it did when the study was recorded: with another, its numbers would differ.
    adam = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(recipe.rate, recipe.steps))
    compiled(model, adam, steps_per_execution=recipe.every)
    return renewed(anew, model) if anew else model


def train_detector(
    training: Training, *, condition: str, seed: int, recipe: Recipe | None = None, anew: DebiasingVAE | None = None
) -> tuple[DebiasingVAE, FaceDraws]:
    """Train a detector under a condition.

    Args:
        training: what it learns from.
        condition: one of `CONDITIONS`.
        seed: of first weights and draws.
        recipe: how; `None`: as chosen.
        anew: as of `build_detector`.

    Returns:
        (detector, draws with their last weights).

    Raises:
        ValueError: an unknown condition.
    """
    checked_name(condition, CONDITIONS, name="condition")
    recipe = recipe or Recipe()
    counts = uniform_over(training.tones) if condition == "reweighed" else None
    draws = FaceDraws(training.faces, training.others, batch=recipe.batch, steps=recipe.every, seed=seed, counts=counts)
    if condition == "oracle":
        draws.weights = uniform_over(training.tones)
    weigh = _weigher(recipe, condition, seed) if condition in ("db-vae", "shuffled") else None
    model = build_detector(recipe, seed=seed, anew=anew)
    model.fit(draws, weigh=weigh, epochs=recipe.steps // recipe.every, verbose=0)
    return model, draws


def measure(model: SemiSupervisedVAE, measuring: Measuring) -> Found:
    """Return recall, false alarms and precision of a detector.

    Args:
        model: as `train_detector` returns.
        measuring: faces of all tones, and clutter.
    """
    return judged(model.logits_of(measuring.faces), model.logits_of(measuring.others), measuring)


def judged(scores: np.ndarray, other_scores: np.ndarray, measuring: Measuring) -> Found:
    """Return what scores say: as `measure`, for any detector.

    Args:
        scores: `(F,)` of the faces, larger for what looks more like one.
        other_scores: `(G,)` of the clutter.
        measuring: whose scores they are.
    """
    cut = np.quantile(other_scores, 1 - FALSE_ALARMS)
    by_tone = [
        (rates(scores > threshold, measuring.tones), rates(other_scores > threshold, measuring.other_tones))
        for threshold in (cut, FIXED)
    ]
    taken = [((scores > threshold).sum(), (other_scores > threshold).sum()) for threshold in (cut, FIXED)]
    precision = [float(right / max(right + wrong, 1)) for right, wrong in taken]
    (recall, alarms), (recall_fixed, alarms_fixed) = by_tone
    overall = float(taken[1][1] / len(other_scores))
    return Found(recall, recall_fixed, alarms, alarms_fixed, overall, *precision)


def rates(taken: np.ndarray, tones: np.ndarray) -> np.ndarray:
    """Return the share `(10,)` of each tone that is taken for a face; what has no tone is left out.

    Args:
        taken: `(N,)` bool.
        tones: `(N,)` whole numbers, in `TONES` or 0.
    """
    return np.array([taken[tones == tone].mean() for tone in TONES])


def by_group(values: np.ndarray, tones: tuple[int, ...]) -> float:
    """Return the mean over some tones of values `(10,)` by tone."""
    return float(np.mean([values[tone - 1] for tone in tones]))


def window(size: int, *, spread: float) -> np.ndarray:
    """Return how much a place counts where a picture's middle is described: `(size, size)`, a Gaussian of mean 1.

    Args:
        size: side of the pictures in pixels.
        spread: its standard deviation in pixels.
    """
    profile = np.exp(-np.square((np.arange(size) - (size - 1) / 2) / spread) / 2)
    focus = np.outer(profile, profile)
    return focus / focus.mean()


def _weigher(recipe: Recipe, condition: str, seed: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    weigh = partial(rarity, rule=recipe.rule, alpha=recipe.alpha, top=recipe.top)
    if condition == "db-vae":
        return weigh
    return lambda means, log_variances: shuffled(weigh(means, log_variances), seed=seed)
