"""Where human bias enters: the way from the world to a decision and back, and pictures of three simulations and a case.

Group A is drawn full, group B as an outline or a square, so that the figures can be read without colour.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Wedge
from matplotlib.ticker import PercentFormatter

from lib.plots.fairness import GROUP_STYLES
from lib.plots.landing import looks
from lib.plots.style import BLUE, GUIDE, VERMILION, WIDTH, new_figure, show_image

#: Larger than elsewhere: on a phone these figures shrink to little more than half.
_WORDS = 13
#: Pixels between the sketches of a row.
_APART = 2


def bias_circle(steps: Sequence[str], kinds: Sequence[str], questions: Sequence[str]) -> Figure:
    """Draw the steps from the world to a decision, beside each the bias that enters there, and the way back.

    Args:
        steps: what happens, from first to last; from the last an arrow leads back to the first.
        kinds: the biases that enter at each step.
        questions: what to ask there.
    """
    figure = looks(steps, kinds, questions)
    (axis,) = figure.axes
    axis.set_xlim(-0.55, axis.get_xlim()[1])
    figure.set_figwidth(figure.get_figwidth() + 0.55)
    back = {"arrowstyle": "-|>", "mutation_scale": 12, "linewidth": 1.4, "linestyle": "--", "color": "black"}
    ends = {"posA": (0.04, 1.0 - len(steps)), "posB": (0.04, 0.0)}
    axis.add_patch(FancyArrowPatch(**ends, connectionstyle="bar,fraction=-0.08,angle=90", shrinkA=0, shrinkB=0, **back))
    return figure


def sketch_rows(rows: Mapping[str, np.ndarray], accepted: Mapping[str, np.ndarray]) -> Figure:
    """Show sketches in rows; those that were refused are pale and crossed out.

    Args:
        rows: by title, `(N, side, side)` in [0, 1], 1 for ink; as many in each row.
        accepted: by the titles of some of the rows, `(N,)`; the other rows were not judged.

    Raises:
        ValueError: a title of `accepted` is none of `rows`.
    """
    if unknown := set(accepted) - set(rows):
        raise ValueError(f"accepted: got {sorted(unknown)}, expected titles of rows, {', '.join(rows)}")
    count, side = next(iter(rows.values())).shape[:2]
    step = side + _APART
    figure, axes = new_figure(height=len(rows) * (WIDTH / count + 0.3), nrows=len(rows))
    for axis, (title, sketches) in zip(axes[:, 0], rows.items(), strict=True):
        judged = accepted.get(title, np.ones(count, bool))
        ink = sketches * np.where(judged, 1, 0.45)[:, None, None]
        strip = np.concatenate(np.pad(ink, ((0, 0), (0, 0), (0, _APART))), axis=1)[:, :-_APART]
        show_image(axis, np.repeat(1 - strip[..., None], 3, axis=2))
        axis.set_title(title, loc="left", fontsize=_WORDS)
        for place in np.flatnonzero(~judged):
            left, right = place * step, place * step + side - 1
            for ends in ([0, side - 1], [side - 1, 0]):
                axis.plot([left, right], ends, color=VERMILION, linewidth=1.6)
    return figure


def portrait_sets(shares: Mapping[str, float], *, people: int = 40, columns: int = 8) -> Figure:
    """Draw sets of heads, each with as many of group B as its share says: A full, B in outline.

    Args:
        shares: by title, the share of group B in [0, 1].
        people: heads in each set.
        columns: heads in a row.
    """
    rows = -(-people // columns)
    across = 3 if len(shares) > 4 else len(shares)
    down = -(-len(shares) // across)
    size = {"nrows": down, "ncols": across, "height": down * (WIDTH / across * rows / columns + 0.32)}
    figure, axes = new_figure(**size)
    for axis in axes.flat:
        axis.set_axis_off()
    for axis, (title, share) in zip(axes.flat, shares.items(), strict=False):
        for place in range(people):
            _head(axis, place % columns, -(place // columns), in_b=place >= people - round(share * people))
        axis.set(xlim=(-0.6, columns - 0.4), ylim=(0.5 - rows, 0.6), aspect="equal")
        axis.set_title(title, fontsize=_WORDS)
    return figure


def admissions_by_department(
    applied: np.ndarray, admitted: np.ndarray, *, departments: Sequence[str], groups: Sequence[str]
) -> Figure:
    """Show how often each group was admitted, department by department and over all; areas are numbers of applicants.

    Args:
        applied: `(departments, 2)` counts, above 0.
        admitted: `(departments, 2)` counts.
        departments: their names.
        groups: the two names.
    """
    names = [*departments, "all together"]
    counts = np.concatenate([applied, applied.sum(axis=0, keepdims=True)])
    rates = np.concatenate([admitted, admitted.sum(axis=0, keepdims=True)]) / counts
    figure, axes = new_figure(height=0.44 * len(names) + 0.8)
    axis, rows = axes[0, 0], np.arange(len(names))
    for number, (group, (colour, mark, _)) in enumerate(zip(groups, GROUP_STYLES, strict=True)):
        areas = 600 * counts[:, number] / applied.max()
        areas[-1] = 130  # The sums would dwarf the departments.
        style = {"marker": mark, "color": colour, "alpha": 0.8, "linewidths": 0, "zorder": 3}
        axis.scatter(rates[:, number], rows, s=areas, **style)
        axis.scatter([], [], s=60, label=group, **style)
    axis.hlines(rows, rates.min(axis=1), rates.max(axis=1), color=GUIDE, linewidth=1.4, zorder=2)
    axis.axhline(len(names) - 1.5, color=GUIDE, linewidth=0.8)
    axis.set(xlim=(0, 1), ylim=(len(names) - 0.45, -0.6), xlabel="admitted")
    axis.set_yticks(rows, names)
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.grid(axis="x", color=GUIDE, alpha=0.3, linewidth=0.8)
    axis.set_axisbelow(True)
    axis.tick_params(axis="y", length=0)
    figure.legend(loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def _head(axis: Axes, x: float, y: float, *, in_b: bool) -> None:
    """Draw head and shoulders."""
    look = {"facecolor": "none", "edgecolor": BLUE} if in_b else {"facecolor": VERMILION, "edgecolor": VERMILION}
    axis.add_patch(Circle((x, y + 0.14), 0.19, linewidth=1.3, **look))
    axis.add_patch(Wedge((x, y - 0.42), 0.34, 0, 180, linewidth=1.3, **look))
