"""Thresholds of two groups: what becomes of every rate when they move, together or each for itself.

The people behind the figure fit into two numbers for each group and score, so that the script computes the rates
itself, in a page as in a notebook. In a notebook `table()` gives what the figure shows, computed by `lib.fairness`.
"""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import pandas as pd
import traitlets

from lib.fairness.rates import CELLS
from lib.fairness.sweep import Sweep, sweep
from lib.widgets.base import Explorer, State, read, script

#: The rates shown, in this order, and their names.
RATES = {
    "fpr": "false positive rate (FPR)",
    "fnr": "false negative rate (FNR)",
    "ppv": "positive predictive value (PPV)",
    "selection_rate": "selection rate",
}
COLUMNS = ("score", "outcome", "group")
#: A slider has at most about this many places; more different scores are put into bins of equally many people.
_PLACES = 50


class ThresholdExplorer(Explorer):
    """Two histograms over two sliders, buttons that make one rate equal, and four rates of both groups."""

    _esm = script("threshold_explorer.js")
    _css = read("explorer.css") + read("rates.css")
    first = traitlets.Int(help="number of the first group's cut").tag(sync=True)
    second = traitlets.Int(help="number of the second group's cut").tag(sync=True)
    groups = traitlets.List(help="their names").tag(sync=True)
    people = traitlets.List(help="how many have each score, with and without the outcome").tag(sync=True)
    cuts = traitlets.List(help="each threshold in words").tag(sync=True)
    hints = traitlets.Dict(help="what each rate is a share of").tag(sync=True)
    positive = traitlets.Unicode().tag(sync=True)
    negative = traitlets.Unicode().tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    near = traitlets.Float(0.025, help="a gap that counts as none").tag(sync=True)
    controls: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        people: pd.DataFrame,
        *,
        label: str,
        threshold: float | None = None,
        positive: str = "outcome 1",
        negative: str = "outcome 0",
        selected: str = "selected",
    ) -> None:
        """Count people by score.

        Args:
            people: a row per person, with the columns `score` (finite), `outcome` (0 or 1) and `group` (two names).
                Whoever reaches the threshold is selected. Of more than 50 different scores, fiftieths of all people
                are shown.
            label: what is to be seen, for those who do not see it.
            threshold: at which both sliders start, or next above it; `None`: in the middle.
            positive: what outcome 1 is called.
            negative: what outcome 0 is called.
            selected: what the selected are called.

        Raises:
            ValueError: a column is missing, there are not two groups, or a score or outcome is not what it should be.
        """
        if missing := [name for name in COLUMNS if name not in people]:
            raise ValueError(f"people: lacks {', '.join(missing)}, expected the columns {', '.join(COLUMNS)}")
        if (count := people["group"].nunique()) != 2:
            raise ValueError(f"people: got {count} groups, expected two")
        cuts = _cuts(people["score"].to_numpy(float))
        self._sweep = sweep(people["score"], people["outcome"], people["group"], [*cuts, np.inf])
        start = len(cuts) // 2 if threshold is None else int(np.searchsorted(cuts, threshold))
        super().__init__(
            label=label,
            first=start,
            second=start,
            groups=[str(name) for name in self._sweep.groups],
            people=_by_score(self._sweep),
            cuts=[*(f"from {cut:.4g}" for cut in cuts), "nobody"],
            hints=_hints(positive, negative, selected),
            positive=positive,
            negative=negative,
            selected=selected,
        )
        self.begin()

    def choices(self) -> Iterator[tuple[()]]:
        """Return the one choice that needs an answer: the script computes all that follows."""
        yield ()

    def state(self) -> State:
        """Return what is said at the present thresholds."""
        return {"words": words(self.table(), near=self.near)}

    def still(self) -> list:
        """Return no pictures: without the script, the sentence stands alone."""
        return []

    def table(self) -> pd.DataFrame:
        """Return what is shown, a row per group: its `threshold` in words, the four counts and the rates."""
        places = np.arange(2), [self.first, self.second]
        counts = {cell: getattr(self._sweep, cell)[places] for cell in CELLS}
        rates = {name: self._sweep.rate(name)[places] for name in RATES}
        thresholds = [self.cuts[place] for place in places[1]]
        return pd.DataFrame({"threshold": thresholds} | counts | rates, index=pd.Index(self.groups, name="group"))


def words(table: pd.DataFrame, *, near: float) -> str:
    """Return a table of the figure as a sentence; `near`: a gap that counts as none."""
    said, close = [], []
    for name, title in RATES.items():
        one, other = table[name]
        undefined = np.isnan(one) or np.isnan(other)
        said.append(
            f"{title} undefined where nobody is selected" if undefined else f"{title} {one:.0%} and {other:.0%}"
        )
        close += [title] if abs(one - other) <= near else []
    starts = ", ".join(f"{group} {threshold}" for group, threshold in table["threshold"].items())
    verdict = f"Within {100 * near:g} points of each other: {', '.join(close) or 'none'}."
    return f"{starts}: {'; '.join(said)}. {verdict}"


def _cuts(scores: np.ndarray) -> np.ndarray:
    """Return the thresholds that a slider offers, ascending: the scores themselves, or fiftieths of them."""
    different = np.unique(scores)
    if len(different) <= _PLACES:
        return different
    return np.unique(np.sort(scores)[np.arange(_PLACES) * len(scores) // _PLACES])


def _by_score(counted: Sweep) -> list[dict[str, list[int]]]:
    """Return how many of each group lie between two thresholds, without and with the outcome."""
    return [
        {"without": np.diff(counted.tn[group]).tolist(), "having": np.diff(counted.fn[group]).tolist()}
        for group in range(2)
    ]


def _hints(positive: str, negative: str, selected: str) -> dict[str, str]:
    return {
        "fpr": f"{selected}, of those {negative}",
        "fnr": f"not {selected}, of those {positive}",
        "ppv": f"{positive}, of those {selected}",
        "selection_rate": f"{selected}, of all",
    }
