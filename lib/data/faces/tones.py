"""Skin tones: the ten swatches of the Monk scale as reflectances of drawn skin, and the way from light to screen."""

from functools import cache

import numpy as np

#: The swatches of the Monk Skin Tone scale, 1 to 10, as sRGB (Monk 2019, skintone.google).
MONK_SWATCHES = (
    "#f6ede4",
    "#f3e7db",
    "#f7ead0",
    "#eadaba",
    "#d7bd96",
    "#a07e56",
    "#825c43",
    "#604134",
    "#3a312a",
    "#292420",
)
#: A swatch is what skin looks like in a picture, not how much light it returns: taken as reflectances, the lightest
#: look like paper and the darkest like charcoal. A power below 1 draws brightness towards the middle, so that gloss
#: and shade leave every tone its features; colour is a little stronger and redder than paint, for the blood below.
SCALE, POWER, VIVID, BLOOD = 0.565, 0.41, 1.05, (1.10, 0.98, 0.88)
#: The last two swatches are nearly grey, as skin is of which a picture shows hardly any light. Where light falls it is
#: brown: so much of tone 8's hue they get. Drawn in grey they would look like things rather than skin, also to a
#: detector, which then misses them even where it has seen as many of every tone.
BROWN = 0.75
#: The light below which values on the screen are in proportion to it.
DARKEST = 0.0031308


def to_linear(colours: np.ndarray) -> np.ndarray:
    """Return the light, in [0, 1], that sRGB values in [0, 1] stand for (IEC 61966-2-1)."""
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)


def to_screen(light: np.ndarray) -> np.ndarray:
    """Return sRGB values in [0, 1] of light, which is cut off at 0 and 1 (IEC 61966-2-1)."""
    light = np.clip(light, 0, 1)
    # NumPy computes logarithm and exponential of eight numbers at once; a power it does not, on most processors.
    root = np.exp(np.log(np.maximum(light, DARKEST)) / 2.4)
    return np.where(light <= DARKEST, 12.92 * light, 1.055 * root - 0.055)


def skin_reflectance(tones: np.ndarray) -> np.ndarray:
    """Return how much red, green and blue light skin returns.

    Args:
        tones: `(N,)` places on the Monk scale, 1 to 10; between two swatches the colour is interpolated.

    Returns:
        `(N, 3)` linear reflectances in (0, 1). They are drawn: the light makes of them what the picture shows.
    """
    drawn = to_screen(_swatch_reflectances())
    places = np.arange(1, len(drawn) + 1)
    return to_linear(np.stack([np.interp(tones, places, channel) for channel in drawn.T], axis=-1))


@cache
def _swatch_reflectances() -> np.ndarray:
    """Return the reflectances `(10, 3)` of the swatches."""
    codes = [[int(code[place : place + 2], 16) for place in (1, 3, 5)] for code in MONK_SWATCHES]
    light = to_linear(np.array(codes) / 255)
    bright = light.mean(axis=1, keepdims=True)
    hue = light / bright
    hue[8:] = hue[8:] ** (1 - BROWN) * hue[7] ** BROWN
    return SCALE * bright**POWER * hue**VIVID * BLOOD
