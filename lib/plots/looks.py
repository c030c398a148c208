"""Looks into a detector: its easiest and hardest faces, its latents one by one, and recall along them."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from lib.plots.style import BLUE, GUIDE, ORANGE, SKY, VERMILION, WIDTH, guides, new_figure, show_image


def sheets_and_means(sheets: Mapping[str, np.ndarray]) -> Figure:
    """Show sets of pictures as square sheets side by side, and under each the mean of its pictures.

    Args:
        sheets: by title, `(n², H, W, 3)` floats in [0, 1].

    Raises:
        ValueError: the pictures of a set fill no square.
    """
    figure = Figure(figsize=(WIDTH, WIDTH / len(sheets) * 1.62 + 0.6), layout="constrained")
    axes = figure.subplots(2, len(sheets), squeeze=False, height_ratios=[2.2, 1])
    for column, (title, pictures) in enumerate(sheets.items()):
        side = round(len(pictures) ** 0.5)
        if side * side != len(pictures):
            raise ValueError(f"sheets: got {len(pictures)} pictures for {title!r}, expected a square number")
        rows = np.pad(pictures, ((0, 0), (0, 2), (0, 2), (0, 0)), constant_values=1)
        rows = rows.reshape(side, side, *rows.shape[1:])
        sheet = rows.swapaxes(1, 2).reshape(side * rows.shape[2], side * rows.shape[3], 3)
        show_image(axes[0, column], sheet[:-2, :-2], title=title)
        show_image(axes[1, column], pictures.mean(axis=0), title="their mean")
    return figure


def histograms_and_walks(latents: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]], *, bins: int) -> Figure:
    """Show each latent's histogram, and under it what is decoded at places along it.

    Args:
        latents: by title, (values `(F,)` of faces, places `(K,)`, pictures `(K, H, W, 3)` in [0, 1]); values beyond
            the places are counted in the outermost bars.
        bins: of the histograms.
    """
    count = len(next(iter(latents.values()))[1])
    figure = Figure(figsize=(WIDTH, len(latents) * (WIDTH / count + 1.35)), layout="constrained")
    parts = figure.subfigures(len(latents), squeeze=False)[:, 0]
    for part, (title, (values, places, pictures)) in zip(parts, latents.items(), strict=True):
        grid = part.add_gridspec(2, count, height_ratios=[1, 1.25])
        above = part.add_subplot(grid[0, :])
        # The pictures stand under their places: each is as wide as the step between two.
        half = (places[1] - places[0]) / 2
        above.hist(np.clip(values, places[0] - half, places[-1] + half), bins=bins, color=SKY, edgecolor=BLUE)
        above.set(xlim=(places[0] - half, places[-1] + half), yticks=[], xticks=places)
        above.xaxis.set_major_formatter(lambda value, _: f"{value:z.1f}")
        above.spines["left"].set_visible(False)
        above.set_title(title, loc="left", fontweight="bold")
        for column, picture in enumerate(pictures):
            show_image(part.add_subplot(grid[1, column]), picture)
    return figure


def recall_by_rarity(
    panels: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]], *, overall: float
) -> Figure:
    """Show recall in a latent's intervals against how common each is, from frequent to rare, a panel for each latent.

    Args:
        panels: by title, (shares `(B,)` above 0, recall `(B,)`, its low and its high end); NaN is left out.
        overall: the recall of all.
    """
    figure, axes = new_figure(height=2.9, ncols=len(panels), sharey=True)
    for axis, (title, (shares, recall, low, high)) in zip(axes[0], panels.items(), strict=True):
        sides = 100 * np.abs([recall - low, high - recall])
        axis.axhline(100 * overall, color=GUIDE, linestyle="--", linewidth=1.2)
        axis.errorbar(100 * shares, 100 * recall, yerr=sides, fmt="o", color=BLUE, markersize=5, elinewidth=1.2)
        axis.set(xscale="log", title=title, ylim=(-3, 103))
        axis.invert_xaxis()
        axis.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        guides(axis, "y")
    axes[0, 0].set_ylabel("faces found, %")
    figure.supxlabel("faces of the training set in the same interval, %: from common to rare", fontsize=10)
    return figure


def ranking_against_truth(
    spreads: np.ndarray, correlations: np.ndarray, *, chance: float, marked: Mapping[str, int]
) -> Figure:
    """Show for each latent how much recall varies along it, against how closely it goes with what is true.

    Args:
        spreads: `(latents,)` shares.
        correlations: `(latents,)` sizes in [0, 1].
        chance: the spread that chance hardly exceeds.
        marked: latents to name, by what to write.
    """
    figure, axes = new_figure(height=3.3)
    axis = axes[0, 0]
    axis.axvline(100 * chance, color=GUIDE, linestyle="--", linewidth=1.2)
    axis.annotate("chance", (100 * chance, 0.97), xycoords=("data", "axes fraction"), xytext=(4, 0),
                  textcoords="offset points", va="top")  # fmt: skip
    axis.scatter(100 * spreads, correlations, s=34, color=SKY, edgecolors=BLUE, linewidths=0.9, zorder=3)
    for words, which in marked.items():
        axis.scatter(100 * spreads[which], correlations[which], s=40, color=VERMILION, zorder=4)
        axis.annotate(words, (100 * spreads[which], correlations[which]), xytext=(6, 13),
                      textcoords="offset points", ha="right")  # fmt: skip
    axis.set(xlabel="how much recall varies along the latent, points", ylim=(0, 1), xlim=(0, None))
    axis.set_ylabel("rank correlation with skin tone")
    guides(axis, "both")
    return figure


def paired_gains(
    first: np.ndarray, second: np.ndarray, interval: tuple[float, float, float], *, names: Sequence[str]
) -> Figure:
    """Show accuracies of two methods on the same draws, joined in pairs, and the mean gain with its interval.

    Args:
        first: `(D,)` shares.
        second: `(D,)` shares, of the same draws.
        interval: (mean, low, high) of second minus first.
        names: of both.
    """
    figure, axes = new_figure(height=2.9, ncols=2, width_ratios=[1.25, 1])
    pairs, gain = axes[0]
    for one, other in zip(100 * first, 100 * second, strict=True):
        pairs.plot([0, 1], [one, other], color=GUIDE, linewidth=1, zorder=1)
    for place, (values, colour) in enumerate(((first, SKY), (second, ORANGE))):
        pairs.scatter(np.full(len(values), place), 100 * values, s=34, color=colour, zorder=2)
    pairs.set(xlim=(-0.4, 1.4), ylabel="digits read rightly, %")
    pairs.set_xticks([0, 1], names)
    guides(pairs, "y")
    mean, low, high = (100 * value for value in interval)
    gain.plot(100 * (second - first), np.zeros(len(first)), "o", color=SKY, markersize=6, alpha=0.8)
    gain.plot([low, high], [-0.3] * 2, color=VERMILION, linewidth=2.2, solid_capstyle="butt")
    gain.plot(mean, -0.3, "D", color=VERMILION, markersize=6)
    gain.axvline(0, color=GUIDE, linewidth=1)
    gain.set(ylim=(-0.8, 0.5), yticks=[], xlabel="gain, points")
    gain.spines["left"].set_visible(False)
    guides(gain, "x")
    return figure
