"""`check`: find the exercise of a label, and say what there is to say about an answer."""

import re
from importlib import import_module

from lib.exercises.exercise import Exercise
from lib.exercises.reading import AgainError, EmptyError, is_empty
from lib.exercises.result import Result

_LABEL = re.compile(r"ex-(?P<chapter>[a-z]+)-[a-z0-9-]+")


def check(label: str, answer: object) -> Result:
    """Say whether an answer is right, not filled in yet, or worth another look.

    Args:
        label: of the exercise, as in the chapter, such as "ex-network-map".
        answer: a number, an array or a function, as the exercise asks; `...` where there is none yet. Whatever it is,
            it raises nothing.

    Returns:
        The last line of a cell shows it. A hint says what is off and never what is right.

    Raises:
        ValueError: there is no exercise of this label that checks itself.
    """
    exercise = exercise_of(label)
    try:
        if is_empty(answer):
            raise EmptyError
        exercise.judge(answer)
    except EmptyError:
        return Result("empty", "In a notebook, put your answer in place of `...` and run the cell.")
    except AgainError as hint:
        return Result("again", str(hint))
    except Exception as error:
        return Result("again", f"Your answer could not be read (`{type(error).__name__}`). Is it what is asked for?")
    return Result("right", exercise.why)


def exercise_of(label: str) -> Exercise:
    """Return the exercise of a label.

    Raises:
        ValueError: there is none.
    """
    known = {one.label: one for one in _of_chapter(label)}
    if label not in known:
        among = f"one of {', '.join(known)}" if known else 'the label of an exercise, such as "ex-network-map"'
        raise ValueError(f"label: got {label!r}, expected {among}")
    return known[label]


def _of_chapter(label: object) -> list[Exercise]:
    found = _LABEL.fullmatch(label) if isinstance(label, str) else None
    if not found:
        return []
    # By name, and not above: no chapter's page depends on what is right in another.
    try:
        return import_module(f"lib.exercises.chapters.{found['chapter']}").EXERCISES
    except ModuleNotFoundError:
        return []
