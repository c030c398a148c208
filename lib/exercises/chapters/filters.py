"""Filters: gradient ascent on a picture."""

from collections.abc import Callable

import numpy as np

from lib.exercises.exercise import Slip, of_function

Slope = Callable[[np.ndarray], np.ndarray]


def climbed(picture: np.ndarray, slope_at: Slope, rate: float, steps: int) -> np.ndarray:
    """The picture after some steps uphill."""
    for _ in range(steps):
        picture = picture + rate * slope_at(picture)
    return picture


def _around(place: float, curvature: float) -> Slope:
    """The slope of a hill whose top lies where all pixels have one value."""
    return lambda picture: curvature * (place - np.asarray(picture))


EXERCISES = [
    of_function(
        "ex-filters-climb",
        climbed,
        on=[
            (np.full((2, 2), 0.5), _around(1.0, 0.8), 0.1, 3),
            (np.array([[0.1, 0.9, 0.4]]), _around(0.2, 2.0), 0.2, 4),
            (np.zeros((3, 1)), _around(3.0, 0.5), 0.3, 1),
        ],
        why="It is the loop that trains a network, turned round: the weights stay and the picture changes.",
        slips=[
            Slip(
                lambda picture, slope_at, rate, steps: climbed(picture, lambda x: -slope_at(x), rate, steps),
                "Yours goes downhill. The channel is to become louder.",
            ),
            Slip(
                lambda picture, slope_at, rate, steps: picture + steps * rate * slope_at(picture),
                "You ask for the slope once, at the start. The picture has moved by the second step.",
            ),
            Slip(
                lambda picture, slope_at, rate, steps: climbed(picture, slope_at, 1.0, steps),
                "The rate makes no difference in yours.",
            ),
            Slip(
                lambda picture, slope_at, rate, steps: picture + rate * slope_at(picture),
                "That is the picture after a single step.",
            ),
            Slip(
                lambda picture, slope_at, rate, steps: climbed(picture, slope_at, rate, steps + 1),
                "Yours takes one step too many.",
            ),
        ],
        otherwise="In each step: the slope where the picture is now, then a move along it, by the rate.",
    )
]
