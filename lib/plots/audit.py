"""An audit of a face detector: shares by skin tone, and what a threshold hides or reveals."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, PercentFormatter

from lib.data.faces.tones import MONK_SWATCHES
from lib.plots.fairness import GROUP_STYLES
from lib.plots.style import GUIDE, new_figure


def shares_by_tone(tables: Mapping[str, pd.DataFrame], *, label: str, top: float = 1.0) -> Figure:
    """Show shares over the ten tones with their intervals, and below each tone its swatch of the Monk scale.

    Args:
        tables: by name of one or two detectors, a row for each tone in order, with `share`, `low` and `high`.
        label: what the shares are of.
        top: end of the axis.
    """
    figure, axes = new_figure(height=3.2)
    axis, tones = axes[0, 0], np.arange(1, len(MONK_SWATCHES) + 1)
    for number, ((name, table), (colour, mark, line)) in enumerate(zip(tables.items(), GROUP_STYLES, strict=False)):
        places = tones + (0.12 * number - 0.06 if len(tables) > 1 else 0)
        share, low, high = (table[column].to_numpy(float) for column in ("share", "low", "high"))
        style = {"color": colour, "marker": mark, "linestyle": line, "markersize": 5, "linewidth": 1.2}
        axis.errorbar(places, share, yerr=[share - low, high - share], elinewidth=1.6, label=name, **style)
    swatches(axis)
    axis.set(ylim=(0, 1.03 * top), xlim=(0.5, 10.5), ylabel=label)
    axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.grid(axis="y", color=GUIDE, alpha=0.3, linewidth=0.8)
    axis.set_axisbelow(True)
    if len(tables) > 1:
        figure.legend(loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def swatches(axis: Axes) -> None:
    """Put the ten swatches of the Monk scale below a horizontal axis on which tones are whole numbers."""
    across = axis.get_xaxis_transform()
    for tone, colour in enumerate(MONK_SWATCHES, start=1):
        look = {"facecolor": colour, "edgecolor": GUIDE, "linewidth": 0.8, "clip_on": False}
        axis.add_patch(Rectangle((tone - 0.35, -0.19), 0.7, 0.07, transform=across, **look))
    axis.set_xticks(range(1, len(MONK_SWATCHES) + 1))
    axis.tick_params(axis="x", length=0)
    axis.set_xlabel("skin tone on the Monk scale", labelpad=25)


def over_thresholds(
    alarms: np.ndarray, recall: np.ndarray, *, groups: Sequence[str], marked: Mapping[str, float]
) -> Figure:
    """Show what two groups get where more and more clutter passes: how many are found, and the gap between them.

    Args:
        alarms: `(T,)` share of the clutter that passes, ascending.
        recall: `(2, T)` in [0, 1].
        groups: the two names.
        marked: by a word, a share of the clutter at which a line stands.
    """
    figure, axes = new_figure(height=2.9, ncols=2, sharex=True)
    found, apart = axes[0]
    for values, group, (colour, _, line) in zip(recall, groups, GROUP_STYLES, strict=True):
        found.plot(alarms, values, color=colour, linestyle=line, label=group)
    apart.plot(alarms, 100 * (recall[0] - recall[1]), color="black")
    for axis in (found, apart):
        axis.set(xscale="log", xlim=(alarms[0], alarms[-1]))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g}%"))
        axis.xaxis.set_minor_formatter(mpl.ticker.NullFormatter())
        axis.grid(axis="y", color=GUIDE, alpha=0.3, linewidth=0.8)
        for word, share in marked.items():
            axis.axvline(share, color=GUIDE, linewidth=1.2, linestyle=":")
            end = {"xy": (share, 1.0), "xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
            axis.annotate(word, xytext=(3, -2), va="top", fontsize=9, **end) if axis is apart else None
    found.set(ylim=(0, 1.02), title="faces found")
    found.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    apart.set(ylim=(min(0, 110 * (recall[0] - recall[1]).min()), None), title="gap, percentage points")
    figure.supxlabel("share of the clutter that passes", fontsize=10)
    found.legend(loc="lower right")
    return figure
