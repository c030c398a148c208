"""An exercise: what is right, which slips are usual, and how an answer is held against them."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from lib.exercises.reading import AgainError, called, described, few, names_of, numbers


@dataclass(frozen=True)
class Slip:
    """A wrong answer that is often given, and the hint for whoever gives it."""

    answer: object
    hint: str


@dataclass(frozen=True)
class Exercise:
    """What `check` needs to know of an exercise."""

    label: str  #: as in the chapter
    why: str  #: a sentence for those who are right: what it is good for
    judge: Callable[[object], None]  #: raises `AgainError` with a hint where an answer is not right
    slips: tuple[Slip, ...]  #: for each there is a hint, and a test that it is given


def of_value(
    label: str, right: object, *, why: str, slips: Sequence[Slip], otherwise: str, within: float = 0.005
) -> Exercise:
    """Return an exercise that asks for a number or an array.

    Args:
        label: as in the chapter.
        right: what is asked for.
        why: a sentence for those who are right.
        slips: usual wrong answers.
        otherwise: the hint for any other.
        within: greatest relative distance from what is right.
    """
    wanted = np.asarray(right, float)
    known = [([np.asarray(slip.answer, float)], slip.hint) for slip in slips]

    def judge(answer: object) -> None:
        _hold_against([numbers(answer)], [wanted], known, within=within, otherwise=lambda _: otherwise)

    return Exercise(label, why, judge, tuple(slips))


def of_function(
    label: str,
    right: Callable,
    *,
    on: Sequence[tuple],
    why: str,
    slips: Sequence[Slip],
    otherwise: str,
    within: float = 1e-4,
) -> Exercise:
    """Return an exercise that asks for a function. It is tried on inputs of our own.

    Args:
        label: as in the chapter.
        right: a function that is right; the names of its arguments appear in hints.
        on: the arguments of each trial; a function that makes a slip must differ from `right` on one of them.
        why: a sentence for those who are right.
        slips: usual wrong functions.
        otherwise: the hint for any other, after what the reader's function returns on the first trial it fails.
        within: greatest relative distance from what is right.
    """
    names = names_of(right)

    def results(function: Callable) -> list[np.ndarray]:
        return [np.asarray(function(*deepcopy(case)), float) for case in on]

    def judge(answer: object) -> None:
        given = [numbers(called(answer, case, names=names), whose="What your function returns") for case in on]
        known = [(results(slip.answer), slip.hint) for slip in slips]

        def hint(trial: int) -> str:
            tried = described(on[trial], names=names)
            return f"Called {tried}, your function returns {few(given[trial])}, which is not it. {otherwise}"

        _hold_against(given, results(right), known, within=within, otherwise=hint)

    return Exercise(label, why, judge, tuple(slips))


def of_judge(label: str, judge: Callable[[object], None], *, why: str, slips: Sequence[Slip]) -> Exercise:
    """Return an exercise with many right answers, of which a judge tells; it raises `AgainError` with a hint."""
    return Exercise(label, why, judge, tuple(slips))


def _hold_against(
    given: list[np.ndarray],
    wanted: list[np.ndarray],
    slips: Sequence[tuple[list[np.ndarray], str]],
    *,
    within: float,
    otherwise: Callable[[int], str],
) -> None:
    """Raise `AgainError` unless all that is given is close to what is wanted."""
    if _all_close(given, wanted, within=within):
        return
    for results, hint in slips:
        if _all_close(given, results, within=within):
            raise AgainError(hint)
    for mine, ours in zip(given, wanted, strict=True):
        if mine.shape != ours.shape and max(mine.size, ours.size) > 1:
            raise AgainError(f"The shape is {_shape(mine)}; {_shape(ours)} is asked for.")
    if _all_close([mine / 100 for mine in given], wanted, within=within):
        raise AgainError("These look like per cent. A share between nought and one is asked for.")
    pairs = zip(given, wanted, strict=True)
    raise AgainError(otherwise(next(i for i, pair in enumerate(pairs) if not _close(*pair, within=within))))


def _all_close(given: list[np.ndarray], wanted: list[np.ndarray], *, within: float) -> bool:
    return all(_close(*pair, within=within) for pair in zip(given, wanted, strict=True))


def _close(mine: np.ndarray, ours: np.ndarray, *, within: float) -> bool:
    """Tell whether arrays agree; an array of one number is as good as the number."""
    if mine.size == ours.size == 1:
        mine, ours = mine.ravel(), ours.ravel()
    scale = np.abs(ours).max(initial=1e-9)
    return mine.shape == ours.shape and np.allclose(mine, ours, rtol=within, atol=within * scale)


def _shape(values: np.ndarray) -> str:
    return f"that of an array {values.shape}" if values.ndim else "that of a single number"
