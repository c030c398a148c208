"""How well finished pictures do, whatever they were optimised by."""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_images
from lib.explain.compiling import compiled
from lib.explain.filters.objectives import Objective, form_of, numbers_of, output_shapes, scores
from lib.explain.filters.transforms import Transform, checked_transforms, transformed
from lib.explain.tracing import trace


def robust_score(
    model: keras.Model,
    images: np.ndarray,
    objectives: Sequence[Objective],
    *,
    transforms: Sequence[Transform],
    draws: int = 16,
    seed: int = 0,
) -> np.ndarray:
    """Return the mean score of pictures over random movements.

    A picture can excite a channel by a pattern of single pixels that a shift by one of them destroys. What is left
    after movements is what a similar picture could also reach (Olah et al. 2017, "Transformation robustness").

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        objectives: one for each image.
        transforms: the movements; pictures of one call are all moved alike.
        draws: how many movements.
        seed: which ones.

    Returns:
        `(N,)` float32, in units of the activations.

    Raises:
        ValueError: images and objectives do not fit the model or each other, or there is no draw.
    """
    images = checked_images(model, images)
    if len(objectives) != len(images):
        raise ValueError(f"objectives: got {len(objectives)}, expected one for each of {len(images)} images")
    if draws < 1:
        raise ValueError(f"draws: got {draws}, expected at least 1")
    form, transforms = form_of(objectives), checked_transforms(transforms)
    numbers = numbers_of(objectives, form, output_shapes(model, form, images.shape[1:]))

    def build() -> Callable:
        def run(batch: tf.Tensor, movement: tf.Tensor, *numbers: tf.Tensor) -> tf.Tensor:
            return scores(form, trace(model, transformed(batch, transforms, movement)), numbers)

        return run

    constants = [tf.constant(array) for array in (images, np.zeros(2, np.int32), *numbers)]
    signature = (*(tf.TensorSpec((None, *c.shape[1:]), c.dtype) for c in constants),)
    function = compiled(model, ("robust_score", form, transforms), images.shape[1:], build, signature=signature)
    batch, _, *rest = constants
    return np.mean([function(batch, tf.constant([seed, draw]), *rest).numpy() for draw in range(draws)], axis=0)
