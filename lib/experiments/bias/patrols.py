"""Interaction bias: patrols are sent where patrols found something (Lum and Isaac 2016; Ensign et al. 2018)."""

from typing import NamedTuple

import numpy as np


class Patrols(NamedTuple):
    """Many cities, alike at first."""

    sent: np.ndarray  #: `(days + 1, cities)` probability that the patrol is sent to the first of two districts

    @property
    def gap(self) -> float:
        """Standard deviation of the last day's probabilities between cities: what chance alone has decided."""
        return float(self.sent[-1].std())


def simulate(
    feedback: float,
    *,
    crime: tuple[float, float] = (0.5, 0.5),
    start: tuple[int, int] = (2, 2),
    days: int = 1000,
    cities: int = 200,
    seed: int,
) -> Patrols:
    """Send one patrol a day to one of two districts, in proportion to the incidents on record.

    An incident that a patrol has to discover enters the record only where the patrol is, so each record brings the
    patrol, and the next record, to the same place: a Pólya urn. Without feedback the shares settle at those of crime;
    with it cities that are alike part ways by chance, and a slightly higher crime rate takes nearly all patrols.

    Args:
        feedback: the cause; share in [0, 1] of incidents that only a patrol records, the others are reported.
        crime: probability of an incident on a day, in each district.
        start: incidents on record at first.
        days: number of days.
        cities: number of runs.
        seed: of incidents and patrols.
    """
    generator = np.random.default_rng(seed)
    record = np.tile(np.array(start, float)[:, None], (1, cities))
    sent = [record[0] / record.sum(axis=0)]
    for _ in range(days):
        first = generator.random(cities) < sent[-1]
        present = np.stack([first, ~first])
        happened = generator.random((2, cities)) < np.array(crime)[:, None]
        hidden = generator.random((2, cities)) < feedback
        record += happened & (present | ~hidden)
        sent.append(record[0] / record.sum(axis=0))
    return Patrols(np.array(sent))
