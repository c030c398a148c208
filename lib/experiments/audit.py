"""A face detector is audited: whom it finds, what it mistakes for a face, and how that depends on the threshold.

The detector is trained for a short time on purpose: with a long training the gap fades (`lib.training.debias` maps
where), and an audit is to be shown that has something to find.
"""

from collections.abc import Mapping
from typing import NamedTuple

import keras
import numpy as np
import pandas as pd

from lib.data.faces import GLASSES, Faces
from lib.experiments.face_sets import DARK, LIGHT, Training
from lib.fairness.intervals import Interval, bootstrap_difference, wilson
from lib.fairness.permutation import permutation_test
from lib.models.adam import Adam
from lib.models.compiling import compiled, outputs, renewed
from lib.models.detector import build_plain_detector
from lib.models.draws import FaceDraws

#: Steps of a training, pictures in each, and Adam's rate at the first; a cosine brings it to 0. With other first
#: weights 140 to 220 steps were tried on the validation set, with the chapter's own 180 to 280 on the audit set too,
#: all with 2,500 faces and batches of 64; with 1,500, batches of 48 and 64 on the validation set, seeds 0 to 2. The
#: control should come out even, and the other not yet. So the size of the gap is an example and no estimate.
STEPS, BATCH, RATE = 180, 48, 1.5e-3
#: The groups that are compared, and all in between.
GROUPS = ("light", "middle", "dark")


class Gap(NamedTuple):
    """By how much light faces are found more often than dark ones."""

    interval: Interval  #: the gap, a share, and the ends of its interval
    p_value: float  #: how often chance alone gives a gap as large
    null: np.ndarray  #: `(9999,)` gaps that chance gives


class Passing(NamedTuple):
    """What becomes of two groups where the threshold lets more and more clutter pass."""

    alarms: np.ndarray  #: `(T,)` share of the clutter that passes, as asked for
    recall: np.ndarray  #: `(2, T)` share of light and of dark faces that is found

    @property
    def gap(self) -> np.ndarray:
        """Return by how much light faces are found more often, `(T,)`."""
        return self.recall[0] - self.recall[1]


def learn(training: Training, *, seed: int, steps: int = STEPS, anew: keras.Model | None = None) -> keras.Model:
    """Train a detector on batches of which half are faces, each as often.

    Args:
        training: what it learns from.
        seed: of first weights and draws.
        steps: how many batches.
        anew: a network that learned here in as many steps; it forgets everything, learns anew and is returned, which
            spares its tracing. `None`: another one is built.

    Returns:
        A network from images `(N, 64, 64, 3)` in [0, 1] to logits `(N,)`.
    """
    keras.utils.set_random_seed(seed)
    model = build_plain_detector()
    rate = keras.optimizers.schedules.CosineDecay(RATE, steps)
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    compiled(model, Adam(rate), entropy, steps_per_execution=steps)
    model = renewed(anew, model) if anew else model
    draws = FaceDraws(training.faces, training.others, batch=BATCH, steps=steps, seed=seed)
    model.fit(draws.epochs(), shuffle=False, verbose=0)
    return model


def scores_of(model: keras.Model, pictures: np.ndarray) -> np.ndarray:
    """Return logits `(N,)` of pictures `(N, 64, 64, 3)`, uint8 or in [0, 1]: larger for what looks more like a face."""
    return outputs(model, pictures)[0]


def threshold_passing(share: float, other_scores: np.ndarray) -> float:
    """Return the threshold that a share of the clutter passes; what lies above it is taken for a face.

    Args:
        share: above 0 and below 1.
        other_scores: `(G,)` of the clutter.
    """
    return float(np.quantile(other_scores, 1 - share))


def skin_groups(tones: np.ndarray) -> np.ndarray:
    """Return for tones `(N,)`, whole numbers, to which of `GROUPS` each belongs; "none" for tone 0."""
    known = [np.isin(tones, LIGHT), np.isin(tones, DARK), np.asarray(tones) == 0]
    return np.select(known, ["light", "dark", "none"], "middle")


def shares_by(taken: np.ndarray, groups: np.ndarray) -> pd.DataFrame:
    """Return for each group, sorted, the `share` that is taken for a face, Wilson's `low` and `high`, and its `n`.

    Args:
        taken: `(N,)` bool.
        groups: `(N,)` names or numbers.
    """
    table = pd.Series(np.asarray(taken)).groupby(np.asarray(groups)).agg(["sum", "size"])
    low, high = wilson(table["sum"], table["size"])
    return pd.DataFrame(
        {"share": table["sum"] / table["size"], "low": low, "high": high, "n": table["size"]}, index=table.index
    )


def gap_of(taken: np.ndarray, groups: np.ndarray, *, seed: int = 0) -> Gap:
    """Compare light and dark: the difference of their shares, its bootstrap interval, and a permutation test.

    Args:
        taken: `(N,)` bool, who is found.
        groups: `(N,)` as of `skin_groups`; others than light and dark are left out.
        seed: of the draws.
    """
    compared = np.isin(groups, ["light", "dark"])
    some = np.ones(compared.sum(), int), np.asarray(taken)[compared].astype(int), np.asarray(groups)[compared]
    interval = bootstrap_difference(*some, name="tpr", pair=("light", "dark"), seed=seed)
    test = permutation_test(*some, name="tpr", seed=seed)
    return Gap(interval, test.p_value, test.null)


def circumstances(people: Faces) -> dict[str, np.ndarray]:
    """Return by name, for each of N people, `(N,)` bool: in what light, with what before the eyes, of what age."""
    worn = {name: people.glasses == code for code, name in enumerate(GLASSES)}
    return {
        "dim light": people.exposure < 1,
        "bright light": people.exposure >= 1,
        "no glasses": worn["none"],
        "glasses": worn["glasses"],
        "sunglasses": worn["sunglasses"],
        "under 35": people.age < 35,
        "35 to 59": (people.age >= 35) & (people.age < 60),
        "60 and over": people.age >= 60,
    }


def crossed(taken: np.ndarray, groups: np.ndarray, within: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Return `shares_by` for light and dark within each circumstance: a row for each pair of the two.

    Args:
        taken: `(N,)` bool.
        groups: `(N,)` as of `skin_groups`.
        within: by name, `(N,)` bool.
    """
    tables = {name: shares_by(taken[some], groups[some]).loc[["light", "dark"]] for name, some in within.items()}
    return pd.concat(tables, names=["circumstance", "skin"])


def passing(scores: np.ndarray, groups: np.ndarray, other_scores: np.ndarray, *, shares: np.ndarray) -> Passing:
    """Return whom a detector finds where the threshold lets given shares of the clutter pass.

    Args:
        scores: `(F,)` of the faces.
        groups: `(F,)` as of `skin_groups`.
        other_scores: `(G,)` of the clutter.
        shares: `(T,)` above 0 and below 1.
    """
    cuts = np.quantile(other_scores, 1 - np.asarray(shares))
    recall = [(scores[groups == group] > cuts[:, None]).mean(axis=1) for group in ("light", "dark")]
    return Passing(np.asarray(shares), np.array(recall))
