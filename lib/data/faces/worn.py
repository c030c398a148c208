"""Glasses and hats."""

import numpy as np

from lib.data.faces.canvas import bell, edge, flag, lay, line, shade, smooth, texture, times
from lib.data.faces.head import CROWN, HALF, WIDEST, Head
from lib.data.faces.light import Light, lit
from lib.data.faces.relief import EYES
from lib.data.faces.table import GLASSES, HATS, Faces


def paint_glasses(picture: np.ndarray, faces: Faces, head: Head, light: Light) -> None:
    """Paint thin rims with bridge and temples, a glint on each lens, and dark lenses where they are sunglasses."""
    dark = flag(faces.glasses == GLASSES.index("sunglasses"))
    right = head.across - 0.16 * head.sine / head.cosine  # they stand before the face
    eye = EYES * faces.eye_spacing
    centre = eye + 0.015
    beside, down = np.abs(right) - centre, head.down - 0.035
    half, high = 0.245 + 0.02 * dark, 0.185 - 0.035 * faces.glasses_shape + 0.02 * dark
    distance = (1 - _away(beside / half, down / high, faces.glasses_shape)) * (half + high) / 2
    seen = smooth(head.ahead / 0.3 + 0.3)
    lens = edge(distance, head.pixel) * seen
    tint = 0.93 - 0.88 * dark
    shade(picture, 1 - lens * (1 - tint * (1 + 0.3 * smooth(down / 0.3 + 0.4) * dark)))
    streak = bell((beside + 0.7 * down + 0.06) / 0.045) * lens
    lay(picture, streak * (0.10 + 0.20 * dark), light.colour * 0.8)
    frame = line(distance, 0.052 + 0.008 * dark, head.pixel)
    bow = down + 0.06 + 0.3 * right * right
    bridge = line(bow, 0.05, head.pixel) * edge(centre - half - np.abs(right), head.pixel)
    arms = line(down + 0.06, 0.05, head.pixel) * edge(beside - half, head.pixel) * edge(head.rim, head.pixel)
    rims = np.maximum(np.maximum(frame, bridge) * seen, arms * (np.abs(head.across) > eye))
    lay(picture, 0.9 * rims, lit(faces.glasses_colour, light, moist=0.25))


def _away(right: np.ndarray, down: np.ndarray, angular: np.ndarray) -> np.ndarray:
    """Return the distance from a lens's middle, 1 at its rim, which is between an ellipse and nearly a rectangle."""
    first, second = right * right, down * down
    oval = np.sqrt(first + second + 1e-9)
    square = np.sqrt(np.sqrt(first * first + second * second + 1e-9))
    return oval + angular * (square - oval)


def paint_hat(picture: np.ndarray, faces: Faces, head: Head, light: Light) -> None:
    """Paint beanies, caps and brimmed hats."""
    beanie, cap, brim = (flag(faces.hat == HATS.index(name)) for name in ("beanie", "cap", "brim"))
    half = HALF * faces.width * np.sqrt(head.cosine**2 + 1.25 * head.sine**2) + 0.09
    top = WIDEST - CROWN + 0.12 + 0.22 * brim
    up = np.maximum(WIDEST - head.y, 0) / top
    right = head.x / half
    radius = np.sqrt(right * right + up * up) + 1e-6
    dome = (1 - radius) * 0.8
    band = -0.50 - 0.10 * cap - 0.05 * brim
    lower = band - head.down - 0.10 * (1 - right * right) + 0.08
    cloth = edge(np.minimum(dome, lower), head.pixel)
    knit = 1 + 0.16 * np.cos(right * 26) * beanie + 0.05 * texture("pores", head.y * 40, head.x * 40)
    hem = 1 - 0.30 * smooth((0.17 - lower) / 0.03) * (1 - cap) - 0.45 * bell(lower / 0.05)
    shade(picture, 1 - 0.42 * bell((lower + 0.09) / 0.10) * (lower < 0.04) * edge(head.rim, head.pixel))
    lay(picture, cloth, lit(times(faces.hat_colour, knit, hem), light, gloss=0.01))
    _paint_peak(picture, faces, head, light, cap, brim)


def _paint_peak(picture: np.ndarray, faces: Faces, head: Head, light: Light, cap: np.ndarray, brim: np.ndarray) -> None:
    """Paint the peak of a cap, which points where the face looks, and the brim around a hat."""
    right = (head.x - 0.80 * head.sine * cap) / (0.62 + 0.63 * brim)
    down = (head.down + 0.56 - 0.02 * brim) / (0.15 - 0.015 * brim)
    down = down + 0.5 * right * right * cap
    inside = 1 - np.sqrt(right * right + down * down + 1e-9)
    shape = edge(inside * 0.16, head.pixel) * (cap + brim)
    tone = 0.72 + 0.35 * smooth(-down * 0.5 + 0.4)
    lay(picture, shape, lit(times(faces.hat_colour, tone), light))


def paint_scarf(picture: np.ndarray, faces: Faces, head: Head, light: Light) -> None:
    """Paint a headscarf: over hair, ears, neck and shoulders, open at the face."""
    half = HALF * faces.width * np.sqrt(head.cosine**2 + 1.25 * head.sine**2) + 0.10
    top = WIDEST - CROWN + 0.10
    up = np.maximum(WIDEST - head.y, 0) / top
    spread = half + 0.5 * np.maximum(head.y - 0.7, 0) ** 2
    radius = np.sqrt((head.x / spread) ** 2 + up * up) + 1e-6
    opening_right = head.across / (0.66 * faces.width)
    opening_down = (head.down - 0.22) / 0.86
    face = 1 - np.sqrt(opening_right**2 + opening_down**2)
    covered = np.maximum(np.maximum(-face * 0.7, 0.6 * (0.12 - head.ahead)), 0.02 - head.rim)
    cover = edge((1 - radius) * 0.8, head.pixel) * edge(covered, head.pixel)
    folds = 0.86 + 0.16 * np.cos(9 * radius + 5 * head.x * np.sign(head.y) + 6 * faces.grain[0])
    rim = 1 - 0.35 * bell(covered / 0.05)
    lay(picture, cover, lit(times(faces.hat_colour, folds, rim), light))
