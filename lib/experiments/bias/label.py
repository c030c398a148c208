"""Label bias: what is recorded stands for what is meant, and is recorded less often for one group."""

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression


class Audit(NamedTuple):
    """Mean score against what happened, for groups A and B, `(2,)` each."""

    score: np.ndarray  #: predicted probability of need
    recorded: np.ndarray  #: share whose need is on record
    needed: np.ndarray  #: share who truly are in need

    @property
    def gap(self) -> float:
        """By how much more group B's need is underestimated than group A's."""
        short = self.needed - self.score
        return float(short[1] - short[0])

    @property
    def visible_gap(self) -> float:
        """The same as an audit sees it that has nothing but the records."""
        short = self.recorded - self.score
        return float(short[1] - short[0])


def simulate(unrecorded: float, *, people: int = 10_000, seed: int) -> Audit:
    """Predict who needs care from records that miss part of group B's need, as where cost stands for illness.

    The model learns the records well, so that no audit against them finds a fault (Obermeyer, Powers, Vogeli,
    Mullainathan 2019). With everything recorded the scores are right for both groups; the more goes unrecorded, the
    more B's need is underestimated, and only the truth shows it.

    Args:
        unrecorded: the cause; share in [0, 1] of group B's need that never enters the records.
        people: number of records to learn from, and of people to predict.
        seed: of people and records.
    """
    generator = np.random.default_rng(seed)
    features, _, recorded, _ = _draw(unrecorded, people, generator)
    model = LogisticRegression().fit(features, recorded)
    features, needed, recorded, group = _draw(unrecorded, people, generator)
    columns = (model.predict_proba(features)[:, 1], recorded, needed)
    return Audit(*(np.array([values[group == one].mean() for one in (0, 1)]) for values in columns))


def _draw(unrecorded: float, people: int, generator: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Features `(N, 2)`, symptoms and group; true need; need on record; group, 0 for A and 1 for B."""
    group = np.arange(people) % 2
    symptoms = generator.normal(size=people)
    needed = symptoms + generator.logistic(0, 0.5, people) > 0.5
    recorded = needed & (generator.random(people) >= unrecorded * group)
    return np.column_stack([symptoms, group]), needed, recorded, group
