"""How alike are two heatmaps: in the order of their pixels, and in what the eye sees?"""

import numpy as np
from scipy.stats import pearsonr, rankdata
from skimage import metrics

from lib.explain.faithfulness.checks import checked_maps

#: Side of the window in which structure is compared, in pixels.
WINDOW = 7


def rank_correlation(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation of two maps of each image.

    Args:
        first: `(N, H, W)`.
        second: `(N, H, W)`.

    Returns:
        `(N,)` in [-1, 1]; 0 where one of the two is constant and so ranks nothing.

    Raises:
        ValueError: maps are not as above, or shapes differ.
    """
    first, second = (maps.reshape(len(maps), -1) for maps in _checked_maps(first, second))
    ordered = (np.ptp(first, axis=1) > 0) & (np.ptp(second, axis=1) > 0)
    correlations = np.zeros(len(first))
    if ordered.any():  # Spearman's is Pearson's of the ranks; `scipy.stats.spearmanr` pairs every row with every other
        ranks = (rankdata(maps[ordered], axis=1) for maps in (first, second))
        correlations[ordered] = pearsonr(*ranks, axis=1).statistic
    return correlations


def structural_similarity(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the structural similarity of two maps of each image (Wang et al. 2004, section III).

    Maps are compared as they are shown: in absolute value, each scaled to a maximum of 1.

    Args:
        first: `(N, H, W)`, at least 7 pixels a side.
        second: `(N, H, W)`.

    Returns:
        `(N,)` in [-1, 1], 1 for maps that are shown alike.

    Raises:
        ValueError: maps are not as above, or shapes differ.
    """
    first, second = (_shown(maps) for maps in _checked_maps(first, second))
    if min(first.shape[1:]) < WINDOW:
        raise ValueError(f"first: got shape {first.shape}, expected at least {WINDOW} pixels a side; use resize_to")
    pairs = zip(first, second, strict=True)
    return np.array([metrics.structural_similarity(*pair, win_size=WINDOW, data_range=1.0) for pair in pairs], float)


def _checked_maps(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    first, second = checked_maps(first), checked_maps(second)
    if first.shape != second.shape:
        raise ValueError(f"second: got shape {second.shape} for {first.shape}, expected the same")
    return first, second


def _shown(maps: np.ndarray) -> np.ndarray:
    maps = np.abs(maps)
    tops = maps.max(axis=(1, 2), keepdims=True)
    return maps / np.where(tops > 0, tops, 1)
