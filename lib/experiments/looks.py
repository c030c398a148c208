"""Four looks into a detector that describes what it detects, none of which needs to know who is who, and a check.

The looks are those of MIT 6.S191, lab 2 (2023): the easiest and the hardest faces; a latent's histogram and walk;
recall as a function of how common a latent's value is; latents ranked by how much recall varies along them.
"""

from typing import NamedTuple

import keras
import numpy as np
from keras import ops
from scipy.stats import spearmanr

from lib.fairness.intervals import wilson
from lib.models.adam import Adam
from lib.models.autoencoders import SemiSupervisedVAE
from lib.models.compiling import compiled
from lib.models.pictures import as_floats

#: Equal parts into which faces are sorted along a latent.
PARTS = 10
#: Places of a walk along a latent, and the shares of faces below its first and its last.
PLACES, ENDS = 7, (0.01, 0.99)


class Extremes(NamedTuple):
    """Which faces a detector finds easiest and hardest, each from the most extreme on."""

    easiest: np.ndarray  #: `(count,)` places
    hardest: np.ndarray  #: `(count,)` places


class Commonness(NamedTuple):
    """Recall of new faces in the intervals of a latent, from the most common to the rarest among known faces."""

    shares: np.ndarray  #: `(B,)` of the known faces, falling
    recall: np.ndarray  #: `(B,)` of the new faces, NaN where there is none
    low: np.ndarray  #: `(B,)` lower end of the interval of 95 %
    high: np.ndarray  #: `(B,)`
    faces: np.ndarray  #: `(B,)` how many new faces


def extremes(scores: np.ndarray, *, count: int = 25) -> Extremes:
    """Return the faces that cost least and most: the cross-entropy of a face, log(1 + e^−logit), falls with its logit.

    Args:
        scores: `(F,)` logits of faces.
        count: how many of each.

    Raises:
        ValueError: there are fewer faces than `2 · count`.
    """
    if len(scores) < 2 * count:
        raise ValueError(f"scores: got {len(scores)} faces, expected at least {2 * count}")
    order = np.argsort(scores, kind="stable")
    return Extremes(order[::-1][:count], order[:count])


def school_decoder(model: SemiSupervisedVAE, faces: np.ndarray, *, epochs: int = 5, seed: int = 0) -> None:
    """Let the decoder alone learn on from mean latents; the encoder, and with it the detector, stays as it is.

    A detector may be good long before its decoder draws anything: the error of a picture is a mean over its values,
    and weighs little beside the cross-entropy.

    Args:
        model: whose decoder learns, by the mean error of its own loss.
        faces: `(F, H, W, 3)` uint8 or in [0, 1].
        epochs: how often each is seen, 32 at a time.
        seed: of their order.
    """
    codes, focus, steps = model.latents_of(faces), model.focus, epochs * -(-len(faces) // 32)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    compiled(model.decoder, Adam(rate), lambda x, restored: ops.mean(focus * ops.abs(x - restored)))
    keras.utils.set_random_seed(seed)
    model.decoder.fit(codes, as_floats(faces), batch_size=32, epochs=epochs, verbose=0)


def walk_along(model: SemiSupervisedVAE, latents: np.ndarray, which: int) -> tuple[np.ndarray, np.ndarray]:
    """Decode the mean face, one latent of it going from its lowest percentile to its highest.

    Args:
        model: whose decoder draws.
        latents: `(F, latents)` of faces.
        which: the latent that moves.

    Returns:
        (values `(PLACES,)` of the latent, images `(PLACES, H, W, 3)` in [0, 1]).
    """
    values = np.linspace(*np.quantile(latents[:, which], ENDS), PLACES)
    codes = np.tile(latents.mean(axis=0), (PLACES, 1))
    codes[:, which] = values
    return values, model.decode(codes.astype(np.float32))


def recall_by_commonness(known: np.ndarray, new: np.ndarray, found: np.ndarray, *, bins: int = 15) -> Commonness:
    """Return how often new faces are found where a latent's value is common among known ones, and where it is rare.

    Args:
        known: `(K,)` a latent of the faces that the detector learned from.
        new: `(F,)` the same latent of others; what lies beyond the known is counted with the outermost interval.
        found: `(F,)` bool.
        bins: intervals of equal length from the least to the greatest known value.
    """
    edges = np.linspace(known.min(), known.max(), bins + 1)
    places = np.clip(np.searchsorted(edges, new, side="right") - 1, 0, bins - 1)
    shares = np.histogram(known, edges)[0] / len(known)
    faces, hits = np.bincount(places, minlength=bins), np.bincount(places, weights=found, minlength=bins)
    low, high = wilson(hits, faces)
    order = np.argsort(-shares, kind="stable")
    recall = np.divide(hits, faces, out=np.full(bins, np.nan), where=faces > 0)
    return Commonness(*(values[order] for values in (shares, recall, low, high, faces)))


def recall_along(values: np.ndarray, found: np.ndarray, *, parts: int = PARTS) -> np.ndarray:
    """Return the recall in equal parts of the faces, sorted by each latent: `(parts, latents)`, lowest values first.

    Args:
        values: `(F, latents)`.
        found: `(F,)` bool.
        parts: how many.
    """
    sorted_found = np.asarray(found, float)[np.argsort(values, axis=0, kind="stable")]
    return np.stack([part.mean(axis=0) for part in np.array_split(sorted_found, parts)])


def spreads(values: np.ndarray, found: np.ndarray, *, parts: int = PARTS) -> np.ndarray:
    """Return how much recall varies along each latent, `(latents,)`: the standard deviation of `recall_along`."""
    return recall_along(values, found, parts=parts).std(axis=0)


def spreads_by_chance(
    values: np.ndarray, found: np.ndarray, *, draws: int = 200, parts: int = PARTS, seed: int
) -> np.ndarray:
    """Return the spreads where who is found is shuffled, `(draws, latents)`.

    The largest of a draw is what a spread must exceed if it is the largest of many that were looked at.

    Args:
        values: `(F, latents)`.
        found: `(F,)` bool.
        draws: how often to shuffle.
        parts: as of `spreads`.
        seed: of the shuffles.
    """
    generator, found = np.random.default_rng(seed), np.asarray(found)
    return np.stack([spreads(values, generator.permutation(found), parts=parts) for _ in range(draws)])


def rank_correlations(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation of each latent with what is true of the faces, `(latents,)` in [−1, 1].

    Args:
        values: `(F, latents)`.
        truth: `(F,)` such as skin tones.
    """
    return np.array([spearmanr(column, truth).statistic for column in values.T])


def gap_within(
    values: np.ndarray, found: np.ndarray, first: np.ndarray, second: np.ndarray, *, parts: int = PARTS
) -> float:
    """Return how much oftener the first group is found than the second where both have the same value of a latent.

    Faces are sorted into equal parts along the latent. The gaps within the parts are averaged, each as often as the
    second group occurs there; parts that lack either group are left out.

    Args:
        values: `(F,)` one latent.
        found: `(F,)` bool.
        first: `(F,)` bool, who belongs to the first group.
        second: `(F,)` bool.
        parts: how many.

    Raises:
        ValueError: no part has faces of both groups.
    """
    gaps, counts = [], []
    for some in np.array_split(np.argsort(values, kind="stable"), parts):
        if first[some].any() and second[some].any():
            gaps.append(found[some][first[some]].mean() - found[some][second[some]].mean())
            counts.append(second[some].sum())
    if not gaps:
        raise ValueError("first, second: got no part of the latent with faces of both groups, expected one or more")
    return float(np.average(gaps, weights=counts))
