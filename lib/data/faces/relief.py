"""What stands out of the hull: brow, nose, cheeks, lips, chin, and the folds of age, as a height that bends normals."""

from typing import NamedTuple

import numpy as np

from lib.data.faces.canvas import bell, smooth
from lib.data.faces.head import Head
from lib.data.faces.table import Faces

#: Where features lie on a head of average measures, in units below the eyes and beside the midline.
EYES, BROWS, TIP, MOUTH = 0.33, -0.23, 0.37, 0.665


class Places(NamedTuple):
    """Where the features of each face lie: `(N, 1, 1)`, but for `nose`, `(N, H, W)`."""

    eye: np.ndarray  #: beside the midline
    tip: np.ndarray  #: of the nose, below the eyes
    mouth: np.ndarray  #: below the eyes
    wing: np.ndarray  #: half width of the nose
    nose: np.ndarray  #: beside the nose's ridge, as a share of its half width there: the nose hides what lies behind
    stands: np.ndarray  #: `(N, H, W)` how far the ridge stands out at this height


def find_places(faces: Faces, head: Head) -> Places:
    """Return where the features lie."""
    tip = TIP + 0.12 * (faces.nose_length - 1)
    wing = 0.185 * faces.nose_width
    along = smooth((head.down + 0.1) / (tip + 0.06))
    under = 1 - smooth((head.down - tip) / 0.12)
    stands = faces.nose_bridge * (0.04 + 0.21 * along * along) * under * (head.down > -0.25)
    shift = stands * head.sine / head.cosine
    side = head.across - shift
    base = 0.105 + (wing - 0.105) * along
    near = np.maximum(base - np.sign(side) * shift, 0.05)
    return Places(
        eye=EYES * faces.eye_spacing,
        tip=tip,
        mouth=tip + MOUTH - TIP + 0.02 * (faces.lips - 1),
        wing=wing,
        nose=side / near,
        stands=stands,
    )


def raise_relief(faces: Faces, head: Head, places: Places) -> np.ndarray:
    """Return the height `(N, H, W)` over the hull, in units; none of it on a mannequin's head."""
    beside, down = np.abs(head.across), head.down
    front = smooth(head.ahead / 0.5)
    ridge = np.maximum(1 - places.nose * places.nose, 0)
    nose = places.stands * ridge * ridge
    wings = 0.07 * bell((np.abs(places.nose) - 0.72) / 0.3, (down - places.tip - 0.01) / 0.075)
    socket = -0.075 * bell((beside - places.eye) / 0.2, (down + 0.01) / 0.13)
    brow = 0.06 * bell((beside - places.eye + 0.04) / 0.28, (down + 0.24) / 0.1)
    ball = 0.05 * bell((beside - places.eye) / 0.13, down / 0.1)
    lifted = np.maximum(faces.smile, 0)
    cheek = (0.03 + 0.04 * lifted) * bell((beside - 0.40) / 0.22, (down - 0.33 + 0.03 * lifted) / 0.2)
    chin = 0.045 * bell(head.across / 0.2, (down - 0.9) / 0.1)
    below = -0.03 * bell(head.across / 0.24, (down - places.mouth - 0.15) / 0.05)
    mouth = 0.05 * faces.lips * bell(head.across / 0.26, (down - places.mouth - 0.035) / 0.075)
    height = nose + wings + socket + brow + ball + cheek + chin + below + mouth + _folds(faces, head, places)
    return height * front * faces.featured


def _folds(faces: Faces, head: Head, places: Places) -> np.ndarray:
    """Return the folds from the wings of the nose around the mouth, and the bags below the eyes."""
    beside, down = np.abs(head.across), head.down
    aged = np.clip((faces.age - 25) / 55, 0, 1)
    deep = 0.008 + 0.03 * aged + 0.016 * np.maximum(faces.smile, 0)
    path = places.wing + 0.04 + 0.3 * (down - places.tip) + 0.06 * faces.smile * (down - places.tip)
    within = smooth((down - places.tip + 0.06) / 0.08) * (1 - smooth((down - places.mouth + 0.04) / 0.14))
    bags = 0.035 * aged * bell((beside - places.eye) / 0.15, (down - 0.17) / 0.045)
    return bags - deep * within * bell((beside - path) / 0.055)


def bend(faces: Faces, head: Head, height: np.ndarray) -> np.ndarray:
    """Return the normals `(3, N, H, W)` of the hull with a relief upon it."""
    to_row, to_column = np.gradient(height, axis=(1, 2))
    sine, cosine = np.sin(np.radians(faces.roll)), np.cos(np.radians(faces.roll))
    normal = head.normal.copy()
    normal[0] -= (to_column * cosine + to_row * sine) / head.pixel
    normal[1] -= (to_row * cosine - to_column * sine) / head.pixel
    return normal / np.sqrt((normal * normal).sum(axis=0))
