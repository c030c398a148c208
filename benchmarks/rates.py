"""Absolute rates: how much is done in a second, with nobody to compare with."""

import os
from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.rows import Case
from benchmarks.timing import Run
from lib.data.faces import render_faces, sample_attributes
from lib.data.scenes import render_scenes, sample_scenes
from lib.fairness.resampling import RULES, rarity
from lib.fairness.sweep import sweep


def rates() -> Iterator[Case]:
    """Yield the cases without a peer; each computes on one core."""
    scenes = sample_scenes(500, seed=3)
    yield Case("scenes.drawn", partial(render_scenes, scenes), 500, units=len(scenes))
    faces = sample_attributes(500, seed=3)
    yield Case("faces.drawn", _on_one_core(partial(render_faces, faces)), 250, units=len(faces))
    means = np.random.default_rng(0).standard_normal((10_000, 32))
    for rule in RULES:
        yield Case(f"resampling.{rule}", partial(rarity, means, rule=rule), 100)
    yield Case("fairness.sweeps", partial(sweep, *_people(100_000, groups=10), np.linspace(0, 1, 1000)), 5)


def _on_one_core(run: Run) -> Run:
    """Return the function held to one core, on systems that can: threads that it starts share it."""

    def held() -> None:
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
        try:
            run()
        finally:
            os.sched_setaffinity(0, cores)

    return held if hasattr(os, "sched_setaffinity") else run


def _people(count: int, *, groups: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores, outcomes that follow them, and groups."""
    generator = np.random.default_rng(0)
    scores = generator.random(count)
    return scores, (generator.random(count) < scores).astype(int), generator.integers(0, groups, count)
