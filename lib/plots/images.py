"""Pictures beside each other, and places marked on them."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch, Rectangle

from lib.plots.style import ORANGE, WIDTH, new_figure, show_image


def contact_sheet(
    images: np.ndarray | Sequence[np.ndarray],
    titles: Sequence[str] | None = None,
    *,
    columns: int = 4,
    cmap: str = "gray",
    limits: tuple[float, float] | None = None,
) -> Figure:
    """Show pictures in rows, each with a title of one line or more above.

    Args:
        images: `(N, H, W, 3)` in [0, 1], or `(N, H, W)` shown in `cmap`.
        titles: one for each.
        columns: pictures in a row.
        cmap: colour map of pictures without colours of their own.
        limits: brightness at the ends of `cmap`, the same for all; `None`: each picture's own.

    Raises:
        ValueError: there are no images, or not one title for each.
    """
    titles = [""] * len(images) if titles is None else titles
    if not len(images) or len(titles) != len(images):
        raise ValueError(f"titles: got {len(titles)} for {len(images)} images, expected one for each of at least one")
    rows = -(-len(images) // columns)
    lines = max(title.count("\n") + bool(title) for title in titles)
    height = rows * (WIDTH / columns * images[0].shape[0] / images[0].shape[1] + 0.19 * lines)
    figure, axes = new_figure(height=height, nrows=rows, ncols=columns)
    low, high = limits or (None, None)
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        show_image(axis, image, title=title, cmap=cmap, vmin=low, vmax=high)
    for axis in axes.flat[len(images) :]:
        axis.set_axis_off()
    return figure


def magnified(image: np.ndarray, *, row: int, column: int, side: int, around: int = 6) -> Figure:
    """Show a grey picture and, beside it, one patch of it among its neighbours, pixel by pixel.

    Args:
        image: `(H, W)` in [0, 1].
        row: of the patch's upper left pixel.
        column: of the patch's upper left pixel.
        side: of the patch in pixels.
        around: pixels shown on each side of the patch, fewer at the picture's border.

    Raises:
        ValueError: the patch does not lie inside the picture.
    """
    if not (0 <= row <= image.shape[0] - side and 0 <= column <= image.shape[1] - side):
        raise ValueError(f"row, column: got {(row, column)}, expected a patch of {side} inside {image.shape}")
    top, left = max(row - around, 0), max(column - around, 0)
    near = image[top : row + side + around, left : column + side + around]
    figure, axes = new_figure(height=WIDTH / 2 + 0.05, ncols=2)
    whole, close = axes[0]
    show_image(whole, image, cmap="gray", vmin=0, vmax=1)
    show_image(close, near, cmap="gray", vmin=0, vmax=1)
    _frame(whole, top, left, *near.shape, linewidth=1.5)
    _frame(close, row - top, column - left, side, side, linewidth=3)
    for end, corner in ((0, top), (1, top + near.shape[0])):
        ends = {"xyA": (left + near.shape[1] - 0.5, corner - 0.5), "xyB": (0, 1 - end)}
        line = ConnectionPatch(**ends, coordsA=whole.transData, coordsB=close.transAxes, color=ORANGE, linewidth=1)
        figure.add_artist(line)
    return figure


def views(image: np.ndarray, sides: Mapping[str, int]) -> Figure:
    """Draw squares around the middle of a picture: what one place of each layer can see of it.

    Args:
        image: `(H, W, 3)` in [0, 1].
        sides: side of each square in pixels by name, in any order; squares larger than the picture are cut.
    """
    figure, axes = new_figure(width=5.0, height=3.1)
    axis, (height, width) = axes[0, 0], image.shape[:2]
    show_image(axis, image)
    lowest = -np.inf
    for name, side in sorted(sides.items(), key=lambda item: -item[1]):
        top, right = (height - side) / 2, (width + side) / 2
        _frame(axis, top, width - right, side, side, linewidth=1.8)
        y = max(top, 0) - 0.5
        # Names keep a line's distance, from the largest square at the top down; a leader ties each to its corner.
        lowest = max(y, lowest + height * 0.07)
        leader = [min(right, width) - 0.5, width + 2, width * 1.08], [y, y, lowest]
        axis.plot(*leader, color=ORANGE, linewidth=0.8, clip_on=False)
        axis.text(width * 1.1, lowest, f"{name}: {side}", va="center", ha="left")
    axis.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), anchor="W")
    return figure


def _frame(axis: Axes, top: float, left: float, height: float, width: float, *, linewidth: float) -> None:
    """Draw the outline of whole pixels; pixel centres lie at whole numbers."""
    corner = (left - 0.5, top - 0.5)
    axis.add_patch(Rectangle(corner, width, height, fill=False, edgecolor=ORANGE, linewidth=linewidth))
