"""Neck, clothes and ears."""

import numpy as np

from lib.data.faces.canvas import bell, edge, lay, smooth, times
from lib.data.faces.head import HALF, Head
from lib.data.faces.light import Light, lit
from lib.data.faces.skin import skin_base
from lib.data.faces.table import Faces


def paint_body(picture: np.ndarray, faces: Faces, head: Head, light: Light) -> None:
    """Paint neck and shoulders; the head throws its shadow on the neck."""
    axis = head.x + 0.12 * head.sine * smooth((head.y - 0.6) / 0.6)
    half = 0.46 * faces.width + 0.10 * smooth((head.y - 1.05) / 0.5)
    neck = edge(half - np.abs(axis), head.pixel) * edge(head.y - 0.4, head.pixel)
    bulge = np.sqrt(np.maximum(1 - (axis / half) ** 2, 0.05))
    shadow = 0.6 + 0.4 * smooth((head.y - 1.0) / 0.45)
    red, green, blue = times(skin_base(faces), bulge, shadow)
    lay(picture, neck, lit([1.08 * red, green, 0.92 * blue], light, flesh=0.22))
    slope = 1.34 + 0.16 * (np.abs(axis) - 0.42) + 0.9 * np.maximum(np.abs(axis) - 1.05, 0) ** 2
    collar = slope - 0.16 * bell((np.abs(axis) - 0.42) / 0.16) + 0.24 * np.maximum(1 - (axis / 0.4) ** 2, 0)
    cloth = edge(head.y - collar, head.pixel)
    folds = 0.75 + 0.2 * np.cos(5.0 * axis + 3 * faces.grain[0] + head.y) * smooth((head.y - collar) / 0.3)
    hem = 1 - 0.4 * bell((head.y - collar - 0.07) / 0.04)
    lay(picture, cloth, lit(times(faces.clothes_colour, folds, hem), light))


def paint_ear(picture: np.ndarray, faces: Faces, head: Head, light: Light, *, near: bool) -> None:
    """Paint one ear a face: the near one lies over a turned head, the far one behind it."""
    side = np.where(head.sine > 0, -1.0, 1.0).astype(np.float32) * (1 if near else -1)
    middle = side * (HALF * faces.width * head.cosine + 0.035) - 0.20 * head.sine
    right = (head.x - middle) * side / (0.075 + 0.10 * np.abs(head.sine) * near)
    down = (head.y - 0.13 - 0.06 * right) / 0.225
    away = np.sqrt(right * right + down * down) + 1e-6
    cover = edge((1 - away) * 0.13, head.pixel)
    hollow = 1 - 0.5 * bell((away - 0.35) / 0.3) * (right > -0.6)
    colour = times(skin_base(faces), 0.85, hollow)
    lay(picture, cover, lit([colour[0] * 1.05, colour[1] * 0.95, colour[2] * 0.95], light, gloss=0.02))
