"""The patches of real pictures that excite a channel most: the check on every picture made up for it.

Zeiler and Fergus 2014, section 4.1; Olah et al. 2017 set them beside optimised pictures.
"""

from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np

from lib.explain.activations import activations
from lib.explain.arguments import checked_images


class Patches(NamedTuple):
    """The strongest patches of each channel, the strongest first."""

    images: np.ndarray  #: `(channels, count, side, side, 3)` in [0, 1]
    strengths: np.ndarray  #: `(channels, count)`, the activation at the patch's centre
    places: np.ndarray  #: `(channels, count, 3)`: image, and (row, column) on the layer's map


def strongest_patches(
    model: keras.Model,
    images: np.ndarray,
    layer: str,
    channels: Sequence[int],
    *,
    count: int,
    side: int,
    one_per_image: bool = True,
) -> Patches:
    """Cut out what excites channels most.

    A place of the map stands for its share of the picture, and the patch is centred there; near the border it is moved
    inside, so that all patches are whole.

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        layer: name or path of a layer with places.
        channels: which of its channels.
        count: patches of each channel.
        side: of the patches in pixels; `lib.explain.convolution.receptive_field` says how far a place can see.
        one_per_image: only the strongest place of each image, so that a single picture cannot fill a row.

    Raises:
        ValueError: the layer has no places or not these channels, or there are not `count` patches of this size.
    """
    images = checked_images(model, images)
    maps = activations(model, images, [layer])[layer]
    if maps.ndim != 4:
        raise ValueError(f"layer: {layer} puts out {maps.shape[1:]}, expected a map of places")
    if not len(channels) or min(channels) < 0 or max(channels) >= maps.shape[-1]:
        raise ValueError(f"channels: got {list(channels)}, but {layer} has channels 0 to {maps.shape[-1] - 1}")
    if not 1 <= side <= min(images.shape[1:3]):
        raise ValueError(f"side: got {side}, expected 1 to {min(images.shape[1:3])}, the side of the images")
    available = len(images) if one_per_image else maps[..., 0].size
    if not 1 <= count <= available:
        raise ValueError(f"count: got {count}, expected 1 to {available}")
    places = np.stack([_strongest(maps[..., channel], count, one_per_image) for channel in channels])
    strengths = np.stack([maps[(*rows.T, channel)] for rows, channel in zip(places, channels, strict=True)])
    patches = [[_cut(images[image], place, maps.shape[1:3], side) for image, *place in rows] for rows in places]
    return Patches(np.array(patches), strengths, places)


def _strongest(maps: np.ndarray, count: int, one_per_image: bool) -> np.ndarray:
    """Return (image, row, column) of the `count` largest values of `(N, h, w)`, the largest first."""
    flat = maps.reshape(len(maps), -1)
    candidates = np.arange(maps.size).reshape(flat.shape)
    if one_per_image:
        candidates = np.take_along_axis(candidates, flat.argmax(axis=1)[:, None], axis=1)
    candidates = candidates.ravel()
    order = np.argsort(-maps.ravel()[candidates], kind="stable")[:count]
    return np.stack(np.unravel_index(candidates[order], maps.shape), axis=1)


def _cut(image: np.ndarray, place: Sequence[int], grid: tuple[int, int], side: int) -> np.ndarray:
    """Return the square of an image around a place of its map."""
    corners = []
    for index, cells, length in zip(place, grid, image.shape[:2], strict=True):
        centre = (index + 0.5) * length / cells
        corners.append(int(np.clip(round(centre - side / 2), 0, length - side)))
    top, left = corners
    return image[top : top + side, left : left + side]
