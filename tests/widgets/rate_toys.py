"""Figures about rates of two groups, of toys: twenty people with scores from 1 to 4, and frontiers set by hand."""

import numpy as np
import pandas as pd

from lib.widgets.frontier_explorer import RATES, FrontierExplorer
from lib.widgets.threshold_explorer import ThresholdExplorer

#: How many people have the scores 1 to 4, by group and outcome.
COUNTS = {("north", 0): (3, 1, 0, 1), ("north", 1): (0, 1, 2, 2), ("south", 0): (2, 2, 2, 0), ("south", 1): (1,) * 4}


def judged() -> pd.DataFrame:
    """Return a row for each person of `COUNTS`."""
    rows = [
        {"score": score, "outcome": outcome, "group": group}
        for (group, outcome), counts in COUNTS.items()
        for score, count in enumerate(counts, start=1)
        for _ in range(count)
    ]
    return pd.DataFrame(rows)


def thresholds() -> ThresholdExplorer:
    """Return a figure of these people."""
    label = "Two small histograms over sliders, and four rates of two groups"
    return ThresholdExplorer(judged(), label=label, threshold=3, positive="late", negative="in time", selected="warned")


def frontier(levels: int = 3) -> FrontierExplorer:
    """Return a figure of two notions of fairness, whose profits rise to 95 and 99.5 of 100 pounds."""
    shares = np.repeat([[[0.5, 0.6], [0.7, 0.8], [0.2, 0.3], [0.9, 0.8]]], levels, axis=0)
    rates = {name: shares[:, number] for number, name in enumerate(RATES)}
    rising = np.linspace(0, 1, levels)
    profits = {
        "demographic_parity": 80 + 15 * rising ** (np.log(1.5) / np.log(2)),
        "equal_opportunity": 90 + 9.5 * rising,
    }
    label = "Two frontiers, the price of the chosen condition, and four rates of two groups"
    options = {"applicants": 1000, "label": label}
    return FrontierExplorer(np.linspace(0, 0.1, levels), profits, dict.fromkeys(profits, rates), 100.0, **options)
