"""The audit on photographs of real people: whom a detector finds, by race, gender and age as FairFace records them.

FairFace holds faces alone, so it gives recall and nothing else. The threshold comes from pictures without a face: the
100 backgrounds among scikit-image's photographs. A detector that has seen drawings only may be asked, such as
`lib.experiments.outside` trains: it takes grey crops as tight as these.
"""

from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np
import pandas as pd

from lib.data.fairface import CLASSES, FairFace
from lib.experiments.audit import threshold_passing
from lib.experiments.drawn import as_bytes
from lib.experiments.outside import Photographs, greys, standardised
from lib.fairness.arguments import checked_binary, checked_name
from lib.fairness.intervals import Interval, bootstrap_difference, wilson
from lib.fairness.permutation import permutation_test
from lib.models.compiling import outputs


class WidestGap(NamedTuple):
    """The two groups that are furthest apart, and how sure that is."""

    most: str  #: who is found most often
    least: str  #: who is found least often
    interval: Interval  #: the difference of their shares; too hopeful, as the pair was picked for being furthest apart
    p_value: float  #: how often shuffled groups give a widest gap as large; this one allows for the picking


def scores_in_grey(network: keras.Model, people: FairFace) -> np.ndarray:
    """Return logits `(N,)` of a network as of `lib.experiments.outside.learn`; larger for what looks more like a face.

    Args:
        network: takes `(N, size, size, 1)`, each picture standardised.
        people: photographs of that size.

    Raises:
        ValueError: the photographs have another size.
    """
    wanted, size = network.input_shape[1], people.images.shape[1]
    if size != wanted:
        raise ValueError(f"people: got images of {size} pixels, expected {wanted}, the network's size")
    grey = greys(as_bytes(people.images))[..., 0] / np.float32(255)
    return outputs(network, standardised(grey))[0]


def threshold_on(network: keras.Model, photos: Photographs, *, share: float) -> float:
    """Return the threshold that a share of the backgrounds among photographs passes.

    Args:
        network: as for `scores_in_grey`.
        photos: as of `lib.experiments.outside.photographs`; their faces are not used.
        share: above 0 and below 1.
    """
    backgrounds = photos.images[photos.faces == 0]
    return threshold_passing(share, outputs(network, standardised(backgrounds))[0])


def recall_by(taken: np.ndarray, people: FairFace, *, by: Sequence[str] = ("race",)) -> pd.DataFrame:
    """Return for each group, or for each crossing of groups, what share of it is found.

    Args:
        taken: `(N,)` bool, who is taken for a face.
        people: whose photographs they are.
        by: one or more of "race", "gender" and "age"; all three cross.

    Returns:
        `share`, Wilson's 95 % interval `low` and `high`, and `n`; a row for each group that has anybody, in the order
        of `CLASSES`.

    Raises:
        ValueError: `taken` has another length or other values than true and false, or a name in `by` is unknown.
    """
    found = _checked_taken(taken, people)
    if isinstance(by, str) or not by:
        raise ValueError(f"by: got {by!r}, expected one or more of {', '.join(CLASSES)} in a list")
    keys = [_groups(people, name) for name in by]
    table = pd.Series(found).groupby(keys, observed=True).agg(["sum", "size"]).rename_axis(list(by))
    low, high = wilson(table["sum"], table["size"])
    shares = {"share": table["sum"] / table["size"], "low": low, "high": high, "n": table["size"]}
    return pd.DataFrame(shares, index=table.index)


def widest_gap(taken: np.ndarray, people: FairFace, *, by: str = "race", seed: int = 0) -> WidestGap:
    """Compare the group that is found most often with the one that is found least often.

    Args:
        taken: as for `recall_by`.
        people: whose photographs they are, of two groups or more.
        by: "race", "gender" or "age".
        seed: of the draws.

    Raises:
        ValueError: as `recall_by`, or there is one group only.
    """
    shares = recall_by(taken, people, by=[by])["share"]
    found = _checked_taken(taken, people)
    some = np.ones(len(found), int), found, np.asarray(getattr(people, by))
    test = permutation_test(*some, name="tpr", seed=seed)
    pair = str(shares.idxmax()), str(shares.idxmin())
    return WidestGap(*pair, bootstrap_difference(*some, name="tpr", pair=pair, seed=seed), test.p_value)


def _checked_taken(taken: np.ndarray, people: FairFace) -> np.ndarray:
    found = checked_binary(taken, name="taken")
    if len(found) != len(people.images):
        raise ValueError(f"taken: got {len(found)}, expected one for each of {len(people.images)} photographs")
    return found


def _groups(people: FairFace, name: str) -> pd.Categorical:
    known = CLASSES[checked_name(name, CLASSES, name="by")]
    return pd.Categorical(getattr(people, name), categories=known, ordered=True)
