"""The detectors of a study of debiasing as a table: a row for each, as it is recorded and as it is read."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd

from lib.experiments.debiasing import Case, Row
from lib.experiments.detection import Found
from lib.experiments.face_sets import DARK, LIGHT


def arranged(studied: Iterable[tuple[Case, Row]]) -> tuple[dict[str, np.ndarray], list[dict]]:
    """Return rows as they are recorded: (arrays with a first axis of rows, labels of each row)."""
    pairs = list(studied)
    arrays = {name: np.array([getattr(row.found, name) for _, row in pairs], np.float32) for name in Found._fields}
    arrays |= {name: np.array([getattr(row, name) for _, row in pairs], np.float32) for name in Row._fields[2:]}
    return arrays, [_labels(case) | {"name": row.name} for case, row in pairs]


def as_table(arrays: Mapping[str, np.ndarray], labels: list[dict]) -> pd.DataFrame:
    """Return a row for each detector: labels, and shares of light and dark people found and of clutter passed.

    Columns are `stage`, `name`, `seed`, `dark_share`, `steps`, `rule`, `alpha`, `top`; then `light`, `dark`, `gap`,
    `alarms_light`, `alarms_dark` and `precision` at 5 % false alarms; the same with `_fixed` at probability 0.5 and
    `alarms_overall` there; and `effective` and `dark_weight` as of `Row`.

    Args:
        arrays: as `arranged` returns, or read from the recorded run.
        labels: of each row.
    """
    table = pd.DataFrame(labels)
    for end in ("", "_fixed"):
        for group, tones in (("light", LIGHT), ("dark", DARK)):
            columns = [tone - 1 for tone in tones]
            table[f"{group}{end}"] = arrays[f"recall{end}"][:, columns].mean(axis=1)
            table[f"alarms_{group}{end}"] = arrays[f"alarms{end}"][:, columns].mean(axis=1)
        table[f"gap{end}"] = table[f"light{end}"] - table[f"dark{end}"]
        table[f"precision{end}"] = arrays[f"precision{end}"]
    for name in ("alarms_overall", "effective", "dark_weight"):
        table[name] = arrays[name]
    return table


def by_seed(table: pd.DataFrame, column: str, *, stage: str = "report") -> pd.DataFrame:
    """Return a column as a table of seeds by names; a detector that was not trained with a seed is NaN there."""
    return table[table["stage"] == stage].pivot_table(index="seed", columns="name", values=column)


def _labels(case: Case) -> dict:
    recipe = asdict(case.recipe)
    return {"stage": case.stage, "seed": case.seed, "dark_share": case.dark} | {
        name: recipe[name] for name in ("steps", "rule", "alpha", "top")
    }
