"""From a table of scenes to pictures, with the pixels of every object."""

from functools import cache
from typing import NamedTuple

import numpy as np
from skimage.transform import resize

from lib.data.scenes.grounds import ground_tiles
from lib.data.scenes.painting import paint_objects
from lib.data.scenes.stamp import STAMP, paint_stamps
from lib.data.scenes.table import SLOTS, Scenes
from lib.data.scenes.textures import TILE

#: Pixels of a ground's tile that a picture shows from edge to edge.
SHOWN = 96
#: Brightness at the upper left and at the lower right corner.
NEAR_LIGHT, FAR_FROM_LIGHT = 1.07, 0.88
#: Scenes drawn at a time: few enough for the processor's cache.
CHUNK = 16


class Rendered(NamedTuple):
    """Pictures of N scenes, and what is to be seen where."""

    images: np.ndarray  #: `(N, size, size, 3)` float32 in [0, 1]
    masks: np.ndarray  #: `(N, 2, size, size)` bool: the pixels on which each object is seen; none where it is absent
    boxes: np.ndarray  #: `(N, 2, 4)` int around each mask: top, left, bottom, right, the last two exclusive; or zeros
    stamps: np.ndarray  #: `(N, size, size)` bool: the pixels of the stamp


def render_scenes(scenes: Scenes, *, size: int = 96) -> Rendered:
    """Draw scenes; a picture does not depend on the others that are drawn with it.

    Light comes from the upper left. The second object lies over the first, a stamp over both. A pixel belongs to the
    uppermost object that covers at least half of it; shadows belong to the ground.

    Args:
        scenes: N scenes.
        size: side of the pictures in pixels.

    Raises:
        ValueError: `size` is below 16.
    """
    if size < 16:
        raise ValueError(f"size: got {size}, expected at least 16 pixels")
    images = np.empty((len(scenes), size, size, 3), np.float32)
    owners = np.full((len(scenes), size, size), -1, np.int8)
    for start in range(0, len(scenes), CHUNK):
        rows = slice(start, start + CHUNK)
        _paint_grounds(scenes[rows], images[rows])
        for slot in range(SLOTS):
            paint_objects(scenes[rows], slot, images[rows], owners[rows])
        paint_stamps(scenes[rows], images[rows], owners[rows])
        np.clip(images[rows], 0, 1, out=images[rows])
    masks = np.stack([owners == slot for slot in range(SLOTS)], axis=1)
    return Rendered(images, masks, _boxes(masks), owners == STAMP)


def _paint_grounds(scenes: Scenes, images: np.ndarray) -> None:
    size = images.shape[1]
    tiles = _tiles(size)
    side = tiles.shape[1] - size
    top, left = np.floor(scenes.offsets * side).astype(int).T
    rows = tiles.reshape(len(tiles), side + size, -1)
    windows = np.lib.stride_tricks.sliding_window_view(rows, (size, 3 * size), axis=(1, 2))
    np.multiply(
        windows[scenes.grounds, top, 3 * left].reshape(images.shape),
        scenes.tints.astype(np.float32)[:, None, None],
        out=images,
    )
    images *= _fall_off(size)


@cache
def _tiles(size: int) -> np.ndarray:
    """Return the grounds at the scale of a picture, continued by its side, so that it can begin anywhere."""
    side = max(1, round(TILE * size / SHOWN))
    tiles = ground_tiles()
    if side != TILE:
        tiles = np.array([resize(tile, (side, side), mode="wrap", anti_aliasing=side < TILE) for tile in tiles])
    return np.pad(tiles, ((0, 0), (0, size), (0, size), (0, 0)), mode="wrap").astype(np.float32)


@cache
def _fall_off(size: int) -> np.ndarray:
    """Return how the light falls off over a picture, `(size, size, 1)`."""
    away = np.add.outer(np.arange(size), np.arange(size)) / (2 * size - 2)
    return (NEAR_LIGHT + (FAR_FROM_LIGHT - NEAR_LIGHT) * away)[..., None].astype(np.float32)


def _boxes(masks: np.ndarray) -> np.ndarray:
    """Return the boxes `(N, 2, 4)` around masks; zeros around nothing."""
    rows, columns = masks.any(axis=3), masks.any(axis=2)
    first = [side.argmax(axis=2) for side in (rows, columns)]
    last = [side.shape[2] - side[..., ::-1].argmax(axis=2) for side in (rows, columns)]
    return np.stack([*first, *last], axis=-1) * rows.any(axis=2)[..., None]
