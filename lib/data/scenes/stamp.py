"""The stamp: a light label with a dark mark, as picture libraries put it into a corner."""

from functools import cache

import numpy as np

from lib.data.scenes.table import SLOTS, Scenes

#: What the pixels of a stamp belong to, where those of an object belong to its column.
STAMP = SLOTS
#: The label's edges as shares of the picture's side.
TOP, LEFT, BOTTOM, RIGHT = 0.875, 0.03, 0.965, 0.25
_PAPER, _INK = np.float32([0.96, 0.95, 0.91]), np.float32([0.16, 0.17, 0.22])


def paint_stamps(scenes: Scenes, images: np.ndarray, owners: np.ndarray) -> None:
    """Put a stamp into the lower left corner of the scenes that have one.

    Args:
        scenes: N scenes.
        images: `(N, size, size, 3)` float32, changed in place.
        owners: `(N, size, size)` int8, set to `STAMP` where the label covers at least half of a pixel.
    """
    cover, colour = _label(images.shape[1])
    stamped = np.flatnonzero(scenes.stamps)
    images[stamped] += cover[..., None] * (colour - images[stamped])
    owners[np.ix_(stamped, *map(np.arange, cover.shape))] = np.where(cover >= 0.5, np.int8(STAMP), owners[stamped])


@cache
def _label(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the label's cover `(size, size)` and colours `(size, size, 3)`."""
    at = (np.arange(size, dtype=np.float32) + 0.5) / size
    y, x = np.meshgrid((at - TOP) / (BOTTOM - TOP), (at - LEFT) / (BOTTOM - TOP), indexing="ij")
    wide, soft = (RIGHT - LEFT) / (BOTTOM - TOP), size * (BOTTOM - TOP)
    cover = _inside(np.minimum(np.minimum(y, 1 - y), np.minimum(x, wide - x)), soft)
    disc = _inside(0.3 - np.hypot(y - 0.5, x - 0.52), soft)
    lines = [
        _inside(np.minimum(0.1 - np.abs(y - at_y), 0.5 * (end - 1.0) - np.abs(x - 0.5 * (end + 1.0))), soft)
        for at_y, end in ((0.34, wide - 0.25), (0.68, wide - 0.65))
    ]
    ink = np.maximum.reduce([disc, *lines])[..., None]
    return 0.92 * cover, _PAPER + ink * (_INK - _PAPER)


def _inside(depth: np.ndarray, scale: float) -> np.ndarray:
    """Return the cover of pixels at a depth inside an edge; `scale` pixels are one unit."""
    return np.clip(depth * scale + 0.5, 0, 1).astype(np.float32)
