"""Simpson's paradox: every department favours a group, and the university seems to do the opposite."""

from typing import NamedTuple

import numpy as np

#: Share of group A's applications that is admitted, in the easy and in the hard department.
ADMITTED = np.array([0.6, 0.2])


class Applications(NamedTuple):
    """Counts `(departments, groups)`: the easy and the hard department, groups A and B."""

    applied: np.ndarray
    admitted: np.ndarray

    @property
    def within(self) -> np.ndarray:
        """Admission rate of group A minus that of group B, in each department `(2,)`."""
        rates = self.admitted / self.applied
        return rates[:, 0] - rates[:, 1]

    @property
    def overall(self) -> float:
        """Admission rate of group A minus that of group B, all applications together."""
        rates = self.admitted.sum(axis=0) / self.applied.sum(axis=0)
        return float(rates[0] - rates[1])

    @property
    def gap(self) -> float:
        """What the choice of department adds: the overall difference minus the mean of those within departments."""
        return self.overall - float(self.within.mean())


def simulate(steering: float, *, favour: float = 0.03, applicants: int = 20_000, seed: int) -> Applications:
    """Let groups apply to an easy and a hard department that both slightly favour group B.

    The more B applies to where most are turned away, the lower its rate over all, though no department treats it worse
    (Bickel, Hammel, O'Connell 1975, on admissions at Berkeley). Without steering the overall difference is that within
    departments; with much of it, its sign turns.

    Args:
        steering: the cause, in [0, 1): how much more often B chooses the hard department, and A the easy one; at 0 half
            of each group does.
        favour: what is added to group B's chance in each department.
        applicants: of each group.
        seed: of choices and verdicts.
    """
    generator = np.random.default_rng(seed)
    easy = generator.binomial(applicants, [(1 + steering) / 2, (1 - steering) / 2])
    applied = np.stack([easy, applicants - easy])
    return Applications(applied, generator.binomial(applied, ADMITTED[:, None] + favour * np.array([0, 1])))
