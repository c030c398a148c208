"""Silhouettes as masks on one fine grid, and the relief that a mask gets when its rim is rounded.

Coordinates: x to the right, y down, the origin in the middle; an object fills the circle of radius 1.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import ndimage
from skimage.draw import polygon2mask

Points = Sequence[tuple[float, float]]

#: The grid is `SIDE` × `SIDE` and reaches from -REACH to REACH: beyond the object, for the shadow beside it.
SIDE, REACH = 320, 1.25
PITCH = 2 * REACH / SIDE
_STEPS = (np.arange(SIDE) + 0.5) * PITCH - REACH
X, Y = np.meshgrid(_STEPS, _STEPS)


def ellipse(x: float, y: float, across: float, down: float, *, turn: float = 0.0) -> np.ndarray:
    """Fill an ellipse around (x, y) with the given half-axes, turned clockwise by `turn` radians."""
    cos, sin = np.cos(turn), np.sin(turn)
    along = (X - x) * cos + (Y - y) * sin
    beside = (Y - y) * cos - (X - x) * sin
    return (along / across) ** 2 + (beside / down) ** 2 < 1


def box(left: float, top: float, right: float, bottom: float, *, corner: float = 0.0) -> np.ndarray:
    """Fill a rectangle whose corners are rounded with radius `corner`."""
    beyond_x = np.maximum(np.abs(X - (left + right) / 2) - (right - left) / 2 + corner, 0)
    beyond_y = np.maximum(np.abs(Y - (top + bottom) / 2) - (bottom - top) / 2 + corner, 0)
    return np.hypot(beyond_x, beyond_y) <= corner


def polygon(points: Points) -> np.ndarray:
    """Fill the polygon with these corners (x, y)."""
    corners = (np.asarray(points, float)[:, ::-1] + REACH) / PITCH - 0.5
    return polygon2mask((SIDE, SIDE), corners)


def smooth(points: Points) -> np.ndarray:
    """Fill a closed curve through these points (x, y): Catmull and Rom 1974."""
    p1 = np.asarray(points, float)[:, None]
    p0, p2, p3 = (np.roll(p1, shift, axis=0) for shift in (1, -1, -2))
    t = np.linspace(0, 1, 12, endpoint=False)[None, :, None]
    curve = p1 + t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0))) / 2
    return polygon(curve.reshape(-1, 2))


def stroke(points: Points, width: float) -> np.ndarray:
    """Draw a line through these points (x, y) with round ends."""
    mask = np.zeros((SIDE, SIDE), bool)
    for (x0, y0), (x1, y1) in pairwise(points):
        along = ((X - x0) * (x1 - x0) + (Y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
        share = np.clip(along, 0, 1)
        mask |= np.hypot(X - x0 - share * (x1 - x0), Y - y0 - share * (y1 - y0)) < width / 2
    return mask


def mirror(mask: np.ndarray) -> np.ndarray:
    """Return the mask with its mirror image beside it."""
    return mask | mask[:, ::-1]


def distance(mask: np.ndarray) -> np.ndarray:
    """Return each point's distance to the rim, positive inside and negative outside."""
    inside, outside = (ndimage.distance_transform_edt(side) for side in (mask, ~mask))
    return (inside - outside) * PITCH


def normals(mask: np.ndarray, *, bevel: float) -> np.ndarray:
    """Return unit normals `(SIDE, SIDE, 3)` (x, y, towards the viewer) of a mask whose rim is rounded `bevel` wide."""
    depth = np.clip(distance(mask) / bevel, 0, 1)
    height = ndimage.gaussian_filter(np.sqrt(1 - (1 - depth) ** 2), 0.15 * bevel / PITCH) * bevel
    down, across = np.gradient(height, PITCH)
    normal = np.stack([-across, -down, np.ones_like(height)], axis=-1)
    return normal / np.linalg.norm(normal, axis=-1, keepdims=True)
