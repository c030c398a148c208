"""Answers of readers made comparable: whatever they are, they end as numbers, as a hint, or as not filled in."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy

import numpy as np

#: How many numbers of an array a hint prints.
_FEW = 6


class AgainError(Exception):
    """The answer is not right; the text says where to look, never what is right."""


class EmptyError(Exception):
    """The answer still holds the `...` of the empty cell."""


def is_empty(answer: object) -> bool:
    """Return whether an answer is `...`, or a list, tuple, mapping or array that holds one."""
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.ravel().tolist()
    return answer is ... or (isinstance(answer, list | tuple) and any(one is ... for one in answer))


def numbers(answer: object, *, whose: str = "Your answer") -> np.ndarray:
    """Return an answer as floats of its own shape: a number of any kind, a truth value, a list, an array, a tensor.

    Args:
        answer: what the reader has.
        whose: begins the hint.

    Raises:
        AgainError: it is something else, or holds a value that is not finite.
    """
    if answer is None:
        raise AgainError(f"{whose} is `None`. Is a `return` missing, or was the result printed instead?")
    if callable(answer):
        raise AgainError(f"{whose} is a function or a class; its value is asked for. Call it.")
    try:
        values = np.asarray(answer)
        if values.dtype.kind not in "biufO":
            raise TypeError(values.dtype)
        values = values.astype(float)
    except Exception:
        raise AgainError(
            f"{whose} is of type `{type(answer).__name__}` and cannot be read as a number or an array of numbers."
        ) from None
    if not np.isfinite(values).all():
        raise AgainError(f"{whose} holds a value that is not a finite number.")
    return values


def called(function: object, arguments: Sequence[object], *, names: Sequence[str]) -> object:
    """Return what a reader's function makes of copies of the arguments, so that it cannot spoil them.

    Raises:
        AgainError: it is no function, or stops with an error.
        EmptyError: it returns `...`, or trips over it.
    """
    if not callable(function):
        raise AgainError("Hand over the function itself: its name, without brackets and arguments.")
    try:
        answer = function(*deepcopy(tuple(arguments)))
    except (Exception, SystemExit) as error:
        said = " ".join(str(error).split())
        if "ellipsis" in said:
            raise EmptyError from None
        with_what = described(arguments, names=names)
        raise AgainError(
            f"Called {with_what}, your function stopped with `{type(error).__name__}`: {said[:160]}"
        ) from None
    if is_empty(answer):
        raise EmptyError
    return answer


def described(arguments: Sequence[object], *, names: Sequence[str]) -> str:
    """Return arguments in words, such as "with pixels = 224, kernel = 3"."""
    return "with " + ", ".join(f"{name} = {_short(value)}" for name, value in zip(names, arguments, strict=True))


def few(values: np.ndarray) -> str:
    """Return numbers as text, or an array's shape where there are too many to print."""
    if values.size > _FEW:
        return f"an array of shape {values.shape}"
    return np.array2string(values, separator=", ", formatter={"float": "{:.4g}".format})


def names_of(function: Callable) -> list[str]:
    """Return the names of a function's arguments."""
    return list(inspect.signature(function).parameters)


def _short(value: object) -> str:
    if callable(value):
        return "a function"
    return few(value) if isinstance(value, np.ndarray) else repr(value)
