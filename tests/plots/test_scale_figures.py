"""Figures of faces at scale: marks stand where the numbers say."""

import numpy as np
import pandas as pd
import pytest

from lib.plots import scale

TABLE = pd.DataFrame({"share": [0.9, 0.5], "low": [0.8, 0.4], "high": [1.0, 0.7]}, index=["light", "dim"])


def test_rows_of_a_new_section_stand_apart():
    axis = scale.found_in_rows({"one": TABLE, "other": TABLE}, sections=[1]).axes[0]
    assert axis.get_yticks().tolist() == [0, 1.5]
    first, second = (line.get_ydata() for line in axis.lines[:2])
    np.testing.assert_allclose(axis.lines[0].get_xdata(), [0.9, 0.5])
    assert (first < second).all()


def test_the_gap_has_its_band_and_nought_its_line():
    curve = ((10, 20), np.array([5.0, 1.0]), np.array([2.0, -1.0]), np.array([9.0, 3.0]))
    axis = scale.gap_over_images({"a": curve, "b": curve}).axes[0]
    np.testing.assert_allclose(axis.lines[1].get_ydata(), [5, 1])
    band = axis.collections[0].get_paths()[0].vertices[:, 1]
    assert band.min() == -1 and band.max() == 9
    assert [label.get_text() for label in axis.get_xticklabels()] == ["10", "20"]


def test_each_histogram_adds_up_to_all_its_pairs():
    axis = scale.likeness_of_pairs(np.array([0.7, 0.9]), np.linspace(-0.5, 0.6, 50), threshold=0.65).axes[0]
    assert all(patch.get_data().values.sum() == pytest.approx(1) for patch in axis.patches)
    assert axis.lines[0].get_xdata()[0] == 0.65


def test_both_errors_have_a_panel_over_ten_tones():
    one = pd.DataFrame({"share": np.linspace(0.1, 0.3, 10), "low": np.full(10, 0.05), "high": np.full(10, 0.4)})
    axes = scale.errors_by_tone(pd.concat({"false match": one, "false non-match": 2 * one}, axis=1)).axes
    np.testing.assert_allclose(axes[0].lines[0].get_ydata(), one["share"])
    np.testing.assert_allclose(axes[1].lines[0].get_ydata(), 2 * one["share"])


def test_dots_and_diamonds_stand_beside_the_law():
    sizes = np.array([10.0, 1_000.0])
    laws = {"ours": (sizes / 100, np.array([0.1, 1.0])), "better": (sizes / 1e5, np.array([0.0, 0.01]))}
    simulated, drawn = ((10, 1_000), np.array([0.1, 9]), np.array([0.1, 1])), ((10,), [0.2], [0.15])
    expected, any_axis = scale.false_matches(sizes, laws, simulated, drawn, marked={"village": 1_000}).axes
    np.testing.assert_allclose(expected.lines[0].get_ydata(), [0.1, 10])
    np.testing.assert_allclose(expected.lines[2].get_ydata(), [0.1, 9])
    np.testing.assert_allclose(any_axis.lines[3].get_ydata(), [0.15])
    assert expected.get_yscale() == "log" and any_axis.get_ylim()[0] == 0
