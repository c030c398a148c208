"""Money and fairness: profit over the threshold, the price of each notion, the cost of a bias as the market moves."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from lib.plots.fairness import GROUP_STYLES
from lib.plots.style import GREEN, GUIDE, SKY, VERMILION, guides, new_figure

#: Lower ends, means and upper ends, `(N,)` each.
Band = tuple[np.ndarray, np.ndarray, np.ndarray]


def profit_curves(
    thresholds: np.ndarray, profits: np.ndarray, *, groups: Sequence[str], break_even: float, label: str
) -> Figure:
    """Show what loans to two groups earn over the threshold, apart and together, with a mark at the top of each curve.

    Args:
        thresholds: `(T,)` ascending shares.
        profits: `(2, T)` in pounds per applicant of both groups.
        groups: the two names.
        break_even: the threshold at which the last loan neither earns nor loses; a dotted line stands there.
        label: what the threshold is of.
    """
    figure, axes = new_figure(height=3.3)
    axis = axes[0, 0]
    axis.axvline(break_even, color=GUIDE, linewidth=1.2, linestyle=":")
    styles = [*GROUP_STYLES, (GREEN, "D", "-.")]
    for values, name, (colour, mark, line) in zip(
        [*profits, profits.sum(axis=0)], [*groups, "together"], styles, strict=True
    ):
        best = values.argmax()
        axis.plot(thresholds, values, line, color=colour, label=name)
        axis.plot(thresholds[best], values[best], mark, color=colour, markersize=7)
    axis.set(xlabel=label, ylabel="£ per applicant", xlim=(0, 1))
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    guides(axis, "y")
    figure.legend(loc="outside upper right", ncols=3, borderaxespad=0)
    return figure


def prices(
    years: Mapping[str, np.ndarray], *, means: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> Figure:
    """Show the price of each notion in a row: pale what it was in each year, strong the mean with interval and number.

    Args:
        years: by name of the notion, `(N,)` in pounds per applicant.
        means: `(notions,)`.
        low: `(notions,)`, lower ends.
        high: `(notions,)`, upper ends.
    """
    figure, axes = new_figure(height=0.5 * len(years) + 0.75)
    axis, rows = axes[0, 0], np.arange(len(years))
    means, low, high = (np.asarray(values, float) for values in (means, low, high))
    for row, values in zip(rows, years.values(), strict=True):
        axis.plot(values, np.full(len(values), row + 0.18), "o", color=SKY, markersize=5, alpha=0.7, markeredgewidth=0)
    axis.errorbar(means, rows - 0.18, xerr=[means - low, high - means], fmt="D", color=VERMILION, markersize=6)
    for row, (end, mean) in enumerate(zip(high, means, strict=True)):
        number = f"{'−' if mean <= -0.5 else ''}£{abs(mean):.0f}"
        axis.annotate(number, (end, row - 0.18), textcoords="offset points", xytext=(6, 0), va="center")
    axis.axvline(0, color=GUIDE, linewidth=1.2)
    axis.set(ylim=(len(years) - 0.5, -0.6), xlabel="£ per applicant less than without a condition")
    axis.set_yticks(rows, list(years))
    axis.tick_params(axis="y", length=0)
    guides(axis, "x")
    return figure


def costs_by_market(
    moves: Mapping[str, tuple[np.ndarray, Mapping[str, Band]]], *, today: Mapping[str, float]
) -> Figure:
    """Show what a bias costs as the market moves, one kind of move a panel, one lender a line with its interval.

    Args:
        moves: by what moves, the places `(N,)` as shares, and for each of two lenders the cost in pounds per applicant.
        today: by what moves, where the market stood when the thresholds were chosen; a dotted line stands there.
    """
    figure, axes = new_figure(height=3.2, ncols=len(moves), sharey=True)
    for axis, (label, (places, lenders)) in zip(axes[0], moves.items(), strict=True):
        axis.axvline(today[label], color=GUIDE, linewidth=1.2, linestyle=":")
        for (name, (low, mean, high)), (colour, mark, line) in zip(lenders.items(), GROUP_STYLES, strict=True):
            axis.fill_between(places, low, high, color=colour, alpha=0.2, linewidth=0)
            axis.plot(places, mean, line, color=colour, marker=mark, markersize=5, label=name)
        axis.set(xlabel=label, ylim=(0, None))
        axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        guides(axis, "y")
    axes[0, 0].set_ylabel("cost, £ per applicant")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper right", ncols=2, borderaxespad=0)
    return figure
