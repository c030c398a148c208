"""The recorded run behind the chapter on the debiasing VAE: `make train NAME=debias`.

Detectors that choose a variant, detectors that report on it, and a map over budgets and shares of dark faces. Each is
kept when it is measured; run again after an interruption, the run goes on with the next.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from tqdm import tqdm

from lib.experiments.debias_table import arranged, as_table
from lib.experiments.debiasing import (
    CHOOSING,
    RARE,
    Case,
    Row,
    choose,
    choosing_cases,
    map_cases,
    measuring_of,
    more_cases,
    reporting_cases,
    study,
    training_of,
)
from lib.experiments.detection import Found, Recipe
from lib.experiments.face_sets import AUDIT, VALIDATION
from lib.models.archive import read_archive, read_record, write_archive
from lib.training import report

KEPT = Path("_build/training/debias")

Studied = list[tuple[Case, Row]]


def studied(case: Case, *, folder: Path) -> tuple[list[Row], float]:
    """Train and measure a detector, or read what is kept of it.

    Args:
        case: which.
        folder: where the detectors' numbers are kept.

    Returns:
        (rows, seconds that it took).
    """
    name = hashlib.sha256(json.dumps(asdict(case), sort_keys=True).encode()).hexdigest()[:16]
    if not (folder / f"{name}.json").exists():
        draw_apart(replace(case, name="", condition="", recipe=Recipe(), dark=RARE))
        started, rows = time.perf_counter(), study(case)
        arrays, _ = arranged([(case, row) for row in rows])
        names = [row.name for row in rows]
        seconds = round(time.perf_counter() - started, 1)
        write_archive(name, arrays, {"case": asdict(case), "names": names, "seconds": seconds}, folder=folder)
    arrays, known = read_archive(name, folder=folder), read_record(name, folder=folder)
    rows = [_row(label, arrays, place) for place, label in enumerate(known["names"])]
    return rows, known["seconds"]


@cache
def draw_apart(case: Case) -> None:
    """Draw what a detector learns from and is measured on in another process; once for all of the same pictures.

    TensorFlow's input pipeline sets the allocator to give memory back at once; in the process that trains, drawing
    would take several times as long.
    """
    for pictures in (training_of, measuring_of):
        child = get_context("spawn").Process(target=pictures, args=(case,))
        child.start()
        child.join()


def run(cases: Iterable[Case], *, folder: Path, title: str) -> tuple[Studied, float]:
    """Study detectors; those that are kept already are not trained again.

    Args:
        cases: which.
        folder: where the detectors' numbers are kept.
        title: of the progress bar.

    Returns:
        (case and row of each detector, seconds that they took).
    """
    found, seconds = [], 0.0
    for case in tqdm(list(cases), desc=title):
        rows, took = studied(case, folder=folder)
        found += [(case, row) for row in rows]
        seconds += took
    return found, seconds


def run_all(folder: Path) -> tuple[Studied, Recipe, float]:
    """Choose, report and map; return the rows, the chosen recipe and the seconds that it all took."""
    found, seconds = run(choosing_cases(), folder=folder, title="choosing")
    chosen = choose(as_table(*arranged(found)))
    for title, cases in {"reporting": reporting_cases, "more seeds": more_cases, "map": map_cases}.items():
        rows, took = run(cases(chosen), folder=folder, title=title)
        found, seconds = found + rows, seconds + took
    return found, chosen, seconds


def main(arguments: list[str] | None = None) -> None:
    """Study all detectors and write `lib/weights/debias.*`."""
    argparse.ArgumentParser(prog="make train NAME=debias", description=__doc__).parse_args(arguments)
    rows, chosen, seconds = run_all(KEPT)
    arrays, labels = arranged(rows)
    record = report.provenance("make train NAME=debias", seed=CHOOSING[0], duration_s=seconds) | {
        "data": "Faces and clutter drawn by lib.data.faces.",
        "measured_on_seeds": {"choose": f"{VALIDATION} + seed", "report": f"{AUDIT} + seed"},
        "chosen": {"rule": chosen.rule, "alpha": chosen.alpha, "top": chosen.top},
        "rows": labels,
    }
    write_archive("debias", arrays, record)
    means = as_table(arrays, labels).query("stage == 'report'").groupby("name")["gap"].mean()
    print((100 * means).round(1).to_string())


def _row(name: str, arrays: Mapping[str, np.ndarray], place: int) -> Row:
    found = Found(*(arrays[field][place] for field in Found._fields))
    return Row(name, found, *(arrays[field][place] for field in Row._fields[2:]))
