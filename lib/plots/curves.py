"""Numbers over depth, and numbers beside each other."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from lib.plots.style import GUIDE, SKY, VERMILION, new_figure


def by_depth(
    series: Mapping[str, Mapping[str, float]], *, label: str, control: Mapping[str, float] | None = None
) -> Figure:
    """Show one or two numbers per stage as lines over depth, and what random kernels do as a dashed line.

    Args:
        series: by line, then by stage in order of depth.
        label: what the numbers are.
        control: by stage; `None` for no such line.
    """
    figure, axes = new_figure(height=3.0)
    axis = axes[0, 0]
    for (name, values), colour in zip(series.items(), (VERMILION, SKY), strict=False):
        axis.plot(list(values), list(values.values()), "o-", color=colour, markersize=5, label=name)
    if control:
        axis.plot(list(control), list(control.values()), "--", color=GUIDE, label="random kernels")
    if len(series) > 1 or control:
        figure.legend(loc="outside upper right", ncols=len(series) + bool(control), borderaxespad=0)
    axis.set(ylabel=label, ylim=(0, None))
    axis.grid(axis="y", color=GUIDE, alpha=0.3, linewidth=0.8)
    return figure


def bars(numbers: Mapping[str, float], *, label: str, show: str = "{:.0f}") -> Figure:
    """Show numbers as horizontal bars in the order given, each with its number.

    Args:
        numbers: by name, not negative.
        label: what the numbers are.
        show: how a number is printed.
    """
    figure, axes = new_figure(height=0.25 * len(numbers) + 0.35)
    axis, most = axes[0, 0], max(numbers.values())
    axis.barh(list(numbers), list(numbers.values()), color=SKY, height=0.7)
    for row, number in enumerate(numbers.values()):
        axis.text(number + most / 100, row, show.format(number), va="center")
    axis.set(xlabel=label, xlim=(0, most * 1.13), xticks=[])
    axis.invert_yaxis()
    axis.tick_params(left=False)
    axis.spines[["left", "bottom"]].set_visible(False)
    return figure
