"""The class-activation map of a network that ends in global average pooling and one dense layer."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.compiling import compiled, in_chunks
from lib.explain.tracing import PROBABILITIES, Trace, trace


def cam(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, signed: bool = False) -> np.ndarray:
    """Class-activation map (Zhou et al. 2016, section 2): features weighted by the dense layer's own weights.

    The logit is the mean of the signed map plus the bias, so nothing is estimated.

    Args:
        model: a network that ends in global average pooling and one dense layer.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.
        signed: keep the places that spoke against the class, with their sign.

    Returns:
        `(N, h, w)` in units of the logit, at the size of the last feature map; non-negative unless `signed`.

    Raises:
        ValueError: the head is another one, or images or classes do not fit.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)

    def build() -> Callable:
        def run(batch: tf.Tensor, chosen: tf.Tensor) -> tuple[tf.Tensor]:
            features, kernel = _linear_head(trace(model, batch))
            weights = tf.gather(tf.cast(kernel, tf.float32), chosen, axis=1)
            return (tf.einsum("nhwk,kn->nhw", tf.cast(features, tf.float32), weights),)

        return run

    (maps,) = in_chunks(compiled(model, ("cam",), images.shape[1:], build), images, classes)
    return maps if signed else np.maximum(maps, 0)


def _is_softmax(layer: keras.Layer) -> bool:
    return isinstance(layer, keras.layers.Activation) and layer.activation in PROBABILITIES


def _linear_head(traced: Trace) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (features before the pooling, kernel of the dense layer), or say what head was found."""
    dense, *before = traced.steps[::-1]
    if before and (isinstance(dense.layer, keras.layers.Softmax) or _is_softmax(dense.layer)):
        dense = before[0]
    pooled = [
        step
        for step in traced.steps
        if isinstance(step.layer, keras.layers.GlobalAveragePooling2D) and step.output is dense.input
    ]
    if isinstance(dense.layer, keras.layers.Dense) and pooled:
        return pooled[0].input, tf.convert_to_tensor(dense.layer.kernel)
    found = " → ".join(type(step.layer).__name__ for step in traced.steps[-3:])
    raise ValueError(
        f"model: CAM needs global average pooling followed by one dense layer, but the head is {found}; use grad_cam"
    )
