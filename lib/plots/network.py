"""Figures of how a network is built, trained, and does."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from lib.plots.style import GREEN, GUIDE, ORANGE, SKY, VERMILION, WIDTH, new_figure


def patch_sum(patch: np.ndarray, kernel: np.ndarray) -> Figure:
    """Show one step of a convolution in numbers: patch times kernel, place by place, and the sum.

    Args:
        patch: `(k, k)` brightness in [0, 1].
        kernel: `(k, k)` weights.
    """
    products = patch * kernel
    figure, axes = new_figure(height=1.75, ncols=3)
    titles = ("the patch", "the kernel", f"the products: sum {products.sum():.2f}")
    for axis, numbers, title, sign in zip(axes[0], (patch, kernel, products), titles, ("×", "=", ""), strict=True):
        _numbers(axis, numbers)
        axis.set_title(title)
        axis.text(1.12, 0.5, sign, transform=axis.transAxes, ha="center", va="center", fontsize=16)
    return figure


def _numbers(axis: Axes, numbers: np.ndarray) -> None:
    """Write numbers into the squares of a grid; a square is tinted by its number's sign and size."""
    rows, columns = numbers.shape
    strongest = np.abs(numbers).max() or 1
    for row in range(rows):
        for column in range(columns):
            number = numbers[row, column]
            colour = VERMILION if number > 0 else SKY
            axis.add_patch(
                Rectangle((column, row), 1, 1, facecolor=colour, alpha=0.45 * abs(number) / strongest, edgecolor=GUIDE)
            )
            text = f"{number:.0f}" if float(number).is_integer() else f"{number:.2f}"
            axis.text(column + 0.5, row + 0.5, text.replace("-", "−"), ha="center", va="center")
    axis.set(xlim=(0, columns), ylim=(rows, 0), aspect="equal")
    axis.set_axis_off()


def architecture(stages: Sequence[tuple[str, int, int]], *, input_side: int) -> Figure:
    """Draw a network as a row of slabs: the taller, the more places; the wider, the more channels.

    Args:
        stages: (name, side of the feature map in places, channels), in order; a side of one is a vector.
        input_side: side of the image in pixels.
    """
    figure, axes = new_figure(height=2.7)
    axis, x, previous, last_side = axes[0, 0], 0.0, None, None
    for name, side, channels in (("image", input_side, 3), *stages):
        height = max(side / input_side, 0.055)
        width = 0.012 + 0.05 * (channels / 256) ** 0.7
        colour = {"image": GUIDE, "average": GREEN, "logits": ORANGE}.get(name, SKY)
        axis.add_patch(Rectangle((x, -height / 2), width, height, facecolor=colour, edgecolor="none"))
        if previous is not None:
            axis.add_patch(FancyArrowPatch((previous, 0), (x, 0), arrowstyle="-", color=GUIDE, linewidth=0.8))
        middle = x + width / 2
        axis.text(middle, -height / 2 - 0.03, name, ha="right", va="top", rotation=40, rotation_mode="anchor")
        # The side is written where it changes; stages of one size would write over each other.
        above = [str(channels), f"{side}×{side}"] if 1 < side != last_side else [str(channels)]
        for line, words in enumerate(above):
            axis.text(middle, height / 2 + 0.03 + 0.11 * line, words, ha="center", va="bottom")
        previous, last_side, x = x + width, side, x + width + 0.062
    axis.set(xlim=(-0.04, x), ylim=(-0.8, 0.75))
    axis.set_axis_off()
    return figure


def training_curve(epochs: Sequence[int], shares: Sequence[float], sizes: Sequence[int]) -> Figure:
    """Show how the share of pictures named right grew over a training, and when the input size changed.

    Args:
        epochs: number of each epoch.
        shares: named right among the pictures held back, after each epoch.
        sizes: input size in pixels of each epoch.
    """
    figure, axes = new_figure(height=2.6)
    axis = axes[0, 0]
    axis.plot(epochs, np.array(shares) * 100, color=VERMILION)
    starts = [0, *(np.flatnonzero(np.diff(sizes)) + 1)]
    for start in starts:
        if start:
            axis.axvline(epochs[start] - 0.5, color=GUIDE, linewidth=1, linestyle=":")
        axis.text(epochs[start], 0.02, f"{sizes[start]}-pixel crops", transform=axis.get_xaxis_transform(), va="bottom")
    axis.set(xlabel="epoch", ylabel="named right, %", ylim=(0, None), xlim=(1, max(epochs)))
    return figure


def ranked_bars(shares: Mapping[str, float], *, label: str) -> Figure:
    """Show shares as horizontal bars in the order given, each with its number.

    Args:
        shares: share in [0, 1] by name.
        label: what the shares are of.
    """
    figure, axes = new_figure(height=0.24 * len(shares) + 0.5)
    axis, names = axes[0, 0], list(shares)
    numbers = np.array(list(shares.values())) * 100
    middle = np.median(numbers)
    colours = [GREEN if number > middle else VERMILION for number in numbers]
    axis.barh(names, numbers, color=colours, height=0.7)
    for row, number in enumerate(numbers):
        axis.text(number + 1, row, f"{number:.0f}", va="center")
    axis.set(xlabel=label, xlim=(0, 100))
    axis.invert_yaxis()
    axis.tick_params(left=False)
    axis.spines["left"].set_visible(False)
    return figure


def answers(images: np.ndarray, ranked: Sequence[Sequence[tuple[str, float]]]) -> Figure:
    """Show pictures, and beside each the network's most probable classes as bars.

    Args:
        images: `(N, H, W, 3)` in [0, 1].
        ranked: for each, (name, probability) with the most probable first.
    """
    figure, axes = new_figure(width=WIDTH, height=1.12 * len(images), nrows=len(images), ncols=2, width_ratios=(1, 3.2))
    for (picture, bars), image, row in zip(axes, images, ranked, strict=True):
        picture.imshow((np.clip(image, 0, 1) * 255).astype(np.uint8))
        picture.set_axis_off()
        names, shares = [name for name, _ in row], [share * 100 for _, share in row]
        bars.barh(range(len(row)), shares, color=[VERMILION, *[GUIDE] * (len(row) - 1)], height=0.36, align="edge")
        for place, (name, share) in enumerate(zip(names, shares, strict=True)):
            bars.text(0, place - 0.08, f"{name}, {share:.0f} %", va="bottom", ha="left")
        bars.set(xlim=(0, 100), ylim=(len(row) - 0.35, -0.75))
        bars.set_axis_off()
    return figure
