"""A simulation over its cause: many settings, several seeds, and the picture of one run at each."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

#: What a run gives: the effect as one number, and what is to be seen of it by name.
Run = tuple[float, Mapping[str, Sequence[float] | np.ndarray]]


class Runs(NamedTuple):
    """Runs at each of K causes."""

    causes: np.ndarray  #: `(K,)`
    gaps: np.ndarray  #: `(K, seeds)`
    pictures: dict[str, np.ndarray]  #: by name `(K, …)`, what the run with the first seed shows


def over(run: Callable[[float, int], Run], causes: Sequence[float] | np.ndarray, *, seeds: int = 5) -> Runs:
    """Run a simulation at every cause with every seed, as for a figure with a slider on the cause.

    All causes share their seeds, so that from one to the next only the cause changes.

    Args:
        run: `(cause, seed) -> (gap, picture)`; a picture's arrays have the same shapes at every cause.
        causes: `(K,)`, at least one.
        seeds: how many runs each cause gets, with the seeds from 0 on.

    Raises:
        ValueError: there are no causes or no seeds.
    """
    causes = np.asarray(causes, float)
    if causes.ndim != 1 or not len(causes):
        raise ValueError(f"causes: got shape {causes.shape}, expected at least one number (K,)")
    if seeds < 1:
        raise ValueError(f"seeds: got {seeds}, expected at least one")
    runs = [[run(float(cause), seed) for seed in range(seeds)] for cause in causes]
    gaps = np.array([[gap for gap, _ in row] for row in runs])
    shown = [row[0][1] for row in runs]
    return Runs(causes, gaps, {name: np.array([one[name] for one in shown]) for name in shown[0]})
