"""The lender's frontier: which notion of fairness, how strictly, what it costs, and who then gets a loan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np
import traitlets

from lib.widgets.base import Explorer, State, check_shape, read, script

#: What a notion is called and asks, and what is said of a rate, by the names that `lib.experiments.lending` gives them.
NOTIONS = {
    "demographic_parity": ("demographic parity", "both groups get loans equally often"),
    "equal_opportunity": ("equal opportunity", "those who would repay get loans equally often in both groups"),
    "equalised_odds": (
        "equalised odds",
        "those who would repay get loans equally often in both groups, and so do those who would not",
    ),
}
RATES = {
    "selection_rate": {"title": "Gets a loan", "hint": "of all who apply"},
    "tpr": {"title": "Good risks served", "hint": "gets a loan, of those who would repay"},
    "fpr": {"title": "Bad risks served", "hint": "gets a loan, of those who would not repay"},
    "ppv": {"title": "Loans repaid", "hint": "repays, of those with a loan"},
}


class FrontierExplorer(Explorer):
    """Notion and tolerance to choose; the frontiers with a mark on them, the price in words, four rates by group."""

    _esm = script("frontier_explorer.js")
    _css = read("explorer.css") + read("rates.css")
    controls: ClassVar[tuple[str, ...]] = ("notion", "level")
    notion = traitlets.Int().tag(sync=True)
    level = traitlets.Int().tag(sync=True)
    notions = traitlets.List(help="what each is called").tag(sync=True)
    levels = traitlets.List(help="each tolerance in words").tag(sync=True)
    groups = traitlets.List(help="their names").tag(sync=True)
    curves = traitlets.List(help="each notion's frontier, as heights in the chart").tag(sync=True)
    limit = traitlets.Float(help="profit without a condition, as a height in the chart").tag(sync=True)
    ends = traitlets.Dict(help="profits at the chart's lower end and without a condition").tag(sync=True)
    meanings = traitlets.List(help="what each rate is called").tag(sync=True)

    def __init__(
        self,
        tolerances: np.ndarray,
        profits: Mapping[str, np.ndarray],
        rates: Mapping[str, Mapping[str, np.ndarray]],
        unconstrained: float,
        *,
        applicants: int,
        label: str,
        groups: Sequence[str] = ("group A", "group B"),
    ) -> None:
        """Show recorded frontiers, as of `lib.experiments.frontiers.frontiers`.

        Args:
            tolerances: `(K,)` rising, how far rates may lie apart, in [0, 1]; K ≥ 2.
            profits: by notion, keys of `NOTIONS`, `(K,)` pounds per applicant.
            rates: by the same notions and the keys of `RATES`, `(K, 2)` in [0, 1].
            unconstrained: pounds per applicant without a condition.
            applicants: for how many the price is told.
            label: what is to be seen, for those who do not see it.
            groups: the two names.

        Raises:
            ValueError: shapes do not belong together, a notion or rate is unknown or missing, tolerances do not rise,
                or a profit exceeds that without a condition.
        """
        _check(tolerances, profits, rates, unconstrained)
        self._profits, self._rates = dict(profits), {notion: dict(some) for notion, some in rates.items()}
        self._unconstrained, self._applicants = float(unconstrained), applicants
        lowest = min(values.min() for values in profits.values())
        bottom = np.floor(lowest / 10) * 10
        top = unconstrained + 0.05 * (unconstrained - bottom)
        heights = {notion: (values - bottom) / (top - bottom) for notion, values in profits.items()}
        super().__init__(
            label=label,
            notions=[NOTIONS[notion][0] for notion in profits],
            levels=[_points(tolerance) for tolerance in tolerances],
            groups=list(groups),
            curves=[np.round(one, 4).tolist() for one in heights.values()],
            limit=round((unconstrained - bottom) / (top - bottom), 4),
            ends={"low": f"{bottom:,.0f}", "high": f"{unconstrained:,.0f}"},
            meanings=list(RATES.values()),
        )
        self.begin()

    def choices(self) -> Iterator[tuple[int, int]]:
        """Return every (notion, tolerance)."""
        return ((notion, level) for notion in range(len(self.notions)) for level in range(len(self.levels)))

    def state(self, notion: int, level: int) -> State:
        """Return what the best policy earns, costs and does."""
        name = list(self._profits)[notion]
        earned = float(self._profits[name][level])
        price = max(self._unconstrained - earned, 0)
        title, meaning = NOTIONS[name]
        strictly = "exactly" if self.levels[level] == _points(0) else f"to within {self.levels[level]}"
        said = (
            f"{title.capitalize()}: {meaning}. Met {strictly}, it leaves the lender £{earned:,.2f} per applicant. "
            f"It costs £{price:,.2f} each, £{price * self._applicants:,.0f} for {self._applicants:,} "
            f"applicants, {price / self._unconstrained:.1%} of the profit."
        )
        return {"words": said, "rates": [np.round(self._rates[name][rate][level], 4).tolist() for rate in RATES]}

    def still(self) -> list:
        """Return no pictures: without the script, the sentence stands alone."""
        return []


def _points(tolerance: float) -> str:
    return f"{100 * tolerance:.3g} points"


def _check(
    tolerances: np.ndarray,
    profits: Mapping[str, np.ndarray],
    rates: Mapping[str, Mapping[str, np.ndarray]],
    unconstrained: float,
) -> None:
    check_shape("tolerances", tolerances, ("K",))
    if len(tolerances) < 2 or not (np.diff(tolerances) > 0).all() or tolerances[0] < 0 or tolerances[-1] > 1:
        raise ValueError(f"tolerances: got {tolerances}, expected at least two shares in [0, 1] that rise")
    if not profits or set(profits) - set(NOTIONS) or set(profits) != set(rates):
        raise ValueError(f"profits, rates: got {[*profits]} and {[*rates]}, expected the same of {[*NOTIONS]}")
    for notion, values in profits.items():
        check_shape(f"profits[{notion!r}]", values, (len(tolerances),))
        if not (values <= unconstrained + 1e-6).all():
            raise ValueError(f"profits[{notion!r}]: got {values.max()}, more than {unconstrained} without a condition")
        for name in RATES:
            if name not in rates[notion]:
                raise ValueError(f"rates[{notion!r}]: lacks {name}, expected {', '.join(RATES)}")
            check_shape(f"rates[{notion!r}][{name!r}]", rates[notion][name], (len(tolerances), 2))
