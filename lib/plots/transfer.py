"""Learning from few images: curves over their number, and what each depth of a backbone is worth."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.plots.style import GUIDE, PALETTE, new_figure

#: Marks of lines that are compared, beside their colours.
_MARKS = "os^DvP"

#: Images a class, and mean, low and high of the share that is right.
Band = tuple[Sequence[int], np.ndarray, np.ndarray, np.ndarray]


def learning_curves(panels: Mapping[str, Mapping[str, Band]]) -> Figure:
    """Draw accuracy over the number of images a class, a panel for each task and a line for each method.

    Args:
        panels: by task, then by method in order of importance, sizes and shares in [0, 1] with their intervals. A
            method keeps its colour in all panels and may be missing in some.
    """
    figure, axes = new_figure(height=3.5, ncols=len(panels), sharey=True)
    names = list(dict.fromkeys(name for methods in panels.values() for name in methods))
    for axis, (title, methods) in zip(axes[0], panels.items(), strict=True):
        for name, band in methods.items():
            _line(axis, band, number=names.index(name), label=name)
        sizes = max((list(band[0]) for band in methods.values()), key=len)
        axis.set(title=title, xscale="log")
        axis.set_xticks(sizes, [str(size) for size in sizes])
        axis.set_xticks([], minor=True)
        axis.grid(axis="y", color=GUIDE, alpha=0.3, linewidth=0.8)
    axes[0, 0].set(ylabel="put right, %", ylim=(0, 102))
    figure.supxlabel("images a class", fontsize=10)
    lines = {line.get_label(): line for axis in axes[0] for line in axis.lines}
    figure.legend([lines[name] for name in names], names, loc="outside upper center", ncols=3, borderaxespad=0)
    return figure


def worth_by_stage(stages: Sequence[str], tasks: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Figure:
    """Draw what a linear probe makes of each stage, a line for each task; its best stage is ringed.

    Args:
        stages: names, from the first to the last.
        tasks: by name, mean, low and high of the share that is right, `(stages,)` each, in [0, 1].
    """
    figure, axes = new_figure(height=3.1)
    axis, places = axes[0, 0], np.arange(len(stages))
    for number, (name, (mean, low, high)) in enumerate(tasks.items()):
        _line(axis, (places, mean, low, high), number=number, label=name)
        top = int(np.argmax(mean))
        axis.plot(top, 100 * mean[top], "o", markersize=13, markerfacecolor="none", color=PALETTE[number], zorder=4)
    axis.set_xticks(places, list(stages))
    axis.set(ylabel="put right, %", ylim=(0, 102))
    axis.grid(axis="y", color=GUIDE, alpha=0.3, linewidth=0.8)
    figure.legend(loc="outside upper right", ncols=len(tasks), borderaxespad=0)
    return figure


def _line(axis: Axes, band: Band, *, number: int, label: str) -> None:
    places, mean, low, high = band
    colour, mark = PALETTE[number % len(PALETTE)], _MARKS[number % len(_MARKS)]
    axis.fill_between(places, 100 * low, 100 * high, color=colour, alpha=0.18, linewidth=0)
    axis.plot(places, 100 * mean, f"-{mark}", color=colour, markersize=4.5, linewidth=1.6, label=label)
