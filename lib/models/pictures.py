"""Pictures as they are kept, uint8, and as networks take them, floats in [0, 1], four times as large."""

import numpy as np


def as_floats(values: np.ndarray) -> np.ndarray:
    """Return uint8 as float32 in [0, 1], and all else, such as images that are floats already, as float32.

    Args:
        values: any shape.
    """
    values = np.asarray(values)
    return values / np.float32(255) if values.dtype == np.uint8 else values.astype(np.float32, copy=False)
