"""Figures of what filters look for: kernels, optimised pictures, and the patches that back them up."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from lib.plots.style import WIDTH, new_figure, show_image

#: Height of a line of words above or below a picture, in inches.
_LINE = 0.2


def kernel_grid(kernels: np.ndarray, *, columns: int = 8) -> Figure:
    """Show kernels as small pictures: mid-grey is zero, each kernel's largest weight is at full strength.

    Args:
        kernels: `(n, k, k, 3)`, signed.
        columns: kernels in a row.
    """
    strongest = np.abs(kernels).max(axis=(1, 2, 3), keepdims=True)
    tiles = 0.5 + 0.5 * kernels / np.where(strongest, strongest, 1)
    rows = -(-len(tiles) // columns)
    figure, axes = new_figure(height=rows * WIDTH / columns, nrows=rows, ncols=columns)
    for axis in axes.flat:
        axis.set_axis_off()
    for axis, tile in zip(axes.flat, tiles, strict=False):
        show_image(axis, tile)
    return figure


def recipe_steps(images: np.ndarray, titles: Sequence[str], scores: np.ndarray, *, show: str = "{:.1f}") -> Figure:
    """Compare recipes: one in a column under its title, one objective in a row, the score below each picture.

    Args:
        images: `(recipes, objectives, H, W, 3)` in [0, 1].
        titles: one for each recipe, of one line or more.
        scores: `(recipes, objectives)`.
        show: how a score is written.

    Raises:
        ValueError: titles or scores do not fit the images.
    """
    columns, rows = images.shape[:2]
    if len(titles) != columns or np.shape(scores) != (columns, rows):
        raise ValueError(
            f"titles, scores: got {len(titles)} and {np.shape(scores)}, expected {columns} and {(columns, rows)}"
        )
    lines = max(title.count("\n") + 1 for title in titles)
    figure, axes = new_figure(height=rows * (WIDTH / columns + _LINE) + lines * _LINE, nrows=rows, ncols=columns)
    for column, title in enumerate(titles):
        for row in range(rows):
            axis = axes[row, column]
            show_image(axis, images[column, row], title=title if row == 0 else "")
            below = show.format(scores[column, row])
            axis.text(0.5, -0.03, below, transform=axis.transAxes, ha="center", va="top")
    return figure


def beside_patches(images: np.ndarray, patches: np.ndarray, names: Sequence[str]) -> Figure:
    """Show each optimised picture, under its name, beside the patches of real pictures that excite the channel most.

    Args:
        images: `(channels, H, W, 3)` in [0, 1].
        patches: `(channels, count, side, side, 3)` in [0, 1], the strongest first.
        names: one for each channel.

    Raises:
        ValueError: patches or names do not fit the images.
    """
    if not len(images) == len(patches) == len(names):
        raise ValueError(f"patches, names: got {len(patches)} and {len(names)}, expected {len(images)} of each")
    count = patches.shape[1]
    # Two rows of patches come to the height of the picture, which so stays large enough to be read on a phone.
    across = -(-count // 2)
    side = WIDTH / (across / 2 + 1)
    figure, axes = new_figure(
        height=len(images) * (side + _LINE),
        nrows=2 * len(images),
        ncols=across + 1,
        width_ratios=[2, *[1] * across],
    )
    for row, (image, strongest, name) in enumerate(zip(images, patches, names, strict=True)):
        upper, lower = axes[2 * row], axes[2 * row + 1]
        grid = upper[0].get_gridspec()
        upper[0].remove()
        lower[0].remove()
        show_image(figure.add_subplot(grid[2 * row : 2 * row + 2, 0]), image, title=name)
        for place, axis in enumerate((*upper[1:], *lower[1:])):
            if place < count:
                show_image(axis, strongest[place])
            else:
                axis.set_axis_off()
    return figure
