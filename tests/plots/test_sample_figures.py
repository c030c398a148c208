"""Figures of faces that were made."""

import numpy as np
import pytest

from lib.plots.samples import readings_along, tone_bars, verdicts


def test_bars_begin_where_the_last_tone_ends_and_fill_the_row():
    shares = np.array([0.3, 0.1, 0, 0.2, 0, 0, 0.3, 0, 0, 0.1])
    axis = tone_bars({"learned": shares, "sampled": np.full(10, 0.1)}).axes[0]
    first = axis.patches[:10]
    assert [bar.get_width() for bar in first] == pytest.approx(shares)
    assert first[3].get_x() == pytest.approx(0.4)
    assert first[-1].get_x() + first[-1].get_width() == pytest.approx(1)
    assert [label.get_text() for label in axis.get_yticklabels()] == ["learned", "sampled"]


def test_a_panel_for_each_reading_and_a_line_for_each_direction():
    lines = {"age": np.array([0.0, 0.5]), "held": np.array([0.0, 0.1])}
    figure = readings_along([0, 40], {"grey": lines, "age": lines}, label="years", limits=(-1, 1))
    assert [axis.get_title() for axis in figure.axes] == ["grey", "age"]
    drawn = [
        line.get_ydata() for line in figure.axes[0].lines if len(line.get_xdata()) == 2 and line.get_marker() != "None"
    ]
    np.testing.assert_array_equal(drawn, list(lines.values()))


def test_a_verdict_stands_at_its_share_and_reaches_as_far_as_its_interval():
    axis = verdicts([0.5, 0.9], [0.4, 0.85], [0.6, 0.93], names=["same", "made"]).axes[0]
    points, _, (bars,) = axis.containers[0]
    assert points.get_xdata().tolist() == [0.5, 0.9]
    ends = [segment[:, 0].tolist() for segment in bars.get_segments()]
    assert ends[1] == pytest.approx([0.85, 0.93])
    assert {"50%", "90%", "guessing"} <= {text.get_text() for text in axis.texts}
