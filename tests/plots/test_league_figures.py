"""The league's figures: dots where the means are, chance where it is given, and every channel at its concept."""

import numpy as np
import pytest

from lib.plots.league import league_table, meanings, sanity_curves

GRADES = {
    "pointing": {"edges": (0.3, 0.25, 0.35), "CAM": (0.9, 0.88, 0.93), "occlusion": (0.95, 0.94, 0.97)},
    "energy": {"edges": (0.1, 0.09, 0.12), "CAM": (0.45, 0.43, 0.46), "occlusion": (0.4, 0.38, 0.42)},
}


def test_rows_stand_in_the_order_of_the_first_measure_in_every_panel():
    figure = league_table(GRADES, baselines={"edges"}, chance={"energy": 0.07})
    first, second = figure.axes
    assert [label.get_text() for label in first.get_yticklabels()] == ["occlusion", "CAM", "edges"]
    dots = [line for line in second.lines if line.get_marker() == "o"]
    assert [float(line.get_xdata()[0]) for line in dots] == [0.4, 0.45, 0.1]
    assert [line.get_fillstyle() for line in dots] == ["full", "full", "none"]


def test_intervals_reach_from_end_to_end_and_chance_is_dashed_where_it_is_known():
    figure = league_table(GRADES, baselines={"edges"}, chance={"energy": 0.07})
    first, second = figure.axes
    assert first.lines[0].get_xdata().tolist() == [0.94, 0.97]
    dashed = [[line.get_xdata()[0] for line in axis.lines if line.get_linestyle() == "--"] for axis in (first, second)]
    assert dashed == [[], [0.07]]


def test_measures_of_other_methods_and_none_at_all_are_refused():
    with pytest.raises(ValueError, match="grades: got pointing, energy, expected the same methods in each"):
        league_table(GRADES | {"energy": {"CAM": (0, 0, 0)}}, baselines=(), chance={})
    with pytest.raises(ValueError, match="grades: got no measure"):
        league_table({}, baselines=(), chance={})


def test_a_sanity_curve_begins_at_one_and_its_band_holds_the_middle_half():
    values = np.array([[0.0, 0.2, 0.4, 0.6, 0.8], [0.1] * 5])
    axis = sanity_curves(["logits", "block3"], {"Grad-CAM": values}).axes[0]
    np.testing.assert_allclose(axis.lines[0].get_ydata(), [1, 0.4, 0.1])
    band = axis.collections[0].get_paths()[0].vertices
    np.testing.assert_allclose(sorted(set(band[band[:, 0] == 1, 1])), [0.2, 0.6])
    assert [label.get_text() for label in axis.get_xticklabels()] == ["none", "logits", "+ block3"]
    with pytest.raises(ValueError, match="correlations: got 2 rows of Grad-CAM"):
        sanity_curves(["logits"], {"Grad-CAM": values})


def test_a_channel_stands_in_the_row_of_its_concept_and_one_without_in_none():
    groups = {"objects": ["boat", "fish"], "grounds": ["sand"]}
    figure = meanings(np.array([2, 1, -1, 1]), np.array([0.2, 0.5, 0.01, 0.3]), groups)
    objects, grounds = figure.axes[0].lines
    assert objects.get_xydata().tolist() == [[0.5, 1], [0.3, 1]] and grounds.get_xydata().tolist() == [[0.2, 2]]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["boat (0)", "fish (2)", "sand (1)"]
    with pytest.raises(ValueError, match="overlaps: got shape"):
        meanings(np.array([0]), np.array([0.1, 0.2]), groups)
