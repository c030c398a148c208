"""The league of heatmaps, recorded: `make train NAME=league`.

Every method is asked for every object of the same scenes. Each method's grades are kept as soon as it is through; run
again after an interruption, the league goes on with the next. Chapters grade the cheap methods live, on the same scenes
and with the same functions.
"""

import argparse
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np

from lib.experiments.intervals import mean_interval
from lib.experiments.league import (
    BASELINES,
    METHODS,
    STEPS,
    TOLERANCE,
    Method,
    Questions,
    ask,
    by_scene,
    chance,
    curves,
    maps_of,
    overlaps,
    own_threshold,
    points,
    some,
)
from lib.models.archive import read_archive, read_record, write_archive
from lib.models.scenesnet import load_scenesnet
from lib.training.report import provenance

KEPT = Path("_build/training/league")
#: Digits of the means and intervals.
_DIGITS = 4
#: Entries of a kept record that belong to its file alone.
_OF_A_FILE = ("league", "sha256")


@dataclass(frozen=True, kw_only=True)
class League:
    """How many scenes grade what, and the seeds that they are drawn from."""

    scenes: int = 500
    followed: int = 150  #: of these, how many for insertion and deletion, the dearest measures
    choosing: int = 100  #: other scenes, on which each method's threshold is chosen
    seed: int = 101
    choosing_seed: int = 102
    steps: int = STEPS
    tolerance: int = TOLERANCE


LEAGUE = League()


def grade(
    method: Method, model: keras.Model, league: League, graded: Questions, choosing: Questions
) -> tuple[dict[str, np.ndarray], dict]:
    """Return (grades of each scene by measure, what is recorded of the method)."""
    started = time.perf_counter()
    threshold = own_threshold(method, model, choosing)
    maps, followed = maps_of(method, model, graded), some(graded, league.followed)
    grades = points(maps, graded) | overlaps(maps, graded, threshold=threshold)
    grades |= curves(model, maps[: len(followed.images)], followed)
    scenes = by_scene(grades)
    seconds = round(time.perf_counter() - started, 1)
    told = {"title": method.title, "passes": method.passes, "threshold": threshold, "seconds": seconds}
    measures = {name: _summary(values, seed=league.seed) for name, values in scenes.items()}
    return {name: values.astype(np.float32) for name, values in scenes.items()}, told | {"measures": measures}


def run(model: keras.Model, league: League, methods: Mapping[str, Method], *, folder: Path) -> tuple[dict, dict]:
    """Grade all methods, or those that `folder` does not hold yet; return (arrays, record) of all."""
    graded, choosing = ask(league.scenes, seed=league.seed), ask(league.choosing, seed=league.choosing_seed)
    arrays, told = {}, {}
    for number, (name, method) in enumerate(methods.items(), start=1):
        if not _kept(name, league, folder=folder):
            grades, record = grade(method, model, league, graded, choosing)
            write_archive(name, grades, {"league": asdict(league)} | record, folder=folder)
        told[name] = {key: value for key, value in read_record(name, folder=folder).items() if key not in _OF_A_FILE}
        arrays |= {f"{name}.{measure}": values for measure, values in read_archive(name, folder=folder).items()}
        print(f"{number}/{len(methods)} {method.title}: {told[name]['seconds']:.0f} s", flush=True)
    return arrays, {"recipe": asdict(league), "chance": chance(graded), "methods": told}


def _kept(name: str, league: League, *, folder: Path) -> bool:
    """Tell whether a method has been graded in the same league."""
    try:
        return read_record(name, folder=folder)["league"] == asdict(league)
    except FileNotFoundError:
        return False


def _summary(values: np.ndarray, *, seed: int) -> dict[str, float]:
    """Return mean, ends of the 95 % interval over scenes, and the number of scenes."""
    mean, low, high = (round(number, _DIGITS) for number in mean_interval(values, seed=seed))
    return {"mean": mean, "low": low, "high": high, "n": len(values)}


def main(arguments: list[str] | None = None) -> None:
    """Run the league and write `lib/weights/league.*`."""
    argparse.ArgumentParser(prog="make train NAME=league", description=__doc__).parse_args(arguments)
    arrays, record = run(load_scenesnet(), LEAGUE, METHODS | BASELINES, folder=KEPT)
    duration = sum(method["seconds"] for method in record["methods"].values())
    made = provenance("make train NAME=league", seed=LEAGUE.seed, duration_s=duration)
    write_archive("league", arrays, made | {"data": "Scenes drawn by lib.data.scenes."} | record)
    print(f"{len(record['methods'])} methods graded on {LEAGUE.scenes} scenes")
