"""Beards: soft, of the hair's colour, denser at chin and upper lip than on the cheeks."""

import numpy as np

from lib.data.faces.canvas import bell, edge, flag, lay, smooth, texture, times
from lib.data.faces.hair import own_colour
from lib.data.faces.head import Head
from lib.data.faces.light import Light, lit
from lib.data.faces.relief import Places
from lib.data.faces.table import BEARDS, Faces


def paint_beard(picture: np.ndarray, faces: Faces, head: Head, places: Places, light: Light) -> None:
    """Paint the beard; lips stay free."""
    beside, down = np.abs(head.across), head.down
    curls = texture("pores", down * 22 + faces.grain[1] * 91, head.across * 34 + faces.grain[0] * 91)
    cheek = 0.50 + 0.35 * smooth((0.55 - beside) / 0.3) - 0.30 * smooth((beside - 0.52) / 0.2)
    jaw = smooth((down - cheek) / 0.16 + 0.5)
    moustache = bell((down - places.mouth + 0.095 - 0.09 * beside) / 0.052) * smooth((0.30 - beside) / 0.1)
    ring = smooth((0.34 - beside) / 0.1) * smooth((down - places.mouth - 0.02) / 0.08)
    code = faces.beard
    full, stubble, goatee = (flag(code == BEARDS.index(name)) for name in ("full", "stubble", "goatee"))
    cover = np.maximum(jaw * (full + stubble) + ring * goatee, moustache)
    lips = smooth(1.6 - np.abs(down - places.mouth - 0.02) / (0.065 * faces.lips)) * smooth((0.30 - beside) / 0.06)
    cover = cover * (1 - lips * (down > places.mouth - 0.05)) * smooth(head.ahead / 0.2 + 0.2)
    dense = (0.92 - 0.58 * stubble) * (0.7 + 0.3 * faces.beard_density)
    grown = 0.14 * full * faces.beard_density * smooth((down - 0.6) / 0.4)
    within = edge(head.rim + grown, 1.5 * head.pixel)
    varied = np.maximum(1 + 0.16 * curls, 0.5)
    cover = np.clip(cover * dense * (1 + 0.10 * curls), 0, 1) * within
    lay(picture, cover, lit(times(own_colour(faces), 0.9, varied), light, gloss=0.015))
