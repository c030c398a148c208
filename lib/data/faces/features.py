"""Eyes, brows and mouth, laid over lit skin. Right and left are drawn at once, in distances from the midline."""

import numpy as np

from lib.data.faces.canvas import bell, edge, lay, line, mix, smooth, texture, times
from lib.data.faces.head import Head
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
    visible = faces.featured * smooth(head.ahead / 0.25) * edge((1 - np.abs(along)) * half, head.pixel)
    inside = edge(upper, head.pixel) * edge(lower, head.pixel) * visible
    _paint_ball(picture, faces, head, places, light, inside, upper)
    near = smooth((1.12 - np.abs(along)) / 0.2) * faces.featured * smooth(head.ahead / 0.25)
    base, dark = skin_base(faces), 0.16
    lash = line(upper, 0.05, head.pixel) * near
    lay(picture, 0.88 * lash, lit(times(base, dark), light))
    lay(picture, 0.38 * line(lower, 0.03, head.pixel) * near, lit(times(base, 0.30), light))
    crease = line(upper + 0.062, 0.03, head.pixel) * near
    lay(picture, 0.40 * crease, lit(times(base, 0.35), light))


def _paint_ball(
    picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light, inside: np.ndarray, upper: np.ndarray
) -> None:
    side = np.sign(head.across)
    right = (np.abs(head.across) - places.eye) * side - 0.045 * faces.gaze
    away = np.sqrt(right * right + (head.down + 0.018) ** 2 + 1e-9)
    radius = 0.093 * (0.6 + 0.4 * faces.eye_size)
    shadow = 0.55 + 0.45 * smooth(upper / 0.09)
    white = mix((0.50, 0.47, 0.44), skin_base(faces) * 1.1, 0.16 + 0.62 * tone_share(faces) ** 3)
    lay(picture, inside, lit(times(white, shadow), light))
    iris = times(faces.eye_colour, 0.55 + 0.75 * smooth(head.down / 0.08 + 0.4))
    lay(picture, inside * edge(radius - away, head.pixel), lit(times(iris, shadow), light))
    lay(picture, inside * 0.6 * line(away - radius, 0.025, head.pixel), lit(times(faces.eye_colour, 0.25), light))
    lay(picture, inside * edge(0.42 * radius - away, head.pixel), (0.004, 0.004, 0.004))
    from_light = np.clip(faces.light_azimuth / 60, -1, 1) * 0.035
    glint = bell((right - from_light) / 0.026, (head.down + 0.048) / 0.026)
    lay(picture, inside * 0.75 * glint, light.colour * 0.75)


def paint_brows(picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light, hair: np.ndarray) -> None:
    """Paint the brows in the hair's colour, thick towards the nose and thin outside."""
    along = (np.abs(head.across) - places.eye - 0.01) / 0.235
    arch = BROWS - faces.brow_height - 0.085 * faces.brow_arch * (1 - along * along) + 0.02 * along + 0.045
    thick = (0.062 - 0.026 * along) * faces.brow_weight
    ends = smooth((1.05 - np.abs(along)) / 0.3)
    strands = 1 + 0.22 * texture("pores", head.down * 50, head.across * 70 + faces.grain[1] * 90)
    cover = np.clip(line(head.down - arch, thick, head.pixel) * ends * strands, 0, 1) * smooth(head.ahead / 0.25)
    colour = mix(times(hair, 0.6), times(skin_base(faces), 0.16 + 0.14 * tone_share(faces) ** 2), 0.45)
    lay(picture, 0.86 * cover * faces.featured, lit(colour, light))


def paint_mouth(picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light) -> None:
    """Paint the lips with the line between them, and teeth where the mouth is open."""
    half = 0.25 * faces.mouth_width * (1 + 0.16 * np.maximum(faces.smile, 0))
    along = head.across / half
    bow = np.maximum(1 - along * along, 0)
    curve = places.mouth - 0.115 * faces.smile * (along * along - 0.35)
    gap = faces.mouth_open * 0.105 * bow
    above = curve - head.down
    below = head.down - curve - gap
    upper = 0.062 * faces.lips * (bow * (1 - 0.45 * bell(along / 0.16)) + 0.12)
    lower = 0.092 * faces.lips * bow ** np.float32(0.7)
    within = edge((1 - np.abs(along)) * half, head.pixel) * faces.featured * smooth(head.ahead / 0.25)
    top = edge(above, head.pixel) * edge(upper - above, 1.3 * head.pixel) * within
    bottom = edge(below, head.pixel) * edge(lower - below, 1.3 * head.pixel) * within
    colour = lip_colour(faces)
    full = 1 + 0.15 * bell((below - 0.35 * lower) / 0.035, along / 0.6)
    lay(picture, 0.88 * top, lit(times(colour, 0.72), light, gloss=0.02))
    lay(picture, 0.88 * bottom, lit(times(colour, full), light, gloss=0.03, moist=0.04))
    _paint_opening(picture, faces, head, light, within * edge(head.down - curve, head.pixel) * edge(-below, head.pixel), head.down - curve)
    parted = line(np.minimum(np.abs(above), np.abs(below) + 10 * (gap > 0.02)), 0.045, head.pixel) * within
    lay(picture, 0.85 * parted * (1 - 0.3 * (gap > 0.02)), lit(times(skin_base(faces), (0.17)), light))
    corner = bell((np.abs(along) - 1.0) / 0.14, (head.down - curve) / 0.04) * faces.featured * smooth(head.ahead / 0.25)
    lay(picture, 0.35 * corner, lit(times(skin_base(faces), 0.25), light))


def _paint_opening(picture: np.ndarray, faces: Faces, head: Head, light: Light, inside: np.ndarray, below: np.ndarray) -> None:
    lay(picture, inside, lit((0.035, 0.010, 0.009), light))
    tooth = edge(0.065 - below, head.pixel) * inside * smooth((0.25 - np.abs(head.across)) / 0.08)
    enamel = mix((0.56, 0.53, 0.47), skin_base(faces), 0.30 + 0.36 * tone_share(faces) ** 2)
    lay(picture, tooth * 0.92, lit(enamel, light, moist=0.05))


def lip_colour(faces: Faces) -> list[np.ndarray]:
    """Return the colour of the lips: the skin's, redder, and on dark skin no darker than it; or painted."""
    dark, base = tone_share(faces) ** 2, skin_base(faces)
    own = [
        base[0] * (0.80 + 0.35 * dark),
        base[1] * (0.50 + 0.22 * dark),
        base[2] * (0.52 + 0.26 * dark),
    ]
    paint = mix((0.40, 0.045, 0.07), (0.17, 0.012, 0.03), dark)
    return mix(own, paint, 0.75 * faces.lip_colour)
