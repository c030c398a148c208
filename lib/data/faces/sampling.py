"""Faces drawn at random; where one attribute depends on another, an argument says how much."""

from collections.abc import Sequence

import numpy as np

from lib.data.faces.draws import EVEN, draw_numbers, pick, weighted
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
from lib.data.faces.table import GROUNDS, HAIR_STYLES, Faces

#: How many random numbers a face takes for what.
_NUMBERS = {
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


def sample_attributes(
    n: int,
    *,
    seed: int,
    skin_tone: float | np.ndarray | None = None,
    tone_shares: Sequence[float] = EVEN,
    hair_tone: float = 0.7,
    coil_tone: float = 0.5,
    grey_age: float = 1.0,
    light_tone: float = 0.0,
    ground_tone: float = 0.0,
    beards: float = 0.28,
    glasses: float = 0.25,
    hats: float = 0.15,
) -> Faces:
    """Draw faces at random; the first faces of a seed are the same however many are drawn.

    No face has a sex: beards, lengths of hair and painted lips are independent of each other and of the features.
    Measures are uniform over their ranges, angles triangular around 0. An argument changes its own columns alone.

    Args:
        n: how many.
        seed: which.
        skin_tone: 1 to 10 on the Monk scale, one for all or `(N,)`; `None`: drawn from `tone_shares`.
        tone_shares: how often each of the ten tones is drawn, in proportion; a drawn tone lies within half a step.
        hair_tone: share of faces with a tone above 5 whose hair is black or dark brown and whose eyes are brown, over
            those whose colours are drawn as for anybody. The default follows how people look, loosely: with 1 the
            colour of the hair would give away the tone.
        coil_tone: share of faces with a tone above 7 whose hair is tightly curled or cropped, likewise.
        grey_age: share of faces whose grey follows their age; the others' is that of any age.
        light_tone: share of faces whose exposure follows their tone, the darkest in the dimmest light; the others' is
            independent of it. Independent by default, as is the ground: nothing but the face tells its tone.
        ground_tone: share of faces whose ground is as bright or dark as their skin.
        beards: share of faces with one.
        glasses: share of faces with them, more than a quarter of those sunglasses.
        hats: share of faces with one.

    Raises:
        ValueError: `n` is below 1, a tone is not within 1 to 10 or not one for each, or a share is out of its range.
    """
    named = {"hair_tone": hair_tone, "coil_tone": coil_tone, "grey_age": grey_age, "light_tone": light_tone}
    named |= {"ground_tone": ground_tone, "beards": beards, "glasses": glasses, "hats": hats}
    for name, share in named.items():
        if not 0 <= share <= 1:
            raise ValueError(f"{name}: got {share}, expected a share between 0 and 1")
    draws = draw_numbers(n, seed, _NUMBERS)
    tone = _tones(draws["skin"], skin_tone, tone_shares)
    age = 18 + 67 * draws["skin"][:, 2] ** 1.5
    return Faces(
        skin_tone=tone,
        undertone=2 * draws["skin"][:, 3] - 1,
        age=age,
        featured=np.ones(n, bool),
        **_pose(draws),
        **_light(draws["light"], tone, light_tone),
        **_features(draws, tone, hair_tone),
        **_hair(draws["hair"], tone, age, hair_tone, coil_tone, grey_age),
        **_worn(draws, beards, glasses, hats),
        **_ground(draws, tone, ground_tone),
    )


def _tones(numbers: np.ndarray, skin_tone: float | np.ndarray | None, shares: Sequence[float]) -> np.ndarray:
    drawn = weighted(numbers[:, 0], shares, "tone_shares", len(EVEN)) + 0.5 + numbers[:, 1]
    if skin_tone is None:
        return np.clip(drawn, 1, 10)
    tones = np.asarray(skin_tone, float)
    if tones.shape not in ((), drawn.shape) or not ((tones >= 1) & (tones <= 10)).all():
        raise ValueError(f"skin_tone: got {skin_tone!r}, expected one tone or {len(drawn)}, each from 1 to 10")
    return np.broadcast_to(tones, drawn.shape).copy()


def _between(numbers: np.ndarray, low: float, high: float) -> np.ndarray:
    return low + (high - low) * numbers


def _follows(numbers: np.ndarray, share: float, tone: np.ndarray) -> np.ndarray:
    """Return the second of two uniform numbers, or, in a share of rows, 1 for the lightest to 0 for the darkest."""
    return np.where(numbers[:, 0] < share, (10 - tone) / 9, numbers[:, 1])


def _pose(draws: Columns) -> Columns:
    place, angles = draws["place"], draws["pose"].reshape(-1, 3, 2).sum(axis=2) - 1
    return {
        "centre": np.stack([_between(place[:, 0], 0.47, 0.57), _between(place[:, 1], 0.44, 0.56)], axis=1),
        "height": _between(place[:, 2], 0.66, 0.92),
        "yaw": 38 * angles[:, 0],
        "pitch": 14 * angles[:, 1],
        "roll": 16 * angles[:, 2],
    }


def _light(numbers: np.ndarray, tone: np.ndarray, light_tone: float) -> Columns:
    return {
        "light_azimuth": _between(numbers[:, 0], -70, 70),
        "light_elevation": _between(numbers[:, 1], 0, 60),
        "light_strength": _between(numbers[:, 2], 0.3, 0.75),
        "light_warmth": _between(numbers[:, 3], -1, 1),
        "exposure": _between(_follows(numbers[:, 4:], light_tone, tone), 0.8, 1.2),
    }


def _features(draws: Columns, tone: np.ndarray, hair_tone: float) -> Columns:
    shape, eyes, nose, mouth = (draws[name] for name in ("shape", "eyes", "nose", "mouth"))
    irises = np.where((tone > 5) & (draws["hair"][:, 0] < hair_tone), 0, pick(eyes[:, 4], len(IRISES)))
    smile = _between(mouth[:, 3], -0.25, 1.1)
    return {
        "width": _between(shape[:, 0], 0.93, 1.07),
        "jaw": shape[:, 1],
        "cheeks": shape[:, 2],
        "eye_size": _between(eyes[:, 0], 0.9, 1.15),
        "eye_spacing": _between(eyes[:, 1], 0.94, 1.06),
        "eye_tilt": _between(eyes[:, 2], -0.06, 0.14),
        "eye_open": _between(eyes[:, 3], 0.82, 1.2),
        "eye_colour": IRISES[irises],
        "gaze": _between(eyes[:, 5], -1, 1),
        "brow_weight": _between(eyes[:, 6], 0.65, 1.25),
        "brow_arch": _between(eyes[:, 7], 0.3, 1.4),
        "brow_height": _between(eyes[:, 8], 0.0, 0.06),
        "nose_length": _between(nose[:, 0], 0.85, 1.15),
        "nose_width": _between(nose[:, 1], 0.85, 1.2),
        "nose_bridge": _between(nose[:, 2], 0.75, 1.25),
        "mouth_width": _between(mouth[:, 0], 0.85, 1.15),
        "lips": _between(mouth[:, 1], 0.75, 1.35),
        "lip_colour": np.maximum(_between(mouth[:, 2], -1.5, 1), 0),
        "smile": smile,
        "mouth_open": np.where((smile > 0.3) & (mouth[:, 4] < 0.7), _between(mouth[:, 4], 0.3, 1.2), 0.0),
    }


def _hair(
    numbers: np.ndarray, tone: np.ndarray, age: np.ndarray, hair_tone: float, coil_tone: float, grey_age: float
) -> Columns:
    any_colour = weighted(numbers[:, 1], HAIR_SHARES, "HAIR_SHARES", len(HAIRS))
    colour = np.where((tone > 5) & (numbers[:, 0] < hair_tone), pick(numbers[:, 1], DARK), any_colour)
    coiled = np.array([HAIR_STYLES.index(name) for name in COILED])[pick(numbers[:, 3], len(COILED))]
    style = weighted(numbers[:, 3], STYLE_SHARES, "STYLE_SHARES", len(HAIR_STYLES))
    years = np.where(numbers[:, 4] < grey_age, age, 18 + 67 * numbers[:, 5] ** 1.5)
    greying = np.clip((years - 46) / 28 + 0.7 * (numbers[:, 6] - 0.5), 0, 1)
    return {
        "hair_style": np.where((tone > 7) & (numbers[:, 2] < coil_tone), coiled, style),
        "hair_length": numbers[:, 7],
        "hair_colour": HAIRS[colour] * _between(numbers[:, 8:9], 0.85, 1.15),
        "grey": np.where(years > 32, greying, 0.0),
        "hairline": _between(numbers[:, 9], -0.05, 0.05),
        "parting": _between(numbers[:, 10], -1, 1),
    }


def _worn(draws: Columns, beards: float, glasses: float, hats: float) -> Columns:
    beard, worn = draws["beard"], draws["worn"]

    def code(numbers: np.ndarray, share: float, shares: Sequence[float]) -> np.ndarray:
        return np.where(numbers[:, 0] < share, 1 + weighted(numbers[:, 1], shares, "shares", len(shares)), 0)

    return {
        "beard": code(beard, beards, BEARD_SHARES),
        "beard_density": beard[:, 2],
        "glasses": code(worn[:, 0:2], glasses, GLASSES_SHARES),
        "glasses_shape": worn[:, 2],
        "glasses_colour": RIMS[pick(worn[:, 3], len(RIMS))],
        "hat": code(worn[:, 4:6], hats, HAT_SHARES),
        "hat_colour": CLOTHS[pick(worn[:, 6], len(CLOTHS))],
        "clothes_colour": CLOTHS[pick(worn[:, 7], len(CLOTHS))],
    }


def _ground(draws: Columns, tone: np.ndarray, ground_tone: float) -> Columns:
    numbers = draws["ground"]
    bright = np.stack([_follows(numbers[:, [0, column]], ground_tone, tone) for column in (1, 2)], axis=1)
    hues = numbers[:, 3:9].reshape(-1, 2, 3) - 0.5
    return {
        "ground": pick(numbers[:, 9], len(GROUNDS)),
        "ground_colours": np.clip(_between(bright, 0.12, 0.87)[..., None] + 0.3 * hues, 0.02, 0.98),
        "ground_place": numbers[:, 10:13],
        "grain": draws["camera"][:, :2],
        "noise": _between(draws["camera"][:, 2], 0.004, 0.016),
    }
