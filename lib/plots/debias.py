"""Debiasing: who gets the weight, who is found, what each remedy brings, and where none does."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lib.data.faces.tones import MONK_SWATCHES
from lib.plots.style import GUIDE, ORANGE, PALETTE, SKY, VERMILION, guides, new_figure, write_on_colour

#: Marks of lines that are compared, beside their colours.
_MARKS = "os^Dv"


def levelled_histogram(values: np.ndarray, dark: np.ndarray, weights: np.ndarray, *, bins: int, label: str) -> Figure:
    """Draw a latent's histogram twice: how often its values are shown as faces come, and as they are weighed.

    Args:
        values: `(N,)` of the latent.
        dark: `(N,)` bool, which faces are dark.
        weights: `(N,)` 0 or more.
        bins: of the histogram.
        label: of the latent.
    """
    figure, axes = new_figure(height=2.7, ncols=2, sharey=True)
    edges = np.linspace(values.min(), values.max(), bins + 1)
    panels = {"as faces come": np.ones(len(values)), "as they are weighed": weights}
    for axis, (title, shown) in zip(axes[0], panels.items(), strict=True):
        shares = [100 * shown[some] / shown.sum() for some in (~dark, dark)]
        axis.hist(
            [values[~dark], values[dark]], edges, weights=shares, stacked=True, color=[SKY, VERMILION],
            label=["light", "dark"], rwidth=0.9,
        )  # fmt: skip
        axis.set(title=title, xlabel=label)
        guides(axis, "y")
    axes[0, 0].set_ylabel("share of what is shown, %")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper right", ncols=2, borderaxespad=0)
    return figure


def weight_curves(weights: Mapping[str, np.ndarray]) -> Figure:
    """Draw which share of all weight the most-weighted faces have, a line for each way to weigh.

    Args:
        weights: by title, `(N,)` 0 or more.
    """
    figure, axes = new_figure(height=3.4)
    axis = axes[0, 0]
    for number, (title, values) in enumerate(weights.items()):
        held = np.cumsum(np.sort(values)[::-1]) / values.sum()
        faces = np.arange(1, len(values) + 1)
        marked = np.unique(np.geomspace(1, len(values), 9).astype(int)) - 1
        axis.plot(faces, 100 * held, f"-{_MARKS[number]}", color=PALETTE[number], label=title, markevery=marked)
    axis.plot(faces, 100 * faces / len(faces), ":", color=GUIDE, label="all the same")
    axis.set(xscale="log", xlabel="faces of most weight", ylabel="their share of all weight, %", ylim=(0, 104))
    axis.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    guides(axis, "both")
    axis.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
    return figure


def found_by_tone(recalls: Mapping[str, np.ndarray], *, label: str = "faces found, %") -> Figure:
    """Draw which share of faces is found by tone, a line for each detector.

    Args:
        recalls: by title, `(10,)` shares in [0, 1]; NaN where nothing is known.
        label: of the shares.
    """
    figure, axes = new_figure(height=3.1)
    axis, tones = axes[0, 0], np.arange(1, 11)
    for number, (title, shares) in enumerate(recalls.items()):
        axis.plot(tones, 100 * np.asarray(shares), f"-{_MARKS[number]}", color=PALETTE[number], label=title)
    axis.set(ylim=(0, 104), xlim=(0.5, 10.5), ylabel=label, xlabel="skin tone on the Monk scale")
    axis.set_xticks(tones)
    swatches = axis.inset_axes((0, -0.045, 1, 0.035), transform=axis.transAxes)
    swatches.bar(tones, 1, width=1, color=MONK_SWATCHES)
    swatches.set(xlim=(0.5, 10.5), ylim=(0, 1))
    swatches.set_axis_off()
    axis.tick_params(axis="x", pad=11, length=0)
    guides(axis, "y")
    axis.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(recalls), borderaxespad=0)
    return figure


def gaps_by_remedy(
    panels: Mapping[str, Mapping[str, np.ndarray]], intervals: Mapping[str, Mapping[str, tuple[float, float, float]]]
) -> Figure:
    """Draw gaps in rows, a point for each seed and the mean with its interval; a panel for each threshold.

    Args:
        panels: by threshold and remedy, `(seeds,)` gaps, shares.
        intervals: by the same, (mean, low, high).
    """
    first = next(iter(panels.values()))
    figure, axes = new_figure(height=0.42 * len(first) + 0.8, ncols=len(panels), sharey=True)
    for axis, (title, rows) in zip(axes[0], panels.items(), strict=True):
        for row, (remedy, points) in enumerate(rows.items()):
            axis.plot(100 * points, np.full(len(points), row - 0.14), "o", color=SKY, markersize=5, alpha=0.8)
            mean, low, high = (100 * value for value in intervals[title][remedy])
            axis.plot([low, high], [row + 0.16] * 2, color=VERMILION, linewidth=2.2, solid_capstyle="butt")
            axis.plot(mean, row + 0.16, "D", color=VERMILION, markersize=5.5)
        axis.axvline(0, color=GUIDE, linewidth=1)
        axis.set(title=title, ylim=(len(first) - 0.5, -0.6))
        axis.set_yticks(range(len(first)), list(first))
        axis.tick_params(axis="y", length=0)
        axis.spines["left"].set_visible(False)
        guides(axis, "x")
    figure.supxlabel("gap between light and dark faces, points", fontsize=10)
    return figure


def cost_and_gain(rows: Mapping[str, tuple[float, float, float]]) -> Figure:
    """Draw for each remedy how many light faces, dark faces and non-faces of dark tone are taken for faces.

    Args:
        rows: by remedy, shares (light found, dark found, dark clutter that passes).
    """
    figure, axes = new_figure(height=0.36 * len(rows) + 1.1)
    axis, places = axes[0, 0], np.arange(len(rows))
    looks = [("light faces found", SKY, "o"), ("dark faces found", VERMILION, "D"), ("dark clutter taken", ORANGE, "x")]
    shares = 100 * np.array(list(rows.values()))
    axis.hlines(places, shares.min(axis=1), shares.max(axis=1), color=GUIDE, linewidth=0.8)
    for column, (name, colour, mark) in enumerate(looks):
        axis.plot(shares[:, column], places, mark, color=colour, label=name, markersize=7, markeredgewidth=2)
    axis.set(ylim=(len(rows) - 0.5, -0.5), xlim=(-2, 102), xlabel="share, %")
    axis.set_yticks(places, list(rows))
    axis.tick_params(axis="y", length=0)
    guides(axis, "x")
    axis.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, borderaxespad=0)
    return figure


def budget_maps(panels: Mapping[str, np.ndarray], *, budgets: Sequence[int], shares: Sequence[float]) -> Figure:
    """Draw the gap over training budget and share of dark faces, a panel for each remedy, the number in each field.

    Args:
        panels: by title, `(budgets, shares)` gaps, shares.
        budgets: steps of training.
        shares: of dark faces, in [0, 1].
    """
    figure, axes = new_figure(height=2.6, ncols=len(panels), sharey=True)
    for axis, (title, gaps) in zip(axes[0], panels.items(), strict=True):
        shown = axis.imshow(100 * gaps, cmap="cividis", vmin=0, vmax=100, aspect="auto", origin="lower")
        for (row, column), gap in np.ndenumerate(100 * gaps):
            write_on_colour(axis, column, row, f"{gap:.0f}", ink="#111111" if gap > 55 else "#ffffff")
        axis.set_title(title)
        axis.set_xticks(range(len(shares)), [f"{share:.0%}" for share in shares])
        axis.set_yticks(range(len(budgets)), [f"{budget}" for budget in budgets])
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)
    axes[0, 0].set_ylabel("steps of training")
    figure.supxlabel("share of dark faces", fontsize=10)
    bar = figure.colorbar(shown, ax=list(axes.flat), fraction=0.04, pad=0.02)
    bar.set_label("gap, points")
    bar.outline.set_visible(False)
    return figure
