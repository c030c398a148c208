"""A plain detector: convolutions, a dense layer and one number, larger for what looks more like a face."""

from collections.abc import Sequence

import keras
from keras import layers

#: Filters of the convolutions for pictures of 64 pixels, and for grey ones of 25.
CHANNELS, SMALL_CHANNELS = (12, 24, 48, 64), (16, 32, 64)


def build_plain_detector(
    *, shape: Sequence[int] = (64, 64, 3), channels: Sequence[int] = CHANNELS, hidden: int = 64
) -> keras.Model:
    """Build a detector with random weights; each convolution halves the sides.

    Args:
        shape: of a picture, such as `(64, 64, 3)` in colour or `(25, 25, 1)` in grey.
        channels: filters of each convolution.
        hidden: units of the dense layer.

    Returns:
        A functional model from images `(N, *shape)` to logits `(N,)`. Images in colour are in [0, 1] and are centred;
        grey ones are taken as they are, each standardised on its own (`standardised`).
    """
    images = keras.Input(tuple(shape), name="images")
    x = layers.Rescaling(scale=2.0, offset=-1.0, name="centre")(images) if shape[-1] == 3 else images
    rectified = {"activation": "relu", "kernel_initializer": "he_normal"}
    for number, count in enumerate(channels, start=1):
        size = 5 if number == 1 else 3
        x = layers.Conv2D(count, size, strides=2, padding="same", name=f"halve{number}", **rectified)(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(hidden, name="hidden", **rectified)(x)
    logit = layers.Reshape((), name="logit")(layers.Dense(1, name="face")(x))
    return keras.Model(images, logit, name="detector")
