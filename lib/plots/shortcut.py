"""Networks with a shortcut: what their heatmaps tell, what they lose, and what mending brings."""

from collections.abc import Mapping
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.plots.style import GUIDE, ORANGE, SKY, VERMILION, new_figure

#: From no shortcut to a total one: three colours of the palette, told apart by all and seen on light and dark.
_DEGREES = mpl.colors.LinearSegmentedColormap.from_list("degrees", [SKY, ORANGE, VERMILION])


class Networks(NamedTuple):
    """Networks: how tightly the hint followed the answer, heat on the hint and accuracy lost, `(N,)` each."""

    levels: np.ndarray
    heat: np.ndarray
    lost: np.ndarray


def heat_against_loss(groups: Mapping[str, Networks]) -> Figure:
    """Draw a panel for each hint, in it a point for each network: the accuracy lost over the heat on the hint.

    Colour and size of a point grow with how tightly the hint followed the answer.

    Args:
        groups: networks by where the heat lies, such as "on the ground"; heat and loss are shares.
    """
    figure, axes = new_figure(height=3.5, ncols=len(groups), sharey=True)
    for axis, (where, networks) in zip(axes[0], groups.items(), strict=True):
        axis.scatter(
            100 * networks.heat,
            100 * networks.lost,
            c=networks.levels,
            s=18 + 34 * networks.levels,
            cmap=_DEGREES,
            vmin=0,
            vmax=1,
            linewidths=0.6,
            edgecolors="#1a1a1a",
        )
        axis.set_xlabel(f"heat {where}, %")
        axis.grid(color=GUIDE, alpha=0.3, linewidth=0.8)
    axes[0, 0].set_ylabel("accuracy lost, points")
    shown = mpl.cm.ScalarMappable(mpl.colors.Normalize(0, 1), _DEGREES)
    bar = figure.colorbar(shown, ax=list(axes.flat), location="bottom", fraction=0.05, aspect=45, shrink=0.8, pad=0.03)
    bar.set_ticks([0, 0.5, 1], labels=["at random", "half the time", "always"])
    bar.set_label("how often the hint follows the answer")
    bar.outline.set_visible(False)
    return figure


def loss_after_mending(lost: Mapping[str, np.ndarray]) -> Figure:
    """Draw a row for each way of mending: a point for each network, a bar at their mean with the mean beside it.

    Args:
        lost: by what was done, `(networks,)` shares of accuracy lost.
    """
    figure, axes = new_figure(height=0.5 * len(lost) + 0.7)
    axis = axes[0, 0]
    for row, values in enumerate(lost.values()):
        _row(axis, row, 100 * np.asarray(values))
    axis.set_yticks(range(len(lost)), labels=list(lost))
    axis.set(xlabel="accuracy lost, points", xlim=(min(0, 100 * min(map(np.min, lost.values()))) - 3, 118))
    axis.set_xticks(range(0, 101, 25))
    axis.invert_yaxis()
    axis.grid(axis="x", color=GUIDE, alpha=0.3, linewidth=0.8)
    axis.tick_params(left=False)
    axis.spines["left"].set_visible(False)
    return figure


def _row(axis: Axes, row: int, points: np.ndarray) -> None:
    mean = points.mean()
    axis.plot(points, np.full(len(points), row), "o", color=SKY, markersize=6, alpha=0.8)
    axis.plot([mean, mean], [row - 0.28, row + 0.28], color=VERMILION, linewidth=2.5, solid_capstyle="butt")
    axis.text(points.max() + 3, row, f"{mean:z.0f}", va="center")
