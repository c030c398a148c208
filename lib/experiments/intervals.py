"""How sure a mean is: bootstrap intervals over many images, Student's over few seeds; also of pairs.

Values of a few seeds are too few to be drawn anew: for them intervals assume a normal distribution.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import bootstrap, t

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
    values = _checked_few(values, name="values")
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


def student_interval(values: np.ndarray, *, level: float = 0.95) -> Interval:
    """Return the mean of few values and Student's interval, mean ± t·s/√N; of differences, it is the paired one.

    Args:
        values: `(N,)`, at least two: a measure of each seed, or how much two conditions differ in it.
        level: how often such intervals hold the true mean, above 0 and below 1.

    Raises:
        ValueError: another rank, too few or infinite values, or `level` out of range.
    """
    values = _checked_few(values, name="values")
    half = _quantile(level, len(values)) * values.std(ddof=1) / np.sqrt(len(values))
    return Interval(float(values.mean()), float(values.mean() - half), float(values.mean() + half))


def ratio_interval(first: np.ndarray, second: np.ndarray, *, level: float = 0.95) -> Interval:
    """Return the ratio of two means over the same few seeds and Fieller's interval (Fieller 1954).

    A ratio r is in it where 0 is in Student's interval of the mean of first − r·second.

    Args:
        first: `(N,)`, at least two.
        second: `(N,)` of the same seeds; its own interval must not hold 0.
        level: as for `student_interval`.

    Raises:
        ValueError: shapes differ, the second mean may be 0, or as `student_interval`.
    """
    first, second = _checked_few(first, name="first"), _checked_few(second, name="second")
    if first.shape != second.shape:
        raise ValueError(f"second: got shape {second.shape} for {first.shape}, expected a value for each seed")
    (own, both), (_, other) = np.cov(first, second)
    share = np.square(_quantile(level, len(first))) / len(first)
    mean, below = first.mean(), second.mean()
    # The ends are the roots of (mean − r·below)² = share · (own − 2·r·both + r²·other).
    square, linear, constant = below**2 - share * other, mean * below - share * both, mean**2 - share * own
    if square <= 0:
        raise ValueError(f"second: got mean {below:.3g}, expected one whose interval does not hold 0")
    root = np.sqrt(max(linear**2 - square * constant, 0.0))
    return Interval(float(mean / below), float((linear - root) / square), float((linear + root) / square))


def _checked_few(values: np.ndarray, *, name: str) -> np.ndarray:
    values = np.asarray(values, np.float64)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all():
        raise ValueError(f"{name}: got shape {values.shape}, expected two or more finite numbers (N,)")
    return values


def _quantile(level: float, count: int) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level: got {level}, expected above 0 and below 1")
    return float(t.ppf((1 + level) / 2, count - 1))
