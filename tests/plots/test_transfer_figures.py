"""Figures of learning from few images show the numbers they are given."""

import numpy as np

from lib.plots.transfer import learning_curves, worth_by_stage


def band(*values, sizes=(2, 10)):
    mean = np.array(values)
    return sizes, mean, mean - 0.1, mean + 0.1


def test_a_method_keeps_its_colour_from_panel_to_panel_and_stands_once_in_the_legend():
    panels = {"faces": {"a": band(0.5, 0.9), "b": band(0.2, 0.3)}, "digits": {"b": band(0.1, 0.4)}}
    figure = learning_curves(panels)
    first, second = figure.axes
    np.testing.assert_allclose(first.lines[0].get_ydata(), [50, 90])
    np.testing.assert_allclose(second.lines[0].get_ydata(), [10, 40])
    assert first.lines[1].get_color() == second.lines[0].get_color() != first.lines[0].get_color()
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a", "b"]
    assert [text.get_text() for text in second.get_xticklabels()] == ["2", "10"]


def test_a_method_with_one_size_is_a_point():
    figure = learning_curves({"faces": {"a": band(0.5, 0.9), "b": band(0.4, sizes=(10,))}})
    assert figure.axes[0].lines[1].get_xdata().tolist() == [10]


def test_the_best_stage_is_ringed():
    mean = np.array([0.2, 0.7, 0.6])
    figure = worth_by_stage(["stem", "one", "two"], {"faces": (mean, mean - 0.1, mean + 0.1)})
    curve, ring = figure.axes[0].lines
    np.testing.assert_allclose(curve.get_ydata(), 100 * mean)
    assert ring.get_xdata() == [1] and ring.get_ydata() == [70]
    assert [text.get_text() for text in figure.axes[0].get_xticklabels()] == ["stem", "one", "two"]
