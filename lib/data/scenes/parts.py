"""An object as parts laid over each other, each with its paint and its relief."""

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from lib.data.scenes.shapes import SIDE, normals

Colour = tuple[float, float, float]


class Part(NamedTuple):
    """A part of an object: where it is, how it is painted, how wide its rounded rim is.

    Its colour is `share` times the object's own colour plus `fixed`. Without a `bevel` it is paint alone: the relief
    of what lies below stays.
    """

    mask: np.ndarray
    share: float = 1.0
    fixed: Colour = (0.0, 0.0, 0.0)
    bevel: float | None = None


def mixed(colour: Colour, amount: float) -> Colour:
    """Return an `amount` of a fixed colour, to be mixed with a share of the object's own."""
    red, green, blue = colour
    return amount * red, amount * green, amount * blue


def silhouette(parts: list[Part]) -> np.ndarray:
    """Return the mask of all parts together."""
    return np.logical_or.reduce([part.mask for part in parts])


def surface(parts: list[Part]) -> np.ndarray:
    """Lay the parts over each other, the first at the bottom.

    Returns:
        `(SIDE, SIDE, 7)`: normal x, y, z; share of the object's own colour; fixed red, green, blue. It is blurred by
        about a pixel of the later picture, so that it can be sampled.
    """
    layers = np.zeros((SIDE, SIDE, 7))
    for part in parts:
        if part.bevel is not None:
            layers[part.mask, :3] = normals(part.mask, bevel=part.bevel)[part.mask]
        layers[part.mask, 3:] = (part.share, *part.fixed)
    # Outside, the nearest part goes on: blurring would otherwise let an empty surface shine in at the rim.
    nearest = ndimage.distance_transform_edt(~silhouette(parts), return_distances=False, return_indices=True)
    return ndimage.gaussian_filter(layers[tuple(nearest)], (2, 2, 0))
