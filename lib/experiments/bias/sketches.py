"""Interaction bias: a recogniser of sketches that is taught by those who come back to it."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import cdist
from skimage.draw import line

SIDE = 16
#: How many of the sketches it remembers the recogniser asks; most of them decide.
NEIGHBOURS = 7
#: Corners (x, y) of one stroke in a unit square, y downwards.
STROKES = {
    "flat shoe": [(0.1, 0.75), (0.9, 0.75), (0.9, 0.45), (0.65, 0.4), (0.45, 0.55), (0.1, 0.6), (0.1, 0.75)],
    "heeled shoe": [
        (0.1, 0.85),
        (0.45, 0.8),
        (0.8, 0.5),
        (0.85, 0.85),
        (0.9, 0.3),
        (0.7, 0.3),
        (0.1, 0.7),
        (0.1, 0.85),
    ],
    "chair": [(0.15, 0.85), (0.2, 0.55), (0.8, 0.5), (0.85, 0.85), (0.8, 0.5), (0.85, 0.1)],
}
SHOES = ("flat shoe", "heeled shoe")


class Lessons(NamedTuple):
    """What happened round by round, and the sketches themselves."""

    heeled: np.ndarray  #: `(rounds,)` share of heeled shoes among the shoes that are drawn
    accepted: np.ndarray  #: `(rounds, 2, 100)` which of `unseen` pass for shoes
    unseen: np.ndarray  #: `(2, 100, 16, 16)` flat and heeled shoes that the recogniser is tried on and never shown
    remembered: np.ndarray  #: `(2, memory, 16, 16)` shoes that it remembers in the first and in the last round

    @property
    def recognised(self) -> np.ndarray:
        """Share of flat and of heeled shoes that pass for shoes, `(rounds, 2)`."""
        return self.accepted.mean(axis=2)

    @property
    def gap(self) -> float:
        """How far the share of heeled shoes has fallen, as a part of what it was: 0 (not at all) to 1 (to nothing)."""
        return float(1 - self.heeled[-1] / self.heeled[0])


def draw(kind: str, count: int, *, generator: np.random.Generator) -> np.ndarray:
    """Draw sketches with an unsteady hand, `(count, 16, 16)` in [0, 1]; `kind` is a key of `STROKES`."""
    corners = np.array(STROKES[kind])
    corners = corners + generator.normal(0, 0.08, (count, *corners.shape)) + generator.normal(0, 0.05, (count, 1, 2))
    pixels = np.clip((corners * SIDE).astype(int), 0, SIDE - 1)
    sketches = np.zeros((count, SIDE, SIDE))
    for sketch, points in zip(sketches, pixels, strict=True):
        for (x1, y1), (x2, y2) in pairwise(points.tolist()):
            sketch[line(y1, x1, y2, x2)] = 1
    return sketches


def simulate(
    discouraged: float, *, heeled: float = 0.15, visitors: int = 60, memory: int = 180, rounds: int = 25, seed: int
) -> Lessons:
    """Let users teach a recogniser of shoes, who draw flat or heeled ones, and stay away when it fails them.

    The recogniser compares a sketch with the last ones it was shown, so the rarer kind is recognised less often; those
    who draw it give up more often, and so it becomes rarer still. With nobody discouraged the shares stay; the more
    are, the faster heeled shoes are forgotten.

    Args:
        discouraged: the cause; share in [0, 1] of those not recognised who do not return.
        heeled: share of heeled shoes at first.
        visitors: sketches of shoes in a round.
        memory: how many sketches of shoes the recogniser keeps; it keeps as many chairs.
        rounds: number of rounds.
        seed: of the hands.
    """
    generator = np.random.default_rng(seed)
    chairs = _features(draw("chair", memory, generator=generator))
    unseen = np.stack([draw(kind, 100, generator=generator) for kind in SHOES])
    asked = _features(unseen.reshape(-1, SIDE, SIDE))
    shoes, shares, accepted = _draw_shoes(heeled, memory, generator), [], []
    shown, first = _features(shoes), shoes
    for number in range(rounds):
        accepted.append(_accepts(shown, chairs, asked).reshape(len(SHOES), -1))
        shares.append(heeled)
        stay = np.array([1 - heeled, heeled]) * (1 - discouraged * (1 - accepted[-1].mean(axis=1)))
        heeled = stay[1] / stay.sum()
        if number < rounds - 1:
            new = _draw_shoes(heeled, visitors, generator)
            shoes = np.concatenate([shoes, new])[-memory:]
            shown = np.concatenate([shown, _features(new)])[-memory:]
    return Lessons(np.array(shares), np.array(accepted), unseen, np.stack([first, shoes]))


def _draw_shoes(heeled: float, count: int, generator: np.random.Generator) -> np.ndarray:
    rare = round(heeled * count)
    both = [draw(kind, n, generator=generator) for kind, n in zip(SHOES, (count - rare, rare), strict=True)]
    return generator.permutation(np.concatenate(both))


def _accepts(shown: np.ndarray, chairs: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Tell which sketches pass for shoes: most of their nearest neighbours are shoes, not chairs."""
    distances = cdist(asked, np.concatenate([shown, chairs]), "sqeuclidean")
    nearest = np.argpartition(distances, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    return (nearest < len(shown)).sum(axis=1) > NEIGHBOURS / 2


def _features(sketches: np.ndarray) -> np.ndarray:
    return gaussian_filter(sketches, (0, 1, 1))[:, ::2, ::2].reshape(len(sketches), -1)
