"""Figures of money show every number where it belongs, and tell lines apart without colour."""

import numpy as np

from lib.plots.lending import costs_by_market, prices, profit_curves


def test_profits_have_a_curve_each_and_together_with_a_mark_at_the_top():
    profits = np.array([[1, 3, 0], [-1, 1, 2]])
    figure = profit_curves(np.array([0, 0.5, 1]), profits, groups=["one", "other"], break_even=0.6, label="from")
    (axis,) = figure.axes
    guide, *lines = axis.lines
    assert guide.get_xdata() == [0.6, 0.6]
    assert [line.get_ydata().tolist() for line in lines[::2]] == [[1, 3, 0], [-1, 1, 2], [0, 4, 2]]
    assert [(*line.get_xdata(), *line.get_ydata()) for line in lines[1::2]] == [(0.5, 3), (1, 2), (0.5, 4)]
    assert len({line.get_linestyle() for line in lines[::2]}) == len({line.get_marker() for line in lines[1::2]}) == 3
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["one", "other", "together"]


def test_prices_have_a_row_each_with_every_year_and_the_mean_with_its_interval():
    years = {"a": np.array([10.0, 30.8]), "b": np.array([-1.0, -0.2]), "c": np.array([0.0, 0.4])}
    (axis,) = prices(years, means=[20.4, -0.6, 0.2], low=[18, -2, -1], high=[23, 1, 1]).axes
    assert [text.get_text() for text in axis.texts] == ["£20", "−£1", "£0"]
    assert [line.get_xdata().tolist() for line in axis.lines[:3]] == [[10, 30.8], [-1, -0.2], [0, 0.4]]
    assert axis.lines[3].get_xdata().tolist() == [20.4, -0.6, 0.2]
    assert axis.lines[3].get_marker() != axis.lines[0].get_marker()
    ends = [segment[:, 0] for segment in axis.collections[0].get_segments()]
    np.testing.assert_allclose(ends, [[18, 23], [-2, 1], [-1, 1]])
    assert [label.get_text() for label in axis.get_yticklabels()] == list("abc")
    assert axis.get_ylim()[0] > axis.get_ylim()[1]


def test_costs_have_a_panel_a_move_and_a_line_with_its_interval_a_lender():
    places = np.array([0.1, 0.2])
    bands = {"kept": (np.array([1, 2]), np.array([2, 3]), np.array([3, 4])), "anew": (np.zeros(2),) * 3}
    figure = costs_by_market(
        {"share": (places, bands), "repays": (places, bands)}, today={"share": 0.1, "repays": 0.75}
    )
    assert [axis.get_xlabel() for axis in figure.axes] == ["share", "repays"]
    assert [axis.lines[0].get_xdata()[0] for axis in figure.axes] == [0.1, 0.75]
    for axis in figure.axes:
        assert [line.get_ydata().tolist() for line in axis.lines[1:]] == [[2, 3], [0, 0]]
        heights = {tuple(corner) for corner in axis.collections[0].get_paths()[0].vertices.tolist()}
        assert {(0.1, 1), (0.1, 3), (0.2, 2), (0.2, 4)} <= heights
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["kept", "anew"]
