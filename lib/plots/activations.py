"""Figures of what layers put out."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.plots.style import WIDTH, new_figure, show_image


def channel_grid(stages: Mapping[str, np.ndarray], *, columns: int = 5) -> Figure:
    """Show the first channels of several stages, one stage a row, each channel on its own scale from zero.

    Args:
        stages: `(h, w, channels)` by name.
        columns: channels shown of each.
    """
    side = (WIDTH - 1.0) / columns
    figure, axes = new_figure(height=len(stages) * side, nrows=len(stages), ncols=columns)
    for row, (name, maps) in zip(axes, stages.items(), strict=True):
        for axis, one in zip(row, np.moveaxis(maps, -1, 0), strict=False):
            # From zero, not from the smallest value: a channel that is nowhere silent must not look as if it were.
            show_image(axis, one, vmin=0)
        _name_row(row[0], name, f"{maps.shape[0]}×{maps.shape[1]}")
    return figure


def channel_table(images: np.ndarray, maps: np.ndarray, names: Sequence[str]) -> Figure:
    """Show how strongly channels react to pictures: pictures along the top, one channel a row, one scale a row.

    Args:
        images: `(N, H, W, 3)` in [0, 1].
        maps: `(N, h, w, channels)` of the channels to be shown.
        names: one for each channel.
    """
    side = (WIDTH - 1.0) / len(images)
    figure, axes = new_figure(height=(len(names) + 1) * side, nrows=len(names) + 1, ncols=len(images))
    for axis, image in zip(axes[0], images, strict=True):
        show_image(axis, image)
    for row, name, channel in zip(axes[1:], names, np.moveaxis(maps, -1, 0), strict=True):
        for axis, one in zip(row, channel, strict=True):
            show_image(axis, one, vmin=0, vmax=channel.max())
        _name_row(row[0], *name.split("\n"))
    return figure


def _name_row(axis: Axes, *lines: str) -> None:
    """Write lines left of a row; one text each, since only single lines keep their alignment in any font."""
    for place, line in enumerate(lines):
        y = 0.5 + 0.16 * ((len(lines) - 1) / 2 - place) * 1.3
        axis.text(-0.12, y, line, transform=axis.transAxes, ha="right", va="center")
