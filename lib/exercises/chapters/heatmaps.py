"""Heatmaps: Grad-CAM from maps and slopes."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def evidence(maps: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Grad-CAM of one picture."""
    return np.maximum(maps @ slopes.mean(axis=(0, 1)), 0)


_GENERATOR = np.random.default_rng(5)
_MAPS = np.maximum(_GENERATOR.normal(size=(4, 5, 3)), 0)
_SLOPES = _GENERATOR.normal(size=(4, 5, 3))

EXERCISES = [
    of_function(
        "ex-heatmaps-weights",
        evidence,
        on=[(_MAPS, _SLOPES), (_MAPS[:2, :2], -_SLOPES[:2, :2])],
        why="Any network has slopes, so the map can be had for any network; only where it ends in an average is it "
        "also exact.",
        slips=[
            Slip(
                lambda maps, slopes: maps @ slopes.mean(axis=(0, 1)),
                "Some places speak against the class, and yours shows them. What does the last step of the formula do?",
            ),
            Slip(
                lambda maps, slopes: np.maximum(maps @ slopes.sum(axis=(0, 1)), 0),
                "The picture is right, but too strong by the number of places: a weight is an average over them.",
            ),
            Slip(
                lambda maps, slopes: np.maximum((maps * slopes).sum(axis=-1), 0),
                "You weigh every place by its own slope. Here a map has one weight for all its places.",
            ),
            Slip(
                lambda maps, slopes: np.maximum(maps * slopes.mean(axis=(0, 1)), 0).sum(axis=-1),
                "You cut at zero before you add the maps up; what speaks against the class never meets what speaks "
                "for it.",
            ),
            Slip(
                lambda maps, slopes: np.maximum(maps * slopes.mean(axis=(0, 1)), 0),
                "The maps are weighed but not yet added up.",
            ),
            Slip(
                lambda maps, slopes: np.maximum(slopes @ maps.mean(axis=(0, 1)), 0),
                "The roles are exchanged: you weigh slopes by maps.",
            ),
        ],
        otherwise="First a weight for each map, then the weighted sum of the maps, then what of it is positive.",
    )
]
