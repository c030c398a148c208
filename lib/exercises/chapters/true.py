"""Are the heatmaps true: a hit in the pointing game, the overlap of boxes."""

from collections.abc import Sequence

import numpy as np

from lib.exercises.exercise import Slip, of_function

Box = Sequence[float]


def hits(heat: np.ndarray, mask: np.ndarray) -> bool:
    """Whether the strongest place lies on the object."""
    return bool(mask.ravel()[heat.argmax()])


def overlap(one: Box, other: Box) -> float:
    """What two boxes share of what they cover together."""
    common = _common(one, other)
    return common / (_area(one) + _area(other) - common)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _sides(one: Box, other: Box) -> tuple[float, float]:
    """Height and width of what they share; below zero where they lie apart."""
    return min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])


def _common(one: Box, other: Box) -> float:
    high, wide = _sides(one, other)
    return max(high, 0) * max(wide, 0)


def _careless(one: Box, other: Box) -> float:
    common = float(np.prod(_sides(one, other)))
    return common / (_area(one) + _area(other) - common)


def _heat(*peaks: tuple[int, int, float]) -> np.ndarray:
    """A faint, even map with a few places of given strength."""
    values = np.full((4, 4), 0.1)
    for row, column, strength in peaks:
        values[row, column] = strength
    return values


_UPPER = np.zeros((4, 4), bool)
_UPPER[0, 1:] = True
# In turn: a plain hit; the strongest place beside an object that holds more in all; the other way round; on its side;
# all below zero.
_SCENES = [
    (_heat((0, 2, 0.9)), _UPPER),
    (_heat((2, 0, 0.9), (0, 1, 0.8), (0, 2, 0.8), (0, 3, 0.8)), _UPPER),
    (_heat((0, 3, 0.9), (2, 0, 0.8), (3, 0, 0.8), (3, 1, 0.8)), _UPPER),
    (_heat((3, 0, 0.7)), _UPPER.T),
    (_heat((0, 2, 0.5)) - 2, _UPPER),
]

EXERCISES = [
    of_function(
        "ex-true-hit",
        hits,
        on=_SCENES,
        why="A single place is all that counts, so the game is easy to score and easy to win by luck. Put chance and "
        "an edge detector beside it.",
        slips=[
            Slip(
                lambda heat, mask: heat[mask].sum() > heat.sum() / 2,
                "You ask where most of the heat lies. The game asks for the strongest place alone.",
            ),
            Slip(
                lambda heat, mask: heat[mask].mean() > heat[~mask].mean(),
                "You compare averages inside and outside. The game asks for the strongest place alone.",
            ),
            Slip(
                lambda heat, mask: mask.T.ravel()[heat.argmax()],
                "Rows and columns are exchanged on the way from the strongest place to the mask.",
            ),
            Slip(
                lambda heat, mask: (heat * mask).argmax() == heat.argmax(),
                "A map times a mask is zero outside. Where the whole map is negative, zero is the strongest place.",
            ),
        ],
        otherwise="Where is the map strongest, and is the mask true there?",
    ),
    of_function(
        "ex-true-overlap",
        overlap,
        on=[
            ((0, 0, 4, 4), (2, 1, 6, 5)),
            ((0, 0, 2, 2), (5, 5, 8, 9)),
            ((1, 1, 3, 7), (1, 1, 3, 7)),
            ((0, 0, 2, 9), (1, 0, 9, 1)),
        ],
        why="A box that is far too large and one that is far too small both score low: neither can win by size.",
        slips=[
            Slip(
                _careless,
                "Two boxes apart in both directions share an area in yours: minus times minus. They share nothing.",
            ),
            Slip(
                lambda one, other: _common(one, other) / (_area(one) + _area(other)),
                "What both cover is counted twice below the line.",
            ),
            Slip(
                lambda one, other: _common(one, other) / _area(one),
                "You divide by the first box alone; so a second one around the whole picture would always be right.",
            ),
            Slip(lambda one, other: _common(one, other), "That is the area they share. It is asked for as a share."),
        ],
        otherwise="What do they share, in height and in width? And what do they cover together?",
    ),
]
