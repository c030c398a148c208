"""What drawing is made of: attributes as columns, soft edges, textures and paint. Everything is float32.

A picture in the making is `(3, N, H, W)` light, so that each channel lies in one piece.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache

import numpy as np

from lib.data.faces.table import Faces
from lib.data.faces.tones import to_linear

#: Side of a texture's tile.
TILE = 128
#: Columns that are colours, and so become light.
_COLOURS = ("eye_colour", "hair_colour", "glasses_colour", "hat_colour", "clothes_colour")
Paint = Sequence[np.ndarray | float]


def as_columns(faces: Faces) -> Faces:
    """Return the table as drawing uses it: numbers `(N, 1, 1)`, pairs `(2, N, 1, 1)`, colours `(3, N, 1, 1)`, light."""
    columns = {}
    for field in fields(faces):
        values = getattr(faces, field.name)
        if field.name in _COLOURS:
            values = to_linear(values)
        if values.ndim <= 2:
            kind = np.float32 if values.dtype == float else values.dtype
            columns[field.name] = values.astype(kind).T[..., None, None]
    return replace(faces, **columns)


def flag(condition: np.ndarray) -> np.ndarray:
    """Return 1 where a condition holds, else 0: as a truth it would turn what it is multiplied with into float64."""
    return condition.astype(np.float32)


def smooth(values: np.ndarray) -> np.ndarray:
    """Return a step from 0 at 0 to 1 at 1 that begins and ends level."""
    share = np.clip(values, 0, 1)
    return share * share * (3 - 2 * share)


def bell(*offsets: np.ndarray) -> np.ndarray:
    """Return `exp(-r²)` where `r` is the length of the offsets."""
    return np.exp(-sum(offset * offset for offset in offsets))


def line(distance: np.ndarray, width: np.ndarray | float, pixel: np.ndarray) -> np.ndarray:
    """Return how much of a pixel a line covers; one that is narrower than a pixel is fainter, not broken."""
    half = np.maximum(width / 2, 0.5 * pixel)
    return np.clip((half - np.abs(distance)) / pixel + 0.5, 0, 1) * (width / 2 / half)


def edge(distance: np.ndarray, pixel: np.ndarray) -> np.ndarray:
    """Return how much of a pixel lies inside, of the distance to the rim, positive inside."""
    return np.clip(distance / pixel + 0.5, 0, 1)


def mix(first: Paint, second: Paint, share: np.ndarray | float) -> list[np.ndarray]:
    """Return the paint between two, `share` of the second."""
    return [one + share * (other - one) for one, other in zip(first, second, strict=True)]


def times(colour: Paint, *factors: np.ndarray | float) -> list[np.ndarray]:
    """Return the paint, each channel multiplied by all factors."""
    product = np.float32(1)
    for factor in factors:
        product = product * factor
    return [channel * product for channel in colour]


def lay(picture: np.ndarray, cover: np.ndarray, colour: Paint) -> None:
    """Lay paint over a picture, changed in place, where and as far as it covers."""
    for channel, value in zip(picture, colour, strict=True):
        channel += cover * (value - channel)


def shade(picture: np.ndarray, factor: np.ndarray) -> None:
    """Multiply a picture, in place."""
    picture *= factor


def texture(name: str, down: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Return values around 0 of deviation about 1 at places `(down, across)`, in pixels of a tile that repeats."""
    rows, columns = (np.floor(place).astype(np.int32) & (TILE - 1) for place in (down, across))
    return _tile(name).reshape(-1)[rows * TILE + columns]


@cache
def _tile(name: str) -> np.ndarray:
    """Draw a texture: Gaussian noise, smooth over so many pixels down and across, edges meeting."""
    number, (down, across) = {"strands": (1, (14, 1.7)), "curls": (2, (2.6, 2.6)), "pores": (3, (1.6, 1.6))}[name]
    white = np.fft.rfft2(np.random.default_rng(number).standard_normal((TILE, TILE)))
    vertical, horizontal = np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None]
    white *= np.exp(-((np.pi * vertical * down) ** 2) - (np.pi * horizontal * across) ** 2)
    white[0, 0] = 0
    values = np.fft.irfft2(white, s=(TILE, TILE))
    return (values / values.std()).astype(np.float32)
