"""Latent spaces: where codes lie, what is decoded along a walk or over the plane, and what the codes cost."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.data.faces.tones import MONK_SWATCHES
from lib.plots.style import BLUE, GUIDE, PALETTE, SKY, VERMILION, WIDTH, new_figure, show_strip

#: The ten swatches of the Monk scale as a colour map.
_TONES = mpl.colors.LinearSegmentedColormap.from_list("monk", MONK_SWATCHES)


def digit_scatter(panels: Mapping[str, np.ndarray], digits: np.ndarray) -> Figure:
    """Draw codes as points that have the shape of the digit whose code they are, a panel for each network.

    Args:
        panels: by title, codes `(N, 2)`.
        digits: `(N,)` 0 to 9.
    """
    figure, axes = new_figure(height=WIDTH / len(panels) + 0.3, ncols=len(panels))
    for axis, (title, codes) in zip(axes[0], panels.items(), strict=True):
        for digit in range(10):
            colour = PALETTE[digit % len(PALETTE)]
            axis.scatter(*codes[digits == digit].T, marker=f"${digit}$", s=26, color=colour, linewidths=0)
        _plane(axis, title)
    return figure


def tone_scatter(panels: Mapping[str, np.ndarray], tones: np.ndarray) -> Figure:
    """Draw codes of faces in the colour of their skin, a panel for each network.

    Args:
        panels: by title, codes `(N, 2)`.
        tones: `(N,)` 1 to 10 on the Monk scale.
    """
    figure, axes = new_figure(height=WIDTH / len(panels) + 0.7, ncols=len(panels))
    for axis, (title, codes) in zip(axes[0], panels.items(), strict=True):
        points = axis.scatter(*codes.T, c=tones, cmap=_TONES, vmin=1, vmax=10, s=22, linewidths=0.5, edgecolors=GUIDE)
        _plane(axis, title)
    bar = figure.colorbar(points, ax=list(axes.flat), location="bottom", fraction=0.05, aspect=45, shrink=0.8, pad=0.03)
    bar.set_label("skin tone on the Monk scale")
    bar.outline.set_edgecolor(GUIDE)
    return figure


def walks(rows: Mapping[str, np.ndarray], marks: Mapping[str, Sequence[str]] | None = None) -> Figure:
    """Show what is decoded on walks through latent spaces, a row each.

    Args:
        rows: by title, `(K, H, W, 1 or 3)` in [0, 1].
        marks: by the same titles, a word above each picture.
    """
    count = len(next(iter(rows.values())))
    line = WIDTH / count + (0.42 if marks else 0.27)
    figure = Figure(figsize=(WIDTH, len(rows) * line), layout="constrained")
    parts = figure.subfigures(len(rows), squeeze=False)[:, 0]
    for part, (title, pictures) in zip(parts, rows.items(), strict=True):
        part.suptitle(title, x=0.005, ha="left", fontsize=10, fontweight="bold")
        colours = [_colours(picture) for picture in pictures]
        show_strip(part.subplots(), colours, titles=marks[title] if marks else (), cmap="gray", vmin=0, vmax=1)
    return figure


def decoded_planes(panels: Mapping[str, np.ndarray], *, spans: Mapping[str, np.ndarray]) -> Figure:
    """Show what is decoded at evenly spaced places of the plane, a panel for each network.

    Args:
        panels: by title, `(rows, columns, H, W, 1 or 3)` in [0, 1], the row of the smallest second latent first.
        spans: by the same titles, `(2, 2)`: the least and the greatest place along the first and the second latent.
    """
    figure, axes = new_figure(height=WIDTH / len(panels) + 0.3, ncols=len(panels))
    for axis, (title, grid) in zip(axes[0], panels.items(), strict=True):
        rows, columns = grid.shape[:2]
        # A rim of one white pixel keeps pictures apart.
        framed = np.pad(grid[::-1], ((0, 0), (0, 0), (0, 1), (0, 1), (0, 0)), constant_values=1)
        sheet = framed.swapaxes(1, 2).reshape(rows * framed.shape[2], columns * framed.shape[3], -1)
        # The outer pictures stand with their middle on the span's ends.
        half = np.diff(spans[title], axis=1)[:, 0] / (np.array([columns, rows]) - 1) / 2
        ends = (spans[title] + half[:, None] * [-1, 1]).ravel()
        axis.imshow(_colours(np.clip(sheet, 0, 1)), cmap="gray", vmin=0, vmax=1, extent=tuple(ends), aspect="auto")
        axis.set_box_aspect(1)
        axis.set(title=title, xlabel="first latent")
    axes[0, 0].set_ylabel("second latent")
    return figure


def estimate_by_draws(estimates: np.ndarray, exact: float, *, label: str) -> Figure:
    """Show how an estimate settles as draws are added: single runs, where nine in ten runs lie, and the exact value.

    Args:
        estimates: `(repeats, draws)`, the estimate after each draw.
        exact: the value in closed form.
        label: what is estimated.
    """
    figure, axes = new_figure(height=2.9)
    axis, draws = axes[0, 0], np.arange(1, estimates.shape[1] + 1)
    low, high = np.quantile(estimates, [0.05, 0.95], axis=0)
    axis.fill_between(draws, low, high, color=SKY, alpha=0.35, linewidth=0, label="nine runs in ten")
    for number, run in enumerate(estimates[:3]):
        axis.plot(draws, run, color=BLUE, linewidth=0.9, label="" if number else "three runs")
    axis.axhline(exact, color=VERMILION, linestyle="--", label="closed form")
    axis.set(xscale="log", xlabel="draws", ylabel=label, xlim=(1, len(draws)))
    figure.legend(loc="outside upper right", ncols=3, borderaxespad=0)
    return figure


def spread_of_estimates(rows: Mapping[str, np.ndarray], *, label: str, seed: int = 0) -> Figure:
    """Show every single estimate as a dot, a row for each way of estimating, and the mean of each row as a bar.

    Args:
        rows: by name, `(N,)`.
        label: what is estimated.
        seed: of the dots' height, which means nothing.
    """
    figure, axes = new_figure(height=0.75 * len(rows) + 0.7)
    axis, generator = axes[0, 0], np.random.default_rng(seed)
    for row, values in enumerate(rows.values()):
        heights = row + generator.uniform(-0.3, 0.3, len(values))
        axis.scatter(values, heights, s=9, color=SKY, alpha=0.6, linewidths=0)
        axis.plot([values.mean()] * 2, [row - 0.4, row + 0.4], color=VERMILION, linewidth=2.5)
    axis.set_yticks(range(len(rows)), list(rows))
    axis.set(xlabel=label, ylim=(len(rows) - 0.5, -0.5))
    axis.grid(axis="x", color=GUIDE, alpha=0.3, linewidth=0.8)
    axis.tick_params(axis="y", length=0)
    return figure


def price_of_latents(
    weights: Sequence[float], divergences: np.ndarray, errors: Sequence[float], *, silent: float
) -> Figure:
    """Show error against divergence for several β, and beside it how much each latent says.

    Args:
        weights: `(B,)` rising, the βs.
        divergences: `(B, latents)` in nats a picture.
        errors: `(B,)`.
        silent: nats below which a latent says nothing.
    """
    figure, axes = new_figure(height=3.1, ncols=2)
    trade, each = axes[0]
    trade.plot(divergences.sum(axis=1), errors, color=BLUE, marker="o", markersize=5, linewidth=1.4)
    for weight, nats, error in zip(weights, divergences.sum(axis=1), errors, strict=True):
        trade.annotate(f"β = {weight:g}", (nats, error), xytext=(6, 5), textcoords="offset points")
    trade.set(xlabel="divergence, nats a picture", ylabel="squared error a pixel", ylim=(0, 1.15 * max(errors)))
    trade.set_xlim(-0.5, 1.3 * divergences.sum(axis=1).max())
    for place, nats in enumerate(divergences):
        looks = {"color": SKY, "edgecolors": BLUE, "s": 24, "linewidths": 0.8, "clip_on": False, "zorder": 3}
        each.scatter(np.full(len(nats), place), nats, **looks)
        each.annotate(f"{(nats < silent).sum()}", (place, 1.02), xycoords=("data", "axes fraction"), ha="center")
    each.set_xticks(range(len(weights)), [f"{weight:g}" for weight in weights])
    each.set(xlabel="β", ylabel="divergence of each latent, nats", ylim=(0, None))
    each.set_title("of them silent", pad=18)
    return figure


def _colours(picture: np.ndarray) -> np.ndarray:
    """Return a picture as matplotlib takes it: one without colours has no axis for them."""
    return picture[..., 0] if picture.shape[-1] == 1 else picture


def _plane(axis: Axes, title: str) -> None:
    axis.set_title(title)
    axis.set_box_aspect(1)
    axis.axhline(0, color=GUIDE, linewidth=0.8, zorder=0)
    axis.axvline(0, color=GUIDE, linewidth=0.8, zorder=0)
