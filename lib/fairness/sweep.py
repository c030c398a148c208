"""Every threshold at once: confusion counts and rates of all groups as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.fairness.arguments import checked_binary, checked_groups, checked_scores
from lib.fairness.rates import CELLS, rate


@dataclass(frozen=True)
class Sweep:
    """Counts `(groups, thresholds)` where the decision is 1 for scores at or above the threshold."""

    groups: np.ndarray  #: `(G,)` names, sorted
    thresholds: np.ndarray  #: `(T,)` ascending
    tn: np.ndarray  #: `(G, T)` int64, like the other three
    fp: np.ndarray
    fn: np.ndarray
    tp: np.ndarray

    def rate(self, name: str) -> np.ndarray:
        """Return one of `lib.fairness.rates.RATES`, `(G, T)`, NaN where undefined; `ValueError` if unknown."""
        return rate({cell: getattr(self, cell) for cell in CELLS}, name)


def sweep(scores: ArrayLike, outcomes: ArrayLike, groups: ArrayLike, thresholds: ArrayLike) -> Sweep:
    """Count right and wrong decisions for every group and threshold.

    Everyone is counted once, at the number of thresholds that their score reaches; a cumulative sum does the rest. So
    the time grows with people plus groups × thresholds, not with their product.

    Args:
        scores: `(N,)` finite.
        outcomes: `(N,)` of 0 and 1.
        groups: `(N,)` names.
        thresholds: `(T,)` ascending; infinite ones are allowed and select all or nobody.

    Raises:
        ValueError: lengths differ, a score is not finite, a value is missing, or thresholds do not ascend.
    """
    outcomes = checked_binary(outcomes, name="outcomes")
    scores = checked_scores(scores, people=len(outcomes))
    codes, names = checked_groups(groups, people=len(outcomes))
    thresholds = np.asarray(thresholds, float)
    if thresholds.ndim != 1 or not len(thresholds) or not (thresholds[1:] >= thresholds[:-1]).all():
        raise ValueError(f"thresholds: got shape {thresholds.shape}, expected numbers (T,), T ≥ 1, that ascend")
    levels = len(thresholds) + 1
    reached = np.searchsorted(thresholds, scores, side="right")
    at = np.bincount((codes * 2 + outcomes) * levels + reached, minlength=len(names) * 2 * levels)
    below = at.reshape(len(names), 2, levels).cumsum(axis=2)
    rejected, total = below[..., :-1], below[..., -1:]
    selected = total - rejected
    return Sweep(names, thresholds, rejected[:, 0], selected[:, 0], rejected[:, 1], selected[:, 1])
