"""The league of heatmaps, its sanity check, and what channels were found to stand for."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from lib.plots.style import GUIDE, ORANGE, SKY, VERMILION, new_figure

#: Mean, lower and upper end of an interval.
Ends = tuple[float, float, float]
_MARKS = (("o", VERMILION), ("s", SKY), ("D", ORANGE))


def league_table(
    grades: Mapping[str, Mapping[str, Ends]],
    *,
    baselines: Collection[str],
    chance: Mapping[str, float],
    columns: int = 2,
) -> Figure:
    """Show means with their intervals: a panel a measure, a row a method, the best by the first measure on top.

    Args:
        grades: by measure, then by method: mean and both ends of its interval. All measures have the same methods.
        baselines: methods that know nothing; they are hollow and grey.
        chance: what a map without information scores, for some of the measures: a dashed line.
        columns: panels beside each other.

    Raises:
        ValueError: there is no measure, or measures differ in their methods.
    """
    first = next(iter(grades.values()), {})
    if not first or any(set(methods) != set(first) for methods in grades.values()):
        raise ValueError(f"grades: got {', '.join(grades) or 'no measure'}, expected the same methods in each")
    order = sorted(first, key=lambda method: -first[method][0])
    rows = -(-len(grades) // columns)
    figure, axes = new_figure(height=rows * (0.2 * len(order) + 0.55), nrows=rows, ncols=columns, sharey=True)
    for axis, (measure, methods) in zip(axes.flat, grades.items(), strict=False):
        _dots(axis, [methods[method] for method in order], [method in baselines for method in order])
        if measure in chance:
            axis.axvline(chance[measure], color=GUIDE, linestyle="--", linewidth=1)
        axis.set_title(measure, loc="left")
    for axis in axes.flat[len(grades) :]:
        axis.set_axis_off()
    axes[0, 0].set_yticks(range(len(order)), labels=order)
    axes[0, 0].invert_yaxis()
    return figure


def _dots(axis: Axes, grades: Sequence[Ends], grey: Sequence[bool]) -> None:
    for row, ((mean, low, high), empty) in enumerate(zip(grades, grey, strict=True)):
        colour = GUIDE if empty else VERMILION
        axis.plot([low, high], [row, row], color=colour, linewidth=2, solid_capstyle="butt")
        axis.plot(mean, row, "o", color=colour, markersize=5, fillstyle="none" if empty else "full")
    axis.xaxis.set_major_locator(MaxNLocator(4))
    axis.grid(color=GUIDE, alpha=0.25, linewidth=0.7)
    axis.tick_params(left=False)
    axis.spines["left"].set_visible(False)


def sanity_curves(stages: Sequence[str], correlations: Mapping[str, np.ndarray]) -> Figure:
    """Show how alike maps stay to those of the trained network as its stages are made random, one after the other.

    Args:
        stages: in the order in which they are made random.
        correlations: by method, `(stages, N)`; lines are means, bands hold the middle half of the images.

    Raises:
        ValueError: a method has not one row for each stage.
    """
    figure, axes = new_figure(height=3.1)
    axis, places = axes[0, 0], np.arange(len(stages) + 1)
    for (method, values), (mark, colour) in zip(correlations.items(), _MARKS, strict=False):
        if len(values) != len(stages):
            raise ValueError(f"correlations: got {len(values)} rows of {method}, expected one for each of {stages}")
        lines = [[1.0, *line] for line in (values.mean(axis=1), *np.quantile(values, (0.25, 0.75), axis=1))]
        axis.fill_between(places, *lines[1:], color=colour, alpha=0.22, linewidth=0)
        axis.plot(places, lines[0], marker=mark, color=colour, markersize=5, label=method)
    axis.axhline(0, color=GUIDE, linestyle="--", linewidth=1)
    axis.set_xticks(places, labels=["none", *(f"+ {stage}" if row else stage for row, stage in enumerate(stages))])
    axis.set(xlabel="made random so far", ylabel="rank correlation", ylim=(None, 1.03))
    figure.legend(loc="outside upper right", ncols=len(correlations), borderaxespad=0)
    return figure


def meanings(concepts: np.ndarray, overlaps: np.ndarray, groups: Mapping[str, Sequence[str]]) -> Figure:
    """Show for every concept the channels that overlap with it most: a row a concept, a mark a channel.

    Args:
        concepts: `(channels,)` number of each channel's best concept, counted through all groups; −1 for none.
        overlaps: `(channels,)` its intersection over union with that concept.
        groups: names of the concepts, by group.

    Raises:
        ValueError: not an overlap for each channel.
    """
    if np.shape(concepts) != np.shape(overlaps):
        raise ValueError(f"overlaps: got shape {np.shape(overlaps)}, expected {np.shape(concepts)}")
    names = [name for group in groups.values() for name in group]
    figure, axes = new_figure(height=0.21 * len(names) + 0.8)
    axis, start = axes[0, 0], 0
    for (group, some), (mark, colour) in zip(groups.items(), _MARKS, strict=False):
        mine = (concepts >= start) & (concepts < start + len(some))
        axis.plot(overlaps[mine], concepts[mine], mark, color=colour, markersize=5.5, alpha=0.75, label=group)
        start += len(some)
    counts = [int((concepts == number).sum()) for number in range(len(names))]
    axis.set_yticks(range(len(names)), labels=[f"{name} ({n})" for name, n in zip(names, counts, strict=True)])
    axis.set(xlabel="overlap of the channel with the concept", xlim=(0, None), ylim=(len(names) - 0.4, -0.6))
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.grid(color=GUIDE, alpha=0.25, linewidth=0.7)
    axis.tick_params(left=False)
    figure.legend(loc="outside upper right", ncols=len(groups), borderaxespad=0)
    return figure
