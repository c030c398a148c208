"""What becomes of a class's score as pixels go, or come, in the order in which a heatmap ranks them."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from scipy.ndimage import gaussian_filter

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.compiling import compiled, in_chunks
from lib.explain.faithfulness.checks import checked_maps
from lib.explain.tracing import trace

#: What a removed pixel becomes: the grey in the middle of the range, as in the authors' code.
GREY = 0.5
#: Width of the blur as a share of the side: 5 pixels at 224 in the authors' code.
BLUR = 5 / 224


def deletion(
    model: keras.Model,
    images: np.ndarray,
    classes: np.ndarray,
    maps: np.ndarray,
    *,
    steps: int = 32,
    fill: float | np.ndarray = GREY,
    logits: bool = False,
    seed: int = 0,
) -> np.ndarray:
    """Remove pixels, the highest of the map first, and watch the class's score fall (Petsiuk et al. 2018, section 4.1).

    The sooner it falls, the better the map. Pixels of the same value go in random order, the same in all images, so
    that a constant map removes pixels anywhere and not row by row.

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.
        maps: `(N, H, W)`, enlarged to the images' size; signed maps remove last what spoke against the class.
        steps: in how many equal steps all pixels are removed.
        fill: what they become: one brightness, or anything that broadcasts to the images.
        logits: follow the logit rather than the probability that the paper follows. (One output: sigmoid; several:
            softmax.)
        seed: of the order among equals.

    Returns:
        `(N, steps + 1)`: the score with nothing removed, after each step, and with everything removed.

    Raises:
        ValueError: images, classes, maps or fill do not fit, or `steps` is not 1 to the number of pixels.
    """
    images = checked_images(model, images)
    return _curves(model, images, _filled(fill, images), classes, maps, steps=steps, logits=logits, seed=seed)


def insertion(
    model: keras.Model,
    images: np.ndarray,
    classes: np.ndarray,
    maps: np.ndarray,
    *,
    steps: int = 32,
    fill: float | np.ndarray | None = None,
    logits: bool = False,
    seed: int = 0,
) -> np.ndarray:
    """Bring pixels back, the highest first, and watch the class's score rise (Petsiuk et al. 2018, section 4.1).

    The sooner it rises, the better the map.

    Args:
        model: as for `deletion`, and so are the others that are not described here.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)`.
        maps: `(N, H, W)`.
        steps: in how many equal steps all pixels come back.
        fill: what is there before; `None`: the image blurred, as in the paper, since pixels that appear on a flat
            ground draw edges that were not there.
        logits: follow the logit.
        seed: of the order among equals.

    Returns:
        `(N, steps + 1)`: the score of the start, after each step, and of the image.

    Raises:
        ValueError: as `deletion`.
    """
    images = checked_images(model, images)
    start = blurred(images) if fill is None else _filled(fill, images)
    return _curves(model, start, images, classes, maps, steps=steps, logits=logits, seed=seed)


def area_under(curves: np.ndarray) -> np.ndarray:
    """Return the area under each curve over the share of pixels from 0 to 1, by the trapezoidal rule.

    Args:
        curves: `(N, steps + 1)`.

    Returns:
        `(N,)` in the unit of the curves: a mean score.

    Raises:
        ValueError: another rank, or fewer than two points.
    """
    curves = np.asarray(curves)
    if curves.ndim != 2 or curves.shape[1] < 2:
        raise ValueError(f"curves: got shape {curves.shape}, expected (N, steps + 1)")
    return np.trapezoid(curves, dx=1 / (curves.shape[1] - 1), axis=1)


def blurred(images: np.ndarray, *, sigma: float | None = None) -> np.ndarray:
    """Return images under a Gaussian blur of `sigma` pixels; `None`: 5 pixels at a side of 224, and in proportion."""
    images = np.asarray(images, np.float32)
    height, width = (BLUR * side if sigma is None else sigma for side in images.shape[1:3])
    return gaussian_filter(images, (0, height, width, 0), mode="nearest")


def _curves(
    model: keras.Model,
    before: np.ndarray,
    after: np.ndarray,
    classes: np.ndarray,
    maps: np.ndarray,
    *,
    steps: int,
    logits: bool,
    seed: int,
) -> np.ndarray:
    """Turn `before` into `after`, pixel by pixel in the maps' order, and return the scores on the way."""
    classes, maps = checked_classes(model, before, classes), checked_maps(maps)
    if maps.shape != before.shape[:3]:
        raise ValueError(f"maps: got shape {maps.shape} for images {before.shape}, expected their size; use resize_to")
    pixels = maps[0].size
    if not 1 <= steps <= pixels:
        raise ValueError(f"steps: got {steps}, expected 1 to {pixels}")
    score = compiled(model, ("score", logits), before.shape[1:], lambda: _score(model, logits=logits))
    places = _places(maps, seed)[..., None]
    changed = np.round(np.linspace(0, pixels, steps + 1))
    stages = (np.where(places < count, after, before) for count in changed)
    return np.stack([in_chunks(score, stage, classes)[0] for stage in stages], axis=1)


def _score(model: keras.Model, *, logits: bool) -> Callable:
    def run(batch: tf.Tensor, chosen: tf.Tensor) -> tuple[tf.Tensor]:
        scores = trace(model, batch).logits
        if not logits:
            scores = tf.nn.sigmoid(scores) if scores.shape[-1] == 1 else tf.nn.softmax(scores)
        return (tf.gather(scores, chosen, axis=1, batch_dims=1),)

    return run


def _places(maps: np.ndarray, seed: int) -> np.ndarray:
    """Return each pixel's place in line, `(N, H, W)` from 0 for the highest; equals stand in random order."""
    flat = maps.reshape(len(maps), -1)
    shuffled = np.random.default_rng(seed).permutation(flat.shape[1])
    order = shuffled[np.argsort(-flat[:, shuffled], axis=1, kind="stable")]
    places = np.empty(flat.shape, np.int32)
    np.put_along_axis(places, order, np.arange(flat.shape[1], dtype=np.int32)[None], axis=1)
    return places.reshape(maps.shape)


def _filled(fill: float | np.ndarray, images: np.ndarray) -> np.ndarray:
    try:
        return np.broadcast_to(np.asarray(fill, np.float32), images.shape)
    except ValueError:
        raise ValueError(f"fill: got shape {np.shape(fill)}, expected one that broadcasts to {images.shape}") from None
