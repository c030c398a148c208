"""Figures of an audit: marks stand where the numbers say, and swatches below their tones."""

import numpy as np
import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from lib.data.faces import MONK_SWATCHES
from lib.plots.audit import over_thresholds, shares_by_tone

TABLE = pd.DataFrame({"share": np.linspace(1, 0.55, 10), "low": np.linspace(0.9, 0.5, 10), "high": np.full(10, 1.0)})


def test_a_mark_for_each_tone_and_a_swatch_below_it():
    axis = shares_by_tone({"detector": TABLE}, label="found").axes[0]
    np.testing.assert_allclose(axis.lines[0].get_xdata(), np.arange(1, 11))
    np.testing.assert_allclose(axis.lines[0].get_ydata(), TABLE["share"])
    swatches = [patch for patch in axis.patches if isinstance(patch, Rectangle)]
    assert [to_hex(patch.get_facecolor()) for patch in swatches] == [to_hex(colour) for colour in MONK_SWATCHES]
    np.testing.assert_allclose([patch.get_x() + patch.get_width() / 2 for patch in swatches], np.arange(1, 11))


def test_whiskers_reach_from_end_to_end():
    whisker = shares_by_tone({"detector": TABLE}, label="found").axes[0].collections[0].get_segments()[9]
    np.testing.assert_allclose(whisker, [[10, 0.5], [10, 1.0]])


def test_two_detectors_stand_beside_each_other_and_have_a_legend():
    figure = shares_by_tone({"one": TABLE, "other": TABLE}, label="found")
    first, second = figure.axes[0].lines[:2]
    assert (first.get_xdata() < second.get_xdata()).all()
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["one", "other"]


def test_the_gap_is_the_difference_in_points():
    recall = np.array([[0.9, 1.0], [0.5, 0.9]])
    found, apart = over_thresholds(np.array([0.01, 0.1]), recall, groups=["a", "b"], marked={"used": 0.05}).axes
    np.testing.assert_allclose(found.lines[1].get_ydata(), recall[1])
    np.testing.assert_allclose(apart.lines[0].get_ydata(), [40, 10])
    assert [text.get_text() for text in apart.texts] == ["used"]
