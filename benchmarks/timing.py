"""Times that can be compared on a machine that others use too."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median

Run = Callable[[], object]


def medians(
    runs: Sequence[Run],
    *,
    seconds: float,
    least: int = 5,
    most: int = 100,
    warm_up: int = 2,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Return the median seconds of each run, measured in turns.

    What disturbs the machine disturbs all of them alike; every other round goes backwards, so that none always follows
    the same one. The first calls, which trace and allocate, are not counted. Garbage is collected between the calls,
    where it costs nobody time. TensorFlow keeps its default number of threads: all cores, for everyone.

    Args:
        runs: functions of no arguments.
        seconds: how long to go on, of measured time.
        least: rounds even if that takes longer.
        most: rounds even if time is left.
        warm_up: calls of each before.
        clock: seconds that only grow.
    """
    for run in runs:
        for _ in range(warm_up):
            run()
    times: list[list[float]] = [[] for _ in runs]
    with _garbage_held_back():
        while len(times[0]) < least or (len(times[0]) < most and sum(map(sum, times)) < seconds):
            order = range(len(runs)) if len(times[0]) % 2 == 0 else reversed(range(len(runs)))
            for place in order:
                times[place].append(_seconds(runs[place], clock))
                gc.collect()
    return [median(each) for each in times]


def _seconds(run: Run, clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


@contextmanager
def _garbage_held_back() -> Iterator[None]:
    """Stop automatic collection; freezing what lives already keeps the collections by hand short."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
