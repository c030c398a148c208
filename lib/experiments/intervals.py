"""How sure a mean over images is: bootstrap intervals, also of the difference of two methods on the same images."""

from typing import NamedTuple

import numpy as np
from scipy.stats import bootstrap

#: Most values drawn at a time: a bound on memory.
_VALUES = 1_000_000


class Interval(NamedTuple):
    """An estimate and the ends of its confidence interval."""

    estimate: float
    low: float
    high: float


def mean_interval(values: np.ndarray, *, level: float = 0.95, draws: int = 2000, seed: int) -> Interval:
    """Return the mean of values and its percentile bootstrap interval (Efron and Tibshirani 1993, section 13.3).

    Args:
        values: `(N,)`, at least two: a measure of each image, or of each seed.
        level: how often such intervals hold the true mean, above 0 and below 1.
        draws: how often N values are drawn anew, with replacement.
        seed: of the draws.

    Raises:
        ValueError: another rank, too few or infinite values, or `level` or `draws` out of range.
    """
    values = np.asarray(values, np.float64)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all():
        raise ValueError(f"values: got shape {values.shape}, expected two or more finite numbers (N,)")
    if not 0 < level < 1:
        raise ValueError(f"level: got {level}, expected above 0 and below 1")
    if draws < 1:
        raise ValueError(f"draws: got {draws}, expected at least one")
    low, high = bootstrap(
        (values,),
        np.mean,
        confidence_level=level,
        n_resamples=draws,
        batch=max(1, _VALUES // len(values)),
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Interval(float(values.mean()), float(low), float(high))


def difference_interval(
    first: np.ndarray, second: np.ndarray, *, level: float = 0.95, draws: int = 2000, seed: int
) -> Interval:
    """Return how much the first mean lies above the second, image by image, and its interval as `mean_interval`.

    Pairing takes out what makes some images harder than others, for both alike.

    Args:
        first: `(N,)`.
        second: `(N,)` of the same images.
        level: as for `mean_interval`.
        draws: as for `mean_interval`.
        seed: of the draws.

    Raises:
        ValueError: shapes differ, or as `mean_interval`.
    """
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if first.shape != second.shape:
        raise ValueError(
            f"second: got shape {second.shape} for {first.shape}, expected a value for each of the same images"
        )
    return mean_interval(first - second, level=level, draws=draws, seed=seed)
