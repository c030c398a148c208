"""Rates of groups beside each other: with their intervals, over scores, over thresholds, and against chance.

The first group is drawn with discs and full lines, the second with squares and broken lines, so that the figures can be
read without colour.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from lib.plots.style import BLUE, GUIDE, VERMILION, guides, new_figure

#: Colour, mark and line of the first and of the second group.
GROUP_STYLES = ((VERMILION, "o", "-"), (BLUE, "s", "--"))


def rates_of_two(
    values: np.ndarray, low: np.ndarray, high: np.ndarray, *, rates: Sequence[str], groups: Sequence[str]
) -> Figure:
    """Show rates of two groups with their intervals, one rate a row.

    Args:
        values: `(rates, 2)` in [0, 1].
        low: `(rates, 2)`, lower ends.
        high: `(rates, 2)`, upper ends.
        rates: what each row is.
        groups: the two names.
    """
    figure, axes = new_figure(height=0.62 * len(rates) + 0.9)
    axis, rows = axes[0, 0], np.arange(len(rates))
    for number, (group, (colour, mark, _)) in enumerate(zip(groups, GROUP_STYLES, strict=True)):
        line = rows + 0.28 * number - 0.14
        _whiskers(axis, values[:, number], line, low[:, number], high[:, number], color=colour, fmt=mark, label=group)
        for row, end, value in zip(line, high[:, number], values[:, number], strict=True):
            axis.text(end + 0.012, row, f"{value:.0%}", va="center")
    axis.set(ylim=(len(rates) - 0.5, -0.5), xlim=(0, 1))
    axis.set_yticks(rows, rates)
    _percent(axis.xaxis)
    guides(axis, "x")
    axis.tick_params(axis="y", length=0)
    figure.legend(loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def calibration_curves(table: pd.DataFrame, *, score: str, observed: str) -> Figure:
    """Show for two groups how often the outcome came about at each score, with intervals.

    Args:
        table: as of `lib.fairness.calibration.calibration`.
        score: what the score is.
        observed: what the outcome is.
    """
    figure, axes = new_figure(height=3.3)
    axis = axes[0, 0]
    for number, ((group, rows), (colour, mark, line)) in enumerate(
        zip(table.groupby("group"), GROUP_STYLES, strict=True)
    ):
        middle = (rows["bin_low"] + rows["bin_high"]) / 2 + 0.14 * number - 0.07
        sides = [rows["observed"] - rows["low"], rows["high"] - rows["observed"]]
        style = {"color": colour, "marker": mark, "linestyle": line, "markersize": 5, "linewidth": 1.6}
        axis.errorbar(middle, rows["observed"], yerr=sides, elinewidth=1.2, label=str(group), **style)
    axis.set(xlabel=score, ylabel=observed, ylim=(0, 1), xticks=np.unique(table["mean_score"].round().dropna()))
    _percent(axis.yaxis)
    guides(axis, "y")
    figure.legend(loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def rates_by_threshold(
    thresholds: Sequence[float], rates: Mapping[str, np.ndarray], *, groups: Sequence[str], marked: float, label: str
) -> Figure:
    """Show rates of two groups over the threshold, one rate a panel.

    Args:
        thresholds: `(T,)` ascending.
        rates: by title, `(2, T)`; NaN is left out.
        groups: the two names.
        marked: the threshold in use, at which a line stands.
        label: what the threshold is of.
    """
    figure, axes = new_figure(height=2.9, ncols=len(rates), sharey=True)
    for axis, (title, values) in zip(axes[0], rates.items(), strict=True):
        axis.axvline(marked, color=GUIDE, linewidth=1.2, linestyle=":")
        for row, group, (colour, mark, line) in zip(values, groups, GROUP_STYLES, strict=True):
            axis.plot(
                thresholds, row, color=colour, marker=mark, linestyle=line, markersize=4, linewidth=1.6, label=group
            )
        axis.set(title=title, xticks=thresholds[::2], ylim=(0, 1.02))
        guides(axis, "y")
    _percent(axes[0, 0].yaxis)
    figure.supxlabel(label, fontsize=10)
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def shares_with_intervals(
    shares: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    *,
    names: Sequence[str],
    people: Sequence[int],
    label: str,
    second: Sequence[bool] | None = None,
) -> Figure:
    """Show shares with their intervals in rows, and of how many people each is a share.

    Args:
        shares: `(N,)` in [0, 1].
        low: `(N,)`, lower ends.
        high: `(N,)`, upper ends.
        names: of the rows.
        people: `(N,)`.
        label: what the shares are.
        second: `(N,)`, which rows have the second group's looks; `None`: none.
    """
    figure, axes = new_figure(height=0.27 * len(names) + 0.75)
    axis, rows = axes[0, 0], np.arange(len(names))
    shares, low, high = (np.asarray(values, float) for values in (shares, low, high))
    looks = np.zeros(len(names), bool) if second is None else np.asarray(second)
    for wanted, (colour, mark, _) in zip((False, True), GROUP_STYLES, strict=True):
        some = looks == wanted
        _whiskers(axis, shares[some], rows[some], low[some], high[some], color=colour, fmt=mark)
    axis.set(ylim=(len(names) - 0.4, -0.6), xlim=(0, 1), xlabel=label)
    axis.set_yticks(rows, names)
    for row, number in enumerate(people):
        axis.text(1.0, row, f"of {number:,}", va="center", ha="right")
    _percent(axis.xaxis)
    guides(axis, "x")
    axis.tick_params(axis="y", length=0)
    return figure


def gaps_by_chance(null: Mapping[str, np.ndarray], gaps: Mapping[str, float]) -> Figure:
    """Show the gaps that shuffled labels give, one rate a panel, and the gap that was found as a line.

    Args:
        null: by title, `(m,)` gaps in [0, 1].
        gaps: the gap that was found, by the same titles.
    """
    figure, axes = new_figure(height=2.5, ncols=len(null), sharex=True)
    end = 100 * max(max(values.max() for values in null.values()), *gaps.values()) * 1.12
    for axis, (title, values) in zip(axes[0], null.items(), strict=True):
        axis.hist(100 * values, bins=np.linspace(0, end, 45), color=GUIDE)
        axis.axvline(100 * gaps[title], color=VERMILION)
        axis.set(title=title, yticks=[], xlim=(0, end))
        axis.spines["left"].set_visible(False)
        near = 100 * gaps[title] > 0.6 * end
        place = {"textcoords": "offset points", "xytext": (-5 if near else 5, 0), "ha": "right" if near else "left"}
        axis.annotate("found", (100 * gaps[title], 0.9), xycoords=("data", "axes fraction"), va="center", **place)
    figure.supxlabel("gap between the groups, percentage points", fontsize=10)
    return figure


def _whiskers(
    axis: Axes, values: np.ndarray, rows: np.ndarray, low: np.ndarray, high: np.ndarray, **style: str
) -> None:
    axis.errorbar(
        values, rows, xerr=[values - low, high - values], linestyle="none", elinewidth=1.6, markersize=6, **style
    )


def _percent(axis: object) -> None:
    axis.set_major_formatter(PercentFormatter(1, decimals=0))
