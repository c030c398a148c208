"""Heatmaps over photographs.

Three cues say the same thing, so that a map survives print, colour blindness and a dark page: brightness and colour
grow with the evidence, the greyed photograph shows through where there is none, and a line marks half of the strongest.
"""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from lib.plots.style import GREEN, HEAT, SIGNED, SKY, VERMILION, WIDTH, new_figure, show_image, write_on_colour

#: Luma weights of ITU-R BT.601: a grey that keeps a colour's brightness.
_LUMA = np.array([0.299, 0.587, 0.114])
#: A dark rim, so that a bright line is seen on any ground.
_RIM = withStroke(linewidth=4, foreground="#1a1a1a")
#: Colour steps: fewer than 256 keep the page small and are not seen.
_STEPS = 80
#: Maps with at most this many places a side are drawn as places, with a sign in those that speak against.
_COARSE = 16


def overlay(images: np.ndarray, maps: np.ndarray, *, strongest: float | None = None) -> np.ndarray:
    """Lay maps over greyed photographs: the stronger the evidence, the more its colour covers the picture.

    Args:
        images: `(N, H, W, 3)` in [0, 1].
        maps: `(N, H, W)` non-negative, already enlarged.
        strongest: value shown at full strength in all; `None`: each map's own maximum.

    Returns:
        `(N, H, W, 3)` in [0, 1].
    """
    strength = _strength(maps, strongest)[..., None]
    grey = np.repeat((images @ _LUMA)[..., None], 3, axis=-1) * 0.75
    colours = mpl.colormaps[HEAT](0.3 + 0.65 * strength[..., 0])[..., :3]
    cover = 0.9 * np.clip(1.25 * strength - 0.06, 0, 1)
    return (np.round((grey * (1 - cover) + colours * cover) * _STEPS) / _STEPS).astype(np.float32)


def heatmap_rows(
    images: np.ndarray, maps: np.ndarray, titles: Sequence[str], *, columns: int = 2, strongest: float | None = None
) -> Figure:
    """Show each photograph beside its heatmap, `columns` pairs in a row; images, maps, strongest as for `overlay`."""
    laid, rows = overlay(images, maps, strongest=strongest), -(-len(images) // columns)
    side = WIDTH / (2 * columns)
    height = rows * (side * images.shape[1] / images.shape[2] + 0.3) + 0.45
    figure, axes = new_figure(height=height, nrows=rows, ncols=2 * columns)
    for place, axis in enumerate(axes.flat):
        index, right = divmod(place, 2)
        if index >= len(images):
            axis.set_axis_off()
        elif right:
            _show_overlay(axis, laid[index], _strength(maps, strongest)[index], titles[index])
        else:
            show_image(axis, np.round(images[index] * _STEPS) / _STEPS)
    _scale(figure, axes)
    return figure


def heatmap_row(
    images: np.ndarray,
    maps: np.ndarray,
    titles: Sequence[str],
    *,
    strongest: float | None = None,
    line: Sequence[float] | None = None,
) -> Figure:
    """Show heatmaps over their photographs in one row; `line`: share of the strongest that each map's line marks."""
    laid, strength = overlay(images, maps, strongest=strongest), _strength(maps, strongest)
    lines = max(title.count("\n") for title in titles)
    height = WIDTH / len(laid) * images.shape[1] / images.shape[2] + 0.75 + 0.17 * lines
    figure, axes = new_figure(height=height, ncols=len(laid))
    levels = line or [0.5] * len(laid)
    for axis, image, strong, title, level in zip(axes[0], laid, strength, titles, levels, strict=True):
        _show_overlay(axis, image, strong, title, level)
    _scale(figure, axes, "half (white line)" if line is None else "")
    return figure


def boxes_on(
    images: np.ndarray, maps: np.ndarray, boxes: np.ndarray, titles: Sequence[str], *, cuts: Sequence[float]
) -> Figure:
    """Show heatmaps with boxes (top, left, bottom, right) and a white line where each map was cut."""
    figure = heatmap_row(images, maps, titles, line=cuts)
    for axis, (top, left, bottom, right) in zip(figure.axes, boxes, strict=False):
        corner = (left - 0.5, top - 0.5)
        box = Rectangle(corner, right - left, bottom - top, fill=False, edgecolor=SKY, linewidth=2, joinstyle="miter")
        axis.add_patch(box).set_path_effects([_RIM])
    return figure


def inside_outside(images: np.ndarray, maps: np.ndarray, mask: np.ndarray, titles: Sequence[str]) -> Figure:
    """Show heatmaps on one scale, each with the rim of an object dashed on it; `mask`: `(H, W)`, true on the object."""
    figure = heatmap_row(images, maps, titles, strongest=maps.max())
    for axis in figure.axes[: len(images)]:
        rim = axis.contour(mask.astype(float), levels=[0.5], colors=SKY, linewidths=2, linestyles="dashed")
        rim.set_path_effects([_RIM])
    return figure


def signed_maps(
    images: np.ndarray,
    maps: Sequence[np.ndarray],
    titles: Sequence[str],
    *,
    ends: tuple[str, str] = ("against (–)", "for the class"),
) -> Figure:
    """Show pictures, then maps whose zero is white: red speaks for the class, blue against it.

    Args:
        images: `(N, H, W, 3)` in [0, 1], shown first.
        maps: `(h, w)` each, signed, all at one scale; or `(H, W, 3)`, shown as they are.
        titles: one for each picture, then one for each map.
        ends: what the blue and the red end of the scale mean.
    """
    panels = [*images, *maps]
    figure, axes = new_figure(height=WIDTH / len(panels) + 0.75, ncols=len(panels))
    limit = max(np.abs(panel).max() for panel in panels if panel.ndim == 2)
    for axis, panel, title in zip(axes[0], panels, titles, strict=True):
        _show_signed(axis, panel, title, limit)
    first = next(axis for axis, panel in zip(axes[0], panels, strict=True) if panel.ndim == 2)
    key = first.inset_axes((0.02, -0.11, 0.96, 0.045))
    key.imshow(np.linspace(-1, 1, 128)[None], cmap=SIGNED, aspect="auto")
    key.set(xticks=[0, 127], yticks=[])
    key.spines[:].set_visible(False)
    for label, side in zip(key.set_xticklabels(ends), ("left", "right"), strict=True):
        label.set_horizontalalignment(side)
    return figure


def added_up(parts: Sequence[np.ndarray], titles: Sequence[str]) -> Figure:
    """Show signed maps `(h, w)` and their sum on one scale, plus and equals signs between; titles for all of them."""
    panels = [*parts, sum(parts)]
    figure, axes = new_figure(height=WIDTH / len(panels) + 0.85, ncols=len(panels))
    figure.get_layout_engine().set(wspace=0.14)
    limit = max(np.abs(panel).max() for panel in panels)
    for axis, panel, title, sign in zip(axes[0], panels, titles, ["", *"+" * (len(parts) - 1), "="], strict=True):
        _show_signed(axis, panel, title, limit)
        axis.text(-0.11, 0.5, sign, transform=axis.transAxes, ha="center", va="center", fontsize=15)
    bar = _bar(figure, axes, mpl.colormaps[SIGNED])
    bar.set_ticks([0, 0.5, 1], labels=["against (–)", "neither", "for the class"])
    return figure


def slope_by_lead(leads: np.ndarray, slopes: np.ndarray) -> Figure:
    """Draw a probability's slope, as a share of its logit's, over the lead of the first logit; both `(L,)`."""
    figure, axes = new_figure(height=2.6)
    axis, level = axes[0, 0], np.ones(len(leads))
    for values, label, colour, mark in ((level, "logit", GREEN, "o"), (slopes, "probability", VERMILION, "s")):
        axis.plot(leads, values, color=colour, marker=mark, markersize=5)
        axis.annotate(label, (leads[-1], values[-1]), (9, 0), textcoords="offset points", va="center")
    axis.set(yscale="log", xlabel="lead of the first logit over the second", ylabel="slope, logit = 1")
    axis.set_xticks(leads[1::2])
    axis.margins(x=0.03)
    return figure


def _strength(maps: np.ndarray, strongest: float | None) -> np.ndarray:
    tops = np.full(len(maps), strongest) if strongest else maps.max(axis=(1, 2))
    return np.clip(maps / np.maximum(tops, 1e-12)[:, None, None], 0, 1)


def _show_overlay(axis: Axes, image: np.ndarray, strength: np.ndarray, title: str, level: float = 0.5) -> None:
    show_image(axis, image, title=title)
    if strength.max() > level > strength.min():
        line = axis.contour(strength, levels=[level], colors="white", linewidths=0.9)
        line.set_path_effects([withStroke(linewidth=1.9, foreground="#1a1a1a")])


def _show_signed(axis: Axes, panel: np.ndarray, title: str, limit: float) -> None:
    show_image(axis, panel, title=title, cmap=SIGNED, vmin=-limit, vmax=limit)
    if panel.ndim == 2 and max(panel.shape) <= _COARSE:
        for row, column in np.argwhere(panel < -0.04 * limit):
            write_on_colour(axis, column, row, "–", ink="#222222", fontsize=7)


def _scale(figure: Figure, axes: np.ndarray, middle: str = "half (white line)") -> None:
    """Draw the colours that `overlay` gives to evidence from none to the strongest, named in words."""
    strength = np.linspace(0, 1, 128)[None, None]
    colours = overlay(np.full((1, 1, 128, 3), 0.5), strength, strongest=1.0)[0, 0]
    bar = _bar(figure, axes, mpl.colors.ListedColormap(colours))
    bar.set_ticks([0, 1], labels=["no evidence", "strongest"])
    if middle:
        bar.set_ticks([0, 0.5, 1], labels=["no evidence", middle, "strongest"])
        bar.ax.axvline(0.5, color="white", linewidth=1.2)


def _bar(figure: Figure, axes: np.ndarray, colours: mpl.colors.Colormap) -> mpl.colorbar.Colorbar:
    mappable, below = mpl.cm.ScalarMappable(mpl.colors.Normalize(0, 1), colours), list(axes.flat)
    bar = figure.colorbar(mappable, ax=below, location="bottom", fraction=0.05, aspect=45, shrink=0.7, pad=0.02)
    bar.outline.set_visible(False)
    return bar
