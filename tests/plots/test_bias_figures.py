"""Figures of bias show every sketch, head and rate where it belongs."""

import numpy as np
import pytest
from matplotlib.patches import Circle, FancyArrowPatch

from lib.plots.bias import admissions_by_department, bias_circle, portrait_sets, sketch_rows


def test_the_circle_leads_from_the_last_step_back_to_the_first():
    (axis,) = bias_circle(["world", "model", "decision"], list("abc"), list("xyz")).axes
    words = [text.get_text() for text in axis.texts]
    assert all(word in words for word in ("world", "model", "decision", *"abcxyz"))
    (back,) = [patch for patch in axis.patches if type(patch) is FancyArrowPatch]
    (_, start), (_, end) = back._posA_posB
    assert (start, end) == (-2, 0)


def test_refused_sketches_are_pale_and_crossed_out():
    sketches = np.zeros((3, 4, 4))
    sketches[:, 1] = 1
    figure = sketch_rows({"remembered": sketches, "tried": sketches}, {"tried": np.array([True, False, True])})
    remembered, tried = figure.axes
    assert [axis.get_title(loc="left") for axis in (remembered, tried)] == ["remembered", "tried"]
    assert not remembered.lines
    assert [list(line.get_xdata()) for line in tried.lines] == [[6, 9], [6, 9]]
    shown = tried.images[0].get_array()
    assert shown.shape == (4, 16, 3)
    assert shown[1, 0, 0] == shown[1, 12, 0] == 0 < shown[1, 6, 0] < 255
    assert (shown[1, 4:6] == 255).all()  # the space between two sketches


def test_judgements_without_sketches_are_refused():
    with pytest.raises(ValueError, match=r"accepted: got \['b'\], expected titles of rows, a"):
        sketch_rows({"a": np.zeros((2, 4, 4))}, {"b": np.ones(2)})


def test_a_set_has_as_many_outlined_heads_as_its_share_says():
    figure = portrait_sets({"half": 0.5, "few": 0.1, "none": 0.0}, people=20, columns=5)
    for axis, expected in zip(figure.axes, (10, 2, 0), strict=True):
        heads = [patch for patch in axis.patches if isinstance(patch, Circle)]
        assert len(heads) == 20
        assert sum(head.get_facecolor()[3] == 0 for head in heads) == expected
    assert [axis.get_title() for axis in figure.axes] == ["half", "few", "none"]


def test_sets_of_six_stand_in_two_rows():
    figure = portrait_sets(dict.fromkeys("abcdef", 0.5))
    assert len({round(axis.get_subplotspec().rowspan.start) for axis in figure.axes}) == 2


def test_rates_stand_by_department_and_over_all_and_areas_count_applicants():
    applied, admitted = np.array([[80, 20], [20, 80]]), np.array([[40, 12], [2, 12]])
    figure = admissions_by_department(applied, admitted, departments=["easy", "hard"], groups=["men", "women"])
    (axis,) = figure.axes
    points = [some for some in axis.collections if len(some.get_offsets()) == 3]
    np.testing.assert_allclose(points[0].get_offsets(), [[0.5, 0], [0.1, 1], [0.42, 2]])
    np.testing.assert_allclose(points[1].get_offsets(), [[0.6, 0], [0.15, 1], [0.24, 2]])
    men, women = (some.get_sizes() for some in points)
    assert men[0] / men[1] == pytest.approx(4) and men[0] == women[1]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["easy", "hard", "all together"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["men", "women"]
    assert len({some.get_paths()[0].vertices.shape for some in points}) == 2
