"""Does a heatmap point at the object, and how much of it lies there? Graded against the object's mask."""

import numpy as np
from scipy.ndimage import distance_transform_edt

from lib.explain.faithfulness.checks import checked_masks, checked_pair


def pointing_game(maps: np.ndarray, masks: np.ndarray, *, tolerance: float) -> np.ndarray:
    """Score whether each map's maximum lies on the object or next to it (Zhang et al. 2018, section 4.1).

    Where several pixels share the maximum, the score is the share of them that hit: what drawing one of them brings on
    average. A constant map so scores exactly `pointing_chance`, and no map gains from being flat.

    Args:
        maps: `(N, H, W)`, enlarged to the masks' size.
        masks: `(N, H, W)` bool, true on the object asked for.
        tolerance: greatest distance from the object in pixels. The paper allows 15 in photographs of about 500 pixels
            a side, which is 3 at 96.

    Returns:
        `(N,)` in [0, 1]: 1 a hit, 0 a miss.

    Raises:
        ValueError: shapes differ, a map is not finite, a mask is empty, or `tolerance` is negative.
    """
    maps, masks = checked_pair(maps, masks)
    peaks = maps == maps.max(axis=(1, 2), keepdims=True)
    return (peaks & _near(masks, tolerance)).sum(axis=(1, 2)) / peaks.sum(axis=(1, 2))


def pointing_chance(masks: np.ndarray, *, tolerance: float) -> np.ndarray:
    """Return what pointing anywhere at random would score: the share of pixels that count as a hit.

    Args:
        masks: `(N, H, W)` bool.
        tolerance: as for `pointing_game`.

    Returns:
        `(N,)` in (0, 1].

    Raises:
        ValueError: a mask is empty, or `tolerance` is negative.
    """
    return _near(checked_masks(masks), tolerance).mean(axis=(1, 2))


def energy_inside(maps: np.ndarray, masks: np.ndarray) -> np.ndarray:
    """Return the share of each map's energy that lies on the object (Wang et al. 2020, section 4.3).

    Energy is what a map holds above zero; what speaks against the class counts as none. A map without any says as
    little as a constant one and scores as that: the object's share of the area. (As a missing value it would drop out
    of the mean, and a method would gain by staying silent on hard images.) The paper takes bounding boxes for masks.

    Args:
        maps: `(N, H, W)`, enlarged to the masks' size.
        masks: `(N, H, W)` bool, true on the object asked for.

    Returns:
        `(N,)` in [0, 1].

    Raises:
        ValueError: shapes differ, a map is not finite, or a mask is empty.
    """
    maps, masks = checked_pair(maps, masks)
    tops = maps.max(axis=(1, 2), keepdims=True)
    # Scaled by the maximum first, so that the sums neither overflow nor vanish.
    energy = np.maximum(maps, 0, dtype=np.float64) / np.where(tops > 0, tops, 1)
    energy = np.where(tops > 0, energy, 1.0)
    return np.where(masks, energy, 0).sum(axis=(1, 2)) / energy.sum(axis=(1, 2))


def _near(masks: np.ndarray, tolerance: float) -> np.ndarray:
    """Return `(N, H, W)` bool: pixels within `tolerance` of the object."""
    if not tolerance >= 0:
        raise ValueError(f"tolerance: got {tolerance}, expected pixels, 0 or more")
    if tolerance < 1:
        return masks
    return np.stack([distance_transform_edt(~mask) <= tolerance for mask in masks])
