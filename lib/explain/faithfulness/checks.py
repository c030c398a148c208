"""Checks that every measure makes of its maps and masks."""

import numpy as np


def checked_maps(maps: np.ndarray) -> np.ndarray:
    """Return maps as floats `(N, H, W)`.

    Raises:
        ValueError: another rank, no map, or a value that is not finite.
    """
    maps = np.asarray(maps)
    if maps.ndim != 3 or not maps.size:
        raise ValueError(f"maps: got shape {maps.shape}, expected (N, height, width) with N ≥ 1")
    if not np.isfinite(maps).all():
        raise ValueError("maps: got values that are not finite, expected numbers")
    return maps if np.issubdtype(maps.dtype, np.floating) else maps.astype(np.float32)


def checked_masks(masks: np.ndarray) -> np.ndarray:
    """Return masks as bool `(N, H, W)`, each with at least one pixel.

    Raises:
        ValueError: another rank, no truths, or an empty mask.
    """
    masks = np.asarray(masks)
    if masks.ndim != 3 or not masks.size or masks.dtype != bool:
        raise ValueError(f"masks: got {masks.dtype} {masks.shape}, expected truths (N, height, width) with N ≥ 1")
    filled = masks.any(axis=(1, 2))
    if not filled.all():
        raise ValueError(f"masks: number {int(np.argmin(filled))} is empty, expected an object in each")
    return masks


def checked_pair(maps: np.ndarray, masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return maps and masks, checked, of one shape.

    Raises:
        ValueError: either is not as above, or their shapes differ.
    """
    maps, masks = checked_maps(maps), checked_masks(masks)
    if maps.shape != masks.shape:
        raise ValueError(f"maps: got shape {maps.shape} for masks {masks.shape}, expected the same; use resize_to")
    return maps, masks
