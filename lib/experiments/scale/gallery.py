"""Searching a gallery: how many strangers are taken for the person sought, in the law of it and by simulation.

The law takes each comparison for a coin of its own that falls false with one rate (see Daugman's page on verification
and identification). Real comparisons are no such coins: some people resemble many.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binom

#: People in a gallery, from a school class to a metropolis.
SIZES = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


class Law(NamedTuple):
    """What the binomial law says of a search, for each size of the gallery."""

    expected: np.ndarray  #: mean number of strangers that are taken for the person sought
    any: np.ndarray  #: probability of one at least


def law(sizes: Sequence[int], rate: float) -> Law:
    """Return what follows for a search among so many strangers: N·p, and 1 − (1 − p)^N.

    Args:
        sizes: N, people in the gallery.
        rate: p, false matches a comparison, in [0, 1).

    Raises:
        ValueError: `rate` is out of range.
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate: got {rate}, expected 0 to below 1")
    sizes = np.asarray(sizes, float)
    return Law(sizes * rate, -np.expm1(sizes * np.log1p(-rate)))


def grow(rate: float, *, sizes: Sequence[int], searches: int, seed: int) -> np.ndarray:
    """Simulate searches of a gallery that grows, and return how many false matches each has, `(searches, sizes)`.

    Comparisons are independent coins. Instead of tossing a million, the number of comparisons from one false match to
    the next is drawn, which is geometric; so a million people cost as much as their false matches.

    Args:
        rate: false matches a comparison, above 0 and below 1.
        sizes: people in the gallery, rising.
        searches: how many.
        seed: of the simulation.

    Raises:
        ValueError: `rate` is out of range.
    """
    if not 0 < rate < 1:
        raise ValueError(f"rate: got {rate}, expected above 0 and below 1")
    generator, largest = np.random.default_rng(seed), max(sizes)
    more = int(largest * rate + 10 * np.sqrt(largest * rate) + 10)
    counts = np.empty((searches, len(sizes)), int)
    for search in range(searches):
        places = np.cumsum(generator.geometric(rate, more))
        while places[-1] <= largest:
            places = np.concatenate([places, places[-1] + np.cumsum(generator.geometric(rate, more))])
        counts[search] = np.searchsorted(places, sizes, side="right")
    return counts


def deviations(counts: np.ndarray, sizes: Sequence[int], rate: float) -> np.ndarray:
    """Return how far the simulated number of false matches lies from the law's, in its standard deviations.

    Args:
        counts: `(searches, sizes)`.
        sizes: people in the gallery.
        rate: false matches a comparison.
    """
    comparisons = len(counts) * np.asarray(sizes, float)
    return (counts.sum(axis=0) - comparisons * rate) / np.sqrt(comparisons * rate * (1 - rate))


def interval_of_law(sizes: Sequence[int], rate: float, *, searches: int, level: float = 0.95) -> np.ndarray:
    """Return between which mean numbers of false matches so many searches lie by the law, `(2, sizes)`."""
    comparisons = searches * np.asarray(sizes)
    return np.array(binom.interval(level, comparisons, rate)) / searches


def search(
    same: np.ndarray, people: np.ndarray, *, size: int, searches: int, seed: int, groups: np.ndarray | None = None
) -> np.ndarray:
    """Search galleries of real photographs for people who are not in them; return the false matches, `(searches,)`.

    Args:
        same: `(N, N)` bool, which photographs are taken for one person.
        people: `(N,)` who, whole numbers from 0.
        size: people in a gallery, one photograph of each, drawn anew for each search.
        searches: how many; each is for a photograph drawn at random.
        seed: of the draws.
        groups: `(N,)`; the gallery then holds people of the group of the person sought alone.

    Raises:
        ValueError: there are too few people.
    """
    generator, counts = np.random.default_rng(seed), np.empty(searches, int)
    for number in range(searches):
        probe = generator.integers(len(people))
        among = people != people[probe]
        if groups is not None:
            among &= groups == groups[probe]
        rows = generator.permutation(np.flatnonzero(among))
        _, firsts = np.unique(people[rows], return_index=True)  # one photograph of each, which one is chance
        if len(firsts) < size:
            raise ValueError(f"size: got {size}, expected at most the {len(firsts)} other people")
        counts[number] = same[probe, generator.permutation(rows[firsts])[:size]].sum()
    return counts


def share_right(*, people: float, sought: float, rate: float, missed: float, passing: float) -> float:
    """Return which share of all alarms are right, where everybody who passes is compared with all who are sought.

    Args:
        people: who pass.
        sought: people on the list.
        rate: false matches a comparison.
        missed: share of the sought who pass and are not matched.
        passing: how many of the sought pass.
    """
    right = passing * (1 - missed)
    return float(right / (right + people * sought * rate))
