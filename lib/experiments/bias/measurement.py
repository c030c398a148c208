"""Measurement bias: one group's ability is measured with a ruler that reads low."""

from typing import NamedTuple

import numpy as np

from lib.fairness.tables import group_table


class Admissions(NamedTuple):
    """Who passes the bar, of those who are able and of all."""

    admitted: np.ndarray  #: `(2,)` share of groups A and B that is admitted
    able_admitted: np.ndarray  #: `(2,)` the same among those who would succeed

    @property
    def gap(self) -> float:
        """Share of the able who are admitted, in group A minus in group B."""
        return float(self.able_admitted[0] - self.able_admitted[1])


def simulate(offset: float, *, applicants: int = 10_000, admitted: float = 0.3, seed: int) -> Admissions:
    """Admit the best by a test that, for group B, comes out lower than ability warrants.

    The test may be in a language that is not B's own: the rule is one and the same for all, its input is not. With no
    offset the able have the same chance in both groups; the larger it is, the fewer of B's able pass.

    Args:
        offset: the cause; points, in standard deviations of ability, that group B's test loses.
        applicants: how many, half of each group.
        admitted: share of applicants with the highest tests who are admitted; as many, by ability, would succeed.
        seed: of ability and tests.
    """
    generator = np.random.default_rng(seed)
    in_b = np.arange(applicants) % 2 == 1
    ability = generator.normal(size=applicants)
    test = ability - offset * in_b + generator.normal(0, 0.5, applicants)
    succeeds, passes = (values > np.quantile(values, 1 - admitted) for values in (ability, test))
    table = group_table(succeeds, passes, np.where(in_b, "B", "A"))
    return Admissions(table["selection_rate"].to_numpy(), table["tpr"].to_numpy())
