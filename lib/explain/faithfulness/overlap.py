"""Does the box around a heatmap's strongest region match the object's?"""

from collections.abc import Sequence

import numpy as np

from lib.explain.localisation import boxes as boxes_of


def box_iou(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return intersection over union of boxes, pair by pair.

    Args:
        first: `(N, 4)`: top, left, bottom, right in pixels, the last two exclusive.
        second: `(N, 4)`, likewise.

    Returns:
        `(N,)` in [0, 1]; 0 where one of the two has no area.

    Raises:
        ValueError: not as many boxes, not four sides each, or a box that ends before it begins.
    """
    first, second = _checked_boxes("first", first), _checked_boxes("second", second)
    if len(first) != len(second):
        raise ValueError(f"second: got {len(second)} boxes for {len(first)}, expected as many")
    starts, ends = np.maximum(first[:, :2], second[:, :2]), np.minimum(first[:, 2:], second[:, 2:])
    shared = np.maximum(ends - starts, 0).prod(axis=1)
    total = sum((box[:, 2:] - box[:, :2]).prod(axis=1) for box in (first, second)) - shared
    return shared / np.where(total > 0, total, 1)


def localisation(maps: np.ndarray, boxes: np.ndarray, *, threshold: float) -> np.ndarray:
    """Return how well the box drawn from each map matches the object's (Zhou et al. 2016, section 3.2).

    Args:
        maps: `(N, H, W)` non-negative, enlarged to the images' size.
        boxes: `(N, 4)` of the objects asked for: top, left, bottom, right in pixels, the last two exclusive.
        threshold: share of its maximum at which a map is cut; choose it on other images with `choose_threshold`.

    Returns:
        `(N,)` intersection over union in [0, 1]; 0 for a map of zeros.

    Raises:
        ValueError: maps or boxes are not as above, or `threshold` is out of range.
    """
    return box_iou(boxes_of(maps, threshold=threshold), boxes)


def localised(overlaps: np.ndarray, *, at_least: float = 0.5) -> np.ndarray:
    """Return `(N,)` 1 where an overlap counts as found, else 0 (Russakovsky et al. 2015, section 4.2: at least half).

    Args:
        overlaps: `(N,)` from `localisation`.
        at_least: least intersection over union, above 0 up to 1.

    Raises:
        ValueError: `at_least` is out of range.
    """
    if not 0 < at_least <= 1:
        raise ValueError(f"at_least: got {at_least}, expected above 0 up to 1")
    return (np.asarray(overlaps) >= at_least).astype(np.float64)


def choose_threshold(maps: np.ndarray, boxes: np.ndarray, thresholds: Sequence[float]) -> float:
    """Return the threshold whose boxes overlap most with the objects' on average; of equals, the first.

    A method's fair threshold depends on its maps: choose it for each method, on images that it is not graded on.

    Args:
        maps: `(N, H, W)` non-negative.
        boxes: `(N, 4)`.
        thresholds: shares of the maximum to try.

    Raises:
        ValueError: no thresholds, or as `localisation`.
    """
    if not len(thresholds):
        raise ValueError("thresholds: got none, expected at least one share to try")
    means = [localisation(maps, boxes, threshold=threshold).mean() for threshold in thresholds]
    return float(thresholds[int(np.argmax(means))])


def _checked_boxes(name: str, boxes: np.ndarray) -> np.ndarray:
    boxes = np.asarray(boxes)
    if boxes.ndim != 2 or boxes.shape[1] != 4 or not (boxes[:, 2:] >= boxes[:, :2]).all():
        raise ValueError(f"{name}: got shape {boxes.shape}, expected (N, 4) as top, left, bottom, right, in order")
    return boxes
