"""Rounded things in any skin's colour, plain, spotted or striped: heads in shape and tone, and nothing else."""

import numpy as np

from lib.data.faces.canvas import as_columns, bell, edge, flag, lay, times
from lib.data.faces.grounds import paint_grounds
from lib.data.faces.light import lit, shine
from lib.data.faces.skin import skin_base
from lib.data.faces.table import Faces

#: Spots on a solid, and random numbers that one takes: place, size and brightness of each spot, and six of its own.
SPOTS = 4
NUMBERS = 4 * SPOTS + 6


def draw_solids(table: Faces, numbers: np.ndarray, size: int) -> np.ndarray:
    """Draw a solid where a face would be, on its ground, under its light and in its skin's colour.

    Args:
        table: N faces, of which place, height, light, tone and ground are used.
        numbers: `(N, NUMBERS)` in [0, 1).
        size: side of the pictures in pixels.

    Returns:
        `(3, N, size, size)` light.
    """
    picture, faces = paint_grounds(table, size), as_columns(table)
    own = numbers.astype(np.float32).T[..., None, None]
    pixel = 1 / (faces.height * size)
    places = np.arange(size, dtype=np.float32) + 0.5
    right = (places - faces.centre[1] * size) * pixel * 2
    down = (places[:, None] - faces.centre[0] * size) * pixel * 2
    turn = np.pi * (own[0] - 0.5)
    across = (right * np.cos(turn) + down * np.sin(turn)) / (0.45 + 0.5 * own[1])
    along = down * np.cos(turn) - right * np.sin(turn)
    power = 1 + 1.5 * own[2]  # of an ellipse, to nearly a box
    away = (np.abs(across) ** (2 * power) + np.abs(along) ** (2 * power) + 1e-9) ** (0.5 / power)
    height = np.sqrt(np.maximum(1 - away * away, 0.01))
    normal = np.stack(np.broadcast_arrays(right, down, height))
    normal = normal / np.sqrt((normal * normal).sum(axis=0))
    colour = times(skin_base(faces), _pattern(across, along, own))
    lay(picture, edge((1 - away) * 0.7, 2 * pixel), lit(colour, shine(faces, normal), gloss=0.08 * own[5]))
    return picture


def _pattern(across: np.ndarray, along: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Return factors around 1: spots on a half of the solids, stripes on a quarter."""
    factor = np.ones_like(across * along)
    for place_x, place_y, radius, bright in own[6:].reshape(SPOTS, 4, *own.shape[1:]):
        spot = bell((across - 1.6 * (place_x - 0.5)) / (0.1 + 0.25 * radius), (along - 1.6 * (place_y - 0.5)) / 0.16)
        factor = factor * (1 + (own[3] < 0.5) * np.where(bright < 0.7, *np.float32([-0.8, 0.9])) * spot)
    stripes = np.cos((4 + 12 * own[4]) * along + 6 * own[2])
    return factor * (1 + 0.4 * flag(own[3] > 0.75) * stripes)
