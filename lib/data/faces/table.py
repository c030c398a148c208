"""Faces as a table of attributes, a row a face and a column an attribute. Pictures are drawn from it alone."""

from dataclasses import dataclass, fields

import numpy as np

HAIR_STYLES = ("bald", "cropped", "short", "parted", "fringe", "curly", "afro", "bob", "long", "wavy", "tied", "locs")
BEARDS = ("none", "stubble", "moustache", "goatee", "full")
GLASSES = ("none", "glasses", "sunglasses")
HATS = ("none", "beanie", "cap", "brim", "headscarf")
GROUNDS = ("plain", "cloud", "bokeh", "panels", "photograph")


@dataclass(frozen=True, eq=False)
class Faces:
    """N faces, a row each.

    Angles are degrees. Directions are the viewer's: right is the right of the picture. Lengths within a face are in
    units of which a head is about 2.15 high and 1.5 wide; those without a unit below are factors around 1. Colours
    are sRGB in [0, 1]. Names are codes: places in `HAIR_STYLES`, `BEARDS`, `GLASSES`, `HATS` or `GROUNDS`.
    """

    skin_tone: np.ndarray  #: `(N,)` 1 to 10 on the Monk scale: what skin reflects, not how it looks under the light
    undertone: np.ndarray  #: `(N,)` -1 cooler to 1 warmer
    age: np.ndarray  #: `(N,)` years, 18 to 85: lines and folds
    centre: np.ndarray  #: `(N, 2)` middle of the head (y, x) from the upper left, as shares of the picture's side
    height: np.ndarray  #: `(N,)` of the head, as a share of the picture's side
    yaw: np.ndarray  #: `(N,)` turned to the right
    pitch: np.ndarray  #: `(N,)` raised
    roll: np.ndarray  #: `(N,)` tilted clockwise
    light_azimuth: np.ndarray  #: `(N,)` where the light comes from: 0 from the viewer, 90 from the right
    light_elevation: np.ndarray  #: `(N,)` 0 from the viewer's height, 90 from above
    light_strength: np.ndarray  #: `(N,)` share of the light that comes from there, in [0, 1]; the rest from everywhere
    light_warmth: np.ndarray  #: `(N,)` -1 bluish to 1 yellowish
    exposure: np.ndarray  #: `(N,)` all light
    width: np.ndarray  #: `(N,)` of the head
    jaw: np.ndarray  #: `(N,)` 0 pointed to 1 square
    cheeks: np.ndarray  #: `(N,)` 0 hollow to 1 full
    eye_size: np.ndarray  #: `(N,)`
    eye_spacing: np.ndarray  #: `(N,)`
    eye_tilt: np.ndarray  #: `(N,)` outer corners raised, a slope
    eye_open: np.ndarray  #: `(N,)`
    eye_colour: np.ndarray  #: `(N, 3)` of the iris
    gaze: np.ndarray  #: `(N,)` -1 to the left to 1 to the right
    brow_weight: np.ndarray  #: `(N,)`
    brow_arch: np.ndarray  #: `(N,)`
    brow_height: np.ndarray  #: `(N,)` above where it usually is, in units
    nose_length: np.ndarray  #: `(N,)`
    nose_width: np.ndarray  #: `(N,)`
    nose_bridge: np.ndarray  #: `(N,)` how far it stands out
    mouth_width: np.ndarray  #: `(N,)`
    lips: np.ndarray  #: `(N,)` how full
    lip_colour: np.ndarray  #: `(N,)` 0 as the skin makes them to 1 painted
    smile: np.ndarray  #: `(N,)` -1 corners down to 1 corners up
    mouth_open: np.ndarray  #: `(N,)` 0 closed to 1
    hair_style: np.ndarray  #: `(N,)` code
    hair_length: np.ndarray  #: `(N,)` 0 short to 1 long, within the style
    hair_colour: np.ndarray  #: `(N, 3)` without the grey
    grey: np.ndarray  #: `(N,)` share of grey hair
    hairline: np.ndarray  #: `(N,)` above where it usually is, in units
    parting: np.ndarray  #: `(N,)` -1 on the left to 1 on the right
    beard: np.ndarray  #: `(N,)` code
    beard_density: np.ndarray  #: `(N,)` in [0, 1]
    glasses: np.ndarray  #: `(N,)` code
    glasses_shape: np.ndarray  #: `(N,)` 0 round to 1 angular
    glasses_colour: np.ndarray  #: `(N, 3)` of the rims
    hat: np.ndarray  #: `(N,)` code
    hat_colour: np.ndarray  #: `(N, 3)`
    clothes_colour: np.ndarray  #: `(N, 3)`
    ground: np.ndarray  #: `(N,)` code
    ground_colours: np.ndarray  #: `(N, 2, 3)` the two colours between which its pattern goes
    ground_place: np.ndarray  #: `(N, 3)` in [0, 1): which tile, and where on it a picture begins
    grain: np.ndarray  #: `(N, 2)` in [0, 1): where the textures of hair and skin begin
    noise: np.ndarray  #: `(N,)` deviation of the camera's noise, in sRGB
    featured: np.ndarray  #: `(N,)` bool: False for a mannequin's head, which has no eyes, brows, nose or mouth

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.skin_tone)

    def __getitem__(self, rows: slice | np.ndarray) -> "Faces":
        """Return some of the faces: a slice, places or truths."""
        return Faces(*(getattr(self, field.name)[rows] for field in fields(self)))
