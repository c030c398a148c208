"""Figures of an effect by its cause, of toys set by hand: one of bars, one of lines."""

import numpy as np

from lib.experiments.causes import over
from lib.widgets.cause_explorer import CauseExplorer


def bars_run(cause: float, seed: int) -> tuple[float, dict[str, list[float]]]:
    """Return a gap that grows with the cause and by a hundredth with each seed, and two rows of shares."""
    gap = 0.44 * cause + seed / 100
    return gap, {"In the set": [0.5 + 0.24 * cause, 0.5 - 0.24 * cause], "Found": [0.9, 0.9 - gap]}


def lines_run(cause: float, seed: int) -> tuple[float, dict[str, np.ndarray]]:
    """Return a gap, one line of three points, and two lines that look alike."""
    line = np.array([0.5, 0.5 - cause / 4, 0.5 - cause / 2])
    return cause - 0.25 + seed / 100, {"one": line, "others": np.array([1 - line, line / 2])}


def bars(*, live: bool = False, **options: object) -> CauseExplorer:
    """Return a figure of bars over five causes; alive, each move of its slider is another run."""
    said = {
        "label": "Slider on a cause, two rows of bars and a curve",
        "knob": "Friends among the portraits",
        "effect": "South found less often",
        "sentence": "With {cause} friends, the south is found {gap} less often.",
        "groups": ("north", "south"),
        "anew": bars_run if live else None,
    }
    return CauseExplorer(*over(bars_run, np.linspace(0, 1, 5), seeds=3), **said | options)


def lines(**options: object) -> CauseExplorer:
    """Return a figure of lines over three causes, whose effect begins below none."""
    said = {
        "label": "Slider on a cause, lines and a curve",
        "knob": "Head start",
        "effect": "Lost",
        "sentence": "After a head start of {cause}, {gap} is lost.",
        "at": "{:.1f}",
        "show": "{}%",
        "ends": ("first", "last"),
        "level": 1,
    }
    return CauseExplorer(*over(lines_run, [0, 0.5, 1], seeds=2), **said | options)
