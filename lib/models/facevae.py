"""FaceVAE: the variational autoencoder of drawn faces whose weights ship with the book.

Its loss and its training are in `lib.training.facevae`; here is the network. Decoding costs less than encoding: a page
decodes more than it encodes.
"""

from collections.abc import Sequence

import keras
from keras import layers

from lib.models.archive import read_record
from lib.models.autoencoders import VAE
from lib.models.weights import load_weights

LATENTS = 256
#: Output channels of the encoder's convolutions, each of which halves the resolution, and of the decoder's, each of
#: which doubles it; the last of the decoder's makes the picture.
DOWN, UP = (32, 64, 128, 192), (128, 64, 32, 3)
#: Channels of the smallest map from which the decoder begins.
BEGIN = 96


def build_facevae(*, latents: int = LATENTS, down: Sequence[int] = DOWN, size: int = 64) -> VAE:
    """Build FaceVAE with random weights.

    Args:
        latents: how many numbers stand for a picture.
        down: output channels of the encoder's convolutions, as many as the decoder has.
        size: side of the pictures in pixels, a multiple of 16.

    Returns:
        A variational autoencoder of images `(N, size, size, 3)` float32 in [0, 1].
    """
    return VAE(_encoder(latents, down, size), _decoder(latents, size))


def shipped_part(vae: VAE) -> keras.Model:
    """Return encoder and decoder as one model from images to [mean, log variance, restored]: what ships of it."""
    mean, log_variance = vae.encoder.outputs
    return keras.Model(vae.encoder.inputs, [mean, log_variance, vae.decoder(mean)], name="facevae")


def load_facevae() -> VAE:
    """Return FaceVAE as shipped.

    Raises:
        FileNotFoundError, ValueError: as `load_weights`.
    """
    vae = build_facevae()
    load_weights(shipped_part(vae), "facevae")
    return vae


def facevae_record() -> dict:
    """Return how FaceVAE was trained and how it does: `ssim`, `ssim_face`, `tone_r2`, `yaw_r2`, `glasses_auc`, …"""
    return read_record("facevae")


def _encoder(latents: int, down: Sequence[int], size: int) -> keras.Model:
    images = keras.Input((size, size, 3), name="images")
    x = layers.Rescaling(scale=2.0, offset=-1.0, name="centre")(images)
    for number, count in enumerate(down, start=1):
        kernel = 5 if number == 1 else 4
        x = layers.Conv2D(count, kernel, strides=2, padding="same", activation="silu", name=f"halve{number}")(x)
    x = layers.Flatten(name="flat")(x)
    mean = layers.Dense(latents, dtype="float32", name="mean")(x)
    # Starting with the spread of the standard normal for every picture keeps the first steps calm.
    flat = {"kernel_initializer": "zeros", "dtype": "float32"}
    return keras.Model(images, [mean, layers.Dense(latents, name="log_variance", **flat)(x)], name="encoder")


def _decoder(latents: int, size: int) -> keras.Model:
    codes, side = keras.Input((latents,), name="latents"), size // 2 ** len(UP)
    x = layers.Dense(side * side * BEGIN, activation="silu", name="places")(codes)
    x = layers.Reshape((side, side, BEGIN), name="square")(x)
    for number, count in enumerate(UP[:-1], start=1):
        x = layers.Conv2DTranspose(count, 4, strides=2, padding="same", activation="silu", name=f"double{number}")(x)
    # Starting grey, in the middle of [0, 1], spares the first steps.
    grey = {"bias_initializer": keras.initializers.Constant(0.5), "dtype": "float32"}
    images = layers.Conv2DTranspose(UP[-1], 4, strides=2, padding="same", name="images", **grey)(x)
    return keras.Model(codes, images, name="decoder")
