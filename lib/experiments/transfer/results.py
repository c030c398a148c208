"""What came out of the study: curves with intervals, gains in pairs of draws, and how many images a backbone saves."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from lib.experiments.intervals import Interval, student_interval
from lib.experiments.transfer.tasks import SIZES


class Curve(NamedTuple):
    """Mean accuracy for each number of images a class, and Student's 95 % interval over draws."""

    sizes: tuple[int, ...]
    mean: np.ndarray  #: `(sizes,)`
    low: np.ndarray  #: `(sizes,)`
    high: np.ndarray  #: `(sizes,)`


class Saved(NamedTuple):
    """How many images a class one method needs to be right as often as another is with `given`, less `given`."""

    estimate: float  #: at most the range allows
    low: float
    high: float
    beyond: float  #: share of the bootstrap's draws in which the range of the curve does not suffice


def curve(right: np.ndarray, sizes: Sequence[int] = SIZES) -> Curve:
    """Return the mean of accuracies `(sizes, draws)` for each size, with its interval, which ends at 0 and 1."""
    intervals = np.array([student_interval(row) for row in right])
    mean, low, high = intervals.T
    return Curve(tuple(sizes), mean, np.maximum(low, 0), np.minimum(high, 1))


def gain(right: np.ndarray, control: np.ndarray) -> Interval:
    """Return by how many points accuracies `(draws,)` lie above those of a control on the same draws, a mean."""
    return student_interval(100 * (np.asarray(right, np.float64) - np.asarray(control, np.float64)))


def saved(
    control: np.ndarray,
    target: np.ndarray,
    *,
    given: int = 10,
    sizes: Sequence[int] = SIZES,
    draws: int = 2_000,
    seed: int = 0,
) -> Saved:
    """Return how many more images a class a control needs to be right as often as a method is with `given`.

    The control's mean curve is read between its sizes, linearly over their logarithm, where it first reaches the
    target. The percentile interval draws the draws of images anew, the same for both.

    Args:
        control: `(sizes, draws)` accuracies.
        target: `(draws,)` accuracies of the method with `given` images a class, on the same draws.
        given: how many images a class that was.
        sizes: images a class of the control, rising.
        draws: how often the draws are drawn anew.
        seed: of that.

    Raises:
        ValueError: shapes do not fit.
    """
    control, target = np.asarray(control, np.float64), np.asarray(target, np.float64)
    if control.shape != (len(sizes), len(target)):
        raise ValueError(f"control: got shape {control.shape}, expected {(len(sizes), len(target))}")
    picks = np.random.default_rng(seed).integers(len(target), size=(draws, len(target)))
    again = np.array([_needed(control[:, pick].mean(axis=1), target[pick].mean(), sizes) for pick in picks])
    beyond, again = float(np.isinf(again).mean()), np.minimum(again, sizes[-1]) - given
    estimate = min(_needed(control.mean(axis=1), target.mean(), sizes), sizes[-1]) - given
    return Saved(float(estimate), *map(float, np.percentile(again, [2.5, 97.5])), beyond)


def methods_of(arrays: Mapping[str, np.ndarray], task: str) -> dict[str, np.ndarray]:
    """Return what the recorded run measured on a task: accuracies `(sizes, draws)` by method."""
    found = {name.removeprefix(f"{task} "): values for name, values in arrays.items() if name.startswith(f"{task} ")}
    return {name: values for name, values in found.items() if not name.endswith(" seconds")}


def _needed(means: np.ndarray, wanted: float, sizes: Sequence[int]) -> float:
    """Return where a curve first reaches a height: at least the smallest size, infinite where it never does."""
    reached = np.flatnonzero(means >= wanted)
    if not len(reached):
        return np.inf
    place = int(reached[0])
    if place == 0:
        return float(sizes[0])
    below, above = means[place - 1], means[place]
    share = (wanted - below) / (above - below)
    return float(sizes[place - 1] * (sizes[place] / sizes[place - 1]) ** share)
