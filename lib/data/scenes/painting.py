"""Objects painted into pictures: each pixel near an object looks up what the object's master shows there."""

from typing import NamedTuple

import numpy as np

from lib.data.scenes.objects import object_masters
from lib.data.scenes.shapes import PITCH, REACH, SIDE
from lib.data.scenes.table import ABSENT, Scenes
from lib.data.scenes.textures import LIGHT

#: A shadow falls so far down and to the right and fades over a width of `SOFT`, in radii; `SHADE` of the light is lost.
FALL_DOWN, FALL_RIGHT, SOFT, SHADE = 0.14, 0.11, 0.32, 0.55
#: Light that reaches every side of an object, light that depends on its slope, and gloss.
AMBIENT, DIRECT, GLOSS = 0.52, 0.62, 0.22


class _Objects(NamedTuple):
    """One object a scene, for the scenes that have it; lengths in pixels."""

    scenes: np.ndarray  # places of the scenes
    kinds: np.ndarray
    middles: np.ndarray  # (n, 2) y, x
    radii: np.ndarray
    axes: np.ndarray  # (n, 2, 2) the directions (right, down) of the object's own frame, as x and y in the picture
    colours: np.ndarray


def paint_objects(scenes: Scenes, slot: int, images: np.ndarray, owners: np.ndarray) -> None:
    """Paint one object of each scene and its shadow.

    Args:
        scenes: N scenes.
        slot: column of the table.
        images: `(N, size, size, 3)` float32, changed in place.
        owners: `(N, size, size)` int8, set to `slot` where the object covers at least half of a pixel.
    """
    size, masters = images.shape[1], object_masters()
    objects = _objects(scenes, slot, size)
    which, row, column = _near(objects, size)
    place = (objects.scenes[which] * size + row) * size + column
    offsets = np.stack([column - objects.middles[which, 1], row - objects.middles[which, 0]], axis=-1)
    offsets = (offsets / objects.radii[which, None]).astype(np.float32)
    axes, pixels, distance = objects.axes[which], images.reshape(-1, 3), masters.distance.reshape(-1)

    fallen = _on_master(objects.kinds[which], offsets - np.float32([FALL_RIGHT, FALL_DOWN]), axes)
    shadow = np.clip(distance[fallen] / SOFT + 0.5, 0, 1)
    pixels[place] *= (1 - SHADE * shadow * shadow * (3 - 2 * shadow))[:, None]

    found = _on_master(objects.kinds[which], offsets, axes)
    cover = np.clip(distance[found] * objects.radii[which] + 0.5, 0, 1)
    seen = np.flatnonzero(cover > 0)
    which, place, cover = which[seen], place[seen], cover[seen].astype(np.float32)
    colour = _lit(masters.surface.reshape(-1, 7)[found[seen]], objects, which)
    pixels[place] += cover[:, None] * (colour - pixels[place])
    owners.reshape(-1)[place[cover >= 0.5]] = slot


def _objects(scenes: Scenes, slot: int, size: int) -> _Objects:
    here = np.flatnonzero(scenes.kinds[:, slot] != ABSENT)
    cos, sin = np.cos(scenes.angles[here, slot]), np.sin(scenes.angles[here, slot])
    flip = np.where(scenes.mirrored[here, slot], -1.0, 1.0)
    axes = np.stack([np.stack([cos * flip, sin * flip], -1), np.stack([-sin, cos], -1)], axis=1)
    return _Objects(
        scenes=here,
        kinds=scenes.kinds[here, slot],
        middles=scenes.centres[here, slot] * size - 0.5,  # pixel centres lie at whole numbers
        radii=scenes.radii[here, slot] * size,
        axes=axes.astype(np.float32),
        colours=scenes.colours[here, slot].astype(np.float32),
    )


def _near(objects: _Objects, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (object, row, column) of every pixel of the square around an object and its shadow, in one list."""
    radii = objects.radii[:, None]
    low = np.maximum(np.floor(objects.middles - radii), 0).astype(int)
    shadow = np.array([FALL_DOWN, FALL_RIGHT]) + SOFT / 2
    high = np.minimum(np.ceil(objects.middles + radii * (1 + shadow)) + 1, size).astype(int)
    heights, widths = (high - low).T
    counts = heights * widths
    which = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    row, column = np.divmod(place, widths[which])
    return which, row + low[which, 0], column + low[which, 1]


def _on_master(kinds: np.ndarray, offsets: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Return where offsets from the middles (x, y in radii) lie on the masters, as places in all of them."""
    column, row = (
        np.clip((axis[:, 0] * offsets[:, 0] + axis[:, 1] * offsets[:, 1] + REACH) / PITCH, 0, SIDE - 1).astype(int)
        for axis in (axes[:, 0], axes[:, 1])
    )
    return (kinds * SIDE + row) * SIDE + column


def _lit(surface: np.ndarray, objects: _Objects, which: np.ndarray) -> np.ndarray:
    """Return the colours `(n, 3)` of points on objects, under light that keeps its side however an object is turned."""
    light = np.concatenate([objects.axes @ LIGHT[:2], np.full((len(objects.axes), 1), LIGHT[2])], axis=1)
    facing = np.maximum((surface[:, :3] * light.astype(np.float32)[which]).sum(axis=1), 0)
    gloss = ((facing + surface[:, 2]) / np.float32(np.sqrt(2 + 2 * LIGHT[2]))) ** 24  # Blinn 1977: half-way vector
    colour = surface[:, 3:4] * objects.colours[which] + surface[:, 4:]
    return colour * (AMBIENT + DIRECT * facing)[:, None] + GLOSS * gloss[:, None]
