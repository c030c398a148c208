"""Who is judged right and wrong, group by group: fairlearn's `MetricFrame` with rates that say when they are undefined.

fairlearn's own rates are 0 for a group in which they are undefined, and its differences leave such a group out.
"""

from functools import partial

import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame
from numpy.typing import ArrayLike

from lib.fairness.arguments import checked_people
from lib.fairness.rates import CELLS, RATES, cell_numbers, rate


def _counts(outcomes: ArrayLike, decisions: ArrayLike, people: ArrayLike | None) -> dict[str, float]:
    cells = cell_numbers(np.asarray(outcomes), np.asarray(decisions))
    return dict(zip(CELLS, np.bincount(cells, people, len(CELLS)), strict=True))


def _number(outcomes: ArrayLike, decisions: ArrayLike, *, sample_weight: ArrayLike | None = None) -> float:
    return sum(_counts(outcomes, decisions, sample_weight).values())


def _count(outcomes: ArrayLike, decisions: ArrayLike, *, cell: str, sample_weight: ArrayLike | None = None) -> float:
    return _counts(outcomes, decisions, sample_weight)[cell]


def _rate(outcomes: ArrayLike, decisions: ArrayLike, *, name: str, sample_weight: ArrayLike | None = None) -> float:
    return float(rate(_counts(outcomes, decisions, sample_weight), name))


#: Metrics `(outcomes, decisions, *, sample_weight) -> number` for any `MetricFrame`: the number of people, the four
#: cells, all rates.
METRICS = (
    {"n": _number}
    | {cell: partial(_count, cell=cell) for cell in CELLS}
    | {name: partial(_rate, name=name) for name in RATES}
)


def group_metrics(outcomes: ArrayLike, decisions: ArrayLike, groups: ArrayLike) -> MetricFrame:
    """Compute confusion counts and rates for each group.

    Args:
        outcomes: `(N,)` of 0 and 1, what came about.
        decisions: `(N,)` of 0 and 1, what the rule said.
        groups: `(N,)` names.

    Returns:
        A fairlearn `MetricFrame`: `by_group` has a row per group and the columns n, tn, fp, fn, tp, and one per key of
        `RATES`; `overall` has them for everyone. An undefined rate is NaN; `undefined` says why. Use `gaps` for
        differences: the frame's own leave undefined groups out.

    Raises:
        ValueError: lengths differ, nobody is given, or a value is missing or not 0 or 1.
    """
    outcomes, decisions, codes, names = checked_people(outcomes, decisions, groups)
    # The frame copies its people for every metric, so it is given each kind of person once, weighted by their number.
    people = np.bincount(codes * len(CELLS) + cell_numbers(outcomes, decisions), minlength=len(names) * len(CELLS))
    group, cell = np.divmod(np.arange(len(people)), len(CELLS))
    return MetricFrame(
        metrics=METRICS,
        y_true=cell // 2,
        y_pred=cell % 2,
        sensitive_features=pd.Series(names[group], name="group"),
        sample_params={name: {"sample_weight": people} for name in METRICS},
    )


def group_table(outcomes: ArrayLike, decisions: ArrayLike, groups: ArrayLike) -> pd.DataFrame:
    """Return `group_metrics(…).by_group` with counts as whole numbers. Arguments and errors are the same."""
    return group_metrics(outcomes, decisions, groups).by_group.astype(dict.fromkeys(("n", *CELLS), int))


def gaps(by_group: pd.DataFrame) -> pd.Series:
    """Return for every rate the largest difference between two groups, NaN if it is undefined in one of them.

    The difference of the selection rates is the gap of demographic parity, that of the true positive rates the gap of
    equal opportunity, the larger one of those of `tpr` and `fpr` the gap of equalised odds (Hardt, Price, Srebro 2016,
    definitions 2.1 and 2.2).

    Args:
        by_group: a row per group, as of `group_table`.
    """
    rates = by_group[list(RATES)]
    return rates.max(skipna=False) - rates.min(skipna=False)


def undefined(by_group: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return why a rate is NaN, by (group, rate): for example `{("Asian", "fpr"): "nobody has outcome 0"}`.

    Args:
        by_group: a row per group, as of `group_table`.
    """
    return {(group, name): RATES[name].undefined for name in RATES for group in by_group.index[by_group[name].isna()]}
