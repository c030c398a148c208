"""Selection bias: a set of portraits resembles those who collected it."""

from typing import NamedTuple

import numpy as np
from scipy.stats import gaussian_kde


class Portraits(NamedTuple):
    """The set, and what a detector that learnt from it finds."""

    share: float  #: of group B in the set
    recall: np.ndarray  #: `(2,)` share of the faces of groups A and B that the detector finds

    @property
    def gap(self) -> float:
        """Recall of group A minus that of group B."""
        return float(self.recall[0] - self.recall[1])


def simulate(
    homophily: float, *, population: float = 0.5, collectors: float = 0.02, people: int = 2000, seed: int
) -> Portraits:
    """Let collectors photograph people whom they know, and fit a detector to what they bring.

    The more collectors know people like themselves, the more the set mirrors their group instead of the population. The
    detector calls a face what is as likely as 95 % of its set, so it loses the group that the set hardly has. Without
    homophily both groups are found equally often.

    Args:
        homophily: the cause; share in [0, 1] of portraits that show someone of the collector's own group.
        population: share of group B in the population.
        collectors: share of group B among collectors.
        people: portraits in the set, and faces of each group to be found.
        seed: of people and portraits.
    """
    generator = np.random.default_rng(seed)
    own = generator.random(people) < homophily
    in_b = generator.random(people) < np.where(own, collectors, population)
    seen = gaussian_kde(_tones(in_b, generator))
    found = [_tones(np.full(people, group), generator) for group in (False, True)]
    lowest = np.quantile(seen(seen.dataset), 0.05)
    return Portraits(float(in_b.mean()), np.array([(seen(tones) >= lowest).mean() for tones in found]))


def _tones(in_b: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """One number for what a face looks like: around 1 in group A, around -1 in group B."""
    return np.where(in_b, -1, 1) + generator.normal(0, 0.4, len(in_b))
