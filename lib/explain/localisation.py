"""From a heatmap to a place: the box around its strongest region."""

import numpy as np
from scipy.ndimage import label

#: Pixels that touch, also at a corner, are one region; those of different maps never touch.
_TOUCHING = np.stack([np.zeros((3, 3)), np.ones((3, 3)), np.zeros((3, 3))])


def boxes(maps: np.ndarray, *, threshold: float) -> np.ndarray:
    """Box the largest connected region above a share of each map's maximum (Zhou et al. 2016, section 3.2).

    Args:
        maps: `(N, H, W)` non-negative.
        threshold: share of the maximum, above 0 and below 1; the paper uses 0.2.

    Returns:
        `(N, 4)` integers: top, left, bottom, right, the last two exclusive. A map of zeros has the box 0, 0, 0, 0.

    Raises:
        ValueError: `threshold` is out of range, or `maps` has another rank or negative values.
    """
    maps = np.asarray(maps)
    if not 0 < threshold < 1:
        raise ValueError(f"threshold: got {threshold}, expected a share between 0 and 1")
    if maps.ndim != 3 or not (maps >= 0).all():
        raise ValueError(f"maps: got shape {maps.shape}, expected non-negative values (N, height, width)")
    levels = threshold * maps.max(axis=(1, 2), keepdims=True)
    largest = _largest_regions((maps >= levels) & (maps > 0))
    (top, bottom), (left, right) = (_ends(largest.any(axis=axis)) for axis in (2, 1))
    return np.stack([top, left, bottom, right], axis=1)


def _largest_regions(above: np.ndarray) -> np.ndarray:
    """Return `(N, H, W)` bool: the largest connected region of each; of equals, the first in reading order."""
    regions, count = label(above, structure=_TOUCHING)
    owners = np.zeros(count + 1, int)
    owners[regions] = np.arange(len(regions))[:, None, None]
    sizes = np.bincount(regions.ravel(), minlength=count + 1)
    smallest_first = 1 + np.lexsort((-np.arange(count), sizes[1:]))
    largest = np.full(len(regions), -1)
    largest[owners[smallest_first]] = smallest_first  # of several for one image, the last is kept
    return regions == largest[:, None, None]


def _ends(filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each row of `(N, side)` starts being true, and where it has ended; 0 and 0 if it never is."""
    ends = filled.shape[1] - filled[:, ::-1].argmax(axis=1)
    return filled.argmax(axis=1), np.where(filled.any(axis=1), ends, 0)
