"""Does a score mean the same for every group? Observed rates by score, group by group."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from lib.fairness.arguments import checked_binary, checked_groups, checked_scores
from lib.fairness.intervals import wilson


def calibration(
    scores: ArrayLike, outcomes: ArrayLike, groups: ArrayLike, *, edges: ArrayLike, confidence: float = 0.95
) -> pd.DataFrame:
    """Compare within bins of the score how often the outcome came about, for each group.

    A score is calibrated within groups if P(outcome = 1 | score, group) is the same for all groups (and, for a score
    that is a probability, equal to it; Kleinberg, Mullainathan, Raghavan 2016, section 1.1).

    Args:
        scores: `(N,)` finite.
        outcomes: `(N,)` of 0 and 1.
        groups: `(N,)` names.
        edges: `(B + 1,)` ascending; a bin includes its lower edge, the last one its upper edge as well. Bins for
            whole scores 1 to 10: `numpy.arange(0.5, 11)`.
        confidence: of Wilson's interval.

    Returns:
        A row per group and bin, groups sorted: `group`, `bin_low`, `bin_high`, `n`, `mean_score`, `observed` (share of
        outcomes that are 1), `low`, `high` (its interval). In an empty bin `n` is 0 and what follows NaN.

    Raises:
        ValueError: lengths differ, a score is not finite or outside the edges, or edges do not ascend.
    """
    outcomes = checked_binary(outcomes, name="outcomes")
    scores = checked_scores(scores, people=len(outcomes))
    codes, names = checked_groups(groups, people=len(outcomes))
    edges = _checked_edges(edges)
    if scores.min() < edges[0] or scores.max() > edges[-1]:
        raise ValueError(f"scores: got {scores.min()} to {scores.max()}, outside the edges {edges[0]} to {edges[-1]}")
    bins = len(edges) - 1
    cells = codes * bins + np.minimum(np.searchsorted(edges, scores, side="right") - 1, bins - 1)
    n, total, ones = (np.bincount(cells, values, len(names) * bins) for values in (None, scores, outcomes))
    people = np.where(n > 0, n, np.nan)
    low, high = wilson(ones, n, confidence=confidence)
    return pd.DataFrame(
        {
            "group": np.repeat(names, bins),
            "bin_low": np.tile(edges[:-1], len(names)),
            "bin_high": np.tile(edges[1:], len(names)),
            "n": n,
            "mean_score": total / people,
            "observed": ones / people,
            "low": low,
            "high": high,
        }
    )


def _checked_edges(edges: ArrayLike) -> np.ndarray:
    edges = np.asarray(edges, float)
    if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise ValueError(f"edges: got {edges}, expected at least two, ascending")
    return edges
