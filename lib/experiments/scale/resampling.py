"""How sure a rate is that depends on people and on draws: both are drawn anew (Efron and Tibshirani 1993, chapter 13).

Photographs of one person resemble each other, and so do comparisons that share a person. So people are drawn anew, with
all that belongs to them, and never single photographs or comparisons.
"""

import numpy as np

from lib.experiments.intervals import Interval

#: How often people are drawn anew, and which share of the results an interval holds.
RESAMPLES, LEVEL = 2_000, 0.95


def drawn_anew(count: int, generator: np.random.Generator, resamples: int = RESAMPLES) -> np.ndarray:
    """Return how often each of `count` is drawn in each resample, `(resamples, count)`; rows add up to `count`."""
    return generator.multinomial(count, np.full(count, 1 / count), size=resamples).astype(float)


def percentiles(estimate: float, resampled: np.ndarray) -> Interval:
    """Return an estimate with the percentile interval of what resamples gave instead."""
    low, high = np.nanpercentile(resampled, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Interval(float(estimate), float(low), float(high))


def mean_of(values: np.ndarray, *, seed: int) -> Interval:
    """Return the mean of values `(draws, P)` with an interval over draws and people.

    Args:
        values: of each person in each draw; one row where there are no draws.
        seed: of the resamples.
    """
    return percentiles(values.mean(), _means(values, np.random.default_rng(seed)))


def gap_of(first: np.ndarray, second: np.ndarray, *, seed: int) -> Interval:
    """Return how far the mean of one group lies above another's, with an interval over draws and people.

    Args:
        first: `(draws, P)`.
        second: `(draws, Q)` of the same draws, which are drawn anew for both alike.
        seed: of the resamples.

    Raises:
        ValueError: the draws are not the same.
    """
    if len(first) != len(second):
        raise ValueError(f"second: got {len(second)} draws for {len(first)}, expected the same")
    again = [_means(values, np.random.default_rng([seed, side]), seed) for side, values in enumerate((first, second))]
    return percentiles(first.mean() - second.mean(), again[0] - again[1])


def _means(values: np.ndarray, generator: np.random.Generator, draw_seed: int | None = None) -> np.ndarray:
    draws, people = values.shape
    of_draws = drawn_anew(draws, generator if draw_seed is None else np.random.default_rng(draw_seed)) / draws
    return np.einsum("bd,bp,dp->b", of_draws, drawn_anew(people, generator) / people, values, optimize=True)
