"""Occlusion: how far the logit falls when a patch of the image is covered."""

import keras
import numpy as np

from lib.explain.arguments import checked_classes, checked_count, checked_images
from lib.explain.forward import Forward, blocks, forward


def occlusion(
    model: keras.Model,
    images: np.ndarray,
    classes: np.ndarray,
    *,
    patch: int,
    stride: int | None = None,
    fill: float | np.ndarray | None = None,
) -> np.ndarray:
    """Occlusion (Zeiler and Fergus 2014, section 4.2): the drop of the class's logit with each patch covered.

    The patch is put on the image as it is given, before any preprocessing inside the model, so that a colour is a
    colour. The image's own mean colour is the default because a patch of it brings in no brightness or tint that was
    not there. Other libraries set the model's input to zero, which is black here, and mid-grey for a model that takes
    [-1, 1].

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.
        patch: its side in pixels.
        stride: pixels from patch to patch; `None`: as many as `patch`, so that the patches tile the image.
        fill: colour of the patch in [0, 1], one value or three; `None`: each image's mean colour.

    Returns:
        `(N, rows, columns)`, signed, in units of the logit: positive where the image spoke for the class. The grid
        begins at the top left corner and covers the whole image: its last patches may reach over the edge.

    Raises:
        ValueError: `patch`, `stride` or `fill` is out of range, or images or classes do not fit the model.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)
    sides, patch = images.shape[1:3], checked_count("patch", patch)
    if patch > min(sides):
        raise ValueError(f"patch: got {patch}, larger than images of {sides[0]} × {sides[1]} pixels")
    stride = patch if stride is None else checked_count("stride", stride)
    tops, lefts = (np.arange(0, min(side, side - patch + stride), stride) for side in sides)
    colours = _checked_colours(fill, images)
    corners = [(top, left) for top in tops for left in lefts]
    run = forward(model, images.shape[1:], passes=len(images) * (len(corners) + 1))
    logits = [_covered_logits(run, *each, corners, patch) for each in zip(images, colours, strict=True)]
    scores = np.stack([rows[:, chosen] for rows, chosen in zip(logits, classes, strict=True)])
    return (scores[:, :1] - scores[:, 1:]).reshape(-1, len(tops), len(lefts))


def _checked_colours(fill: float | np.ndarray | None, images: np.ndarray) -> np.ndarray:
    """Return a colour for each image."""
    if fill is None:
        return images.mean(axis=(1, 2))
    fill = np.asarray(fill, np.float32)
    if fill.shape not in ((), (1,), images.shape[-1:]) or not ((fill >= 0) & (fill <= 1)).all():
        raise ValueError(f"fill: got {fill}, expected one value or {images.shape[-1]} in [0, 1]")
    return np.broadcast_to(fill, (len(images), images.shape[-1]))


def _covered_logits(
    run: Forward, image: np.ndarray, colour: np.ndarray, corners: list[tuple[int, int]], patch: int
) -> np.ndarray:
    """Return the logits of the image, and then those of the image with each patch covered."""
    logits = []
    for rows in blocks(len(corners) + 1):
        copies = np.repeat(image[None], len(rows), axis=0)
        for copy, row in zip(copies, rows, strict=True):
            if row:  # the first copy stays as it is
                top, left = corners[row - 1]
                copy[top : top + patch, left : left + patch] = colour
        logits.append(run(copies))
    return np.concatenate(logits)
