"""Faces drawn at random; where one attribute depends on another, an argument says how much."""

from collections.abc import Sequence

import numpy as np

from lib.data.faces.columns import (
    NUMBERS,
    draw_age,
    draw_eyes,
    draw_ground,
    draw_hair,
    draw_light,
    draw_pose,
    draw_shape,
    draw_worn,
)
from lib.data.faces.draws import EVEN, draw_numbers, weighted
from lib.data.faces.table import Faces


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
    _check(hair_tone=hair_tone, coil_tone=coil_tone, grey_age=grey_age, light_tone=light_tone, ground_tone=ground_tone)
    _check(beards=beards, glasses=glasses, hats=hats)
    draws = draw_numbers(n, seed, NUMBERS)
    tone = _tones(draws["skin"], skin_tone, tone_shares)
    age = draw_age(draws["skin"][:, 2])
    return Faces(
        skin_tone=tone,
        undertone=2 * draws["skin"][:, 3] - 1,
        age=age,
        featured=np.ones(n, bool),
        **draw_pose(draws),
        **draw_light(draws["light"], tone, light_tone),
        **draw_shape(draws),
        **draw_eyes(draws, tone, hair_tone),
        **draw_hair(draws["hair"], tone, age, hair_tone, coil_tone, grey_age),
        **draw_worn(draws, beards, glasses, hats),
        **draw_ground(draws, tone, ground_tone),
    )


def _check(**shares: float) -> None:
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise ValueError(f"{name}: got {share}, expected a share between 0 and 1")


def _tones(numbers: np.ndarray, skin_tone: float | np.ndarray | None, shares: Sequence[float]) -> np.ndarray:
    drawn = weighted(numbers[:, 0], shares, "tone_shares", len(EVEN)) + 0.5 + numbers[:, 1]
    if skin_tone is None:
        return np.clip(drawn, 1, 10)
    tones = np.asarray(skin_tone, float)
    if tones.shape not in ((), drawn.shape) or not ((tones >= 1) & (tones <= 10)).all():
        raise ValueError(f"skin_tone: got {skin_tone!r}, expected one tone or {len(drawn)}, each from 1 to 10")
    return np.broadcast_to(tones, drawn.shape).copy()
