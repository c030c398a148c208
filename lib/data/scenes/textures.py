"""What the grounds are made of: noise, relief and scattered pieces, all on a tile whose edges meet."""

from collections.abc import Callable
from functools import cache

import numpy as np

#: Side of a tile in pixels; a picture of 96 pixels shows a part of it.
TILE = 256
#: Where the light comes from: x to the right, y down, z towards the viewer; from the upper left.
LIGHT = np.array([-0.5, -0.6, 0.62]) / np.linalg.norm([-0.5, -0.6, 0.62])
ROW, COLUMN = np.mgrid[:TILE, :TILE].astype(float)


def noise(seed: int, *, down: float, across: float | None = None) -> np.ndarray:
    """Return Gaussian noise `(TILE, TILE)` of mean 0 and deviation 1, smooth over about so many pixels."""
    white = np.fft.rfft2(np.random.default_rng(seed).standard_normal((TILE, TILE)))
    vertical, horizontal = np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None]
    across = down if across is None else across
    damped = white * np.exp(-((np.pi * vertical * down) ** 2) - (np.pi * horizontal * across) ** 2)
    damped[0, 0] = 0
    values = np.fft.irfft2(damped, s=(TILE, TILE))
    return values / values.std()


def relief(height: np.ndarray, *, steepness: float) -> np.ndarray:
    """Return how bright each place of a height map is: 1 where level, more on slopes that face the light."""
    down, across = (np.roll(height, -1, axis) - np.roll(height, 1, axis) for axis in (0, 1))
    return 1 - steepness * (across * LIGHT[0] + down * LIGHT[1]) / 2


def blend(first: tuple[float, ...], second: tuple[float, ...], share: np.ndarray) -> np.ndarray:
    """Return colours `(TILE, TILE, 3)` between two, `share` of the second."""
    share = np.clip(share, 0, 1)[..., None]
    return np.asarray(first) * (1 - share) + np.asarray(second) * share


def scatter(
    tile: np.ndarray, piece: Callable[[np.random.Generator], tuple[np.ndarray, np.ndarray]], *, count: int, seed: int
) -> np.ndarray:
    """Lay pieces on a tile at random, each over those before, with a soft shadow at its lower right.

    Args:
        tile: `(TILE, TILE, 3)`, changed in place.
        piece: draws one, as colours `(s, s, 3)` and cover `(s, s)` in [0, 1].
        count: how many.
        seed: which.
    """
    generator = np.random.default_rng(seed)
    for _ in range(count):
        colour, cover = piece(generator)
        top, left = generator.integers(0, TILE, 2)
        tile[_square(top + 2, left + 1, len(cover))] *= 1 - 0.35 * cover[..., None]
        place = _square(top, left, len(cover))
        tile[place] += cover[..., None] * (colour - tile[place])
    return tile


def _square(top: int, left: int, side: int) -> tuple[slice, slice] | tuple[np.ndarray, ...]:
    """Return the rows and columns of a square; what reaches over the tile's end goes on at its other end."""
    if max(top, left) + side <= TILE:  # most do not, and slices are faster
        return np.s_[top : top + side, left : left + side]
    return np.ix_(*((first + np.arange(side)) % TILE for first in (top, left)))


def turned(side: int, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """Return coordinates (along, beside) `(side, side)` in pixels around the middle, turned by `angle` radians."""
    y, x = _around_middle(side)
    return x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)


@cache
def _around_middle(side: int) -> np.ndarray:
    return np.mgrid[:side, :side] - (side - 1) / 2
