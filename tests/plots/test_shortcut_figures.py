"""Figures of networks with a shortcut: each network stands where its numbers say."""

import numpy as np
import pytest

from lib.plots.shortcut import Networks, heat_against_loss, loss_after_mending

SOME = Networks(np.array([0.0, 0.5, 1.0]), np.array([0.6, 0.7, 0.95]), np.array([0.01, 0.3, 0.9]))


def test_a_point_for_each_network_in_per_cent():
    figure = heat_against_loss({"on the ground": SOME, "on the stamp": SOME})
    first, second = figure.axes[:2]
    np.testing.assert_allclose(first.collections[0].get_offsets(), [[60, 1], [70, 30], [95, 90]])
    assert (first.get_xlabel(), second.get_xlabel()) == ("heat on the ground, %", "heat on the stamp, %")


def test_colour_and_size_grow_with_the_level_on_one_scale():
    points = heat_against_loss({"on the ground": SOME}).axes[0].collections[0]
    np.testing.assert_array_equal(points.get_array(), SOME.levels)
    assert points.get_clim() == (0, 1)
    assert (np.diff(points.get_sizes()) > 0).all()


def test_every_mending_has_its_points_its_mean_and_the_mean_in_words():
    axis = loss_after_mending({"nothing": np.array([0.9, 1.0]), "other grounds": np.array([-0.02, 0.02])}).axes[0]
    points, mean, *_ = axis.lines
    np.testing.assert_allclose(points.get_xdata(), [90, 100])
    assert mean.get_xdata() == pytest.approx([95, 95])
    assert [text.get_text() for text in axis.texts] == ["95", "0"]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["nothing", "other grounds"]
    assert axis.yaxis_inverted()
