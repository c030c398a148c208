"""Encoders and decoders: from a picture to a few numbers and back, small enough to be trained while a page is read."""

from collections.abc import Sequence
from math import prod

import keras
from keras import layers

#: Output channels of an encoder's convolutions, each of which halves the resolution; a decoder's go the other way.
CHANNELS = (12, 24, 48, 72)
#: Units between the last convolution and the latents.
HIDDEN = 256


def build_encoder(
    latents: int,
    *,
    outputs: Sequence[str] = ("mean", "log_variance"),
    with_logit: bool = False,
    size: int = 64,
    channels: Sequence[int] = CHANNELS,
    hidden: int = HIDDEN,
) -> keras.Model:
    """Build a convolutional encoder with random weights.

    Args:
        latents: how many numbers stand for a picture.
        outputs: names of what it returns, `(N, latents)` each.
        with_logit: whether it returns before them the logit `(N,)` of a class.
        size: side of the pictures in pixels, a multiple of two to the power of the convolutions.
        channels: of each convolution.
        hidden: units of the dense layer.

    Returns:
        A functional model from images `(N, size, size, 3)` in [0, 1] to a list of tensors.
    """
    images = keras.Input((size, size, 3), name="images")
    x = layers.Rescaling(scale=2.0, offset=-1.0, name="centre")(images)
    for number, count in enumerate(channels, start=1):
        x = layers.Conv2D(
            count, 5 if number < 3 else 3, strides=2, padding="same", activation="relu", name=f"halve{number}"
        )(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(hidden, activation="relu", name="hidden")(x)
    return keras.Model(images, _heads(x, latents, outputs, with_logit), name="encoder")


def build_decoder(
    latents: int, *, size: int = 64, channels: Sequence[int] = CHANNELS, hidden: int = HIDDEN
) -> keras.Model:
    """Build the decoder that mirrors `build_encoder`, with random weights.

    Args:
        latents: how many numbers stand for a picture.
        size: side of the pictures in pixels, a multiple of two to the power of the convolutions.
        channels: of the encoder's convolutions.
        hidden: units of the dense layer.

    Returns:
        A functional model from latents `(N, latents)` to images `(N, size, size, 3)`, not bounded to [0, 1].
    """
    codes = keras.Input((latents,), name="latents")
    side = size // 2 ** len(channels)
    x = layers.Dense(hidden, activation="relu", name="hidden")(codes)
    x = layers.Dense(side * side * channels[-1], activation="relu", name="places")(x)
    x = layers.Reshape((side, side, channels[-1]), name="square")(x)
    for number, count in enumerate(reversed(channels[:-1]), start=1):
        x = layers.Conv2DTranspose(count, 4, strides=2, padding="same", activation="relu", name=f"double{number}")(x)
    # Starting grey, in the middle of [0, 1], spares the first steps.
    images = layers.Conv2DTranspose(
        3,
        4,
        strides=2,
        padding="same",
        bias_initializer=keras.initializers.Constant(0.5),
        dtype="float32",
        name="images",
    )(x)
    return keras.Model(codes, images, name="decoder")


def build_dense_encoder(
    shape: Sequence[int],
    latents: int,
    *,
    outputs: Sequence[str] = ("mean", "log_variance"),
    with_logit: bool = False,
    hidden: Sequence[int] = (128,),
) -> keras.Model:
    """Build an encoder of dense layers, for pictures as small as scikit-learn's digits.

    Args:
        shape: of one picture, such as `(8, 8, 1)`.
        latents: how many numbers stand for a picture.
        outputs: as of `build_encoder`.
        with_logit: as of `build_encoder`.
        hidden: units of each dense layer.

    Returns:
        A functional model from images `(N, *shape)` to a list of tensors.
    """
    images = keras.Input(tuple(shape), name="images")
    x = layers.Flatten(name="flat")(images)
    for number, units in enumerate(hidden, start=1):
        x = layers.Dense(units, activation="relu", name=f"hidden{number}")(x)
    return keras.Model(images, _heads(x, latents, outputs, with_logit), name="encoder")


def build_dense_decoder(shape: Sequence[int], latents: int, *, hidden: Sequence[int] = (128,)) -> keras.Model:
    """Build the decoder that mirrors `build_dense_encoder`: from latents `(N, latents)` to images `(N, *shape)`.

    Args:
        shape: of one picture.
        latents: how many numbers stand for a picture.
        hidden: units of the encoder's dense layers.
    """
    codes = keras.Input((latents,), name="latents")
    x = codes
    for number, units in enumerate(reversed(hidden), start=1):
        x = layers.Dense(units, activation="relu", name=f"hidden{number}")(x)
    x = layers.Dense(prod(shape), dtype="float32", name="places")(x)
    return keras.Model(codes, layers.Reshape(tuple(shape), name="images", dtype="float32")(x), name="decoder")


def _heads(x: keras.KerasTensor, latents: int, outputs: Sequence[str], with_logit: bool) -> list[keras.KerasTensor]:
    """Return the class's logit, if wanted, and each named output; in full precision, since losses are."""
    logit = layers.Reshape((), name="logit", dtype="float32")(layers.Dense(1, dtype="float32", name="class")(x))
    heads = [layers.Dense(latents, dtype="float32", name=name)(x) for name in outputs]
    return [logit, *heads] if with_logit else heads
