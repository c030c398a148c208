"""The recorded run behind the chapter on shortcuts: `make train NAME=shortcut`.

Many networks learn from scenes with a hint, from none to a total one, and some of them are mended. Each is kept when it
is measured; run again after an interruption, the run goes on with the next. What the networks look like was chosen on
scenes and weights of seeds below 100; the run uses others.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from lib.experiments.planting import examples, on_any_ground, planted, rebalanced
from lib.experiments.shortcut import EPOCHS, MEASURED, Found, evidence, examine, foretold, learn
from lib.models.archive import read_archive, read_record, write_archive
from lib.training import report

KEPT = Path("_build/training/shortcut")
#: The first network's seed, from which the others count on; and that of the scenes that measure them all.
FIRST, REPORTED = 100, 1_000_000
#: How tightly a hint follows the kind. Of a stamp a network takes notice late: its levels lie denser near 1.
LEVELS = {"ground": np.linspace(0, 1, 21), "stamp": 1 - (1 - np.linspace(0, 1, 21)) ** 2}
#: Networks for each level, and for each mending.
EACH, EACH_MENDED = {"ground": 2, "stamp": 1}, 5
MENDINGS = {"none": lambda scenes, **_: scenes, "rebalanced": rebalanced, "other grounds": on_any_ground}
#: How tightly the ground follows the kind, and what is done about it.
MENDED = ((0.9, "none"), (0.9, "rebalanced"), (0.98, "none"), (0.98, "rebalanced"), (0.98, "other grounds"))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A network of the run: from which scenes it learns, how many of them, how often, and how it is measured."""

    hint: str
    correlation: float
    seed: int
    mending: str = "none"
    scenes: int = 2_000
    epochs: int = EPOCHS
    measured: int = MEASURED


class Studied(NamedTuple):
    """What is kept of a network: numbers, maps of the examples `(8, 12, 12)` float16, seconds that it took."""

    found: Found
    maps: np.ndarray
    seconds: float


def cases() -> dict[str, list[list[Case]]]:
    """Return the networks for each hint, a row per level, and the mended, a row per `MENDED`; no two share a seed."""
    seeds = count(FIRST)

    def row(each: int, hint: str, level: float, mending: str = "none") -> list[Case]:
        level = round(float(level), 6)
        return [Case(hint=hint, correlation=level, seed=next(seeds), mending=mending) for _ in range(each)]

    by_hint = {hint: [row(EACH[hint], hint, level) for level in levels] for hint, levels in LEVELS.items()}
    return by_hint | {"mended": [row(EACH_MENDED, "ground", *how) for how in MENDED]}


def study(case: Case, *, folder: Path) -> Studied:
    """Train and measure a network, or read what is kept of it.

    Args:
        case: which.
        folder: where the networks' numbers are kept.
    """
    name = f"{case.hint}-{case.seed}"
    known = read_record(name, folder=folder) if (folder / f"{name}.json").exists() else {}
    if known.get("case") != asdict(case):
        started = time.perf_counter()
        scenes = planted(case.scenes, hint=case.hint, correlation=case.correlation, seed=case.seed)
        model = learn(MENDINGS[case.mending](scenes, seed=case.seed), seed=case.seed, epochs=case.epochs)
        found = examine(model, hint=case.hint, correlation=case.correlation, seed=REPORTED, measured=case.measured)
        maps = evidence(model, examples(case.hint)).astype(np.float16)
        known = {"case": asdict(case), "found": found, "seconds": round(time.perf_counter() - started, 1)}
        write_archive(name, {"maps": maps}, known, folder=folder)
    return Studied(Found(*known["found"]), read_archive(name, folder=folder)["maps"], known["seconds"])


def run(rows: Mapping[str, Sequence[Sequence[Case]]], *, folder: Path) -> tuple[dict[str, np.ndarray], float]:
    """Study all networks; those that are kept already are not trained again.

    Args:
        rows: as `cases` returns.
        folder: where the networks' numbers are kept.

    Returns:
        (arrays, seconds that the networks took). For each key of `rows` there are `<key>_levels` `(rows,)`; what is in
        `Found`, such as `<key>_heat`, `(rows, networks)`; and `<key>_maps` `(rows, 8, 12, 12)` of the first networks.
    """
    arrays, seconds = {}, 0.0
    for key, table in rows.items():
        studied = [[study(case, folder=folder) for case in row] for row in tqdm(table, desc=key)]
        found = np.array([[one.found for one in row] for row in studied])
        arrays |= {f"{key}_{name}": found[..., place] for place, name in enumerate(Found._fields)}
        arrays[f"{key}_levels"] = np.array([row[0].correlation for row in table])
        arrays[f"{key}_maps"] = np.stack([row[0].maps for row in studied])
        seconds += sum(one.seconds for row in studied for one in row)
    return arrays, seconds


def describe(arrays: Mapping[str, np.ndarray], *, seconds: float) -> dict:
    """Return the record: how the run was made, and how well heat foretells what is lost."""
    made = report.provenance("make train NAME=shortcut", seed=FIRST, duration_s=seconds)
    return made | {
        "data": "Scenes drawn by lib.data.scenes.",
        "measured_on_seed": REPORTED,
        "mended": [list(how) for how in MENDED],
        "foretold": {hint: _foretold(arrays, hint) for hint in LEVELS},
    }


def main(arguments: list[str] | None = None) -> None:
    """Study all networks and write `lib/weights/shortcut.*`."""
    argparse.ArgumentParser(prog="make train NAME=shortcut", description=__doc__).parse_args(arguments)
    arrays, seconds = run(cases(), folder=KEPT)
    record = describe(arrays, seconds=seconds)
    write_archive("shortcut", arrays, record)
    for hint, told in record["foretold"].items():
        print(f"{hint}: rank correlation {told['estimate']:.2f} (interval {told['low']:.2f} to {told['high']:.2f})")


def _foretold(arrays: Mapping[str, np.ndarray], hint: str) -> dict[str, float]:
    own, against, heat, _ = (arrays[f"{hint}_{name}"].ravel() for name in Found._fields)
    return foretold(heat, own - against, seed=REPORTED)._asdict()
