"""The figures of the two opening pages: a photograph's journey, and where each kind of look inside is taken."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from lib.plots.heatmaps import overlay
from lib.plots.style import PALETTE, WIDTH, new_figure, show_image

#: Larger than elsewhere: on a phone the front page's figure shrinks to little more than half.
_WORDS = 14


def journey(image: np.ndarray, stages: Mapping[str, np.ndarray], heat: np.ndarray, *, answer: str) -> Figure:
    """Show a photograph beside the heatmap of the answer; below, the most varied channel of each stage on the way.

    Args:
        image: `(H, W, 3)` in [0, 1].
        stages: title -> `(h, w, channels)`, in order of depth.
        heat: `(H, W)` non-negative.
        answer: title of the heatmap.
    """
    figure = Figure(figsize=(WIDTH, WIDTH * (1 / 2 + 1 / len(stages)) + 0.8), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.04, wspace=0, hspace=0)
    grid = figure.add_gridspec(2, 2 * len(stages), height_ratios=(len(stages), 2))
    channels = {title: maps[..., maps.std(axis=(0, 1)).argmax()] for title, maps in stages.items()}
    rows = [{"photograph": image, answer: overlay(image[None], heat[None])[0]}, channels]
    for row, pictures in enumerate(rows):
        wide = 2 * len(stages) // len(pictures)
        for place, (title, picture) in enumerate(pictures.items()):
            axes = figure.add_subplot(grid[row, place * wide : (place + 1) * wide])
            show_image(axes, picture)
            axes.set_title(title, fontsize=_WORDS)
    return figure


def looks(steps: Sequence[str], kinds: Sequence[str], questions: Sequence[str]) -> Figure:
    """Draw the steps from picture to person one below the other, and beside each the looks that are taken there.

    Args:
        steps: what happens, from first to last.
        kinds: the looks taken at each step.
        questions: what each of them answers.
    """
    width = 4.6
    figure, axes = new_figure(width=width, height=0.95 * len(steps))
    (axis,) = axes.flat
    axis.set(xlim=(0, width), ylim=(0.4 - len(steps), 0.4), aspect="equal")
    axis.set_axis_off()
    for place, (step, kind, question) in enumerate(zip(steps, kinds, questions, strict=True)):
        _draw_step(axis, -place, step, last=place == len(steps) - 1)
        axis.plot([1.35, 1.65], [-place, -place], color=PALETTE[place % len(PALETTE)], linewidth=3)
        axis.text(1.75, -place + 0.04, kind, weight="bold", va="bottom", fontsize=12)
        axis.text(1.75, -place - 0.04, question, va="top", fontsize=12)
    return figure


def _draw_step(axis: Axes, height: float, text: str, *, last: bool) -> None:
    """Draw a box with its words and, unless it is the last, an arrow to the next."""
    box = FancyBboxPatch((0.1, height - 0.18), 1.15, 0.36, boxstyle="round,pad=0.06", fill=False, edgecolor="black")
    axis.add_patch(box)
    axis.text(0.675, height, text, fontsize=12, ha="center", va="center")
    if not last:
        arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0}
        axis.annotate("", (0.675, height - 0.75), (0.675, height - 0.25), arrowprops=arrow)
