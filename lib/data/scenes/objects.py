"""The ten kinds of object, each drawn once on a fine grid."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from lib.data.kept import kept
from lib.data.scenes.parts import Part, mixed, silhouette, surface
from lib.data.scenes.shapes import PITCH, X, Y, box, distance, ellipse, mirror, polygon, smooth, stroke

CREAM, WHITE, DARK = (0.93, 0.89, 0.80), (0.95, 0.94, 0.92), (0.13, 0.11, 0.12)
WOOD, BRICK, COFFEE, PANE = (0.42, 0.28, 0.18), (0.55, 0.36, 0.30), (0.30, 0.17, 0.10), (0.25, 0.36, 0.45)


class Masters(NamedTuple):
    """All kinds on the grid, in the order of `OBJECTS`."""

    distance: np.ndarray  #: `(kinds, SIDE, SIDE)` float32 to the silhouette's rim, positive inside, in radii
    surface: np.ndarray  #: `(kinds, SIDE, SIDE, 7)` float32, see `lib.data.scenes.parts.surface`
    areas: np.ndarray  #: `(kinds,)` of the silhouettes, in squared radii


def _boat() -> list[Part]:
    hull = smooth([(-0.86, 0.28), (0, 0.34), (0.92, 0.2), (0.72, 0.62), (0.45, 0.78), (-0.45, 0.78), (-0.72, 0.6)])
    return [
        Part(stroke([(-0.05, -0.92), (-0.05, 0.4)], 0.09), 0, WOOD, 0.05),
        Part(polygon([(0.04, -0.9), (0.74, 0.12), (0.04, 0.16)]), 0, CREAM, 0.6),
        Part(polygon([(-0.14, -0.72), (-0.14, 0.16), (-0.68, 0.12)]), 0, CREAM, 0.6),
        Part(hull, bevel=0.35),
        Part(hull & (Y < 0.4), 0.25, mixed(WHITE, 0.75)),
    ]


def _starfish() -> list[Part]:
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    radii = np.where(np.arange(10) % 2, 0.44, 1.06)
    body = polygon(list(zip(radii * np.cos(angles), radii * np.sin(angles), strict=True)))
    body = ndimage.gaussian_filter(body.astype(float), 0.06 / PITCH) > 0.5
    dots = np.zeros_like(body)
    for angle in angles[::2]:
        for radius in (0.2, 0.38, 0.54, 0.68):
            dots |= ellipse(radius * np.cos(angle), radius * np.sin(angle), *[0.085 - 0.055 * radius] * 2)
    return [Part(body, bevel=0.3), Part(dots, 0.55, mixed(CREAM, 0.45), 0.06)]


def _butterfly() -> list[Part]:
    upper = mirror(smooth([(0.03, -0.06), (0.26, -0.52), (0.62, -0.7), (0.81, -0.54), (0.73, -0.18), (0.43, 0.04)]))
    lower = mirror(smooth([(0.03, -0.02), (0.43, 0.02), (0.68, 0.2), (0.6, 0.54), (0.38, 0.68), (0.14, 0.38)]))
    inner = (distance(upper) > 0.08) | (distance(lower) > 0.08)
    spots = mirror(ellipse(0.57, -0.43, 0.11, 0.08, turn=-0.5) | ellipse(0.45, 0.37, 0.09, 0.11))
    return [
        Part(lower, 0.35, bevel=0.1),
        Part(upper, 0.35, bevel=0.1),
        Part(inner, bevel=0.6),
        Part(spots, 0.2, mixed(CREAM, 0.8)),
        Part(mirror(stroke([(0.02, -0.35), (0.1, -0.58), (0.22, -0.74)], 0.05)), 0, DARK, 0.03),
        Part(ellipse(0, 0, 0.075, 0.44), 0, DARK, 0.08),
    ]


def _mushroom() -> list[Part]:
    rim = [(-0.92, 0.1), (-0.8, -0.34), (-0.4, -0.72), (0, -0.82), (0.4, -0.72), (0.8, -0.34), (0.92, 0.1), (0, 0.2)]
    stalk = [(-0.28, 0), (-0.24, 0.5), (-0.36, 0.84), (0, 0.92), (0.36, 0.84), (0.24, 0.5), (0.28, 0)]
    dots = ellipse(-0.1, -0.5, 0.16, 0.13) | ellipse(0.42, -0.3, 0.14, 0.13) | ellipse(-0.52, -0.16, 0.14, 0.12)
    dots |= ellipse(0.04, -0.08, 0.1, 0.08) | ellipse(0.72, 0.02, 0.08, 0.07)
    return [
        Part(smooth(stalk), 0, CREAM, 0.3),
        Part(ellipse(0, 0.14, 0.72, 0.13), 0, mixed(CREAM, 0.66), 0.1),
        Part(smooth(rim), bevel=0.6),
        Part(dots, 0, WHITE, 0.1),
    ]


def _house() -> list[Part]:
    panes = box(-0.5, 0.2, -0.16, 0.5) & (np.abs(X + 0.33) > 0.025) & (np.abs(Y - 0.35) > 0.025)
    return [
        Part(box(0.3, -0.8, 0.54, -0.2), 0, BRICK, 0.05),
        Part(box(-0.62, -0.3, 0.62, 0.76), 0, CREAM, 0.06),
        Part(box(-0.62, -0.05, 0.62, 0.1), 0, mixed(CREAM, 0.7)),
        Part(box(-0.54, 0.15, -0.12, 0.55), 0, WHITE, 0.04),
        Part(panes, 0, PANE),
        Part(box(0.1, 0.2, 0.46, 0.76), 0, WOOD, 0.05),
        Part(polygon([(0, -0.88), (0.94, 0), (-0.94, 0)]), bevel=0.12),
    ]


def _umbrella() -> list[Part]:
    dome = ellipse(0, 0.08, 0.92, 0.92) & (Y < 0.12)
    for x in (-0.69, -0.23, 0.23, 0.69):
        dome &= ~ellipse(x, 0.13, 0.23, 0.14)
    across = np.abs(X) / np.sqrt(np.maximum(0.92**2 - (Y - 0.08) ** 2, 1e-3))
    handle = [(0, -0.88), (0, 0.72), (0.05, 0.84), (0.15, 0.89), (0.25, 0.84), (0.29, 0.72)]
    return [
        Part(stroke(handle, 0.14), 0, WOOD, 0.06),
        Part(stroke([(0, -0.94), (0, -0.8)], 0.1), 0, WOOD, 0.05),
        Part(dome, bevel=0.8),
        Part(dome & ~((across > 0.25) & (across < 0.75)), 0.15, mixed(CREAM, 0.82)),
    ]


def _mug() -> list[Part]:
    body = box(-0.78, -0.5, 0.42, 0.72, corner=0.16) | box(-0.78, -0.5, 0.42, 0)
    return [
        Part(ellipse(0.46, 0.08, 0.42, 0.44) & ~ellipse(0.46, 0.08, 0.22, 0.24), bevel=0.1),
        Part(body | ellipse(-0.18, -0.5, 0.6, 0.22), bevel=0.5),
        Part(body & (Y > 0.2) & (Y < 0.42), 0.2, mixed(CREAM, 0.8)),
        Part(ellipse(-0.18, -0.5, 0.6, 0.22), 0.75, mixed(WHITE, 0.25), 0.05),
        Part(ellipse(-0.18, -0.48, 0.51, 0.155), 0, COFFEE, 0.3),
    ]


def _key() -> list[Part]:
    hole, bow = ellipse(-0.46, 0, 0.2, 0.2), ellipse(-0.46, 0, 0.52, 0.52)
    teeth = box(0.28, 0, 0.52, 0.46) | box(0.64, 0, 0.88, 0.46)
    blade = bow | box(-0.5, -0.18, 0.94, 0.18, corner=0.1) | teeth
    rim = bow & ~ellipse(-0.46, 0, 0.41, 0.41)
    return [Part(blade & ~hole, bevel=0.13), Part(rim, 0.75, mixed(WHITE, 0.1), 0.07)]


def _fish() -> list[Part]:
    upper = [(-0.9, 0.02), (-0.58, -0.32), (-0.1, -0.46), (0.34, -0.24), (0.55, 0)]
    body = smooth([*upper, (0.34, 0.22), (-0.1, 0.44), (-0.58, 0.3)])
    tail = smooth([(0.42, 0), (0.66, -0.34), (0.89, -0.4), (0.78, 0), (0.89, 0.4), (0.66, 0.34)])
    fin = smooth([(-0.3, -0.38), (-0.06, -0.68), (0.34, -0.58), (0.3, -0.2)])
    keel = smooth([(-0.1, 0.4), (0.06, 0.6), (0.26, 0.5), (0.22, 0.24)])
    stripes = (np.abs(np.mod(X + 0.12 * np.cos(4 * Y), 0.3) - 0.15) < 0.055) & (X > -0.42)
    return [
        Part(tail | fin | keel, 0.6, bevel=0.15),
        Part(body, bevel=0.45),
        Part(body & stripes, 0.6),
        Part(body & (Y > 0.16), 0.5, mixed(CREAM, 0.4)),
        Part(ellipse(-0.6, -0.08, 0.12, 0.12), 0, WHITE, 0.1),
        Part(ellipse(-0.62, -0.08, 0.065, 0.065), 0, DARK),
    ]


def _bottle() -> list[Part]:
    shoulder = [(0.17, -0.6), (0.19, -0.4), (0.36, -0.24), (0.42, 0)]
    glass = polygon(shoulder + [(-x, y) for x, y in shoulder[::-1]])
    glass |= box(-0.42, -0.02, 0.42, 0.92, corner=0.12) | box(-0.42, -0.02, 0.42, 0.4) | box(-0.17, -0.8, 0.17, -0.5)
    label = box(-0.42, 0.14, 0.42, 0.66)
    return [
        Part(glass, 0.9, bevel=0.34),
        Part(label, 0, CREAM),
        Part(label & (np.abs(Y - 0.4) < 0.08), 0.8),
        Part(box(-0.21, -0.95, 0.21, -0.7, corner=0.04), 0, DARK, 0.1),
    ]


_DRAWN: dict[str, Callable[[], list[Part]]] = {
    "boat": _boat,
    "starfish": _starfish,
    "butterfly": _butterfly,
    "mushroom": _mushroom,
    "house": _house,
    "umbrella": _umbrella,
    "mug": _mug,
    "key": _key,
    "fish": _fish,
    "bottle": _bottle,
}
#: The kinds of object, in the order of their codes.
OBJECTS = tuple(_DRAWN)


@cache
def object_masters() -> Masters:
    """Draw every kind once; the result is shared, so do not write to it."""
    return Masters(**kept("scene-objects", lambda: _draw_masters()._asdict()))


def _draw_masters() -> Masters:
    drawn = [draw() for draw in _DRAWN.values()]
    masks = [silhouette(parts) for parts in drawn]
    distances = [ndimage.gaussian_filter(distance(mask), 0.7) for mask in masks]
    surfaces = [surface(parts) for parts in drawn]
    areas = [mask.sum() * PITCH**2 for mask in masks]
    return Masters(np.array(distances, np.float32), np.array(surfaces, np.float32), np.array(areas))
