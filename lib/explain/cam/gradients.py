"""Class-activation maps that read the weight of a feature from the gradient: Grad-CAM, Grad-CAM++ and LayerCAM."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.compiling import compiled, in_chunks
from lib.explain.folding import fold
from lib.explain.tracing import trace

#: Features and the logit's gradient with respect to them, both `(N, h, w, channels)`, to maps `(N, h, w)`.
Weighing = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


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
    return _weighed(_by_mean, model, images, classes, layer)


def grad_cam_plus_plus(
    model: keras.Model, images: np.ndarray, classes: np.ndarray, *, layer: str | None = None
) -> np.ndarray:
    """Grad-CAM++ (Chattopadhay et al. 2018, section 3): a feature that shows in few places is not averaged away.

    The closed form for the score exp(logit), equations 14 and 19: there the second and third derivative are the
    gradient's square and cube, so that place (i, j) has the factor g² / (2 g² + g³ Σ A) = 1 / (2 + g Σ A), or 0 where
    g is 0. As in the authors' code, each channel's factors are divided by their sum, and the common factor exp(logit)
    is left out: it would scale the whole map.

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
    return _weighed(_by_closed_form, model, images, classes, layer)


def layer_cam(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, layer: str | None = None) -> np.ndarray:
    """LayerCAM (Jiang et al. 2021, section III): each place weighted by its own gradient where that is positive.

    Nothing is averaged over places, so that early layers give fine maps too.

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
    return _weighed(_by_place, model, images, classes, layer)


def _by_mean(features: tf.Tensor, gradient: tf.Tensor) -> tf.Tensor:
    return tf.einsum("nhwk,nk->nhw", features, tf.reduce_mean(gradient, axis=(1, 2)))


def _by_closed_form(features: tf.Tensor, gradient: tf.Tensor) -> tf.Tensor:
    present = tf.cast(gradient != 0, tf.float32)
    factors = tf.math.divide_no_nan(present, 2 + gradient * tf.reduce_sum(features, axis=(1, 2), keepdims=True))
    factors = tf.math.divide_no_nan(factors, tf.reduce_sum(factors, axis=(1, 2), keepdims=True))
    return tf.einsum("nhwk,nk->nhw", features, tf.reduce_sum(factors * tf.nn.relu(gradient), axis=(1, 2)))


def _by_place(features: tf.Tensor, gradient: tf.Tensor) -> tf.Tensor:
    return tf.reduce_sum(features * tf.nn.relu(gradient), axis=-1)


def _weighed(
    weigh: Weighing, model: keras.Model, images: np.ndarray, classes: np.ndarray, layer: str | None
) -> np.ndarray:
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)

    def build() -> Callable:
        def run(batch: tf.Tensor, chosen: tf.Tensor) -> tuple[tf.Tensor]:
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                # Folding is faster, but a convolution that was asked for by name must stay on the gradient's way.
                traced = trace(model, batch, tape=tape, rewrite=fold if layer is None else None)
                score = tf.gather(traced.logits, chosen, axis=1, batch_dims=1)
            features = traced.feature_map(layer).output
            gradient = tape.gradient(score, features, unconnected_gradients="zero")
            return (tf.nn.relu(weigh(tf.cast(features, tf.float32), tf.cast(gradient, tf.float32))),)

        return run

    (maps,) = in_chunks(compiled(model, (weigh.__name__, layer), images.shape[1:], build), images, classes)
    return maps
