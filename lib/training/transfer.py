"""The recorded run behind the chapter on transfer learning: `make train NAME=transfer`.

Networks learn from few images, from random weights and from BookNet's: first those that choose how, then those that
report. Each is kept when it is measured; run again after an interruption, the run goes on with the next. Where Keras
has the weights of a MobileNet trained on ImageNet, its features are probed too; without them that part stays out.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import keras
import numpy as np
from tqdm import tqdm

from lib.experiments.transfer.probes import probe_curve
from lib.experiments.transfer.study import (
    CHOOSING,
    CHOOSING_SIZES,
    REPORTING,
    SAME_PLAN_SIZES,
    Case,
    best,
    choosing_cases,
    reporting_cases,
    study,
)
from lib.experiments.transfer.tasks import SIZES, TASKS, load_task
from lib.models.archive import write_archive
from lib.models.backbones import BackboneUnavailableError, load_backbone
from lib.models.transfer import build_transfer, features
from lib.training.report import provenance

KEPT = Path("_build/training/transfer")
LARGE = "mobilenet-0.75"

Found = dict[Case, tuple[list[float], list[float]]]


def studied(case: Case, *, folder: Path) -> tuple[list[float], list[float]]:
    """Study a method, or read what is kept of it; return (accuracies, seconds), a number for each draw."""
    asked = json.dumps(asdict(case), sort_keys=True)
    path = folder / f"{case.stage}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.json"
    if not path.exists():
        right, seconds = study(case)
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_text(json.dumps([right.round(6).tolist(), seconds.round(3).tolist()]), encoding="utf-8")
        partial.replace(path)
        keras.utils.clear_session(free_memory=True)
    right, seconds = json.loads(path.read_text(encoding="utf-8"))
    return right, seconds


def run(cases: Iterable[Case], *, folder: Path, title: str) -> Found:
    """Study all cases; those that are kept already are not studied again."""
    return {case: studied(case, folder=folder) for case in tqdm(list(cases), desc=title)}


def probed_large(task: str, *, folder: Path) -> np.ndarray | None:
    """Return accuracies `(sizes, draws)` with frozen features of MobileNet, or `None` where its weights are missing."""
    path = folder / f"large-{task}.npy"
    if not path.exists():
        try:
            backbone = load_backbone(LARGE)
        except BackboneUnavailableError as reason:
            print(str(reason).removeprefix("name: "))
            return None
        some, side = load_task(task), (backbone.size, backbone.size)
        whole = build_transfer(backbone.model, classes=len(some.classes))
        parts = [
            features(whole, keras.ops.convert_to_numpy(keras.ops.image.resize(part, side)))
            for part in tqdm(np.array_split(some.images, len(some.images) // 50), desc=f"{LARGE}, {task}")
        ]
        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, probe_curve(some, np.concatenate(parts), seeds=REPORTING))
    return np.load(path, allow_pickle=False)


def arranged(found: Found) -> dict[str, np.ndarray]:
    """Return `<task> <method>` and `<task> <method> seconds`, `(sizes, draws)` each, of the cases that report."""
    arrays: dict[str, list] = {}
    for case, (right, seconds) in found.items():
        if case.stage == "report":
            arrays.setdefault(f"{case.task} {case.name}", []).append(right)
            arrays.setdefault(f"{case.task} {case.name} seconds", []).append(seconds)
    return {name: np.array(rows, np.float32) for name, rows in arrays.items()}


def tried(found: Found) -> list[dict]:
    """Return what was tried and how often it was right, a mean over draws for each task and number of images."""
    return [
        {"task": case.task, "method": case.method, "start": case.start, "each": case.each}
        | asdict(case.recipe)
        | {"accuracy": round(float(np.mean(right)), 4)}
        for case, (right, _) in found.items()
        if case.stage == "choose"
    ]


def chosen(found: Found) -> dict[str, dict]:
    """Return for each method where it begins and how it learns, after the cases that choose."""
    means: dict = {}
    for case, (right, _) in found.items():
        if case.stage == "choose":
            means.setdefault((case.method, case.start, case.recipe), []).append(np.mean(right))
    picks = {method: best(means, method) for method in ("scratch", "tuned")}
    return {method: {"start": start} | asdict(recipe) for method, (start, recipe) in picks.items()}


def main(arguments: list[str] | None = None) -> None:
    """Study all methods and write `lib/weights/transfer.*`."""
    parser = argparse.ArgumentParser(prog="make train NAME=transfer", description=__doc__)
    parser.add_argument("--only", choices=list(TASKS), help="study one task and record nothing: for running in parts")
    parser.add_argument("--choose", action="store_true", help="only try what there is to choose from, and say what won")
    options = parser.parse_args(arguments)
    found, arrays = {}, {}
    for task in [options.only] if options.only else TASKS:
        found |= run(choosing_cases(task), folder=KEPT, title=f"choosing, {task}")
        if not options.choose:
            found |= run(reporting_cases(task), folder=KEPT, title=f"reporting, {task}")
            large = probed_large(task, folder=KEPT)
            arrays |= {} if large is None else {f"{task} {LARGE}": large.astype(np.float32)}
    print(json.dumps(chosen(found), indent=1))
    if options.only or options.choose:
        return
    took = sum(sum(seconds) for _, seconds in found.values())
    record = provenance("make train NAME=transfer", seed=0, duration_s=took) | {
        "data": "scikit-image's crops of Labeled Faces in the Wild, scikit-learn's digits, scenes of lib.data.scenes.",
        "sizes": list(SIZES),
        "same_plan_sizes": list(SAME_PLAN_SIZES),
        "draws": {"choose": list(CHOOSING), "report": list(REPORTING)},
        "choosing_sizes": list(CHOOSING_SIZES),
        "chosen": chosen(found),
        "tried": tried(found),
    }
    write_archive("transfer", arranged(found) | arrays, record)
    print(f"{len(arranged(found))} arrays recorded")
