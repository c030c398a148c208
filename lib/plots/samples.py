"""Faces that were made: whose skin they have, and what changes as they are moved along a direction."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from lib.data.faces.tones import MONK_SWATCHES
from lib.plots.style import BLUE, GUIDE, VERMILION, new_figure, write_on_colour


def tone_bars(rows: Mapping[str, np.ndarray]) -> Figure:
    """Show how a whole is shared among the ten tones, a bar for each whole, in the colours of the Monk scale.

    Args:
        rows: by name, shares `(10,)` that sum to 1.
    """
    figure, axes = new_figure(height=0.5 * len(rows) + 0.85)
    axis, places = axes[0, 0], np.arange(len(rows))
    for row, shares in zip(places, rows.values(), strict=True):
        starts = np.cumsum(shares) - shares
        looks = {"color": MONK_SWATCHES, "edgecolor": GUIDE, "linewidth": 0.6, "height": 0.66}
        axis.barh(np.full(10, row), shares, left=starts, **looks)
        for tone in (1, 4, 7, 10):
            if shares[tone - 1] > 0.03:
                ink = "#222222" if tone < 6 else "#eeeeee"
                write_on_colour(axis, starts[tone - 1] + shares[tone - 1] / 2, row, f"{tone}", ink=ink)
    axis.set_yticks(places, list(rows))
    axis.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, 1), xlabel="share of faces, by tone on the Monk scale")
    axis.xaxis.set_major_formatter(PercentFormatter(1))
    axis.tick_params(axis="y", length=0)
    return figure


def verdicts(shares: Sequence[float], low: Sequence[float], high: Sequence[float], *, names: Sequence[str]) -> Figure:
    """Show how often a classifier is right about pairs of kinds, with intervals, from guessing to always.

    Args:
        shares: `(N,)` in [0, 1].
        low: `(N,)`, lower ends.
        high: `(N,)`, upper ends.
        names: of the pairs.
    """
    figure, axes = new_figure(height=0.4 * len(names) + 0.75)
    axis, rows = axes[0, 0], np.arange(len(names))
    sides = [np.subtract(shares, low), np.subtract(high, shares)]
    axis.errorbar(shares, rows, xerr=sides, fmt="o", color=BLUE, markersize=6, elinewidth=1.6, zorder=3, clip_on=False)
    axis.axvline(0.5, color=VERMILION, linestyle="--", linewidth=1.2)
    axis.annotate("guessing", (0.5, 1), xycoords=("data", "axes fraction"), xytext=(4, -3), textcoords="offset points")
    for row, share in zip(rows, shares, strict=True):
        axis.annotate(f"{share:.0%}", (share, row), xytext=(0, 8), textcoords="offset points", ha="center")
    axis.set_yticks(rows, names)
    axis.set(ylim=(len(names) - 0.5, -0.9), xlim=(0.4, 1), xlabel="put into the right kind")
    axis.xaxis.set_major_formatter(PercentFormatter(1))
    axis.grid(axis="x", color=GUIDE, alpha=0.3, linewidth=0.8)
    axis.tick_params(axis="y", length=0)
    return figure


def readings_along(
    steps: Sequence[float], panels: Mapping[str, Mapping[str, np.ndarray]], *, label: str, limits: tuple[float, float]
) -> Figure:
    """Show what is read from pictures as they are moved along directions, a panel for each thing that is read.

    Args:
        steps: `(S,)` how far.
        panels: by title, readings `(S,)` by direction, the same one or two in each.
        label: what the steps are.
        limits: of all readings.
    """
    figure, axes = new_figure(height=2.8, ncols=len(panels), sharey=True)
    looks = ((VERMILION, "o", "-"), (BLUE, "s", "--"))
    for axis, (title, lines) in zip(axes[0], panels.items(), strict=True):
        for (name, readings), (colour, mark, line) in zip(lines.items(), looks, strict=False):
            axis.plot(
                steps, readings, color=colour, marker=mark, linestyle=line, markersize=5, linewidth=1.6, label=name
            )
        axis.set(title=title, ylim=limits, xticks=list(steps))
        axis.axhline(0, color=GUIDE, linewidth=0.8, zorder=0)
        axis.grid(axis="y", color=GUIDE, alpha=0.3, linewidth=0.8)
    figure.supxlabel(label, fontsize=10)
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper right", ncols=2, borderaxespad=0)
    return figure
