"""From a heatmap to a place: the box around its strongest region."""

import numpy as np
from skimage.measure import label, regionprops


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
    return np.array([_box(one, threshold * one.max()) for one in maps], int).reshape(-1, 4)


def _box(one: np.ndarray, level: float) -> tuple[int, int, int, int]:
    regions = regionprops(label((one >= level) & (one > 0)))
    return max(regions, key=lambda region: region.area).bbox if regions else (0, 0, 0, 0)
