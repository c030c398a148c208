"""Hair: a second hull around the head, open at the face, with strands that run down from the crown."""

from typing import NamedTuple

import numpy as np

from lib.data.faces.canvas import bell, edge, flag, lay, mix, smooth, texture, times
from lib.data.faces.head import CROWN, HALF, WIDEST, Head
from lib.data.faces.light import Light, lit
from lib.data.faces.table import HAIR_STYLES, HATS, Faces


class _Style(NamedTuple):
    thick: float  # over the head, in units
    side: float  # how much of that at the sides
    fall: float  # lower end at the sides, shortest
    longer: float  # and how much lower the longest
    forehead: float  # how far down it covers the forehead
    curl: float  # 0 straight strands to 1 curls
    lump: float  # how uneven the outline is, in units
    cover: float  # how densely it covers the skin
    part: float  # how much lower it hangs away from the parting


_STYLES = {
    "bald": _Style(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    "cropped": _Style(0.02, 0.8, 0.10, 0.0, 0.02, 0.7, 0.0, 0.80, 0.0),
    "short": _Style(0.09, 0.5, 0.12, 0.10, 0.03, 0.0, 0.02, 1.0, 0.08),
    "parted": _Style(0.11, 0.5, 0.15, 0.15, 0.0, 0.0, 0.02, 1.0, 0.38),
    "fringe": _Style(0.10, 0.7, 0.25, 0.30, 0.24, 0.0, 0.03, 1.0, 0.05),
    "curly": _Style(0.15, 0.9, 0.20, 0.35, 0.10, 1.0, 0.06, 1.0, 0.05),
    "afro": _Style(0.32, 1.0, 0.25, 0.10, 0.03, 1.0, 0.03, 1.0, 0.0),
    "bob": _Style(0.11, 1.1, 0.70, 0.20, 0.02, 0.0, 0.02, 1.0, 0.2),
    "long": _Style(0.10, 1.0, 1.25, 0.60, 0.0, 0.0, 0.03, 1.0, 0.42),
    "wavy": _Style(0.13, 1.4, 1.05, 0.60, 0.02, 0.45, 0.06, 1.0, 0.42),
    "tied": _Style(0.05, 0.5, 0.18, 0.0, -0.02, 0.0, 0.0, 1.0, 0.0),
    "locs": _Style(0.10, 1.2, 0.75, 0.70, 0.0, 0.25, 0.05, 1.0, 0.25),
}
_TABLE = np.array([_STYLES[style] for style in HAIR_STYLES], np.float32)


class Hair(NamedTuple):
    """The hair of each face, ready to be laid behind and over the head."""

    behind: np.ndarray  #: `(N, H, W)` cover behind the head and the neck
    over: np.ndarray  #: `(N, H, W)` cover over the head
    colour: list[np.ndarray]  #: three of `(N, H, W)`: lit
    shadow: np.ndarray  #: `(N, H, W)` how much it darkens the skin beside it


def own_colour(faces: Faces) -> list[np.ndarray]:
    """Return the colour of the hair with the grey in it."""
    return mix(faces.hair_colour, (0.46, 0.45, 0.44), faces.grey)


def comb(faces: Faces, head: Head, light: Light) -> Hair:
    """Return where the hair is and how it looks."""
    thick, side, fall, longer, forehead, curl, lump, cover, part = (
        column[:, None, None] for column in _TABLE[faces.hair_style[:, 0, 0]].T
    )
    cover = cover * (faces.hair_style > 0) * (faces.hat != HATS.index("headscarf"))
    thick = thick * (1 - 0.6 * flag(faces.hat > 0))
    strands = _strands(faces, head, curl)
    end = fall + longer * faces.hair_length
    outside = _outline(faces, head, thick * (0.8 + 0.4 * faces.hair_length), side, end) + lump * strands * 0.45
    face = _face_edge(faces, head, forehead, end, part)
    soft = 2.0 * head.pixel + 0.02
    near_face = face + 0.016 * strands * (1 - 0.5 * curl)
    within = edge(outside, 1.3 * head.pixel + 0.6 * lump) * cover
    covers_back = (end > 0.5) & (HAIR_STYLES.index("tied") != faces.hair_style)
    return Hair(
        behind=within * covers_back,
        over=within * smooth(near_face / soft + 0.5),
        colour=_lit_hair(faces, head, light, strands, curl),
        shadow=cover * bell((face + 0.06) / 0.10) * (face < 0.02) * (head.rim > 0) * 0.35,
    )


def _strands(faces: Faces, head: Head, curl: np.ndarray) -> np.ndarray:
    """Return the texture: streaks away from the parting, or curls."""
    start = faces.grain[0] * 97
    turn = np.arctan2(head.x - 0.35 * faces.parting, np.maximum(head.y + 1.15, 0.02) + 0.15)
    streaks = texture("strands", head.y * 26 + start, (0.62 * turn + 0.38 * head.x) * 40 + start)
    curls, some = np.zeros_like(streaks), curl[:, 0, 0] > 0
    curls[some] = texture("curls", head.y[some] * 24 + start[some], head.x[some] * 24 + start[some])
    return streaks + curl * (curls - streaks)


def _outline(faces: Faces, head: Head, thick: np.ndarray, side: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the distance to the outer edge of the hair, positive inside."""
    half = HALF * faces.width * np.sqrt(head.cosine**2 + 1.25 * head.sine**2) + thick * side
    top = WIDEST - CROWN + thick
    up = np.maximum(WIDEST - head.y, 0) / top
    right = head.x / half
    radius = np.sqrt(right * right + up * up) + 1e-6
    dome = (1 - radius) * np.where(up > 0, 0.5 * (half + top), half)
    return np.minimum(dome, 1.2 * (end - 0.18 * (right * right) ** 2 - head.y))


def _face_edge(faces: Faces, head: Head, forehead: np.ndarray, end: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Return how far inside the hair a place on the head is, negative where the face is free."""
    aside = np.abs(head.across) / HALF
    recede = 0.10 * np.clip((faces.age - 40) / 40, 0, 1) * (forehead < 0.1)
    sweep = part * (np.abs(head.across - 0.4 * faces.parting) - 0.25)
    temples = 0.28 * aside * aside * aside - recede * (1 + bell((aside - 0.5) / 0.2))
    hairline = -0.66 + forehead - faces.hairline + temples + sweep
    above = hairline - head.down
    beside = 0.30 + 0.12 * flag(end > 0.5) - head.ahead + 0.25 * np.clip(-head.down, 0, 1)
    beside = np.minimum(np.minimum(beside, np.abs(head.across) - 0.36), (end - head.down) * 0.7)
    return np.maximum(above, 0.9 * beside)


def _lit_hair(faces: Faces, head: Head, light: Light, strands: np.ndarray, curl: np.ndarray) -> list[np.ndarray]:
    """Return the colour: strands lighter and darker, a band of gloss around the crown, roots and ends darker."""
    varied = np.maximum(1 + (0.17 + 0.07 * curl) * strands, 0.35)
    ring = bell((head.y + 0.72 + 0.35 * head.x * head.x) / 0.16) * (0.7 + 0.4 * strands)
    deep = 0.62 + 0.38 * smooth((0.55 - head.y) / 0.8)
    return lit(times(own_colour(faces), varied, deep), light, gloss=np.maximum(0.05 * ring + 0.012, 0))


def paint_behind(picture: np.ndarray, hair: Hair) -> None:
    """Lay the hair that hangs behind the neck."""
    lay(picture, hair.behind, times(hair.colour, 0.55))
