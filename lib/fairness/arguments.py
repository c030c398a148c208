"""Checks that every function about groups makes of its arguments."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def checked_binary(values: ArrayLike, *, name: str) -> np.ndarray:
    """Return zeros and ones as int64 `(N,)`.

    Raises:
        ValueError: another rank, nobody at all, a missing value, or a value other than 0 and 1.
    """
    values = np.asarray(values)
    if values.ndim != 1 or not len(values):
        raise ValueError(f"{name}: got shape {values.shape}, expected (N,) with N ≥ 1")
    odd = values[~np.isin(values, (0, 1))]
    if len(odd):
        raise ValueError(f"{name}: got {odd[0]}, expected only 0 and 1")
    return values.astype(np.int64)


def checked_scores(scores: ArrayLike, *, people: int, name: str = "scores") -> np.ndarray:
    """Return one finite score for each of `people` as float64 `(N,)`.

    Raises:
        ValueError: another number of scores, or one that is NaN or infinite.
    """
    scores = np.asarray(scores, np.float64)
    if scores.shape != (people,):
        raise ValueError(f"{name}: got shape {scores.shape}, expected one for each of {people} people")
    if not np.isfinite(scores).all():
        raise ValueError(f"{name}: got {scores[~np.isfinite(scores)][0]}, expected finite numbers")
    return scores


def checked_groups(groups: ArrayLike, *, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Return everyone's group as a number `(N,)`, and the names of the groups `(G,)`, sorted.

    Raises:
        ValueError: another number of entries than `people`, or an entry that is missing.
    """
    groups = np.asarray(groups)
    if groups.shape != (people,):
        raise ValueError(f"groups: got shape {groups.shape}, expected one for each of {people} people")
    codes, names = pd.factorize(groups, sort=True)
    if (codes < 0).any():
        raise ValueError(f"groups: got {groups[codes < 0][0]}, expected a name for everyone")
    return codes, np.asarray(names)


def check_both_outcomes(outcomes: np.ndarray, codes: np.ndarray, names: np.ndarray) -> None:
    """Check that every group has outcomes 0 and 1; arguments as the other checks return them.

    Raises:
        ValueError: in a group all outcomes are equal.
    """
    ones = np.bincount(codes, outcomes)
    constant = (ones == 0) | (ones == np.bincount(codes))
    if constant.any():
        raise ValueError(f"outcomes: all are equal in group {names[constant][0]}, expected 0 and 1 in every group")


def checked_people(
    outcomes: ArrayLike, decisions: ArrayLike, groups: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return outcomes, decisions and group numbers, `(N,)` each, and the names of the groups `(G,)`.

    Raises:
        ValueError: lengths differ, or a value is not what its name says.
    """
    outcomes, decisions = checked_binary(outcomes, name="outcomes"), checked_binary(decisions, name="decisions")
    if len(decisions) != len(outcomes):
        raise ValueError(f"decisions: got {len(decisions)}, expected one for each of {len(outcomes)} outcomes")
    return outcomes, decisions, *checked_groups(groups, people=len(outcomes))


def checked_name(value: str, known: object, *, name: str) -> str:
    """Return `value` if it is among the `known` names.

    Raises:
        ValueError: it is not.
    """
    if value not in known:
        raise ValueError(f"{name}: got {value!r}, expected one of {', '.join(map(str, known))}")
    return value
