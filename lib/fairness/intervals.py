"""How sure a rate is: Wilson's interval for one share, the bootstrap for the difference of two."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import bootstrap, norm

from lib.fairness.arguments import checked_name, checked_people
from lib.fairness.rates import RATES, cell_numbers, members


class Interval(NamedTuple):
    """An estimate and the ends of its confidence interval."""

    estimate: float
    low: float
    high: float


def wilson(successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's score interval for shares (Wilson 1927), without continuity correction.

    With p = k/n and z the normal quantile: `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`. Unlike p ± z·s it never
    leaves [0, 1] and has a width where k is 0 or n. (`scipy.stats.binomtest` has it for one share at a time.)

    Args:
        successes: k, any shape, 0 to n.
        trials: n, same shape.
        confidence: in (0, 1).

    Returns:
        (low ends, high ends), of that shape; NaN where n is 0.

    Raises:
        ValueError: shapes differ, k is not between 0 and n, or `confidence` is out of range.
    """
    k, n = np.asarray(successes, float), np.asarray(trials, float)
    if k.shape != n.shape or not ((k >= 0) & (k <= n)).all():
        raise ValueError(f"successes: got shape {k.shape} for trials {n.shape}, expected 0 to trials, each")
    z2 = norm.ppf((1 + _checked_confidence(confidence)) / 2) ** 2
    n = np.where(n > 0, n, np.nan)
    centre, half = (k + z2 / 2) / (n + z2), np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    return np.clip(centre - half, 0, k / n), np.clip(centre + half, k / n, 1)  # but for rounding, nothing is clipped


def bootstrap_difference(
    outcomes: ArrayLike,
    decisions: ArrayLike,
    groups: ArrayLike,
    *,
    name: str,
    pair: tuple[str, str],
    confidence: float = 0.95,
    resamples: int = 2000,
    method: str = "percentile",
    seed: int,
) -> Interval:
    """Estimate a rate of one group minus that of another, with a bootstrap interval stratified by group.

    A rate is a share among some people, so those people of each group are drawn anew: the groups' denominators stay as
    they are and no draw leaves a rate undefined.

    Args:
        outcomes: `(N,)` of 0 and 1.
        decisions: `(N,)` of 0 and 1.
        groups: `(N,)` names.
        name: a key of `RATES`.
        pair: two groups; the second is subtracted from the first.
        confidence: in (0, 1).
        resamples: number of draws.
        method: of `scipy.stats.bootstrap`; "BCa" corrects bias and skew, but fails where a share is 0 or 1.
        seed: of the draws.

    Returns:
        Difference in [-1, 1] and its interval.

    Raises:
        ValueError: a group or rate is unknown or undefined, or an argument is not what its name says.
    """
    shares = RATES[checked_name(name, RATES, name="name")]
    outcomes, decisions, codes, names = checked_people(outcomes, decisions, groups)
    cells, samples = cell_numbers(outcomes, decisions), []
    for group in pair:
        of_group = cells[names[codes] == checked_name(group, names, name="pair")]
        among = of_group[members(of_group, shares.whole)]
        if not len(among):
            raise ValueError(f"pair: {name} is undefined for {group}, where {shares.undefined}")
        samples.append(members(among, shares.part))
    found = bootstrap(
        samples,
        _difference_of_means,
        n_resamples=resamples,
        batch=200,  # keeps memory small: a draw is as long as the sample
        vectorized=True,
        confidence_level=_checked_confidence(confidence),
        method=method,
        rng=np.random.default_rng(seed),
    )
    low, high = found.confidence_interval
    return Interval(float(_difference_of_means(*samples)), float(low), float(high))


def _difference_of_means(first: np.ndarray, second: np.ndarray, axis: int = -1) -> np.ndarray:
    return first.mean(axis=axis) - second.mean(axis=axis)


def _checked_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: got {confidence}, expected a share between 0 and 1")
    return confidence
