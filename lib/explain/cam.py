"""Class-activation maps: which places of an image spoke for a class."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.tracing import PROBABILITIES, Trace, compiled, in_chunks, trace


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


def grad_cam(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, layer: str | None = None) -> np.ndarray:
    """Grad-CAM (Selvaraju et al. 2017, section 3): features weighted by their mean gradient.

    For a head of global average pooling and one dense layer it is `cam` divided by the number of places.

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.
        layer: whose features are weighed; `None`: the last layer with spatial size above one.

    Returns:
        `(N, h, w)` non-negative, at the size of the layer's feature map.

    Raises:
        ValueError: the layer is unknown or has no places, or images or classes do not fit.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)

    def build() -> Callable:
        def run(batch: tf.Tensor, chosen: tf.Tensor) -> tuple[tf.Tensor]:
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                traced = trace(model, batch, tape=tape)
                score = tf.gather(traced.logits, chosen, axis=1, batch_dims=1)
            step = traced.step(layer)
            if not step.spatial:
                raise ValueError(f"layer: {step.path} puts out {tuple(step.output.shape)}, expected a map of places")
            gradient = tape.gradient(score, step.output, unconnected_gradients="zero")
            weights = tf.reduce_mean(tf.cast(gradient, tf.float32), axis=(1, 2))
            return (tf.nn.relu(tf.einsum("nhwk,nk->nhw", tf.cast(step.output, tf.float32), weights)),)

        return run

    (maps,) = in_chunks(compiled(model, ("grad_cam", layer), images.shape[1:], build), images, classes)
    return maps


def resize_to(maps: np.ndarray, size: int | tuple[int, int]) -> np.ndarray:
    """Enlarge maps bilinearly; unlike bicubic resizing this never leaves the range of the values.

    Args:
        maps: `(N, h, w)`.
        size: side, or (height, width), in pixels.

    Returns:
        `(N, height, width)` float32.

    Raises:
        ValueError: `maps` has another rank, or `size` is not positive.
    """
    maps, (height, width) = np.asarray(maps), np.broadcast_to(size, 2).tolist()
    if maps.ndim != 3:
        raise ValueError(f"maps: got shape {maps.shape}, expected (N, height, width)")
    if min(height, width) < 1:
        raise ValueError(f"size: got {size}, expected at least one pixel")
    return tf.image.resize(maps[..., None].astype(np.float32), (height, width), method="bilinear").numpy()[..., 0]


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
