"""Faces drawn at random. What depends on what is an argument."""

from collections.abc import Sequence

import numpy as np

from lib.data.faces.table import BEARDS, GLASSES, GROUNDS, HAIR_STYLES, HATS, Faces

IRISES = np.array([[0.28, 0.17, 0.09], [0.36, 0.23, 0.12], [0.33, 0.36, 0.22], [0.34, 0.46, 0.56], [0.42, 0.47, 0.50]])
#: Black, dark brown, brown, auburn, red, blond.
HAIRS = np.array([[.10, .085, .08], [.21, .14, .10], [.34, .23, .15], [.42, .22, .13], [.62, .32, .15], [.78, .63, .40]])
RIMS = np.array([[.10, .10, .11], [.30, .20, .12], [.55, .47, .30], [.55, .56, .58], [.45, .12, .14], [.12, .22, .38]])
#: Hats and clothes.
CLOTHS = np.array([[.13, .14, .18], [.80, .78, .74], [.16, .24, .42], [.58, .20, .20], [.22, .40, .32], [.72, .58, .30], [.42, .28, .44], [.45, .47, .50], [.35, .55, .66], [.82, .56, .52]])
HAIR_SHARES = (0.07, 0.1, 0.14, 0.1, 0.08, 0.09, 0.07, 0.08, 0.1, 0.07, 0.06, 0.04)


_NUMBERS = {
    "tone": 2, "undertone": 1, "age": 1, "centre": 2, "height": 1, "yaw": 2, "pitch": 2, "roll": 2,
    "light": 5, "shape": 3, "eyes": 6, "brows": 3, "nose": 3, "mouth": 5, "hair": 9, "beard": 3,
    "glasses": 4, "hat": 5, "ground": 12, "grain": 2, "noise": 1,
}


def sample_attributes(
    n: int, *, seed: int, skin_tone: float | np.ndarray | None = None, tone_shares: Sequence[float] = (0.1,) * 10,
    hair_tone: float = 0.5, grey_age: float = 1.0,
) -> Faces:
    draws = _draw(n, seed)
    u = draws
    tone = _tones(u["tone"], skin_tone, tone_shares)
    age = 18 + 67 * u["age"][:, 0] ** 1.3
    light = u["light"]
    shape, eyes, brows, nose, mouth, hair = (u[k] for k in ("shape", "eyes", "brows", "nose", "mouth", "hair"))
    dark = np.clip((tone - 4) / 3, 0, 1)
    follows = hair[:, 0] < hair_tone
    hc = np.where(follows & (tone > 5), hair[:, 1] * 2, hair[:, 1] * len(HAIRS)).astype(int)
    ec = np.where((eyes[:, 5] < hair_tone) & (tone > 5), eyes[:, 4] * 2, eyes[:, 4] * len(IRISES)).astype(int)
    style = _weighted(hair[:, 2], HAIR_SHARES)
    grey = np.clip((age - 42) / 30 + 0.5 * (hair[:, 3] - 0.5), 0, 1) * (age > 35)
    beard = _weighted(u["beard"][:, 0], (0.66, 0.1, 0.06, 0.07, 0.11))
    glasses = _weighted(u["glasses"][:, 0], (0.72, 0.2, 0.08))
    hat = _weighted(u["hat"][:, 0], (0.82, 0.05, 0.05, 0.04, 0.04))
    smile = 1.35 * mouth[:, 3] - 0.25
    return Faces(
        skin_tone=tone, undertone=2 * u["undertone"][:, 0] - 1, age=age,
        centre=np.stack([0.51 + 0.10 * (u["centre"][:, 0] - .5), 0.5 + 0.12 * (u["centre"][:, 1] - .5)], -1),
        height=0.68 + 0.24 * u["height"][:, 0],
        yaw=36 * (u["yaw"].sum(1) - 1), pitch=14 * (u["pitch"].sum(1) - 1), roll=16 * (u["roll"].sum(1) - 1),
        light_azimuth=140 * (light[:, 0] - 0.5), light_elevation=60 * light[:, 1], light_strength=0.3 + 0.45 * light[:, 2],
        light_warmth=2 * light[:, 3] - 1, exposure=0.8 + 0.4 * light[:, 4],
        width=0.93 + 0.14 * shape[:, 0], jaw=shape[:, 1], cheeks=shape[:, 2],
        eye_size=0.9 + 0.25 * eyes[:, 0], eye_spacing=0.94 + 0.12 * eyes[:, 1], eye_tilt=-0.06 + 0.2 * eyes[:, 2],
        eye_open=0.82 + 0.38 * eyes[:, 3], eye_colour=IRISES[ec], gaze=2 * ((eyes[:, 4] * 7919) % 1) - 1,
        brow_weight=0.65 + 0.6 * brows[:, 0], brow_arch=0.3 + 1.1 * brows[:, 1], brow_height=0.0 + 0.06 * brows[:, 2],
        nose_length=0.85 + 0.3 * nose[:, 0], nose_width=0.85 + 0.35 * nose[:, 1], nose_bridge=0.75 + 0.5 * nose[:, 2],
        mouth_width=0.85 + 0.3 * mouth[:, 0], lips=0.75 + 0.6 * mouth[:, 1], lip_colour=np.maximum(mouth[:, 2] * 2 - 1, 0) ,
        smile=smile, mouth_open=np.where((mouth[:, 4] < 0.7) & (smile > 0.3), 0.3 + 0.9 * mouth[:, 4], 0.0),
        hair_style=style, hair_length=hair[:, 4], hair_colour=HAIRS[hc] * (0.85 + 0.3 * hair[:, 5:6]), grey=grey,
        hairline=0.10 * (hair[:, 6] - 0.5), parting=2 * hair[:, 7] - 1,
        beard=beard, beard_density=u["beard"][:, 1],
        glasses=glasses, glasses_shape=u["glasses"][:, 1], glasses_colour=RIMS[(u["glasses"][:, 2] * len(RIMS)).astype(int)],
        hat=hat, hat_colour=CLOTHS[(u["hat"][:, 1] * len(CLOTHS)).astype(int)], clothes_colour=CLOTHS[(u["hat"][:, 2] * len(CLOTHS)).astype(int)],
        ground=(u["ground"][:, 0] * len(GROUNDS)).astype(int), ground_colours=_muted(u["ground"][:, 1:9]),
        ground_place=u["ground"][:, 9:12], grain=u["grain"], noise=0.004 + 0.012 * u["noise"][:, 0], featured=np.ones(n, bool),
    )


def _draw(n: int, seed: int) -> dict[str, np.ndarray]:
    """Return uniform random numbers, a row of them per face: no face depends on how many are drawn."""
    numbers = np.random.default_rng(seed).random((n, sum(_NUMBERS.values())))
    pieces = np.split(numbers, np.cumsum(list(_NUMBERS.values()))[:-1], axis=1)
    return dict(zip(_NUMBERS, pieces, strict=True))


def _weighted(uniform: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    edges = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(edges, uniform, side="right"), len(edges) - 1)


def _tones(uniform, skin_tone, tone_shares):
    if skin_tone is not None:
        return np.broadcast_to(np.asarray(skin_tone, float), len(uniform)).copy()
    return np.clip(_weighted(uniform[:, 0], tone_shares) + 0.5 + uniform[:, 1], 1, 10)


def _muted(uniform: np.ndarray) -> np.ndarray:
    """Return two colours a row, `(N, 2, 3)`: any brightness, a little of any hue."""
    bright, hue = 0.12 + 0.75 * uniform[:, :2, None], uniform[:, 2:].reshape(-1, 2, 3) - 0.5
    return np.clip(bright + 0.30 * hue, 0.02, 0.98)
