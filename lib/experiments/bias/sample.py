"""Sample bias: the world has nights, the training pictures have few."""

from typing import NamedTuple

import numpy as np
from sklearn.neighbors import KNeighborsClassifier


class Views(NamedTuple):
    """How well obstacles are told from road."""

    nights: float  #: share of training pictures taken at night
    accuracy: np.ndarray  #: `(2,)` by day and at night

    @property
    def gap(self) -> float:
        """Accuracy by day minus that at night."""
        return float(self.accuracy[0] - self.accuracy[1])


def simulate(missing: float, *, pictures: int = 200, test: int = 4000, seed: int) -> Views:
    """Teach a classifier obstacles in a sample of a world that is half day, half night.

    By day an obstacle is darker than the road, in the headlights it is brighter; what holds by day is all that a sample
    without nights can teach. With none missing day and night go equally well; the more are missing, the worse is night.

    Args:
        missing: the cause; share in [0, 1] of the nights that the sample leaves out.
        pictures: size of the sample.
        test: size of the tests by day and at night.
        seed: of pictures.
    """
    generator = np.random.default_rng(seed)
    night = np.arange(pictures) % 2 == 1
    night &= generator.random(pictures) >= missing
    classifier = KNeighborsClassifier(15).fit(*_pictures(night, generator))
    tests = [_pictures(np.full(test, dark), generator) for dark in (False, True)]
    return Views(float(night.mean()), np.array([classifier.score(*test) for test in tests]))


def _pictures(night: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Features `(N, 2)`, light and contrast to the road, and whether there is an obstacle."""
    obstacle = generator.random(len(night)) < 0.5
    contrast = np.where(obstacle, np.where(night, 1, -1), 0) + generator.normal(0, 0.3, len(night))
    light = np.where(night, -1, 1) + generator.normal(0, 0.7, len(night))
    return np.column_stack([light, contrast]), obstacle
