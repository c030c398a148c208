"""Random numbers, a fixed row of them for each picture: no picture depends on how many are drawn."""

from collections.abc import Mapping, Sequence

import numpy as np

#: Every tone as often.
EVEN = (0.1,) * 10


def draw_numbers(n: int, seed: int, wanted: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Return uniform numbers in [0, 1), `(n, count)` under each name of `wanted`.

    Raises:
        ValueError: `n` is below 1.
    """
    if n < 1:
        raise ValueError(f"n: got {n}, expected at least one")
    numbers = np.random.default_rng(seed).random((n, sum(wanted.values())))
    pieces = np.split(numbers, np.cumsum(list(wanted.values()))[:-1], axis=1)
    return dict(zip(wanted, pieces, strict=True))


def pick(uniform: np.ndarray, count: int) -> np.ndarray:
    """Return whole numbers below `count`, each as often."""
    return np.floor(uniform * count).astype(int)


def weighted(uniform: np.ndarray, shares: Sequence[float], name: str, count: int) -> np.ndarray:
    """Return whole numbers below `count`, as often as their shares say.

    Args:
        uniform: `(N,)` in [0, 1).
        shares: one for each number, in proportion.
        name: what an error calls them.
        count: how many there must be.

    Raises:
        ValueError: there are more or fewer, one is negative, or all are 0.
    """
    shares = np.asarray(shares, float)
    if shares.shape != (count,) or not (shares >= 0).all() or not 0 < shares.sum() < np.inf:
        raise ValueError(f"{name}: got {shares.tolist()}, expected {count} shares, none negative and not all 0")
    return np.searchsorted(np.cumsum(shares)[:-1] / shares.sum(), uniform, side="right")
