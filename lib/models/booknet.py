"""BookNet: the residual network that the book opens up.

Fully convolutional up to one global average and one dense layer, so that a class-activation map is exact
(Zhou et al. 2016) and any input from 48 to 224 pixels works.
"""

import keras
from keras import layers

from lib.models.archive import read_record
from lib.models.blocks import convolution, residual_block
from lib.models.weights import load_weights

#: Output channels of the residual blocks; where the number grows, the block halves the resolution.
BLOCK_CHANNELS = (32, 64, 64, 128, 128, 256, 256)


def build_booknet(*, classes: int = 100) -> keras.Model:
    """Build BookNet with random weights.

    Args:
        classes: how many classes the dense layer tells apart.

    Returns:
        A functional model from images `(N, H, W, 3)` float32 in [0, 1], H and W from 48 to 224, to logits
        `(N, classes)`. The outputs of layers `stem`, `block1` … `block7` are the stages that the book looks at.
    """
    images = keras.Input((None, None, 3), name="images")
    x = layers.Rescaling(scale=2.0, offset=-1.0, name="centre")(images)
    x = convolution(x, channels=32, size=5, stride=2, name="stem")
    x = layers.ReLU(name="stem")(x)
    for number, channels in enumerate(BLOCK_CHANNELS, start=1):
        x = residual_block(x, channels=channels, name=f"block{number}")
    x = layers.GlobalAveragePooling2D(name="average")(x)
    logits = layers.Dense(classes, dtype="float32", name="logits")(x)
    return keras.Model(images, logits, name="booknet")


def load_booknet() -> keras.Model:
    """Return BookNet as shipped: 100 classes, in the order of `lib.data.tiny_imagenet.class_names()`.

    Raises:
        FileNotFoundError, ValueError: as `load_weights`.
    """
    model = build_booknet()
    load_weights(model, "booknet")
    return model


def booknet_record() -> dict:
    """Return how BookNet was trained and how it does: `top1`, `top5`, `input_size`, `curve`, `confusions`, …"""
    return read_record("booknet")
