"""Drawn scenes with what is known about them: the outline of every object and the box around it."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from lib.plots.images import contact_sheet
from lib.plots.style import ORANGE, SKY

#: Colour of the first and of the second object's marks; a dark rim makes them seen on any ground.
MARKS = (SKY, ORANGE)
_RIM = withStroke(linewidth=2.2, foreground="#1a1a1a")


def marked_scenes(
    images: np.ndarray,
    masks: np.ndarray,
    boxes: np.ndarray | None = None,
    titles: Sequence[str] | None = None,
    *,
    columns: int = 4,
) -> Figure:
    """Show pictures in rows, each object outlined, and in its box where boxes are given.

    Args:
        images: `(N, H, W, 3)` in [0, 1].
        masks: `(N, objects, H, W)` bool, one or two objects; one that is absent has no pixel.
        boxes: `(N, objects, 4)` top, left, bottom, right, the last two exclusive.
        titles: one for each.
        columns: pictures in a row.

    Raises:
        ValueError: masks or boxes do not fit the images, or there is not one title for each.
    """
    wanted = (len(images), masks.shape[1], *images.shape[1:3])
    if masks.shape != wanted or masks.shape[1] > len(MARKS):
        raise ValueError(f"masks: got {masks.shape}, expected {wanted} with at most {len(MARKS)} objects")
    if boxes is not None and boxes.shape != (*wanted[:2], 4):
        raise ValueError(f"boxes: got {boxes.shape}, expected {(*wanted[:2], 4)}")
    figure = contact_sheet(images, titles, columns=columns)
    for row, axis in enumerate(figure.axes[: len(images)]):
        for slot, colour in enumerate(MARKS[: masks.shape[1]]):
            if masks[row, slot].any():
                _outline(axis, masks[row, slot], colour)
                if boxes is not None:
                    _box(axis, boxes[row, slot], colour)
    return figure


def _outline(axis: Axes, mask: np.ndarray, colour: str) -> None:
    # A margin of nothing lets the line close where an object touches the picture's edge.
    level = np.pad(mask.astype(float), 1)
    places = [np.arange(-1, side + 1) for side in mask.shape[::-1]]
    axis.contour(*places, level, levels=[0.5], colors=colour, linewidths=1).set_path_effects([_RIM])


def _box(axis: Axes, box: np.ndarray, colour: str) -> None:
    top, left, bottom, right = box
    frame = Rectangle((left - 0.5, top - 0.5), right - left, bottom - top, fill=False, edgecolor=colour, linewidth=1)
    axis.add_patch(frame).set_path_effects([_RIM])
