"""Skin: its colour from place to place, lips and lines included, before any light falls on it."""

import numpy as np

from lib.data.faces.canvas import bell, line, smooth, texture, times
from lib.data.faces.head import Head
from lib.data.faces.relief import Places
from lib.data.faces.table import Faces
from lib.data.faces.tones import skin_reflectance


def tone_share(faces: Faces) -> np.ndarray:
    """Return 0 for the lightest tone to 1 for the darkest."""
    return (faces.skin_tone - 1) / 9


def skin_base(faces: Faces) -> np.ndarray:
    """Return the plain colour of the skin `(3, N, 1, 1)`."""
    base = skin_reflectance(faces.skin_tone[:, 0, 0]).T[..., None, None].astype(np.float32)
    warm = faces.undertone
    return base * np.stack([1 + 0.07 * warm, np.ones_like(warm), 1 - 0.10 * warm])


def skin_surface(faces: Faces) -> dict[str, float | np.ndarray]:
    """Return the rough and the moist gloss of skin and how light goes through it, for `light.lit`.

    Gloss adds the same light to every tone, so that on dark skin, which returns little, as much of it would drown the
    features that lie below.
    """
    return {"gloss": 0.055 - 0.03 * tone_share(faces), "moist": 0.05 - 0.03 * tone_share(faces), "flesh": 0.22}


def paint_skin(faces: Faces, head: Head, places: Places) -> list[np.ndarray]:
    """Return the colour of the skin at each pixel."""
    grain = 1 + 0.03 * texture("pores", head.down * 40 + faces.grain[0] * 99, head.across * 40)
    colour = times(skin_base(faces), grain, _dark_places(faces, head, places))
    red = _reddened(faces, head, places)
    return [colour[0] * (1 + 0.10 * red), colour[1] * (1 - 0.13 * red), colour[2] * (1 - 0.12 * red)]


def _reddened(faces: Faces, head: Head, places: Places) -> np.ndarray:
    """Return where blood shows: cheeks, tip of the nose, ears."""
    beside = np.abs(head.across)
    cheeks = bell((beside - 0.42) / 0.24, (head.down - 0.33) / 0.2)
    tip = 0.6 * bell(places.nose / 0.8, (head.down - places.tip) / 0.12)
    return (cheeks + tip) * faces.featured


def _dark_places(faces: Faces, head: Head, places: Places) -> np.ndarray:
    """Return factors up to 1: sockets, nostrils, shade under nose and lip, lines of age."""
    beside, down = np.abs(head.across), head.down
    inner = bell((beside - places.eye + 0.12) / 0.16, (down + 0.03) / 0.14)
    below = bell(places.nose / 0.9, (down - places.tip - 0.115) / 0.05)
    nostril = bell((np.abs(places.nose) - 0.42) / 0.25, (down - places.tip - 0.075) / 0.032)
    wing = bell((np.abs(places.nose) - 1.02) / 0.13, (down - places.tip) / 0.075)
    lip = bell(head.across / 0.2, (down - places.mouth - 0.155 * faces.lips) / 0.04)
    dark = 0.20 * inner + 0.16 * below + 0.52 * nostril + 0.25 * wing + 0.22 * lip + _lines(faces, head, places)
    # The same step in brightness is less light on dark skin, and is lost sooner beside a bright ground.
    return 1 - np.minimum(dark * (0.97 + 0.28 * tone_share(faces) ** 2), 0.85) * faces.featured


def _lines(faces: Faces, head: Head, places: Places) -> np.ndarray:
    """Return how much darker the lines of age are: forehead, corners of the eyes, between the brows, below the eyes."""
    beside, down, pixel = np.abs(head.across), head.down, head.pixel
    aged = np.clip((faces.age - 30) / 50, 0, 1)
    bow = down + 0.10 * beside * beside
    forehead = sum(line(bow + height, 0.03, pixel) for height in (0.40, 0.50, 0.60)) * smooth((0.42 - beside) / 0.2)
    out = beside - places.eye - 0.2
    corner = sum(line(down - slope * out - 0.01, 0.02, pixel) for slope in (-0.5, 0.0, 0.5))
    crow = corner * smooth(out / 0.03) * (1 - smooth((out - 0.06) / 0.06))
    frown = line(beside - 0.05, 0.025, pixel) * bell((down + 0.2) / 0.08)
    under = bell((beside - places.eye) / 0.15, (down - 0.13 - 0.05 * aged) / 0.035)
    return aged * (0.22 * forehead + 0.25 * crow + 0.22 * frown) + (0.07 + 0.12 * aged) * under
