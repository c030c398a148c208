"""Faces at scale: whom a detector finds, what a recogniser confuses, and how false matches grow with a gallery."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator, PercentFormatter

from lib.plots.audit import swatches
from lib.plots.style import BLUE, GUIDE, PALETTE, VERMILION, guides, new_figure

_MARKS, _DOTTED = "osD", {"linewidth": 0.9, "linestyle": ":"}
#: Mean, low and high over sizes.
Band = tuple[Sequence[int], np.ndarray, np.ndarray, np.ndarray]


def found_in_rows(tables: Mapping[str, pd.DataFrame], *, sections: Sequence[int]) -> Figure:
    """Show the shares of faces that several detectors find, a row for each group, with intervals.

    Args:
        tables: by name of one to three detectors, a row a group with `share`, `low` and `high`; the same rows in each.
        sections: at which rows a new section begins, after the first.
    """
    names = list(next(iter(tables.values())).index)
    figure, axes = new_figure(height=0.34 * len(names) + 0.9)
    axis, rows = axes[0, 0], np.arange(len(names), dtype=float)
    for start in sections:
        rows[start:] += 0.5
    for number, (title, table) in enumerate(tables.items()):
        share, low, high = (table[column].to_numpy(float) for column in ("share", "low", "high"))
        places = rows + 0.22 * (number - (len(tables) - 1) / 2)
        style = {"color": PALETTE[number], "fmt": _MARKS[number], "markersize": 4.5, "elinewidth": 1.4}
        axis.errorbar(share, places, xerr=[share - low, high - share], linestyle="none", label=title, **style)
    axis.set(ylim=(rows[-1] + 0.6, -0.6), xlabel="faces found")
    axis.set_yticks(rows, names)
    axis.tick_params(axis="y", length=0)
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    guides(axis, "x")
    figure.legend(loc="outside upper right", ncols=len(tables), borderaxespad=0)
    return figure


def gap_over_images(curves: Mapping[str, Band]) -> Figure:
    """Show the gap between light and dark faces over the number of faces that were learned from.

    Args:
        curves: by mixture, numbers of faces, and mean, low and high of the gap in points.
    """
    figure, axes = new_figure(height=3.2)
    axis = axes[0, 0]
    axis.axhline(0, color=GUIDE, linewidth=1)
    for number, (name, (sizes, mean, low, high)) in enumerate(curves.items()):
        colour = PALETTE[number]
        axis.fill_between(sizes, low, high, color=colour, alpha=0.18, linewidth=0)
        axis.plot(sizes, mean, f"-{_MARKS[number]}", color=colour, markersize=5, linewidth=1.6, label=name)
    longest = max((list(curve[0]) for curve in curves.values()), key=len)
    axis.set(xscale="log", xlabel="drawn faces that were learned from", ylabel="gap, percentage points")
    axis.set_xticks(longest, [str(size) for size in longest])
    axis.set_xticks([], minor=True)
    guides(axis, "y")
    figure.legend(loc="outside upper right", ncols=len(curves), borderaxespad=0)
    return figure


def likeness_of_pairs(same: np.ndarray, strangers: np.ndarray, *, threshold: float) -> Figure:
    """Show how alike two photographs of one person are, and two of strangers, each as a share of its own pairs.

    Args:
        same: `(N,)` cosines.
        strangers: `(M,)` cosines.
        threshold: above which two photographs are taken for one person.
    """
    figure, axes = new_figure(height=2.8)
    axis, bins = axes[0, 0], np.linspace(-1, 1, 61)
    for values, colour, line, name in ((strangers, BLUE, "--", "two people"), (same, VERMILION, "-", "one person")):
        heights = np.histogram(values, bins)[0] / len(values)
        axis.stairs(heights, bins, color=colour, fill=True, alpha=0.25)
        axis.stairs(heights, bins, color=colour, linestyle=line, linewidth=1.6, label=name)
    axis.axvline(threshold, color=GUIDE, linewidth=1.6, linestyle=":")
    end = {"xy": (threshold, 1.0), "xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    axis.annotate("threshold", xytext=(-4, -2), va="top", ha="right", fontsize=9, **end)
    axis.set(xlabel="likeness of two photographs (cosine)", ylabel="share of pairs", xlim=(-1, 1))
    axis.yaxis.set_major_locator(MultipleLocator(0.05))
    axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    figure.legend(loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def errors_by_tone(table: pd.DataFrame) -> Figure:
    """Show both errors of a verification over the ten tones, with intervals, a panel each.

    Args:
        table: a row a tone, with `share`, `low` and `high` under each error's name.
    """
    figure, axes = new_figure(height=3.0, ncols=2)
    titles = {"false match": "strangers taken for one", "false non-match": "one person taken for two"}
    for axis, (error, title), colour, mark in zip(axes[0], titles.items(), (VERMILION, BLUE), "os", strict=True):
        share, low, high = (table[error][column].to_numpy(float) for column in ("share", "low", "high"))
        style = {"color": colour, "fmt": mark, "markersize": 5, "elinewidth": 1.6}
        axis.errorbar(np.arange(1, len(share) + 1), share, yerr=[share - low, high - share], **style)
        swatches(axis)
        axis.set(ylim=(0, 1.05 * high.max()), xlim=(0.4, 10.6), title=title)
        axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        guides(axis, "y")
    return figure


def false_matches(
    sizes: np.ndarray,
    laws: Mapping[str, tuple[np.ndarray, np.ndarray]],
    simulated: tuple[Sequence[int], np.ndarray, np.ndarray],
    galleries: tuple[Sequence[int], np.ndarray, np.ndarray],
    *,
    marked: Mapping[str, int],
) -> Figure:
    """Show how many strangers a search takes for the person sought, and how often it takes any.

    Args:
        sizes: `(S,)` people in the gallery, of the curves.
        laws: by name of one or two systems, expected numbers and probabilities of any, `(S,)` each.
        simulated: sizes, mean numbers and shares of searches with any, of the first system.
        galleries: the same from photographs.
        marked: by name, sizes at which lines stand.
    """
    figure, axes = new_figure(height=3.6, ncols=2, sharex=True)
    expected, some = axes[0]
    for number, axis in enumerate(axes[0]):
        _laws(axis, sizes, {name: law[number] for name, law in laws.items()}, marked)
        axis.plot(simulated[0], simulated[number + 1], "o", color=VERMILION, markersize=5, label="simulated")
        ring = {"color": "black", "markersize": 6, "markerfacecolor": "none"}
        axis.plot(galleries[0], galleries[number + 1], "D", label="drawn people", **ring)
        axis.vlines(list(marked.values()), 0, 1, transform=axis.get_xaxis_transform(), color=GUIDE, **_DOTTED)
    expected.set(
        yscale="log", ylim=(1e-3, 3 * max(law[0].max() for law in laws.values())), title="wrong people a search"
    )
    expected.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    some.set(ylim=(0, 1.03), title="searches with a wrong person")
    some.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    figure.supxlabel("people in the gallery", fontsize=10)
    figure.legend(*expected.get_legend_handles_labels(), loc="outside upper center", ncols=2, borderaxespad=0)
    return figure


def _laws(axis: Axes, sizes: np.ndarray, laws: Mapping[str, np.ndarray], marked: Mapping[str, int]) -> None:
    axis.set(xscale="log", xlim=(sizes[0], sizes[-1] * 1.3))
    axis.set_xticks([sizes[0], *marked.values()], [f"{sizes[0]:,.0f}", *marked], rotation=30)
    for (name, values), colour, line in zip(laws.items(), (VERMILION, BLUE), ("-", "--"), strict=False):
        axis.plot(sizes, values, color=colour, linestyle=line, linewidth=1.6, label=f"law: {name}")
    guides(axis, "y")
