"""Intermediate outputs: what each layer makes of an image (Zeiler and Fergus 2014, section 2)."""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_images
from lib.explain.compiling import compiled, in_chunks, pictures
from lib.explain.tracing import trace


def activations(model: keras.Model, images: np.ndarray, layers: Sequence[str]) -> dict[str, np.ndarray]:
    """Return what layers put out, all of them in one pass.

    Args:
        model: a functional or sequential Keras model, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        layers: names, or paths such as `backbone/block7` inside nested models.

    Returns:
        One array per name, `(N, …)`; `(N, h, w, channels)` for convolutional layers.

    Raises:
        ValueError: a layer is unknown or named by several, or the images do not fit the model.
    """
    images, names = checked_images(model, images), tuple(layers)
    if isinstance(layers, str) or not names:
        raise ValueError(f"layers: got {layers!r}, expected a sequence of layer names")

    def build() -> Callable:
        def run(batch: tf.Tensor) -> tuple[tf.Tensor, ...]:
            traced = trace(model, batch)
            return tuple(traced.step(name).output for name in names)

        return run

    function = compiled(model, ("activations", names), images.shape[1:], build, signature=(pictures(images.shape[1:]),))
    return dict(zip(names, in_chunks(function, images), strict=True))
