"""Attribution to pixels: how much the class's logit would change with each of them."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.tracing import compiled, in_chunks, trace


def saliency(model: keras.Model, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Gradient of the class's logit with respect to the pixels (Simonyan et al. 2014, section 3).

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.

    Returns:
        `(N, H, W, 3)`, signed: logit per unit of brightness.

    Raises:
        ValueError: images or classes do not fit the model.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)

    def build() -> Callable:
        def run(batch: tf.Tensor, chosen: tf.Tensor) -> tuple[tf.Tensor]:
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(batch)
                score = tf.gather(trace(model, batch).logits, chosen, axis=1, batch_dims=1)
            return (tape.gradient(score, batch),)

        return run

    (gradients,) = in_chunks(compiled(model, ("saliency",), images.shape[1:], build), images, classes)
    return gradients
