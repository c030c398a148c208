"""Latent bias: a model of who suits a post learns from who used to get it."""

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

SKILLS = np.linspace(-2, 3, 51)


class Suitability(NamedTuple):
    """What the model says of today's applicants."""

    past: np.ndarray  #: `(2,)` share of groups A and B that was appointed in the past
    scores: np.ndarray  #: `(2, 51)` score of groups A and B at each of `SKILLS`

    @property
    def gap(self) -> float:
        """Largest difference between the scores of an applicant of A and one of B who are equally skilled."""
        return float((self.scores[0] - self.scores[1]).max())


def simulate(head_start: float, *, people: int = 20_000, seed: int) -> Suitability:
    """Fit a model to past appointments, for which group A needed less skill, and ask it about equals.

    Past averages differ between groups although skill does not, and the model takes the difference for knowledge about
    the groups. Without a head start equals score alike; the longer it was, the lower a member of B scores.

    Args:
        head_start: the cause; by how many standard deviations of skill A's bar lay lower.
        people: size of the past.
        seed: of the past.
    """
    generator = np.random.default_rng(seed)
    group = np.arange(people) % 2  # 0 is A, 1 is B
    skill = generator.normal(size=people)
    appointed = skill + head_start * (group == 0) + generator.logistic(0, 0.3, people) > 1
    model = LogisticRegression().fit(np.column_stack([skill, group]), appointed)
    scores = [model.predict_proba(np.column_stack([SKILLS, np.full(len(SKILLS), one)]))[:, 1] for one in (0, 1)]
    return Suitability(np.array([appointed[group == one].mean() for one in (0, 1)]), np.array(scores))
