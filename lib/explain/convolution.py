"""A convolution in plain NumPy, as networks use the word: the kernel is not flipped (cross-correlation)."""

from collections.abc import Iterable

import numpy as np


def convolve(image: np.ndarray, kernel: np.ndarray, *, stride: int = 1) -> np.ndarray:
    """Slide a kernel over an image and sum the products at each place, without padding.

    Args:
        image: `(H, W)` or `(H, W, channels)`.
        kernel: `(k, l)` or `(k, l, channels)`, of the image's rank.
        stride: how far the kernel moves from place to place.

    Returns:
        `((H − k) // stride + 1, (W − l) // stride + 1)`.

    Raises:
        ValueError: kernel and image differ in rank or channels, or the kernel is larger than the image.
    """
    if kernel.ndim != image.ndim or kernel.shape[2:] != image.shape[2:]:
        raise ValueError(f"kernel: got shape {kernel.shape} for an image of shape {image.shape}")
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError(f"kernel: {kernel.shape[:2]} is larger than the image, {image.shape[:2]}")
    patches = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    axes = tuple(range(-kernel.ndim, 0))
    return (patches * kernel).sum(axis=axes).reshape(patches.shape[:2])


def receptive_field(layers: Iterable[tuple[int, int]]) -> int:
    """Return the side in pixels of the square that one output of stacked convolutions can see.

    Args:
        layers: (kernel side, stride) from first to last.
    """
    side, step = 1, 1
    for kernel, stride in layers:
        side += (kernel - 1) * step
        step *= stride
    return side
