"""Heatmaps over photographs."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lib.plots.style import HEAT, SIGNED, SKY, WIDTH, new_figure, show_image

#: Luma weights of ITU-R BT.601: a grey that keeps a colour's brightness.
_LUMA = np.array([0.299, 0.587, 0.114])


def overlay(images: np.ndarray, maps: np.ndarray, *, strongest: float | None = None) -> np.ndarray:
    """Lay maps over greyed photographs: the stronger the evidence, the more its colour covers the picture.

    Args:
        images: `(N, H, W, 3)` in [0, 1].
        maps: `(N, H, W)` non-negative, already enlarged.
        strongest: value shown at full strength in all; `None`: each map's own maximum.

    Returns:
        `(N, H, W, 3)` in [0, 1].
    """
    tops = np.full(len(maps), strongest) if strongest else maps.max(axis=(1, 2))
    strength = np.clip(maps / np.maximum(tops, 1e-12)[:, None, None], 0, 1)[..., None]
    grey = np.repeat((images @ _LUMA)[..., None], 3, axis=-1) * 0.75
    colours = mpl.colormaps[HEAT](0.35 + 0.65 * strength[..., 0])[..., :3]
    cover = 0.85 * strength**0.8
    return (grey * (1 - cover) + colours * cover).astype(np.float32)


def heatmap_rows(
    images: np.ndarray, maps: np.ndarray, titles: Sequence[str], *, columns: int = 2, strongest: float | None = None
) -> Figure:
    """Show each photograph beside its heatmap, and a scale in words below.

    Args:
        images: `(N, H, W, 3)` in [0, 1].
        maps: `(N, H, W)` non-negative, enlarged to the images.
        titles: what was asked of each map.
        columns: pairs in a row.
        strongest: common full strength; `None`: each map has its own.
    """
    laid, rows = overlay(images, maps, strongest=strongest), -(-len(images) // columns)
    side = WIDTH / (2 * columns)
    height = rows * (side * images.shape[1] / images.shape[2] + 0.3) + 0.45
    figure, axes = new_figure(height=height, nrows=rows, ncols=2 * columns)
    for place, axis in enumerate(axes.flat):
        index, right = divmod(place, 2)
        if index >= len(images):
            axis.set_axis_off()
        else:
            show_image(axis, laid[index] if right else images[index], title=titles[index] if right else "")
    _scale(figure, axes)
    return figure


def heatmap_row(
    images: np.ndarray, maps: np.ndarray, titles: Sequence[str], *, strongest: float | None = None
) -> Figure:
    """Show heatmaps over their photographs in one row; arguments as for `heatmap_rows`."""
    laid = overlay(images, maps, strongest=strongest)
    height = WIDTH / len(laid) * images.shape[1] / images.shape[2] + 0.75
    figure, axes = new_figure(height=height, ncols=len(laid))
    for axis, image, title in zip(axes[0], laid, titles, strict=True):
        show_image(axis, image, title=title)
    _scale(figure, axes)
    return figure


def boxes_on(images: np.ndarray, maps: np.ndarray, boxes: np.ndarray, titles: Sequence[str]) -> Figure:
    """Show heatmaps with boxes (top, left, bottom, right) drawn on them."""
    figure = heatmap_row(images, maps, titles)
    for axis, (top, left, bottom, right) in zip(figure.axes, boxes, strict=False):
        corner = (left - 0.5, top - 0.5)
        axis.add_patch(Rectangle(corner, right - left, bottom - top, fill=False, edgecolor=SKY, linewidth=2.5))
    return figure


def signed_maps(images: np.ndarray, maps: np.ndarray, titles: Sequence[str]) -> Figure:
    """Show pictures, then maps whose zero is white: red speaks for the class, blue against it.

    Args:
        images: `(N, H, W, 3)` in [0, 1], shown first.
        maps: `(M, h, w)` signed.
        titles: one for each picture, then one for each map.
    """
    count = len(images) + len(maps)
    figure, axes = new_figure(height=WIDTH / count + 0.35, ncols=count)
    for axis, picture, title in zip(axes[0], [*images, *maps], titles, strict=True):
        limit = np.abs(picture).max()
        show_image(axis, picture, title=title, cmap=SIGNED, vmin=-limit, vmax=limit)
    return figure


def _scale(figure: Figure, axes: np.ndarray) -> None:
    """Draw the colours that `overlay` gives to evidence from none to the strongest, named in words."""
    strength = np.linspace(0, 1, 128)[None, None]
    colours = overlay(np.full((1, 1, 128, 3), 0.5), strength, strongest=1.0)[0, 0]
    mappable = mpl.cm.ScalarMappable(mpl.colors.Normalize(0, 1), mpl.colors.ListedColormap(colours))
    bar = figure.colorbar(
        mappable, ax=list(axes.flat), location="bottom", fraction=0.05, aspect=45, shrink=0.6, pad=0.02
    )
    bar.set_ticks([0, 1], labels=["no evidence", "strongest evidence"])
    bar.outline.set_visible(False)
