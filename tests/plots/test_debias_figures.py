"""Figures of debiasing show the numbers they are given."""

import numpy as np
import pytest

from lib.plots.debias import (
    budget_maps,
    cost_and_gain,
    found_by_tone,
    gaps_by_remedy,
    levelled_histogram,
    weight_curves,
)


def test_a_histogram_before_and_after_sums_to_all_that_is_shown():
    values, dark = np.array([0.0, 0.1, 0.2, 0.9, 1.0]), np.array([False, False, False, False, True])
    figure = levelled_histogram(values, dark, np.array([1.0, 1, 1, 3, 3]), bins=2, label="a latent")
    before, after = figure.axes
    heights = [[bar.get_height() for bar in axis.patches] for axis in (before, after)]
    np.testing.assert_allclose(heights[0], [60, 20, 0, 20])
    np.testing.assert_allclose(heights[1], [100 / 3, 100 / 3, 0, 100 / 3])
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["light", "dark"]


def test_the_most_weighted_faces_come_first():
    axis = weight_curves({"some": np.array([1.0, 6, 3])}).axes[0]
    np.testing.assert_allclose(axis.lines[0].get_ydata(), [60, 90, 100])
    np.testing.assert_allclose(axis.lines[1].get_ydata(), [100 / 3, 200 / 3, 100])


def test_shares_by_tone_stand_over_the_ten_swatches():
    figure = found_by_tone({"none": np.linspace(1, 0.1, 10), "oracle": np.ones(10)})
    axis = figure.axes[0]
    np.testing.assert_allclose(axis.lines[0].get_ydata(), np.linspace(100, 10, 10))
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["none", "oracle"]
    assert len(axis.child_axes[0].patches) == 10


def test_a_point_for_each_seed_and_a_diamond_at_the_mean():
    points = {"none": np.array([0.2, 0.4]), "oracle": np.array([0.0, 0.1])}
    intervals = {"none": (0.3, 0.1, 0.5), "oracle": (0.05, -0.1, 0.2)}
    figure = gaps_by_remedy({"at 5 %": points}, {"at 5 %": intervals})
    axis = figure.axes[0]
    np.testing.assert_allclose(axis.lines[0].get_xdata(), [20, 40])
    np.testing.assert_allclose(axis.lines[1].get_xdata(), [10, 50])
    np.testing.assert_allclose(axis.lines[2].get_xdata(), [30])
    assert [label.get_text() for label in axis.get_yticklabels()] == ["none", "oracle"]
    assert axis.get_ylim()[0] > axis.get_ylim()[1]


def test_gain_and_cost_have_a_row_for_each_remedy():
    axis = cost_and_gain({"none": (0.9, 0.5, 0.1), "oracle": (0.85, 0.8, 0.2)}).axes[0]
    shown = {line.get_label(): line.get_xdata() for line in axis.lines}
    np.testing.assert_allclose(shown["light faces found"], [90, 85])
    np.testing.assert_allclose(shown["dark clutter taken"], [10, 20])


def test_the_map_names_budgets_and_shares_and_writes_every_gap():
    figure = budget_maps(
        {"none": np.array([[0.5, 0.2]]), "oracle": np.array([[0.4, 0.0]])}, budgets=[120], shares=[0.01, 0.1]
    )
    first, second = figure.axes[:2]
    assert [text.get_text() for text in first.texts] == ["50", "20"]
    assert [text.get_text() for text in second.texts] == ["40", "0"]
    assert [label.get_text() for label in first.get_xticklabels()] == ["1%", "10%"]
    assert [label.get_text() for label in first.get_yticklabels()] == ["120"]
    assert first.texts[0].get_position() == pytest.approx((0, 0))
