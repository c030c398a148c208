"""ScenesNet: a small residual network that names the objects in drawn scenes.

Built like BookNet, so that a class-activation map is exact (Zhou et al. 2016). It halves the resolution three times
only: on a picture of 96 pixels the last map has 12 × 12 places, fine enough to point at an object.
"""

import keras
from keras import layers

from lib.models.archive import read_record
from lib.models.blocks import convolution, residual_block
from lib.models.weights import load_weights

#: Output channels of the residual blocks; where the number grows, the block halves the resolution.
BLOCK_CHANNELS = (32, 64, 64)


def build_scenesnet(*, classes: int = 10) -> keras.Model:
    """Build ScenesNet with random weights.

    Args:
        classes: how many kinds of object the dense layer tells apart.

    Returns:
        A functional model from images `(N, H, W, 3)` float32 in [0, 1], made for H and W of 96, to logits
        `(N, classes)`. The outputs of layers `stem`, `block1` … `block3` are the stages that the book looks at.
    """
    images = keras.Input((None, None, 3), name="images")
    x = layers.Rescaling(scale=2.0, offset=-1.0, name="centre")(images)
    x = convolution(x, channels=16, size=5, stride=2, name="stem")
    x = layers.ReLU(name="stem")(x)
    for number, channels in enumerate(BLOCK_CHANNELS, start=1):
        x = residual_block(x, channels=channels, name=f"block{number}")
    x = layers.GlobalAveragePooling2D(name="average")(x)
    logits = layers.Dense(classes, dtype="float32", name="logits")(x)
    return keras.Model(images, logits, name="scenesnet")


def load_scenesnet() -> keras.Model:
    """Return ScenesNet as shipped: 10 classes, in the order of `lib.data.scenes.OBJECTS`.

    Raises:
        FileNotFoundError, ValueError: as `load_weights`.
    """
    model = build_scenesnet()
    load_weights(model, "scenesnet")
    return model


def scenesnet_record() -> dict:
    """Return how ScenesNet was trained and how it does: `accuracy`, `both_first`, `curve`, …"""
    return read_record("scenesnet")
