"""Pictures as they are kept, uint8, and as networks take them, floats in [0, 1], four times as large."""

from typing import TypeVar

import numpy as np
import tensorflow as tf

Pictures = TypeVar("Pictures", np.ndarray, tf.Tensor)


def as_floats(values: Pictures) -> Pictures:
    """Return uint8 as float32 in [0, 1], and all else, such as images that are floats already, as float32.

    Args:
        values: any shape.

    Returns:
        A tensor for a tensor, else an array.
    """
    if tf.is_tensor(values):
        floats = tf.cast(values, tf.float32)
        return floats / 255 if values.dtype == tf.uint8 else floats
    values = np.asarray(values)
    return values / np.float32(255) if values.dtype == np.uint8 else values.astype(np.float32, copy=False)
