"""Making new content: directions from codes, by two means and with something held fixed."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def direction_of(codes: np.ndarray, worn: np.ndarray) -> np.ndarray:
    """Mean code of those who wear something minus that of those who do not."""
    return codes[worn].mean(axis=0) - codes[~worn].mean(axis=0)


def per_year(codes: np.ndarray, age: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """Change of each latent with a year at fixed grey."""
    return _slopes(codes, np.ones(len(age)), age, grey)[1]


def _slopes(codes: np.ndarray, *columns: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(np.column_stack(columns), codes, rcond=None)[0]


_GENERATOR = np.random.default_rng(13)
_CODES = _GENERATOR.normal(size=(40, 4))
_WORN = _GENERATOR.random(40) < 0.3
_AGE = _GENERATOR.uniform(20, 80, 40)
_GREY = np.clip((_AGE - 45) / 30, 0, 1) + _GENERATOR.normal(0, 0.1, 40)
_AGEING = _CODES + 0.02 * _AGE[:, None] * [1, 0, -1, 2] + _GREY[:, None] * [0, 3, 1, -2]

EXERCISES = [
    of_function(
        "ex-content-direction",
        direction_of,
        on=[(_CODES, _WORN), (_CODES[:9], ~_WORN[:9])],
        why="What both have in common falls out, and what remains can be added. Check what else the wearers had in "
        "common: it comes along.",
        slips=[
            Slip(
                lambda codes, worn: -direction_of(codes, worn),
                "Yours leads the other way: adding it would take the thing off.",
            ),
            Slip(
                lambda codes, worn: codes[worn].mean(axis=0) - codes.mean(axis=0),
                "You compare with everybody, wearers included. Then the step is too short.",
            ),
            Slip(
                lambda codes, worn: codes[worn].mean(axis=0),
                "That is where wearers lie. Most of it is what any face has; take that off.",
            ),
            Slip(
                lambda codes, worn: codes[worn].mean() - codes[~worn].mean(),
                "You average over the latents, too. The direction has a number for each of them.",
            ),
            Slip(
                lambda codes, worn: codes[worn].sum(axis=0) - codes[~worn].sum(axis=0),
                "You add codes up; so it matters how many wear it. Take averages.",
            ),
            Slip(
                lambda codes, worn: direction_of(codes, worn) / np.linalg.norm(direction_of(codes, worn)),
                "It points the right way, but its length was lost: one step should lead from the ones to the others.",
            ),
        ],
        otherwise="Where do those lie who wear it, on average, and where the others?",
    ),
    of_function(
        "ex-content-fixed",
        per_year,
        on=[(_AGEING, _AGE, _GREY), (_AGEING[:20], _AGE[:20], _GREY[:20])],
        why="At fixed grey, a year no longer brings grey hair along. What you did not think of holding fixed still "
        "comes.",
        slips=[
            Slip(
                lambda codes, age, grey: _slopes(codes, np.ones(len(age)), age)[1],
                "Grey hair is not held fixed in yours: what comes with the years comes along.",
            ),
            Slip(
                lambda codes, age, grey: _slopes(codes, np.ones(len(age)), age, grey)[2],
                "That is the change with grey hair at a fixed age.",
            ),
            Slip(
                lambda codes, age, grey: _slopes(codes, age, grey)[0],
                "Your lines all go through nought. Add a column of ones.",
            ),
            Slip(
                lambda codes, age, grey: _slopes(codes, np.ones(len(age)), age, grey)[0],
                "Those are the constants. Which row belongs to age?",
            ),
            Slip(
                lambda codes, age, grey: _slopes(codes, np.ones(len(age)), age, grey),
                "Those are the slopes of all columns. One row of them is asked for.",
            ),
        ],
        otherwise="A regression of the codes on ones, age and grey: which of its rows is the change with a year?",
    ),
]
