"""A study of debiasing: which detectors are trained on what, what is kept of each, and which variant is chosen.

The variant is chosen on validation sets with `CHOOSING` seeds and reported on audit sets with others. A seed decides
what is learned from and measured on, first weights and draws: conditions of a seed differ in what is done alone.
"""

from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.experiments.detection import FALSE_ALARMS, Found, Recipe, judged, train_detector
from lib.experiments.face_sets import (
    AUDIT,
    DARK,
    TONES,
    VALIDATION,
    Measuring,
    Training,
    control_set,
    measuring_set,
    training_set,
)

#: Seeds that choose, that report, that also tell none from shuffled, and that draw the map.
CHOOSING, REPORTING, MORE, MAPPED = (0, 1, 2), (3, 4, 5, 6, 7), (8, 9, 10, 11, 12), (20,)
RARE = 0.03  #: share of dark faces in the study
#: Rule, α and how many latents count (`None`: all) of the variants that are tried.
VARIANTS = (
    ("product", 0.1, None),
    ("product", 0.1, 6),
    ("product", 0.01, 6),
    ("maximum", 0.1, None),
    ("maximum", 0.01, None),
    ("maximum", 0.001, None),
    ("maximum", 0.01, 4),
)
#: Where the seeds begin of the sets that measure in each stage; of the second set come thresholds.
MEASURED = {"choose": (VALIDATION,), "report": (AUDIT, VALIDATION), "control": (AUDIT,), "map": (AUDIT,)}
COST = 0.01  #: what a variant may cost light faces of their recall, to be chosen
PUBLISHED, COURSE = VARIANTS[0], VARIANTS[5]  #: the published rule at its mildest α, and that of the course's code
BUDGETS, SHARES = (120, 200, 400), (0.01, 0.03, 0.10)  #: the map's steps of training, and shares of dark faces


@dataclass(frozen=True, kw_only=True)
class Case:
    """A detector of the study: what for, under which name, what is done, and what it learns from."""

    stage: str  #: of `MEASURED`
    name: str
    condition: str  #: of `lib.experiments.detection.CONDITIONS`
    seed: int
    recipe: Recipe
    dark: float = RARE
    faces: int = 2_500
    others: int = 2_500
    each: int = 200  #: faces of each tone that measure


class Row(NamedTuple):
    """What is kept of a detector: how it does, and where the weights went at last."""

    name: str
    found: Found
    effective: float  #: effective number of faces that its weights leave, as a share of all
    dark_weight: float  #: share of the weights that lies on dark faces


def variant(rule: str, alpha: float, top: int | None) -> Recipe:
    """Return the recipe of a variant."""
    return replace(Recipe(), rule=rule, alpha=alpha, top=top)


def choosing_cases() -> list[Case]:
    """Return the detectors that choose: every variant, and none."""
    tried = [("none", "none", Recipe())]
    tried += [(_title(*one), "db-vae", variant(*one)) for one in VARIANTS]
    return [_case("choose", *one, seed) for seed, one in product(CHOOSING, tried)]


def reporting_cases(chosen: Recipe) -> list[Case]:
    """Return the detectors that report, a seed after the other, and the control of equal shares."""
    remedies = [
        *_twins(chosen),
        ("db-vae", "db-vae", chosen),
        ("oracle", "oracle", chosen),
        ("reweighed", "reweighed", chosen),
        ("course", "db-vae", variant(*COURSE)),
        ("published", "db-vae", variant(*PUBLISHED)),
    ]
    cases = [_case("report", *one, seed) for seed, one in product(REPORTING, remedies)]
    return cases + [_case("control", "control", "none", Recipe(), seed) for seed in REPORTING]


def more_cases(chosen: Recipe) -> list[Case]:
    """Return none and shuffled for more seeds: their difference is small against what seeds differ by."""
    return [_case("report", *one, seed) for seed, one in product(MORE, _twins(chosen))]


def map_cases(chosen: Recipe) -> list[Case]:
    """Return the detectors of the map: none, chosen and oracle at each budget and share."""
    return [
        replace(_case("map", name, name, replace(chosen, steps=steps), seed), dark=dark)
        for seed, steps, dark, name in product(MAPPED, BUDGETS, SHARES, ("none", "db-vae", "oracle"))
    ]


def training_of(case: Case) -> Training:
    """Return what a detector learns from."""
    sizes = {"seed": case.seed, "faces": case.faces, "others": case.others}
    return control_set(**sizes) if case.stage == "control" else training_set(dark=case.dark, **sizes)


def measuring_of(case: Case) -> list[Measuring]:
    """Return what measures a detector, as `MEASURED` says, the reported first; a seed's own, so that sets vary too."""
    sizes = {"each": case.each, "others": 15 * case.each}
    return [measuring_set(seed=start + case.seed, **sizes) for start in MEASURED[case.stage]]


def study(case: Case) -> list[Row]:
    """Train and measure a detector.

    Args:
        case: which.

    Returns:
        A row, and of a detector without resampling that reports a second: the same with a threshold for each tone.
    """
    training = training_of(case)
    model, draws = train_detector(training, condition=case.condition, seed=case.seed, recipe=case.recipe)
    weights, dark = draws.weights, np.isin(training.tones, DARK)
    spread = 1 / np.square(weights).sum() / len(weights), weights[dark].sum()

    def scored(measuring: Measuring) -> tuple[np.ndarray, np.ndarray, Measuring]:
        return model.logits_of(measuring.faces), model.logits_of(measuring.others), measuring

    measuring = measuring_of(case)
    reported = scored(measuring[0])
    rows = [Row(case.name, judged(*reported), *map(float, spread))]
    if (case.stage, case.name) == ("report", "none"):
        each = thresholds_by_tone(*scored(measuring[1]))
        rows.append(Row("thresholds", judged(*levelled(*reported, each)), 1.0, 0.0))
    return rows


def thresholds_by_tone(scores: np.ndarray, other_scores: np.ndarray, measuring: Measuring) -> np.ndarray:
    """Return a threshold for each tone with which faces of all tones are found as often, and 5 % of clutter passes.

    Args:
        scores: `(F,)` of the faces of the set that chooses.
        other_scores: `(G,)` of its clutter.
        measuring: the set.

    Returns:
        `(11,)` by tone; the first, for what has no tone, is that of all faces together.
    """
    recalls = np.linspace(0.0, 1.0, 501)
    groups = [scores, *(scores[measuring.tones == tone] for tone in TONES)]
    cuts = np.array([np.quantile(group, 1 - recalls) for group in groups])
    alarms = (other_scores[:, None] > cuts[measuring.other_tones]).mean(axis=0)
    return cuts[:, np.abs(alarms - FALSE_ALARMS).argmin()]


def levelled(
    scores: np.ndarray, other_scores: np.ndarray, measuring: Measuring, thresholds: np.ndarray
) -> tuple[np.ndarray, np.ndarray, Measuring]:
    """Return how far scores lie above the thresholds `(11,)` of their tones, and the set, as `judged` takes them."""
    return scores - thresholds[measuring.tones], other_scores - thresholds[measuring.other_tones], measuring


def choose(table: pd.DataFrame) -> Recipe:
    """Return the recipe of the variant with the least gap, of those that cost light faces little.

    Both are means over the seeds that choose, at 5 % false alarms. Where all cost more than `COST`, all are allowed.

    Args:
        table: as `lib.experiments.debias_table.as_table` returns.
    """
    means = table[table["stage"] == "choose"].groupby("name")[["gap", "light"]].mean()
    tried = means.drop(index="none")
    cheap = tried[means.loc["none", "light"] - tried["light"] <= COST]
    best = (cheap if len(cheap) else tried)["gap"].idxmin()
    return next(variant(*one) for one in VARIANTS if _title(*one) == best)


def _twins(chosen: Recipe) -> list[tuple[str, str, Recipe]]:
    return [("none", "none", chosen), ("shuffled", "shuffled", chosen)]


def _case(stage: str, name: str, condition: str, recipe: Recipe, seed: int) -> Case:
    return Case(stage=stage, name=name, condition=condition, seed=seed, recipe=recipe)


def _title(rule: str, alpha: float, top: int | None) -> str:
    return f"{rule} over {'all' if top is None else top}, α = {alpha:g}"
