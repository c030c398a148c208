"""Eyes and brows, laid over lit skin. Right and left are drawn at once, in distances from the midline."""

import numpy as np

from lib.data.faces.canvas import bell, edge, lay, line, mix, smooth, texture, times
from lib.data.faces.hair import own_colour
from lib.data.faces.head import Head, turned_here
from lib.data.faces.light import Light, lit
from lib.data.faces.relief import BROWS, Places
from lib.data.faces.skin import skin_base, tone_share
from lib.data.faces.table import Faces

#: Half the width of an eye of average size, and how far its lids open, up and down from the line between the corners.
HALF_EYE, UPPER, LOWER = 0.172, 0.105, 0.062


def paint_eyes(picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light) -> None:
    """Paint the eyes: white in the lid's shadow, iris, pupil, highlight, lids and lashes."""
    half = HALF_EYE * faces.eye_size
    along = (np.abs(head.across) - places.eye) / half
    down = head.down + faces.eye_tilt * along * half
    bow = np.maximum(1 - along * along, 0)
    opening = faces.eye_open * faces.eye_size * (1 - 0.15 * np.maximum(faces.smile, 0))
    upper = down + UPPER * opening * bow ** np.float32(0.8)
    lower = LOWER * opening * bow - down
    visible = turned_here(head) * edge((1 - np.abs(along)) * half, head.pixel)
    inside = edge(upper, head.pixel) * edge(lower, head.pixel) * visible
    _paint_ball(picture, faces, head, places, light, inside, upper)
    near = smooth((1.12 - np.abs(along)) / 0.2) * turned_here(head)
    # Lashes, lower rim and crease: height of the line, width, cover, and how dark it is beside the skin.
    for height, width, cover, dark in (
        (upper, 0.05, 0.88, 0.16),
        (lower, 0.03, 0.38, 0.3),
        (upper + 0.062, 0.03, 0.4, 0.35),
    ):
        lay(picture, cover * near * line(height, width, head.pixel), lit(times(skin_base(faces), dark), light))


def _paint_ball(
    picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light, inside: np.ndarray, upper: np.ndarray
) -> None:
    side = np.sign(head.across)
    right = (np.abs(head.across) - places.eye) * side - 0.045 * faces.gaze
    away = np.sqrt(right * right + (head.down + 0.018) ** 2 + 1e-9)
    radius = 0.093 * (0.6 + 0.4 * faces.eye_size)
    shadow = 0.55 + 0.45 * smooth(upper / 0.09)
    dark = tone_share(faces)
    white = mix(times((0.50, 0.47, 0.44), 1 + 0.35 * dark), skin_base(faces) * 1.1, 0.30 * (1 - dark))
    lay(picture, inside, lit(times(white, shadow), light))
    iris = times(faces.eye_colour, 0.55 + 0.75 * smooth(head.down / 0.08 + 0.4))
    lay(picture, inside * edge(radius - away, head.pixel), lit(times(iris, shadow), light))
    lay(picture, inside * 0.6 * line(away - radius, 0.025, head.pixel), lit(times(faces.eye_colour, 0.25), light))
    lay(picture, inside * edge(0.42 * radius - away, head.pixel), (0.004, 0.004, 0.004))
    from_light = np.clip(faces.light_azimuth / 60, -1, 1) * 0.035
    glint = bell((right - from_light) / 0.026, (head.down + 0.048) / 0.026)
    lay(picture, inside * 0.75 * glint, light.colour * 0.75)


def paint_brows(picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light) -> None:
    """Paint the brows in the hair's colour, thick towards the nose and thin outside."""
    along = (np.abs(head.across) - places.eye - 0.01) / 0.235
    arch = BROWS - faces.brow_height - 0.085 * faces.brow_arch * (1 - along * along) + 0.045
    thick = (0.062 - 0.026 * along) * faces.brow_weight
    ends = smooth((1.05 - np.abs(along)) / 0.3)
    strands = 1 + 0.22 * texture("pores", head.down * 50, head.across * 70 + faces.grain[1] * 90)
    cover = np.clip(line(head.down - arch, thick, head.pixel) * ends * strands, 0, 1) * turned_here(head)
    colour = mix(times(own_colour(faces), 0.6), times(skin_base(faces), 0.20 - 0.12 * tone_share(faces) ** 2), 0.45)
    lay(picture, 0.86 * cover, lit(colour, light))
