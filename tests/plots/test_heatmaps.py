"""Heatmap figures: what is drawn says what the arrays say."""

import io

import numpy as np
import pytest

from lib.plots.heatmaps import (
    added_up,
    boxes_on,
    heatmap_row,
    heatmap_rows,
    inside_outside,
    overlay,
    signed_maps,
    slope_by_lead,
)

LUMA = np.array([0.299, 0.587, 0.114])


@pytest.fixture
def photographs():
    return np.random.default_rng(0).random((3, 24, 24, 3)).astype(np.float32)


@pytest.fixture
def maps():
    ramp = np.linspace(0, 1, 24, dtype=np.float32)
    return np.stack([np.tile(ramp, (24, 1)) * top for top in (1, 2, 4)])


def svg(figure):
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def test_without_evidence_the_greyed_photograph_is_left(photographs):
    laid = overlay(photographs, np.zeros((3, 24, 24)))
    assert laid.shape == photographs.shape
    assert laid.dtype == np.float32
    np.testing.assert_allclose(laid, np.repeat((photographs @ LUMA)[..., None] * 0.75, 3, -1), atol=0.01)


def test_brightness_grows_with_evidence_so_that_the_map_survives_a_grey_print():
    strength = np.linspace(0, 1, 40)[None, None]
    brightness = overlay(np.full((1, 1, 40, 3), 0.3), strength)[0, 0] @ LUMA
    assert (np.diff(brightness) >= -0.01).all()
    assert brightness[-1] - brightness[0] > 0.5


def test_each_map_has_its_own_full_strength_unless_one_is_given(maps):
    grey = np.full((3, 24, 24, 3), 0.5)
    own, common = overlay(grey, maps), overlay(grey, maps, strongest=4)
    np.testing.assert_allclose(own[0], own[2], atol=0.02)
    np.testing.assert_allclose(common[2], own[2])
    assert np.abs(common[0] - common[2]).max() > 0.3


def test_batch_equals_loop(photographs, maps):
    one_by_one = [overlay(photographs[i : i + 1], maps[i : i + 1])[0] for i in range(3)]
    np.testing.assert_array_equal(overlay(photographs, maps), one_by_one)


def test_rows_pair_each_photograph_with_its_map_and_leave_the_rest_empty(photographs, maps):
    figure = heatmap_rows(photographs, maps, ["one", "two", "three"])
    panels = figure.axes[:8]
    assert [len(axis.images) for axis in panels] == [1] * 6 + [0] * 2
    assert [axis.get_title() for axis in panels] == ["", "one", "", "two", "", "three", "", ""]


def test_the_white_line_lies_at_the_share_that_was_asked_for(photographs, maps):
    figure = heatmap_row(photographs[:2], maps[:2], ["half", "quarter"], line=[0.5, 0.25])
    for axis, share in zip(figure.axes, (0.5, 0.25), strict=False):
        (path,) = axis.collections[0].get_paths()
        np.testing.assert_allclose(path.vertices[:, 0], 23 * share, atol=0.01)


def test_a_box_covers_whole_pixels(photographs, maps):
    figure = boxes_on(photographs[:1], maps[:1], np.array([[2, 3, 10, 20]]), ["box"], cuts=[0.2])
    (box,) = figure.axes[0].patches
    assert box.get_bbox().extents.tolist() == [2.5, 1.5, 19.5, 9.5]


def test_the_rim_runs_around_the_mask_and_the_maps_share_one_scale(photographs, maps):
    mask = np.zeros((24, 24), bool)
    mask[5:10, 6:16] = True
    figure = inside_outside(photographs, maps, mask, ["a", "b", "c"])
    vertices = figure.axes[0].collections[-1].get_paths()[0].vertices
    assert vertices.min(axis=0).tolist() == [5.5, 4.5]
    assert vertices.max(axis=0).tolist() == [15.5, 9.5]
    np.testing.assert_allclose(
        figure.axes[0].images[0].get_array() / 255, overlay(photographs, maps, strongest=4)[0], atol=0.01
    )


def test_signed_maps_share_a_scale_around_zero_and_mark_what_speaks_against(photographs):
    signed = np.array([[1.0, -2.0], [0.0, 0.5]])
    figure = signed_maps(photographs[:1], [signed, signed / 2], ["photograph", "map", "half"])
    assert [axis.images[0].get_clim() for axis in figure.axes[1:3]] == [(-2, 2)] * 2
    assert [(mark.get_position(), mark.get_text()) for mark in figure.axes[1].texts] == [((1, 0), "–")]


def test_the_last_panel_is_the_sum_of_the_others():
    parts = [np.eye(3), -2 * np.eye(3), np.ones((3, 3))]
    figure = added_up(parts, ["a", "b", "c", "sum"])
    np.testing.assert_allclose(figure.axes[3].images[0].get_array(), sum(parts))
    signs = [text.get_text() for axis in figure.axes[:4] for text in axis.texts if text.get_text() in "+="]
    assert [sign for sign in signs if sign] == ["+", "+", "="]


def test_the_slope_is_drawn_on_a_logarithmic_scale_beside_the_logit_at_one():
    axis = slope_by_lead(np.arange(1, 5), np.array([0.2, 0.1, 0.01, 0.001])).axes[0]
    assert axis.get_yscale() == "log"
    assert axis.lines[0].get_ydata().tolist() == [1, 1, 1, 1]


def test_the_same_arrays_give_the_same_file_and_keep_their_words_as_text(photographs, maps):
    words = ["one", "two", "three"]
    first, second = (svg(heatmap_row(photographs, maps, words)) for _ in range(2))
    assert first == second
    assert "half (white line)" in first
