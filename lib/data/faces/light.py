"""Light on a surface: wrapped Lambert, ambient light from above, a broad and a narrow gloss, and a sheen at the rim."""

from typing import NamedTuple

import numpy as np

from lib.data.faces.canvas import Paint
from lib.data.faces.table import Faces

#: How far diffuse light reaches round a form, as a share of the radius: skin and hair let light through.
WRAP = 0.4


class Light(NamedTuple):
    """What falls on each pixel of a surface."""

    colour: np.ndarray  #: `(3, N, 1, 1)`
    falls: np.ndarray  #: `(N, H, W)` around 1
    broad: np.ndarray  #: `(N, H, W)` gloss of a rough surface
    narrow: np.ndarray  #: `(N, H, W)` gloss of a moist one
    sheen: np.ndarray  #: `(N, H, W)` surroundings mirrored at a glancing angle


def shine(faces: Faces, normal: np.ndarray) -> Light:
    """Return the light on surfaces with normals `(3, N, H, W)` in the upright picture."""
    from_right, from_below, towards = direction(faces)
    facing = normal[0] * from_right + normal[1] * from_below + normal[2] * towards
    falls = np.maximum((facing + WRAP) / (1 + WRAP), 0)
    around = 0.82 - 0.26 * normal[1]
    halfway = np.maximum((facing + normal[2]) / np.sqrt(2 + 2 * towards), 0)  # Blinn 1977
    fourth = (halfway * halfway) ** 2
    broad = fourth * fourth
    away = 1 - np.clip(normal[2], 0, 1)
    return Light(
        colour=tint(faces),
        falls=(1 - faces.light_strength) * 1.05 * around + faces.light_strength * 1.25 * falls,
        broad=broad * faces.light_strength,
        narrow=broad * broad * broad * faces.light_strength,
        sheen=away * away * away,
    )


def direction(faces: Faces) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where the light comes from, right, down and towards the viewer, seen from a head that is upright."""
    azimuth, elevation, roll = (
        np.radians(degrees) for degrees in (faces.light_azimuth, faces.light_elevation, faces.roll)
    )
    right, down = np.sin(azimuth) * np.cos(elevation), -np.sin(elevation)
    towards = np.cos(azimuth) * np.cos(elevation)
    return right * np.cos(roll) + down * np.sin(roll), down * np.cos(roll) - right * np.sin(roll), towards


def tint(faces: Faces) -> np.ndarray:
    """Return the colour of the light `(3, N, 1, 1)`, exposure included."""
    warm = faces.light_warmth
    return faces.exposure * np.stack([1 + 0.08 * warm, np.ones_like(warm), 1 - 0.12 * warm])


def lit(
    colour: Paint, light: Light, *, gloss: float | np.ndarray = 0.0, moist: float | np.ndarray = 0.0, flesh: float = 0.0
) -> list[np.ndarray]:
    """Return how a surface of a colour looks.

    Args:
        colour: three channels of what it reflects.
        light: what falls on it.
        gloss: of a rough surface.
        moist: gloss of a moist one.
        flesh: how much redder it is where less light falls, since light goes some way through flesh.
    """
    falls: list[np.ndarray] = [light.falls] * 3
    if flesh:
        through = flesh * np.clip(1 - light.falls, 0, 1)
        falls = [light.falls * (1 + through), light.falls, light.falls * (1 - through)]
    returned = [channel * fallen for channel, fallen in zip(colour, falls, strict=True)]
    if np.any(gloss) or np.any(moist):  # most of what is painted has neither, and is painted twice as fast
        mirrored = gloss * (light.broad + 0.6 * light.sheen) + moist * light.narrow
        returned = [channel + mirrored for channel in returned]
    return [tone * channel for tone, channel in zip(light.colour, returned, strict=True)]
