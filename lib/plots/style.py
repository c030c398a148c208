"""The book's one style: fonts, lines and a palette that colour-blind readers can tell apart.

Figures are vector graphics with live text. The site makes black follow the page's text colour and the background
transparent, so that one figure reads well in light and dark. Draw text and axes in black, data in the palette.
"""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: Okabe and Ito 2008, without black and yellow, which vanish on a dark or a light page.
BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
PALETTE = (VERMILION, SKY, GREEN, ORANGE, PURPLE, BLUE)
#: Grey for guides, seen on white and on near-black.
GUIDE = "#888888"
#: Perceptually even colour map of every heatmap in the book; `SIGNED` for values around zero.
HEAT, SIGNED = "inferno", "RdBu_r"
#: Width of a figure that fills the text column, in inches; a phone shrinks it by about a fifth.
WIDTH = 6.2

# Set once and for all: matplotlib reads some of these only when a figure is written.
mpl.rcParams.update(
    {
        "font.family": "sans-serif",
        "font.size": 10,
        "axes.titlesize": 10,
        "axes.labelsize": 10,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": mpl.cycler(color=PALETTE),
        "figure.facecolor": "white",
        "axes.facecolor": "none",
        "image.interpolation": "none",
        "image.cmap": HEAT,
        "legend.frameon": False,
        "lines.linewidth": 2,
        "svg.fonttype": "none",
        "svg.hashsalt": "seeing-inside",
    }
)


def new_figure(*, width: float = WIDTH, height: float, **subplots: object) -> tuple[Figure, np.ndarray]:
    """Return (figure, axes `(rows, columns)`) in the book's style, not registered with pyplot.

    Args:
        width: inches.
        height: inches.
        subplots: passed on to `Figure.subplots` (nrows, ncols, sharey, …).
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(squeeze=False, **subplots)


def show_strip(axes: Axes, images: Sequence[np.ndarray], *, titles: Sequence[str] = (), **options: object) -> None:
    """Draw images of one size beside each other, as `show_image` does, in the axes of one: those of each take longer.

    Args:
        axes: to hold them and nothing else.
        images: `(H, W, 3)` or `(H, W)`.
        titles: a line above each; none: no titles.
        options: of `Axes.imshow`.
    """
    high, wide = images[0].shape[:2]
    step = 1.06 * wide
    for place, image in enumerate(images):
        show_image(axes, image, extent=(place * step, place * step + wide, high, 0), **options)
    above = {"xytext": (0, 4), "textcoords": "offset points", "ha": "center"}
    for place, title in enumerate(titles):
        axes.annotate(title, (place * step + wide / 2, 0), **above)
    axes.set(xlim=(0, (len(images) - 1) * step + wide), ylim=(high, 0))


def show_image(axes: Axes, image: np.ndarray, *, title: str = "", **options: object) -> None:
    """Draw one image, uint8 or floats in [0, 1], without ticks or frame, its title above."""
    if image.ndim == 3 and image.dtype != np.uint8:
        image = (np.clip(image, 0, 1) * 255).astype(np.uint8)
    axes.imshow(image, **options)
    axes.set_title(title)
    axes.set_axis_off()
    for axis in (axes.xaxis, axes.yaxis):  # otherwise the ticks of an axis that is off are laid out all the same
        axis.set_visible(False)


def guides(axes: Axes, along: str) -> None:
    """Draw faint lines behind the data, at the ticks `along` "x", "y" or "both"."""
    axes.grid(axis=along, color=GUIDE, alpha=0.3, linewidth=0.8)
    axes.set_axisbelow(True)


def write_on_colour(axes: Axes, x: float, y: float, words: str, *, ink: str, **options: object) -> None:
    """Write words centred on a coloured field, where `ink` is read in light and dark pages alike."""
    number = sum(text.get_gid() is not None for each in axes.figure.axes for text in each.texts)
    # The name lets the site's tests know that what is behind these words is not the page.
    axes.text(x, y, words, ha="center", va="center", color=ink, gid=f"on-colour-{number}", **options)
