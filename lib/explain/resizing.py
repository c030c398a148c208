"""Enlarging maps to the size of the picture they belong to."""

import numpy as np
import tensorflow as tf


def resize_to(maps: np.ndarray, size: int | tuple[int, int]) -> np.ndarray:
    """Enlarge maps bilinearly; unlike bicubic resizing this never leaves the range of the values.

    Args:
        maps: `(N, h, w)`.
        size: side, or (height, width), in pixels.

    Returns:
        `(N, height, width)` float32.

    Raises:
        ValueError: `maps` has another rank, or `size` is not positive.
    """
    maps, (height, width) = np.asarray(maps), np.broadcast_to(size, 2).tolist()
    if maps.ndim != 3:
        raise ValueError(f"maps: got shape {maps.shape}, expected (N, height, width)")
    if min(height, width) < 1:
        raise ValueError(f"size: got {size}, expected at least one pixel")
    return tf.image.resize(maps[..., None].astype(np.float32), (height, width), method="bilinear").numpy()[..., 0]
