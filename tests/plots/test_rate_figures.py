"""Figures of rates show every number where it belongs, with its interval, and tell the groups apart without colour."""

import numpy as np
import pandas as pd
import pytest

from lib.plots.fairness import (
    calibration_curves,
    gaps_by_chance,
    rates_by_threshold,
    rates_of_two,
    shares_with_intervals,
)

PAIR = ("one", "other")


def segments(axis):
    """Return the whiskers of an axis: both ends of each."""
    return [line.tolist() for bars in axis.collections for line in bars.get_segments()]


def test_rates_of_two_lie_in_rows_with_whiskers_and_numbers():
    values, low, high = np.array([[0.4, 0.2], [0.3, 0.5]]), np.full((2, 2), 0.1), np.full((2, 2), 0.6)
    (axis,) = rates_of_two(values, low, high, rates=["FPR", "FNR"], groups=PAIR).axes
    assert [line.get_xdata().tolist() for line in axis.lines] == [[0.4, 0.3], [0.2, 0.5]]
    assert sorted({round(x, 6) for ends in segments(axis) for x, _ in ends}) == [0.1, 0.6] and len(segments(axis)) == 4
    assert [text.get_text() for text in axis.texts] == ["40%", "30%", "20%", "50%"]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["FPR", "FNR"]
    assert axis.lines[0].get_marker() != axis.lines[1].get_marker()
    assert axis.get_ylim()[0] > axis.get_ylim()[1]


def test_calibration_has_a_curve_a_group_and_a_gap_where_a_bin_is_empty():
    table = pd.DataFrame(
        {
            "group": np.repeat(PAIR, 3),
            "bin_low": [0.5, 1.5, 2.5] * 2,
            "bin_high": [1.5, 2.5, 3.5] * 2,
            "mean_score": [1.0, 2.0, 3.0, 1.0, np.nan, 3.0],
            "observed": [0.2, 0.4, 0.6, 0.3, np.nan, 0.7],
            "low": [0.1, 0.3, 0.5, 0.2, np.nan, 0.6],
            "high": [0.3, 0.5, 0.7, 0.4, np.nan, 0.8],
        }
    )
    figure = calibration_curves(table, score="score", observed="observed")
    first, second = figure.axes[0].lines
    np.testing.assert_allclose(first.get_xydata(), [[0.93, 0.2], [1.93, 0.4], [2.93, 0.6]])
    np.testing.assert_array_equal(second.get_xydata()[:, 1], [0.3, np.nan, 0.7])
    assert first.get_linestyle() != second.get_linestyle()
    assert figure.axes[0].get_xticks().tolist() == [1, 2, 3]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == list(PAIR)
    assert [[0.93, 0.1], [0.93, 0.3]] in [np.round(ends, 2).tolist() for ends in segments(figure.axes[0])]


def test_rates_over_thresholds_have_a_panel_each_and_mark_the_threshold_in_use():
    rates = {"FPR": np.array([[1, 0.5, 0], [1, 0.4, 0]]), "PPV": np.array([[0.5, 0.6, np.nan], [0.4, 0.5, np.nan]])}
    figure = rates_by_threshold([1, 2, 3], rates, groups=PAIR, marked=2, label="from this score up")
    assert [axis.get_title() for axis in figure.axes] == ["FPR", "PPV"]
    for axis, values in zip(figure.axes, rates.values(), strict=True):
        mark, *curves = axis.lines
        assert mark.get_xdata() == [2, 2]
        np.testing.assert_array_equal([curve.get_ydata() for curve in curves], values)
    assert figure.get_supxlabel() == "from this score up" and len(figure.legends[0].get_texts()) == 2


def test_shares_are_told_with_their_number_of_people():
    shares, low, high = [0.1, 0.2, 0.3], [0.05, 0.1, 0.2], [0.2, 0.3, 0.4]
    options = {"names": list("abc"), "people": [10, 2000, 30], "label": "flagged"}
    (axis,) = shares_with_intervals(shares, low, high, second=[False, True, False], **options).axes
    assert [line.get_xdata().tolist() for line in axis.lines] == [[0.1, 0.3], [0.2]]
    assert [line.get_ydata().tolist() for line in axis.lines] == [[0, 2], [1]]
    assert [text.get_text() for text in axis.texts] == ["of 10", "of 2,000", "of 30"]
    (axis,) = shares_with_intervals(shares, low, high, **options).axes
    assert [len(line.get_xdata()) for line in axis.lines] == [3, 0]


@pytest.mark.parametrize(("gap", "side"), [(0.2, "right"), (0.05, "left")])
def test_the_gap_that_was_found_stands_among_those_of_chance(gap, side):
    null = np.array([0.01, 0.01, 0.02, 0.19])
    figure = gaps_by_chance({"FPR": null, "PPV": null}, {"FPR": gap, "PPV": 0.01})
    for axis, found in zip(figure.axes, (gap, 0.01), strict=True):
        assert sum(bar.get_height() for bar in axis.patches) == 4
        assert axis.lines[0].get_xdata()[0] == pytest.approx(100 * found)
    # The word stays inside the panel.
    assert figure.axes[0].texts[0].get_horizontalalignment() == side
