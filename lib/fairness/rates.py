"""The rates of a yes-or-no decision: each is the share of one set of people among another.

A person's *outcome* is 1 where the event came about, a person's *decision* is 1 where the rule said that it would. The
four cells of the table that crosses them (true and false negatives, true and false positives) give every rate. A rate
among nobody is undefined: it is NaN here, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.fairness.arguments import checked_name

#: The cells, in the order of `2 · outcome + decision`.
CELLS = ("tn", "fp", "fn", "tp")


@dataclass(frozen=True)
class Rate:
    """The share of the people in the cells `part` among those in the cells `whole`."""

    title: str
    part: tuple[str, ...]
    whole: tuple[str, ...]
    undefined: str  #: what is true of a group for which the rate is undefined


RATES = {
    "base_rate": Rate("base rate, P(outcome = 1)", ("fn", "tp"), CELLS, "nobody is in it"),
    "selection_rate": Rate("selection rate, P(decision = 1)", ("fp", "tp"), CELLS, "nobody is in it"),
    "accuracy": Rate("accuracy, P(decision = outcome)", ("tn", "tp"), CELLS, "nobody is in it"),
    "fpr": Rate("false positive rate, P(decision = 1 | outcome = 0)", ("fp",), ("tn", "fp"), "nobody has outcome 0"),
    "fnr": Rate("false negative rate, P(decision = 0 | outcome = 1)", ("fn",), ("fn", "tp"), "nobody has outcome 1"),
    "tpr": Rate("true positive rate, P(decision = 1 | outcome = 1)", ("tp",), ("fn", "tp"), "nobody has outcome 1"),
    "tnr": Rate("true negative rate, P(decision = 0 | outcome = 0)", ("tn",), ("tn", "fp"), "nobody has outcome 0"),
    "ppv": Rate(
        "positive predictive value, P(outcome = 1 | decision = 1)", ("tp",), ("fp", "tp"), "nobody is selected"
    ),
    "npv": Rate("negative predictive value, P(outcome = 0 | decision = 0)", ("tn",), ("tn", "fn"), "all are selected"),
}


def cell_numbers(outcomes: np.ndarray, decisions: np.ndarray) -> np.ndarray:
    """Return everyone's position in `CELLS`, `(N,)`, from outcomes and decisions of 0 and 1."""
    return 2 * outcomes + decisions


def members(cells: np.ndarray, wanted: tuple[str, ...]) -> np.ndarray:
    """Return who is in one of the `wanted` cells, booleans of the shape of `cells` (numbers as of `cell_numbers`)."""
    return np.isin(cells, [CELLS.index(cell) for cell in wanted])


def rate(counts: Mapping[str, ArrayLike], name: str) -> np.ndarray:
    """Compute one rate from the counts of the four cells.

    Args:
        counts: for each of `CELLS`, how many people, any shape; for example a row or the columns of a table.
        name: a key of `RATES`.

    Returns:
        Values in [0, 1] of the counts' shape; NaN where the rate is undefined.

    Raises:
        ValueError: `name` is unknown.
    """
    wanted = RATES[checked_name(name, RATES, name="name")]
    part, whole = (sum(np.asarray(counts[cell], float) for cell in cells) for cells in (wanted.part, wanted.whole))
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def implied_fpr(base_rate: ArrayLike, *, ppv: ArrayLike, fnr: ArrayLike) -> np.ndarray:
    """Return the false positive rate that base rate, predictive value and false negative rate leave no choice about.

    `FPR = p / (1 − p) · (1 − PPV) / PPV · (1 − FNR)` (Chouldechova 2017, equation 2.6): where base rates p differ, PPV,
    FPR and FNR cannot all be equal, unless nobody is misjudged. Kleinberg, Mullainathan, Raghavan 2016 prove it for
    scores.

    Args:
        base_rate: share of outcomes that are 1, in (0, 1).
        ppv: positive predictive value, in (0, 1].
        fnr: false negative rate, in [0, 1].

    Returns:
        The implied rate; above 1 where no rule can have these three values.

    Raises:
        ValueError: a value is out of range.
    """
    base_rate, ppv, fnr = (np.asarray(values, float) for values in (base_rate, ppv, fnr))
    if not ((base_rate > 0) & (base_rate < 1)).all():
        raise ValueError(f"base_rate: got {base_rate}, expected values between 0 and 1")
    if not ((ppv > 0) & (ppv <= 1)).all() or not ((fnr >= 0) & (fnr <= 1)).all():
        raise ValueError(f"ppv, fnr: got {ppv} and {fnr}, expected shares, ppv above 0")
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)
