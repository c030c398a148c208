"""Activations: how often channels are silent, and how much the loudest says."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def silent(maps: np.ndarray) -> np.ndarray:
    """Share of zeros of each channel."""
    return (maps == 0).mean(axis=(0, 1, 2))


def strongest(maps: np.ndarray, weights: np.ndarray) -> float:
    """Share of what speaks for a class that the strongest channel supplies."""
    spoken = np.maximum(maps.mean(axis=(0, 1)) * weights, 0)
    return spoken.max() / spoken.sum()


def _rectified(*shape: int, seed: int) -> np.ndarray:
    return np.maximum(np.random.default_rng(seed).normal(size=shape), 0)


_WEIGHTS = np.array([0.9, -0.6, 0.2, 0.5, -0.3])

EXERCISES = [
    of_function(
        "ex-activations-silent",
        silent,
        on=[(_rectified(3, 4, 5, 6, seed=1),), (_rectified(2, 3, 3, 2, seed=2),)],
        why="A channel that is nearly always silent says something definite when it speaks; one that never is says "
        "little by speaking.",
        slips=[
            Slip(lambda maps: (maps > 0).mean(axis=(0, 1, 2)), "That is the share that speaks."),
            Slip(lambda maps: (maps == 0).sum(axis=(0, 1, 2)), "That is how many. A share is asked for."),
            Slip(
                lambda maps: (maps == 0).mean(), "That is one share for all channels together. Which axis has to stay?"
            ),
            Slip(
                lambda maps: (maps == 0).mean(axis=(1, 2)),
                "That is a share for each picture and channel. One for each channel is asked for, over all pictures.",
            ),
            Slip(
                lambda maps: (maps == 0).mean(axis=(0, 1)),
                "One axis too many is left: heights, widths and pictures all have to go.",
            ),
        ],
        otherwise="Which axes hold pictures and places, and which one channels?",
    ),
    of_function(
        "ex-activations-strongest",
        strongest,
        on=[(_rectified(4, 4, 5, seed=3), _WEIGHTS), (_rectified(2, 6, 5, seed=4), _WEIGHTS[::-1].copy())],
        why="If one channel supplies nearly all of it, one misled detector misleads the network; if many share the "
        "work, others still vote.",
        slips=[
            Slip(
                lambda maps, weights: (
                    (maps.mean(axis=(0, 1)) * weights).max() / (maps.mean(axis=(0, 1)) * weights).sum()
                ),
                "What speaks against the class is taken off your sum. Only what speaks for it is asked about.",
            ),
            Slip(
                lambda maps, weights: (
                    (maps.mean(axis=(0, 1)) * np.abs(weights)).max() / (maps.mean(axis=(0, 1)) * np.abs(weights)).sum()
                ),
                "What speaks against the class counts as speaking for it in yours.",
            ),
            Slip(
                lambda maps, weights: maps.mean(axis=(0, 1)).max() / maps.mean(axis=(0, 1)).sum(),
                "That is how loud the channels are. How much they say for the class depends on their weights, too.",
            ),
            Slip(
                lambda maps, weights: (
                    np.maximum(maps.max(axis=(0, 1)) * weights, 0).max()
                    / np.maximum(maps.max(axis=(0, 1)) * weights, 0).sum()
                ),
                "You take each channel at its loudest place. The network takes its average over all places.",
            ),
            Slip(
                lambda maps, weights: np.maximum(maps.mean(axis=(0, 1)) * weights, 0).max(),
                "That is what it supplies. Which share is it of all that speaks for the class?",
            ),
        ],
        otherwise="First what each channel contributes, then what of it speaks for the class, then the share.",
    ),
]
