"""The head as a rounded hull: for every pixel, where on it one looks, and which way the surface faces there.

Horizontal cuts are ellipses whose half axes are proportional to a profile; it closes at the crown and at the chin. So
the depth has a closed form, and the distance to the outline is exact to first order: no edge is jagged.
"""

from typing import NamedTuple

import numpy as np

from lib.data.faces.canvas import smooth
from lib.data.faces.table import Faces

#: Units of a head: crown and chin (down is positive, the eyes at 0), the height where it is widest, half its width
#: there, and its depth as a share of its width.
CROWN, CHIN, WIDEST, HALF, DEEP = -1.1, 1.05, -0.12, 0.76, 1.12
#: Beyond the outline the front fades into the side over so many units, so that hair has no edge there.
BEYOND = 0.14


class Head(NamedTuple):
    """Arrays `(N, H, W)` but for `pixel`, `sine` and `cosine`, `(N, 1, 1)`; lengths in units of a face."""

    x: np.ndarray  #: right of the head's axis, the picture turned upright
    y: np.ndarray  #: below the eyes of a head that is neither raised nor lowered
    pixel: np.ndarray  #: side of a pixel
    rim: np.ndarray  #: distance to the outline, positive inside
    across: np.ndarray  #: place on the head: to the right of its midline
    down: np.ndarray  #: place on the head: below its eyes
    ahead: np.ndarray  #: 1 at the front, 0 at the side
    normal: np.ndarray  #: `(3, N, H, W)`: right, down, towards the viewer
    sine: np.ndarray  #: of the yaw
    cosine: np.ndarray


def pose(faces: Faces, size: int) -> Head:
    """Place heads in pictures of a side of `size` pixels, from a table as `canvas.as_columns` gives it."""
    x, y, pixel = _upright(faces, size)
    yaw = np.radians(faces.yaw)
    sine, cosine = np.sin(yaw), np.cos(yaw)
    squared, slope = profile(faces, y)
    flat = np.float32(1 / DEEP**2)
    along = sine * sine + cosine * cosine * flat  # the ellipse along the line of sight
    inside = along * squared - x * x * flat
    depth = (x * sine * cosine * (1 - flat) + np.sqrt(np.maximum(inside, 0))) / along
    across, forward = x * cosine - depth * sine, x * sine + depth * cosine
    tilt = np.sin(np.radians(faces.pitch))
    half = np.sqrt(np.maximum(squared, 1e-4))
    steep = np.sqrt(4 * (x * flat) ** 2 + (along * slope) ** 2) + 1e-6
    rim = inside / steep
    normal = np.stack([across * cosine + forward * flat * sine, -slope / 2, forward * flat * cosine - across * sine])
    normal /= np.sqrt((normal * normal).sum(axis=0)) + 1e-6
    ahead = np.clip(forward / (DEEP * half), -1, 1) * smooth(rim / BEYOND + 1)
    return Head(x, y, pixel, rim, across, y + tilt * depth, ahead, normal, sine, cosine)


def turned_here(head: Head) -> np.ndarray:
    """Return how far a place on the head can be seen, 1 at the front to 0 at the side: features fade at the rim."""
    return smooth(head.ahead / 0.25)


def _upright(faces: Faces, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    pixel = (CHIN - CROWN) / (faces.height * size)
    places = np.arange(size, dtype=np.float32) + 0.5
    below = (places[:, None] - faces.centre[0] * size) * pixel
    right = (places[None] - faces.centre[1] * size) * pixel
    sine, cosine = np.sin(np.radians(faces.roll)), np.cos(np.radians(faces.roll))
    return right * cosine + below * sine, below * cosine - right * sine + (CROWN + CHIN) / 2, pixel


def profile(faces: Faces, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the square of the half width at heights `y`, negative beyond crown and chin, and its slope."""
    widest = (HALF * faces.width) ** 2
    up = np.maximum((WIDEST - y) / (WIDEST - CROWN), 0)
    over = up**1.4
    down = np.maximum((y - WIDEST) / (CHIN - WIDEST), 0)
    power = 2.3 + 1.5 * faces.jaw
    taper = 0.50 - 0.26 * faces.jaw - 0.08 * faces.cheeks
    root = np.sqrt(down)
    fuller = down * root
    narrow = 1 - taper * fuller
    closing = down ** (power - 1)
    squared = widest * ((1 - over * up) * (up > 0) + (1 - closing * down) * narrow * narrow * (up <= 0))
    rising = 2.4 / (WIDEST - CROWN) * over
    falling = power * closing * narrow * narrow + (1 - closing * down) * 3 * narrow * taper * root
    return squared, widest * (rising - falling / (CHIN - WIDEST))
