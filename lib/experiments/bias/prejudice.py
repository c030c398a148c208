"""Prejudice bias: the labels copy a prejudice, and a stand-in for the group carries it into the model."""

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression


class Hiring(NamedTuple):
    """Whom a model picks that learnt from people's verdicts and was never told the group."""

    verdicts: np.ndarray  #: `(2,)` share of groups A and B whom people hired
    selected: np.ndarray  #: `(2,)` share of groups A and B whom the model hires
    selected_without: np.ndarray  #: `(2,)` the same for a model that does not see the stand-in

    @property
    def gap(self) -> float:
        """Share of group A whom the model hires minus that of group B; both are equally skilled."""
        return float(self.selected[0] - self.selected[1])


def simulate(prejudice: float, *, stand_in: float = 0.9, people: int = 6000, seed: int) -> Hiring:
    """Fit a model to the verdicts of people who ask more of group B.

    The group is hidden from the model, but a harmless-looking feature, such as a hobby, goes with it, and predicts the
    verdicts. Without prejudice the model hires both groups alike; the stronger it is, and the better the stand-in, the
    more the model repeats it.

    Args:
        prejudice: the cause; how much more skill, in standard deviations, people ask of group B.
        stand_in: share in [0.5, 1] of people whose hobby is that of their group; 0.5 tells nothing.
        people: number of verdicts to learn from, and of applicants to decide on.
        seed: of people and verdicts.
    """
    generator = np.random.default_rng(seed)
    past, hired, _ = _draw(prejudice, stand_in, people, generator)
    today, verdicts, group = _draw(prejudice, stand_in, people, generator)
    decisions = [
        LogisticRegression().fit(past[:, columns], hired).predict(today[:, columns]) for columns in ([0, 1], [0])
    ]
    return Hiring(*(np.array([one[group == of].mean() for of in (0, 1)]) for one in (verdicts, *decisions)))


def _draw(
    prejudice: float, stand_in: float, people: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features `(N, 2)`, a test of skill and the hobby; people's verdicts; group, 0 for A and 1 for B."""
    group = np.arange(people) % 2
    skill = generator.normal(size=people)
    hobby = np.where(generator.random(people) < stand_in, group, 1 - group)
    verdicts = skill - prejudice * group + generator.normal(0, 0.5, people) > 0
    return np.column_stack([skill + generator.normal(0, 0.5, people), hobby]), verdicts, group
