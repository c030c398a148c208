"""Pointing, energy and overlap: by hand, with ties and silent maps, and what holds for every map."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.explain.faithfulness import (
    box_iou,
    choose_threshold,
    energy_inside,
    localisation,
    localised,
    pointing_chance,
    pointing_game,
)

MASK = np.zeros((1, 4, 5), bool)
MASK[0, 1:3, 1:3] = True
SHADES = arrays(np.float32, (2, 4, 5), elements=st.integers(-3, 9).map(float))
MASKS = arrays(bool, (2, 4, 5), fill=st.nothing()).filter(lambda masks: masks.any(axis=(1, 2)).all())
BOXES = st.tuples(*[st.integers(0, 6)] * 4).map(lambda s: (min(s[:2]), min(s[2:]), max(s[:2]), max(s[2:])))


def peak(row, column):
    maps = np.zeros((1, 4, 5))
    maps[0, row, column] = 2
    return maps


@pytest.mark.parametrize(
    ("place", "tolerance", "hit"),
    [((1, 1), 0, 1), ((0, 1), 0, 0), ((0, 1), 1, 1), ((0, 0), 1, 0), ((0, 0), 1.5, 1), ((2, 4), 1, 0), ((2, 4), 2, 1)],
)
def test_a_peak_hits_within_the_tolerance_measured_as_the_crow_flies(place, tolerance, hit):
    assert pointing_game(peak(*place), MASK, tolerance=tolerance) == [hit]


def test_tied_peaks_score_the_share_that_hits():
    assert pointing_game(peak(1, 1) + peak(0, 0) + peak(3, 4) + peak(2, 2), MASK, tolerance=0) == [0.5]


@pytest.mark.parametrize(("tolerance", "share"), [(0, 4 / 20), (1, 12 / 20), (1.5, 16 / 20), (9, 1)])
@pytest.mark.parametrize("value", [0, 1, -2])
def test_a_constant_map_scores_chance(tolerance, share, value):
    assert pointing_chance(MASK, tolerance=tolerance) == pytest.approx(share)
    assert pointing_game(np.full((1, 4, 5), value), MASK, tolerance=tolerance) == pytest.approx(share)


def test_a_perfect_map_scores_one_and_its_opposite_nothing():
    for measure in (energy_inside, lambda *pair: pointing_game(*pair, tolerance=0)):
        assert measure(MASK.astype(float), MASK) == [1]
        assert measure((~MASK).astype(float), MASK) == [0]


def test_energy_is_what_lies_above_zero():
    maps = np.array([[[3.0, 1], [-5, 0]]])
    assert energy_inside(maps, np.array([[[True, False], [True, False]]])) == [0.75]


@pytest.mark.parametrize("value", [0, -1])
def test_a_map_without_energy_scores_as_a_constant_one(value):
    silent = np.full((1, 4, 5), value, float)
    assert energy_inside(silent, MASK) == energy_inside(np.ones((1, 4, 5)), MASK) == [0.2]


@pytest.mark.parametrize("scale", [1e-38, 1e38])
def test_energy_neither_overflows_nor_vanishes(scale):
    assert energy_inside(np.full((1, 4, 5), scale, np.float32), MASK) == pytest.approx(0.2)


@given(SHADES, MASKS, st.sampled_from([0.5, 2.0, 1024.0]), st.integers(0, 2))
def test_neither_depends_on_the_unit(maps, masks, factor, tolerance):
    scaled = maps * np.float32(factor)
    np.testing.assert_array_equal(
        pointing_game(scaled, masks, tolerance=tolerance), pointing_game(maps, masks, tolerance=tolerance)
    )
    np.testing.assert_allclose(energy_inside(scaled, masks), energy_inside(maps, masks))


@given(SHADES, MASKS, st.permutations(range(20)))
def test_where_pixels_lie_does_not_matter_without_tolerance(maps, masks, order):
    def moved(values):
        return values.reshape(2, 20)[:, order].reshape(2, 4, 5)

    np.testing.assert_array_equal(
        pointing_game(moved(maps), moved(masks), tolerance=0), pointing_game(maps, masks, tolerance=0)
    )
    np.testing.assert_allclose(energy_inside(moved(maps), moved(masks)), energy_inside(maps, masks))


@given(SHADES, MASKS, st.floats(0, 3), st.floats(0, 3))
def test_scores_are_shares_and_tolerance_only_helps(maps, masks, one, other):
    strict, lenient = (pointing_game(maps, masks, tolerance=tolerance) for tolerance in sorted((one, other)))
    assert (strict >= 0).all() and (strict <= lenient).all() and (lenient <= 1).all()
    partly = ~masks.all(axis=(1, 2))
    if partly.any():
        parts = energy_inside(maps[partly], masks[partly]), energy_inside(maps[partly], ~masks[partly])
        np.testing.assert_allclose(sum(parts), 1)


@given(SHADES, MASKS)
def test_a_batch_is_a_loop(maps, masks):
    alone = [(maps[[row]], masks[[row]]) for row in range(2)]
    together = pointing_game(maps, masks, tolerance=1)
    np.testing.assert_array_equal(together, [pointing_game(*pair, tolerance=1)[0] for pair in alone])
    np.testing.assert_allclose(energy_inside(maps, masks), [energy_inside(*pair)[0] for pair in alone])


@pytest.mark.parametrize(
    ("maps", "masks", "tolerance", "words"),
    [
        (np.ones((4, 5)), MASK, 0, r"maps: got shape \(4, 5\), expected \(N, height, width\)"),
        (np.ones((0, 4, 5)), MASK, 0, "with N ≥ 1"),
        (np.full((1, 4, 5), np.nan), MASK, 0, "maps: got values that are not finite"),
        (np.ones((1, 2, 2)), MASK, 0, "maps: got shape .* for masks .*use resize_to"),
        (np.ones((1, 4, 5)), MASK.astype(int), 0, "masks: got int64 .* expected truths"),
        (np.ones((1, 4, 5)), MASK & False, 0, "masks: number 0 is empty"),
        (np.ones((1, 4, 5)), MASK, -1, "tolerance: got -1"),
        (np.ones((1, 4, 5)), MASK, np.nan, "tolerance: got nan"),
    ],
)
def test_wrong_arguments_get_one_clear_error(maps, masks, tolerance, words):
    with pytest.raises(ValueError, match=words):
        pointing_game(maps, masks, tolerance=tolerance)


def test_overlap_by_hand():
    one = np.array([[0, 0, 2, 3]] * 5)
    other = np.array([[0, 0, 2, 3], [1, 1, 3, 4], [2, 0, 4, 3], [0, 0, 0, 0], [0, 1, 1, 2]])
    np.testing.assert_allclose(box_iou(one, other), [1, 2 / 10, 0, 0, 1 / 6])
    assert box_iou(np.zeros((1, 4)), np.zeros((1, 4))) == [0]


@given(BOXES, BOXES)
def test_overlap_is_that_of_the_pixels(one, other):
    pixels = np.zeros((2, 6, 6), bool)
    for mask, (top, left, bottom, right) in zip(pixels, (one, other), strict=True):
        mask[top:bottom, left:right] = True
    wanted = pixels.all(axis=0).sum() / max(pixels.any(axis=0).sum(), 1)
    assert box_iou([one], [other]) == box_iou([other], [one]) == pytest.approx(wanted)


def test_a_map_is_boxed_and_its_box_compared():
    maps = np.zeros((3, 6, 6))
    maps[0, 1:3, 1:5], maps[1, :, :] = 1, 1
    true = np.array([[1, 1, 3, 5], [0, 0, 3, 3], [0, 0, 3, 3]])
    overlaps = localisation(maps, true, threshold=0.5)
    np.testing.assert_allclose(overlaps, [1, 0.25, 0])
    np.testing.assert_array_equal(localised(overlaps), [1, 0, 0])
    np.testing.assert_array_equal(localised(overlaps, at_least=0.25), [1, 1, 0])


def test_the_chosen_threshold_overlaps_most_and_is_the_first_of_equals():
    maps = np.full((2, 6, 6), 0.1)
    maps[:, 1:5, 1:5], maps[:, 2:4, 2:4] = 0.5, 1.0
    wide, narrow = np.array([[1, 1, 5, 5]] * 2), np.array([[2, 2, 4, 4]] * 2)
    assert choose_threshold(maps, wide, [0.05, 0.3, 0.4, 0.8]) == 0.3
    assert choose_threshold(maps, narrow, [0.05, 0.3, 0.4, 0.8]) == 0.8


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: box_iou(np.zeros((2, 4)), np.zeros((1, 4))), "second: got 1 boxes for 2"),
        (lambda: box_iou(np.zeros((1, 4)), np.zeros(4)), r"second: got shape \(4,\), expected \(N, 4\)"),
        (lambda: box_iou(np.array([[3, 0, 1, 1]]), np.zeros((1, 4))), "first: .* in order"),
        (lambda: localised(np.zeros(1), at_least=0), "at_least: got 0"),
        (lambda: choose_threshold(np.ones((1, 2, 2)), np.zeros((1, 4)), []), "thresholds: got none"),
        (lambda: localisation(np.ones((1, 2, 2)), np.zeros((1, 4)), threshold=2), "threshold: got 2"),
    ],
)
def test_overlap_refuses(call, words):
    with pytest.raises(ValueError, match=words):
        call()
