"""The mouth, laid over lit skin: lips with the line between them, and teeth where it is open."""

from typing import NamedTuple

import numpy as np

from lib.data.faces.canvas import bell, edge, flag, lay, line, mix, smooth, times
from lib.data.faces.head import Head, turned_here
from lib.data.faces.light import Light, lit
from lib.data.faces.relief import Places
from lib.data.faces.skin import skin_base, tone_share
from lib.data.faces.table import Faces


class _Mouth(NamedTuple):
    along: np.ndarray  # from the midline, 1 at the corners
    bow: np.ndarray  # 1 in the middle to 0 at the corners
    above: np.ndarray  # height over the upper lip's lower rim
    below: np.ndarray  # depth under the lower lip's upper rim
    within: np.ndarray  # cover between the corners


def paint_mouth(picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light) -> None:
    """Paint the lips, the opening or the line between them, and the corners."""
    mouth = _find(faces, head, places)
    colour, pixel = lip_colour(faces), head.pixel
    upper = 0.062 * faces.lips * (mouth.bow * (1 - 0.45 * bell(mouth.along / 0.16)) + 0.12)
    lower = 0.092 * faces.lips * mouth.bow ** np.float32(0.7)
    top = edge(mouth.above, pixel) * edge(upper - mouth.above, 1.3 * pixel) * mouth.within
    bottom = edge(mouth.below, pixel) * edge(lower - mouth.below, 1.3 * pixel) * mouth.within
    full = 1 + 0.15 * bell((mouth.below - 0.35 * lower) / 0.035, mouth.along / 0.6)
    lay(picture, 0.88 * top, lit(times(colour, 0.72 - 0.24 * tone_share(faces) ** 2), light, gloss=0.02))
    lay(picture, 0.88 * bottom, lit(times(colour, full), light, gloss=0.03, moist=0.04))
    _paint_opening(picture, faces, head, light, mouth)
    corner = bell((np.abs(mouth.along) - 1) / 0.14, mouth.above / 0.04) * turned_here(head)
    lay(picture, 0.35 * corner, lit(times(skin_base(faces), 0.25), light))


def _find(faces: Faces, head: Head, places: Places) -> _Mouth:
    half = 0.25 * faces.mouth_width * (1 + 0.16 * np.maximum(faces.smile, 0))
    along = head.across / half
    bow = np.maximum(1 - along * along, 0)
    curve = places.mouth - 0.115 * faces.smile * (along * along - 0.35)
    gap = 0.105 * faces.mouth_open * bow
    within = edge((1 - np.abs(along)) * half, head.pixel) * turned_here(head)
    return _Mouth(along, bow, curve - head.down, head.down - curve - gap, within)


def _paint_opening(picture: np.ndarray, faces: Faces, head: Head, light: Light, mouth: _Mouth) -> None:
    """Paint the dark between the lips, the upper teeth in it, and the line that the upper lip throws."""
    inside = mouth.within * edge(-mouth.above, head.pixel) * edge(-mouth.below, head.pixel)
    lay(picture, inside, lit((0.035, 0.010, 0.009), light))
    teeth = edge(0.065 + mouth.above, head.pixel) * inside * smooth((0.25 - np.abs(head.across)) / 0.08)
    enamel = mix((0.56, 0.53, 0.47), skin_base(faces), 0.33)  # teeth mirror a little of what is around them
    lay(picture, 0.92 * teeth, lit(enamel, light, moist=0.05))
    open_ = flag(faces.mouth_open > 0)
    parted = line(mouth.above, 0.045, head.pixel) * mouth.within
    lay(picture, (0.85 - 0.25 * open_) * parted, lit(times(skin_base(faces), 0.20 - 0.18 * tone_share(faces)), light))


def lip_colour(faces: Faces) -> list[np.ndarray]:
    """Return the colour of the lips: the skin's, redder, and on dark skin no darker than it; or painted."""
    dark, base = tone_share(faces) ** 2, skin_base(faces)
    factors = (0.84 + 0.50 * dark, 0.56 + 0.10 * dark, 0.58 + 0.14 * dark)
    own = [channel * factor for channel, factor in zip(base, factors, strict=True)]
    return mix(own, mix((0.40, 0.045, 0.07), (0.17, 0.012, 0.03), dark), 0.75 * faces.lip_colour)
