"""Pictures beside each other."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from lib.plots.style import WIDTH, new_figure, show_image


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
    """
    titles = titles or [""] * len(images)
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
