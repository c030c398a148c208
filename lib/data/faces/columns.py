"""The columns of a table of faces, made of uniform numbers."""

from collections.abc import Sequence

import numpy as np

from lib.data.faces.draws import pick, weighted
from lib.data.faces.palettes import (
    BEARD_SHARES,
    CLOTHS,
    COILED,
    DARK,
    GLASSES_SHARES,
    HAIR_SHARES,
    HAIRS,
    HAT_SHARES,
    IRISES,
    RIMS,
    STYLE_SHARES,
)
from lib.data.faces.table import GROUNDS, HAIR_STYLES

#: How many random numbers a face takes for what.
NUMBERS = {
    "skin": 4,
    "place": 3,
    "pose": 6,
    "light": 6,
    "shape": 3,
    "eyes": 9,
    "nose": 3,
    "mouth": 5,
    "hair": 11,
    "beard": 3,
    "worn": 8,
    "ground": 13,
    "camera": 3,
}
Columns = dict[str, np.ndarray]


def between(numbers: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return uniform numbers between two."""
    return low + (high - low) * numbers


def follows(numbers: np.ndarray, share: float, tone: np.ndarray) -> np.ndarray:
    """Return the second of two uniform numbers, or, in a share of rows, 1 for the lightest to 0 for the darkest."""
    return np.where(numbers[:, 0] < share, (10 - tone) / 9, numbers[:, 1])


def draw_age(numbers: np.ndarray) -> np.ndarray:
    """Return years, more often young than old."""
    return 18 + 67 * numbers**1.5


def draw_pose(draws: Columns) -> Columns:
    """Return where the head is and which way it is turned."""
    place, angles = draws["place"], draws["pose"].reshape(-1, 3, 2).sum(axis=2) - 1
    return {
        "centre": np.stack([between(place[:, 0], 0.45, 0.54), between(place[:, 1], 0.44, 0.56)], axis=1),
        "height": between(place[:, 2], 0.60, 0.86),
        "yaw": 38 * angles[:, 0],
        "pitch": 14 * angles[:, 1],
        "roll": 16 * angles[:, 2],
    }


def draw_light(numbers: np.ndarray, tone: np.ndarray, light_tone: float) -> Columns:
    """Return the light."""
    return {
        "light_azimuth": between(numbers[:, 0], -70, 70),
        "light_elevation": between(numbers[:, 1], 0, 60),
        "light_strength": between(numbers[:, 2], 0.3, 0.75),
        "light_warmth": between(numbers[:, 3], -1, 1),
        "exposure": between(follows(numbers[:, 4:], light_tone, tone), 0.8, 1.2),
    }


def draw_eyes(draws: Columns, tone: np.ndarray, hair_tone: float) -> Columns:
    """Return eyes and brows; on dark tones the eyes are brown as often as the hair is dark."""
    eyes = draws["eyes"]
    irises = np.where((tone > 5) & (draws["hair"][:, 0] < hair_tone), 0, pick(eyes[:, 4], len(IRISES)))
    return {
        "eye_size": between(eyes[:, 0], 0.9, 1.15),
        "eye_spacing": between(eyes[:, 1], 0.94, 1.06),
        "eye_tilt": between(eyes[:, 2], -0.06, 0.14),
        "eye_open": between(eyes[:, 3], 0.82, 1.2),
        "eye_colour": IRISES[irises],
        "gaze": between(eyes[:, 5], -1, 1),
        "brow_weight": between(eyes[:, 6], 0.65, 1.25),
        "brow_arch": between(eyes[:, 7], 0.3, 1.4),
        "brow_height": between(eyes[:, 8], 0.0, 0.06),
    }


def draw_shape(draws: Columns) -> Columns:
    """Return the shape of the head, nose and mouth; a mouth opens only in a smile."""
    shape, nose, mouth = (draws[name] for name in ("shape", "nose", "mouth"))
    smile = between(mouth[:, 3], -0.25, 1.1)
    return {
        "width": between(shape[:, 0], 0.93, 1.07),
        "jaw": shape[:, 1],
        "cheeks": shape[:, 2],
        "nose_length": between(nose[:, 0], 0.85, 1.15),
        "nose_width": between(nose[:, 1], 0.85, 1.2),
        "nose_bridge": between(nose[:, 2], 0.75, 1.25),
        "mouth_width": between(mouth[:, 0], 0.85, 1.15),
        "lips": between(mouth[:, 1], 0.75, 1.35),
        "lip_colour": np.maximum(between(mouth[:, 2], -1.5, 1), 0),
        "smile": smile,
        "mouth_open": np.where((smile > 0.3) & (mouth[:, 4] < 0.7), between(mouth[:, 4], 0.3, 1.2), 0.0),
    }


def draw_hair(
    numbers: np.ndarray, tone: np.ndarray, age: np.ndarray, hair_tone: float, coil_tone: float, grey_age: float
) -> Columns:
    """Return the hair: on dark tones dark and coiled as often as asked, grey with age as often as asked."""
    any_colour = weighted(numbers[:, 1], HAIR_SHARES, "HAIR_SHARES", len(HAIRS))
    colour = np.where((tone > 5) & (numbers[:, 0] < hair_tone), pick(numbers[:, 1], DARK), any_colour)
    coiled = np.array([HAIR_STYLES.index(name) for name in COILED])[pick(numbers[:, 3], len(COILED))]
    style = weighted(numbers[:, 3], STYLE_SHARES, "STYLE_SHARES", len(HAIR_STYLES))
    years = np.where(numbers[:, 4] < grey_age, age, draw_age(numbers[:, 5]))
    greying = np.clip((years - 46) / 28 + 0.7 * (numbers[:, 6] - 0.5), 0, 1)
    return {
        "hair_style": np.where((tone > 7) & (numbers[:, 2] < coil_tone), coiled, style),
        "hair_length": numbers[:, 7],
        "hair_colour": HAIRS[colour] * between(numbers[:, 8:9], 0.85, 1.15),
        "grey": np.where(years > 32, greying, 0.0),
        "hairline": between(numbers[:, 9], -0.05, 0.05),
        "parting": between(numbers[:, 10], -1, 1),
    }


def _code(numbers: np.ndarray, share: float, shares: Sequence[float]) -> np.ndarray:
    """Return 0 for those without, and one of the codes from 1 on for a share of the rows."""
    return np.where(numbers[:, 0] < share, 1 + weighted(numbers[:, 1], shares, "shares", len(shares)), 0)


def draw_worn(draws: Columns, beards: float, glasses: float, hats: float) -> Columns:
    """Return beard, glasses, hat and clothes."""
    beard, worn = draws["beard"], draws["worn"]
    return {
        "beard": _code(beard, beards, BEARD_SHARES),
        "beard_density": beard[:, 2],
        "glasses": _code(worn[:, 0:2], glasses, GLASSES_SHARES),
        "glasses_shape": worn[:, 2],
        "glasses_colour": RIMS[pick(worn[:, 3], len(RIMS))],
        "hat": _code(worn[:, 4:6], hats, HAT_SHARES),
        "hat_colour": CLOTHS[pick(worn[:, 6], len(CLOTHS))],
        "clothes_colour": CLOTHS[pick(worn[:, 7], len(CLOTHS))],
    }


def draw_ground(draws: Columns, tone: np.ndarray, ground_tone: float) -> Columns:
    """Return the ground and what the camera adds."""
    numbers = draws["ground"]
    bright = np.stack([follows(numbers[:, [0, column]], ground_tone, tone) for column in (1, 2)], axis=1)
    hues = numbers[:, 3:9].reshape(-1, 2, 3) - 0.5
    return {
        "ground": pick(numbers[:, 9], len(GROUNDS)),
        "ground_colours": np.clip(between(bright, 0.12, 0.87)[..., None] + 0.3 * hues, 0.02, 0.98),
        "ground_place": numbers[:, 10:13],
        "grain": draws["camera"][:, :2],
        "noise": between(draws["camera"][:, 2], 0.004, 0.016),
    }
