"""Maps that know nothing of the network: a method that does not beat them has explained nothing.

All have the signature of a method, `(model, images, classes) -> maps`, so that they can stand in its place.
"""

import keras
import numpy as np
from skimage.color import rgb2gray
from skimage.filters import sobel

#: Standard deviation of the centred blob, as a share of the side.
BLOB = 0.25


def random_maps(model: keras.Model | None, images: np.ndarray, classes: np.ndarray, *, seed: int = 0) -> np.ndarray:
    """Return noise: every pixel drawn alone.

    Args:
        model: not looked at.
        images: `(N, H, W, 3)`, of which only the shape counts.
        classes: not looked at.
        seed: of the noise; an image's map also depends on its place in the batch.

    Returns:
        `(N, H, W)` in [0, 1).
    """
    del model, classes
    return np.random.default_rng(seed).random(images.shape[:3], np.float32)


def centred_blob(model: keras.Model | None, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return a Gaussian in the middle of the picture, where photographers put things.

    Args:
        model: not looked at.
        images: `(N, H, W, 3)`, of which only the shape counts.
        classes: not looked at.

    Returns:
        `(N, H, W)` in (0, 1], the same for all; it has fallen to e⁻² at the middle of each edge.
    """
    del model, classes
    height, width = (np.exp(-0.5 * (_from_centre(side) / BLOB) ** 2) for side in images.shape[1:3])
    return np.repeat(np.outer(height, width)[None].astype(np.float32), len(images), axis=0)


def edge_detector(model: keras.Model | None, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return how steeply brightness changes: Sobel's magnitude (the comparison of Adebayo et al. 2018, figure 1).

    Args:
        model: not looked at.
        images: `(N, H, W, 3)` in [0, 1].
        classes: not looked at.

    Returns:
        `(N, H, W)` non-negative.
    """
    del model, classes
    return np.stack([sobel(grey) for grey in rgb2gray(np.asarray(images))]).astype(np.float32)


def _from_centre(side: int) -> np.ndarray:
    """Return the distance of each pixel's middle from that of the picture, as a share of the side."""
    return (np.arange(side) + 0.5) / side - 0.5
