"""The study behind the chapter: which methods are tried on which task, with how many images, on which draws."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from lib.experiments.transfer.learning import (
    SCRATCH,
    SCRATCH_NETWORK,
    TUNED,
    TUNED_FROM,
    Recipe,
    Scratch,
    Tuned,
    accuracy,
)
from lib.experiments.transfer.probes import stage_features
from lib.experiments.transfer.tasks import SIZES, TASKS, Task, draw, load_task
from lib.models.booknet import load_booknet

#: Seeds of the draws that choose, and of those that report.
CHOOSING, REPORTING = (100, 101), tuple(range(10))
CHOOSING_SIZES = (10,)
#: Images a class from which a network of BookNet's own plan learns: it takes long.
SAME_PLAN_SIZES = (10,)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A method on a task: how it learns, from how many images a class, and on which draws.

    `method` is `scratch` with a network's name as `start`, or `tuned` with the stage from which BookNet learns.
    """

    stage: str
    task: str
    method: str
    start: str
    recipe: Recipe
    each: int
    seeds: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return what the method is called: `scratch tinynet`, or `tuned block7`."""
        return f"{self.method} {self.start}"


#: What is tried before the draws that report: how networks learn from random weights, and from BookNet's.
TRIED: dict[tuple[str, str], tuple[Recipe, ...]] = {
    ("scratch", "tinynet"): (
        Recipe(rate=3e-3, steps=100, batch=32),
        Recipe(rate=3e-3, steps=200),
        Recipe(rate=1e-3, steps=200),
    ),
    ("scratch", "booknet"): (Recipe(rate=1e-3, steps=60),),
    ("tuned", "block7"): (Recipe(rate=3e-4, steps=40), Recipe(rate=1e-3, steps=40)),
    ("tuned", "block6"): (
        Recipe(rate=1e-4, steps=80),
        Recipe(rate=3e-4, steps=40),
        Recipe(rate=1e-3, steps=40),
    ),
}


def choosing_cases(task: str) -> list[Case]:
    """Return what is tried on a task on the images kept aside."""
    return [
        Case(stage="choose", task=task, method=method, start=start, recipe=recipe, each=each, seeds=CHOOSING)
        for (method, start), recipes in TRIED.items()
        for recipe in recipes
        for each in CHOOSING_SIZES
    ]


def reporting_cases(task: str) -> list[Case]:
    """Return what reports on a task: what was chosen, and a network of BookNet's plan from random weights."""
    common = {"stage": "report", "task": task, "seeds": REPORTING}
    (same_plan,) = TRIED["scratch", "booknet"]
    cases = [Case(**common, method="scratch", start=SCRATCH_NETWORK, recipe=SCRATCH, each=each) for each in SIZES]
    cases += [Case(**common, method="tuned", start=TUNED_FROM, recipe=TUNED, each=each) for each in SIZES]
    if SCRATCH_NETWORK != "booknet":
        cases += [
            Case(**common, method="scratch", start="booknet", recipe=same_plan, each=each) for each in SAME_PLAN_SIZES
        ]
    return cases


def study(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Let a method learn from each draw; return (accuracies, seconds of a core without tracing), `(seeds,)` each."""
    (task, features), recipe = _known(case.task), case.recipe.grown(case.each)
    if case.method == "scratch":
        learner = Scratch(task, network=case.start, recipe=recipe)
    else:
        learner = Tuned(task, features, start=case.start, recipe=recipe)
    learner.trace()
    right, seconds = [], []
    for seed in case.seeds:
        rows = draw(task, each=case.each, seed=seed, choosing=case.stage == "choose")
        started = time.process_time()
        model = learner.learn(rows, seed=seed)
        seconds.append(time.process_time() - started)
        right.append(accuracy(model, learner.task, rows.asked))
    return np.array(right), np.array(seconds)


def best(found: Mapping[tuple[str, str, Recipe], Sequence[float]], method: str) -> tuple[str, Recipe]:
    """Return where a method begins and how it learns so that it is right most often, over tasks and draws.

    Args:
        found: accuracies by method, start and recipe.
        method: `scratch` or `tuned`.
    """
    means = {key: float(np.mean(values)) for key, values in found.items() if key[0] == method}
    _, start, recipe = max(means, key=means.__getitem__)
    return start, recipe


@cache
def _known(name: str) -> tuple[Task, np.ndarray]:
    """Return a task and BookNet's features of all its images: they do not depend on the draw."""
    if name not in TASKS:
        raise ValueError(f"task: got {name!r}, expected one of {', '.join(TASKS)}")
    task = load_task(name)
    return task, stage_features(load_booknet(), task.images, ["block7"])["block7"]
