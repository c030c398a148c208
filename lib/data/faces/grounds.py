"""What is behind a face: five kinds of ground, each a set of tiles drawn once, between two colours."""

from functools import cache

import numpy as np
from scipy import ndimage

from lib.data.faces.table import GROUNDS, Faces
from lib.data.faces.tones import to_linear
from lib.data.kept import kept
from lib.data.photographs import PHOTOGRAPHS, load_photographs

#: Side of a tile, the part of it that a picture shows, and tiles of each kind.
SIDE, SHOWN, TILES = 128, 64, 12


def paint_grounds(faces: Faces, size: int) -> np.ndarray:
    """Return grounds `(3, N, size, size)` as light, from a table as it was sampled."""
    tiles = ground_tiles()
    which = (faces.ground_place[:, 0] * TILES).astype(int)
    down, across = ((faces.ground_place[:, column] * (SIDE - SHOWN - 1)) for column in (1, 2))
    steps = (np.arange(size) + 0.5) * SHOWN / size
    rows, columns = ((start[:, None] + steps).astype(int) for start in (down, across))
    kinds, which = faces.ground[:, None, None], which[:, None, None]
    light = np.ascontiguousarray(np.moveaxis(tiles[kinds, which, rows[:, :, None], columns[:, None, :]], -1, 0))
    first, second = (to_linear(faces.ground_colours[:, slot]).T.astype(np.float32) for slot in (0, 1))
    photograph = faces.ground == GROUNDS.index("photograph")
    least, span = np.where(photograph, 0, first), np.where(photograph, 0.4 + 0.8 * first.mean(axis=0), second - first)
    exposure = faces.exposure.astype(np.float32)
    light *= (span * exposure)[..., None, None]
    light += (least * exposure)[..., None, None]
    return light


@cache
def ground_tiles() -> np.ndarray:
    """Return `(kinds, TILES, SIDE, SIDE, 3)` float32 in [0, 1]: shares of the second colour, or of light."""
    return kept("face-grounds", lambda: {"tiles": _draw_tiles()})["tiles"]


def _draw_tiles() -> np.ndarray:
    drawn = {"plain": _plain, "cloud": _cloud, "bokeh": _bokeh, "panels": _panels, "photograph": _photograph}
    return np.array([[drawn[kind](number) for number in range(TILES)] for kind in GROUNDS], np.float32)


def _grey(values: np.ndarray) -> np.ndarray:
    return np.repeat(np.clip(values, 0, 1)[..., None], 3, axis=-1)


def _plain(number: int) -> np.ndarray:
    angle = 2 * np.pi * number / TILES
    down, across = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    return _grey(0.5 + 0.9 * (down * np.sin(angle) + across * np.cos(angle)))


def _cloud(number: int) -> np.ndarray:
    white = np.random.default_rng([1, number]).standard_normal((SIDE, SIDE))
    layers = [ndimage.gaussian_filter(white, width, mode="wrap") for width in (3, 7, 16)]
    values = sum(layer / layer.std() * weight for layer, weight in zip(layers, (0.06, 0.12, 0.2), strict=True))
    return _grey(0.5 + values)


def _bokeh(number: int) -> np.ndarray:
    generator, (down, across) = np.random.default_rng([2, number]), np.mgrid[:SIDE, :SIDE]
    values = np.full((SIDE, SIDE), 0.15)
    for _ in range(50):
        away = np.hypot(down - generator.uniform(0, SIDE), across - generator.uniform(0, SIDE))
        values += generator.uniform(0.1, 0.5) * np.clip((generator.uniform(3, 15) - away) / 3, 0, 1)
    return _grey(values)


def _panels(number: int) -> np.ndarray:
    generator, values = np.random.default_rng([3, number]), np.full((SIDE, SIDE), 0.4)
    for _ in range(14):
        top, left = generator.integers(0, SIDE, 2)
        high, wide = generator.integers(10, 70, 2)
        values[top : top + high, left : left + wide] = generator.uniform(0, 1)
    return _grey(ndimage.gaussian_filter(values, generator.uniform(0.6, 2.5)))


def _photograph(number: int) -> np.ndarray:
    generator = np.random.default_rng([4, number])
    picture = load_photographs([tuple(PHOTOGRAPHS)[number % len(PHOTOGRAPHS)]], size=2 * SIDE)[0]
    top, left = generator.integers(0, SIDE, 2)
    part = picture[top : top + SIDE, left : left + SIDE]
    return to_linear(np.clip(ndimage.gaussian_filter(part, (*[generator.uniform(0.8, 3)] * 2, 0)), 0, 1))
