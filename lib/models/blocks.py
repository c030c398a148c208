"""What the book's own networks are built of: convolutions with normalisation, and residual blocks of two.

Residual blocks follow He et al. 2016, section 3.3. A layer's name begins with the name of its block.
"""

import keras
from keras import layers


def convolution(
    x: keras.KerasTensor, *, channels: int, size: int, stride: int = 1, name: str, start_at_zero: bool = False
) -> keras.KerasTensor:
    """Convolution without bias, then batch normalisation: the bias would be subtracted again."""
    x = layers.Conv2D(
        channels,
        size,
        strides=stride,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
        name=f"{name}_conv",
    )(x)
    gamma = "zeros" if start_at_zero else "ones"
    return layers.BatchNormalization(momentum=0.95, epsilon=1e-5, gamma_initializer=gamma, name=f"{name}_norm")(x)


def residual_block(x: keras.KerasTensor, *, channels: int, name: str) -> keras.KerasTensor:
    """Two 3×3 convolutions beside a shortcut; a block that adds channels halves the resolution in both."""
    shrinks = x.shape[-1] != channels
    y = convolution(x, channels=channels, size=3, stride=2 if shrinks else 1, name=f"{name}_a")
    y = layers.ReLU(name=f"{name}_a")(y)
    # Starting at zero, each block begins as its shortcut alone: deep stacks then train from the first step.
    y = convolution(y, channels=channels, size=3, name=f"{name}_b", start_at_zero=True)
    if shrinks:
        x = layers.AveragePooling2D(2, padding="same", name=f"{name}_pool")(x)
        x = convolution(x, channels=channels, size=1, name=f"{name}_shortcut")
    return layers.ReLU(name=name)(layers.Add(name=f"{name}_sum")([x, y]))
