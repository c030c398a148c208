"""TinyNet: four convolutions, an average and a dense layer, small enough to be trained while a page is read."""

import keras
from keras import layers

from lib.models.blocks import convolution

#: Output channels and stride of each convolution.
CONVOLUTIONS = ((16, 2), (32, 2), (64, 1), (64, 1))


def build_tinynet(*, classes: int = 10) -> keras.Model:
    """Build TinyNet with random weights.

    Like BookNet it ends in an average over places and one dense layer, so that its class-activation map is exact
    (Zhou et al. 2016). Each place of the last map, a square of 4 pixels, sees 25 × 25 pixels.

    Args:
        classes: how many answers it tells apart.

    Returns:
        A functional model from images `(N, H, W, 3)` float32 in [0, 1], made for H and W of 48, to logits
        `(N, classes)`.
    """
    images = keras.Input((None, None, 3), name="images")
    x = layers.Rescaling(scale=2.0, offset=-1.0, name="centre")(images)
    for number, (channels, stride) in enumerate(CONVOLUTIONS, start=1):
        size = 5 if number == 1 else 3
        x = convolution(x, channels=channels, size=size, stride=stride, name=f"block{number}")
        x = layers.ReLU(name=f"block{number}")(x)
    x = layers.GlobalAveragePooling2D(name="average")(x)
    return keras.Model(images, layers.Dense(classes, name="logits")(x), name="tinynet")
