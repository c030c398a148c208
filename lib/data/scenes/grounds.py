"""The ten kinds of ground, each drawn once as a tile whose edges meet."""

from collections.abc import Callable
from functools import cache

import numpy as np

from lib.data.kept import kept
from lib.data.scenes.textures import COLUMN, ROW, TILE, blend, noise, relief, scatter, turned

Piece = tuple[np.ndarray, np.ndarray]


def _water() -> np.ndarray:
    swell = noise(1, down=9, across=18)
    ripples = noise(2, down=4, across=9) + 0.35 * swell
    glints = 0.11 * np.exp(-np.abs(ripples) / 0.35)
    colour = blend((0.20, 0.40, 0.49), (0.31, 0.54, 0.61), 0.5 + 0.28 * swell)
    return (colour + glints[..., None]) * relief(ripples, steepness=0.35)[..., None]


def _sand() -> np.ndarray:
    ripples = np.sin(2 * np.pi * ROW / TILE * 16 + 1.3 * noise(3, down=16, across=26))
    grain = noise(4, down=0.6)
    colour = blend((0.78, 0.66, 0.48), (0.88, 0.79, 0.62), 0.5 + 0.2 * noise(5, down=12))
    return colour * (relief(ripples, steepness=0.16) + 0.035 * grain)[..., None]


def _grass() -> np.ndarray:
    def blade(generator: np.random.Generator) -> Piece:
        side, lean = 19, generator.uniform(-0.9, 0.9)
        along, beside = turned(side, -np.pi / 2 + lean)
        upward = along / side + 0.5
        cover = np.clip(1.5 * (1.05 - upward) - np.abs(beside - lean * 3 * upward**2) + 0.4, 0, 1)
        cover *= (upward > 0.02) & (upward < 1)
        tone = generator.uniform(0, 1)
        colour = np.array([0.24 + 0.16 * tone, 0.42 + 0.17 * tone, 0.17 + 0.08 * tone])
        return colour * (0.72 + 0.42 * upward)[..., None], cover

    return scatter(np.full((TILE, TILE, 3), (0.17, 0.28, 0.13)), blade, count=4200, seed=6)


def _leaves() -> np.ndarray:
    tones = ((0.62, 0.33, 0.17), (0.70, 0.48, 0.21), (0.50, 0.24, 0.15), (0.55, 0.42, 0.22), (0.42, 0.31, 0.20))

    def leaf(generator: np.random.Generator) -> Piece:
        length = generator.uniform(17, 25)
        along, beside = turned(27, generator.uniform(0, 2 * np.pi))
        share = np.clip(along / length + 0.5, 0, 1)
        width = 0.68 * length * share**0.65 * (1 - share) ** 0.8 * (1 + 0.13 * np.cos(along * 2.2))
        cover = np.clip(width - np.abs(beside) + 0.5, 0, 1) * (share > 0) * (share < 1)
        veins = np.minimum(np.abs(beside), np.abs(np.mod(along - np.abs(beside), 4.5) - 2.25) + 0.4)
        bright = generator.uniform(0.8, 1.1) * (1 - 0.16 * np.clip(1 - veins, 0, 1) + 0.012 * beside)
        return np.asarray(tones[generator.integers(len(tones))]) * bright[..., None], cover

    return scatter(np.full((TILE, TILE, 3), (0.36, 0.25, 0.16)), leaf, count=1500, seed=7)


def _snow() -> np.ndarray:
    drifts = noise(8, down=14) + 0.25 * noise(9, down=4)
    bright = relief(drifts, steepness=0.55) + 0.012 * noise(10, down=0.7)
    sparkle = (noise(11, down=0.6) > 3.2) * 0.12
    return blend((0.70, 0.77, 0.86), (0.95, 0.96, 0.97), 3.2 * (bright - 0.86)) + sparkle[..., None]


def _asphalt() -> np.ndarray:
    grain = noise(12, down=0.9)
    stones = np.clip(noise(13, down=1.4) - 1.1, 0, 1.2)
    colour = blend((0.27, 0.28, 0.30), (0.36, 0.37, 0.38), 0.5 + 0.22 * noise(14, down=18))
    return colour * relief(grain, steepness=0.22)[..., None] + 0.14 * stones[..., None]


def _cloth() -> np.ndarray:
    period = TILE / 12
    bands = [(np.mod(place, period) < period / 2).astype(float) for place in (ROW, COLUMN)]
    weave = 0.015 * np.sin(2 * np.pi * (ROW + COLUMN) / 4)
    colour = blend((0.90, 0.88, 0.82), (0.36, 0.47, 0.60), (bands[0] + bands[1]) / 2)
    folds = relief(noise(15, down=22, across=30), steepness=0.9)
    return colour * (folds * (0.99 + weave))[..., None]


def _wood() -> np.ndarray:
    width = TILE / 8
    plank = (ROW // width).astype(int)
    tone = np.random.default_rng(16).uniform(-1, 1, 8)[plank]
    grain = noise(17, down=1.0, across=40) + 0.5 * np.sin(0.9 * ROW + 3 * noise(18, down=5, across=50) + 5 * tone)
    edge = np.minimum(np.mod(ROW, width), width - np.mod(ROW, width))
    colour = blend((0.47, 0.31, 0.19), (0.68, 0.49, 0.31), 0.5 + 0.22 * tone + 0.13 * grain)
    return colour * (1 - 0.55 * np.exp(-((edge / 0.9) ** 2)))[..., None]


def _gravel() -> np.ndarray:
    def stone(generator: np.random.Generator) -> Piece:
        along, beside = turned(17, generator.uniform(0, np.pi))
        longer = generator.uniform(4, 7.5)
        inside = 1 - np.hypot(along / longer, beside / (longer * generator.uniform(0.6, 0.95)))
        y, x = np.mgrid[:17, :17] - 8.0
        bright = 0.95 - 0.035 * (0.6 * x + 0.8 * y) * (7 / longer)
        tone = generator.uniform(0.38, 0.68) * (1 + generator.uniform(-0.06, 0.06) * np.array([1.0, 0.0, -1.0]))
        return tone * bright[..., None], np.clip(inside * longer + 0.5, 0, 1)

    return scatter(np.full((TILE, TILE, 3), (0.25, 0.24, 0.23)), stone, count=2600, seed=19)


def _brick() -> np.ndarray:
    high, wide = TILE / 16, TILE / 8
    course = (ROW // high).astype(int)
    shifted = np.mod(COLUMN + (course % 2) * wide / 2, TILE)
    edge_y, edge_x = (np.abs(np.mod(place, period) - period / 2) for place, period in ((ROW, high), (shifted, wide)))
    depth = np.clip(np.minimum(high / 2 - edge_y, wide / 2 - edge_x) - 0.6, 0, 1.6) / 1.6
    tone = np.random.default_rng(20).uniform(-1, 1, (16, 8))[course, (shifted // wide).astype(int)]
    clay = blend((0.50, 0.25, 0.19), (0.69, 0.39, 0.29), 0.5 + 0.3 * tone + 0.1 * noise(21, down=1.5))
    colour = np.asarray((0.66, 0.62, 0.57)) * (1 - depth[..., None]) + clay * depth[..., None]
    return colour * (relief(depth, steepness=0.28) + 0.035 * noise(22, down=0.8))[..., None]


_DRAWN: dict[str, Callable[[], np.ndarray]] = {
    "water": _water,
    "sand": _sand,
    "grass": _grass,
    "leaves": _leaves,
    "snow": _snow,
    "asphalt": _asphalt,
    "cloth": _cloth,
    "wood": _wood,
    "gravel": _gravel,
    "brick": _brick,
}
#: The kinds of ground, in the order of their codes: each belongs to the object of the same code.
GROUNDS = tuple(_DRAWN)


@cache
def ground_tiles() -> np.ndarray:
    """Draw every kind once, as `(kinds, TILE, TILE, 3)` float32 in [0, 1]; the result is shared: do not write to it."""
    return kept("scene-grounds", lambda: {"tiles": _draw_tiles()})["tiles"]


def _draw_tiles() -> np.ndarray:
    return np.clip(np.array([draw() for draw in _DRAWN.values()], np.float32), 0, 1)
