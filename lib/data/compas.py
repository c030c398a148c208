"""COMPAS: risk scores of people arrested in Broward County, Florida, and who was charged again.

In 2016 ProPublica compared the scores of a commercial program with what the county's public records show of the two
years after (Larson, Mattu, Kirchner, Angwin 2016, `compas-scores-two-years.csv` of its repository `compas-analysis`).
The outcome is *a new recorded charge within two years* (`two_year_recid`): being charged, not having committed a crime.
Race and sex are as the county recorded them.

This package ships counts, not people: `lib/data/compas_counts.csv`, made by
`make train NAME=compas ARGS="--data compas-scores-two-years.csv"`. ProPublica's truth tables follow from them exactly,
over all rows: the decision is 1 for "Medium" or "High" (a decile of `MEDIUM_OR_HIGH` or more), the outcome is
`two_year_recid`. Its tables of *violent* charges do not: they need another of its files, with the time until such a
charge.
"""

import csv
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

#: The lowest decile that the program calls "Medium"; "High" begins at 8.
MEDIUM_OR_HIGH = 5
#: Whoever was screened later is in the data only because of a new charge: the others' two years had not passed.
LAST_COMPLETE_DAY = "2014-04-01"
#: How many people each count is of. `filtered`: ProPublica's choice for its regressions, screened within 30 days of the
#: arrest and not for an ordinary traffic offence. `without_late`: screened up to `LAST_COMPLETE_DAY` (Barenstein 2019).
SUBSETS = {"all": 7214, "filtered": 6172, "without_late": 6216}

CELL = ["decile", "race", "sex", "age_group", "new_charge"]
_RENAMED = {"decile_score": "decile", "age_cat": "age_group", "two_year_recid": "new_charge"}
#: All that is read of ProPublica's file: no names, birth dates or case numbers.
COLUMNS = [
    *["decile_score", "race", "sex", "age_cat", "two_year_recid"],
    *["compas_screening_date", "days_b_screening_arrest", "is_recid", "c_charge_degree", "score_text"],
]


class People(NamedTuple):
    """One entry per person, as the functions of `lib.fairness` take them."""

    deciles: np.ndarray  #: `(N,)` int64, 1 to 10
    groups: np.ndarray  #: `(N,)` names
    outcomes: np.ndarray  #: `(N,)` int64, 1 for a new recorded charge within two years


def load_counts(subset: str = "all") -> pd.DataFrame:
    """Return how many people there are of each kind.

    Args:
        subset: a key of `SUBSETS`.

    Returns:
        A row per combination that occurs: `decile` (1 to 10), `race`, `sex`, `age_group`, `new_charge` (0 or 1) and
        `count`.

    Raises:
        ValueError: `subset` is unknown.
    """
    if subset not in SUBSETS:
        raise ValueError(f"subset: got {subset!r}, expected one of {', '.join(SUBSETS)}")
    with resources.files("lib.data").joinpath("compas_counts.csv").open(encoding="utf-8") as stream:
        table = pd.read_csv(stream)
    counts = table[CELL].assign(count=table[subset])
    return counts[counts["count"] > 0].reset_index(drop=True)


def people(counts: pd.DataFrame, *, by: str | Sequence[str] = "race") -> People:
    """Turn counts back into one entry per person.

    Args:
        counts: as of `load_counts`, or some of its rows.
        by: the column that is the group: "race", "sex" or "age_group"; of several, a group is a combination of theirs,
            named like "Caucasian, Female".

    Raises:
        ValueError: `by` is another column, or none.
    """
    wanted = [by] if isinstance(by, str) else list(by)
    if not wanted or set(wanted) - {"race", "sex", "age_group"}:
        raise ValueError(f"by: got {by!r}, expected race, sex or age_group")
    groups = counts[wanted].agg(", ".join, axis=1)
    columns = (counts["decile"], groups, counts["new_charge"])
    return People(*(np.repeat(values.to_numpy(), counts["count"]) for values in columns))


def load_records(path: Path) -> pd.DataFrame:
    """Read ProPublica's file without names, birth dates and case numbers, which never enter memory as columns.

    Args:
        path: `compas-scores-two-years.csv`.

    Returns:
        A row per person: the columns of `load_counts`, except `count`, and whether the person belongs to the subsets
        `filtered` and `without_late`.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a column is missing, or a value is not of its column's kind.
    """
    with Path(path).open(encoding="utf-8", errors="replace", newline="") as stream:
        header = next(csv.reader(stream), [])
    if missing := [name for name in COLUMNS if name not in header]:
        raise ValueError(f"path: {path} lacks {', '.join(missing)}, expected ProPublica's compas-scores-two-years.csv")
    # The file has the column decile_score twice, with equal contents: the first one is read.
    table = pd.read_csv(path, usecols=COLUMNS, dtype={"compas_screening_date": str})
    _check_values(table, path)
    return table.rename(columns=_RENAMED)[CELL].assign(
        filtered=table["days_b_screening_arrest"].between(-30, 30)
        & (table["is_recid"] != -1)
        & (table["c_charge_degree"] != "O")
        & table["score_text"].notna(),
        without_late=table["compas_screening_date"] <= LAST_COMPLETE_DAY,
    )


def _check_values(table: pd.DataFrame, path: Path) -> None:
    valid = {
        "decile_score": table["decile_score"].isin(range(1, 11)),
        "two_year_recid": table["two_year_recid"].isin((0, 1)),
        "compas_screening_date": table["compas_screening_date"].str.fullmatch(r"\d{4}-\d\d-\d\d", na=False),
    } | {name: table[name].notna() for name in ("race", "sex", "age_cat")}
    for name, right in valid.items():
        if not right.all():
            row = int(np.flatnonzero(~right)[0])
            raise ValueError(f"path: {path} has {name} {table[name].iloc[row]} for person {row + 1}")


def count_records(records: pd.DataFrame) -> pd.DataFrame:
    """Count people of each kind, as they are shipped.

    Args:
        records: as of `load_records`.

    Returns:
        A row per combination that occurs, sorted: the columns `decile`, `race`, `sex`, `age_group`, `new_charge`, and
        one for each of `SUBSETS`.
    """
    return records.assign(all=1).groupby(CELL, as_index=False)[list(SUBSETS)].sum()
