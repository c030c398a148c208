"""Resizing, boxes and answers: more by hand, and what holds for every map."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import label

from lib.explain.cam import resize_to
from lib.explain.classify import top_classes
from lib.explain.localisation import boxes

SHADES = st.integers(0, 9).map(float)  # whole numbers: no rounding hides behind the threshold
MAPS = arrays(np.float32, st.tuples(st.just(1), st.integers(1, 7), st.integers(1, 7)), elements=SHADES)
SHARES = st.sampled_from([0.15, 0.25, 0.35, 0.55, 0.85])


def area(box) -> int:
    top, left, bottom, right = box
    return int((bottom - top) * (right - left))


def test_resizing_in_both_directions_by_hand():
    resized = resize_to(np.array([[[0.0, 4.0], [8.0, 12.0]]]), 4)
    np.testing.assert_allclose(resized[0], [[0, 1, 3, 4], [2, 3, 5, 6], [6, 7, 9, 10], [8, 9, 11, 12]])
    assert resized.dtype == np.float32


def test_each_map_of_a_batch_is_resized_alone_to_height_and_width():
    maps = np.stack([np.zeros((2, 3)), np.ones((2, 3))])
    resized = resize_to(maps, (5, 7))
    np.testing.assert_array_equal(resized, np.stack([np.zeros((5, 7)), np.ones((5, 7))]))


@given(MAPS)
def test_resizing_to_the_same_size_changes_nothing(maps):
    np.testing.assert_array_equal(resize_to(maps, maps.shape[1:]), maps)


@pytest.mark.parametrize("size", [0, -3, (0, 4), (4, 0)])
def test_a_size_is_at_least_one_pixel(size):
    with pytest.raises(ValueError, match=r"size: got .* expected at least one pixel"):
        resize_to(np.ones((1, 2, 2)), size)


def test_touching_at_a_corner_is_one_region():
    maps = np.zeros((1, 4, 4))
    maps[0, [0, 1, 2], [1, 2, 3]] = 1
    np.testing.assert_array_equal(boxes(maps, threshold=0.5), [[0, 1, 3, 4]])


def test_a_value_at_the_threshold_is_inside():
    np.testing.assert_array_equal(boxes(np.array([[[1.0, 2.0, 4.0]]]), threshold=0.5), [[0, 1, 1, 3]])


@given(MAPS, SHARES)
def test_the_box_is_that_of_a_largest_region(maps, threshold):
    regions, count = label((maps[0] >= threshold * maps.max()) & (maps[0] > 0), structure=np.ones((3, 3)))
    (box,) = boxes(maps, threshold=threshold)
    if not count:
        assert tuple(box) == (0, 0, 0, 0)
        return
    sizes = np.bincount(regions.ravel())[1:]
    candidates = []
    for number in np.flatnonzero(sizes == sizes.max()) + 1:
        rows, columns = np.nonzero(regions == number)
        candidates.append((rows.min(), columns.min(), rows.max() + 1, columns.max() + 1))
    assert tuple(box) in candidates


@given(st.integers(0, 6), st.integers(0, 6), SHARES, SHARES)
def test_a_single_peak_is_in_its_box_and_a_higher_threshold_shrinks_it(row, column, one, other):
    rows, columns = np.mgrid[:7, :7]
    maps = np.maximum(9.0 - np.abs(rows - row) - np.abs(columns - column), 0)[None]
    (wide,), (tight,) = (boxes(maps, threshold=share) for share in sorted((one, other)))
    assert wide[0] <= tight[0] <= row < tight[2] <= wide[2]
    assert wide[1] <= tight[1] <= column < tight[3] <= wide[3]
    assert area(tight) <= area(wide)


@given(MAPS, SHARES, st.sampled_from([0.5, 2.0, 1024.0]))
def test_a_box_does_not_depend_on_the_unit(maps, threshold, factor):
    np.testing.assert_array_equal(
        boxes(maps, threshold=threshold), boxes(maps * np.float32(factor), threshold=threshold)
    )


@pytest.mark.parametrize("maps", [np.ones((3, 3)), np.ones((1, 3, 3, 1))])
def test_boxes_want_a_batch_of_maps(maps):
    with pytest.raises(ValueError, match=r"maps: got shape .* expected non-negative values \(N, height, width\)"):
        boxes(maps, threshold=0.5)


def test_equal_answers_keep_the_order_of_the_names():
    (answer,) = top_classes(np.zeros((1, 4)), list("abcd"), k=4)
    assert answer == [(name, 0.25) for name in "abcd"]


def test_huge_logits_do_not_overflow():
    (answer,) = top_classes(np.array([[1e4, -1e4]]), ["a", "b"], k=2)
    assert answer == [("a", 1.0), ("b", 0.0)]


@given(arrays(np.float64, (2, 5), elements=st.floats(-50, 50)), st.integers(1, 5))
def test_answers_fall_and_stay_below_one(logits, k):
    for answer in top_classes(logits, list("abcde"), k=k):
        shares = [share for _, share in answer]
        assert len(answer) == k and shares == sorted(shares, reverse=True)
        assert 0 <= sum(shares) <= 1 + 1e-9


@pytest.mark.parametrize(("shape", "k", "words"), [((3,), 1, "names: got 3"), ((1, 3), 0, "k: got 0, expected 1 to 3")])
def test_answers_want_a_row_per_image_and_at_least_one(shape, k, words):
    with pytest.raises(ValueError, match=words):
        top_classes(np.zeros(shape), list("abc"), k=k)


def test_a_size_may_be_a_numpy_integer():
    assert resize_to(np.ones((1, 2, 2)), np.int64(4)).shape == (1, 4, 4)


def test_regions_of_neighbouring_maps_are_apart_and_no_map_has_no_box():
    maps = np.ones((2, 2, 3))
    maps[1, :, 2] = 0
    np.testing.assert_array_equal(boxes(maps, threshold=0.5), [[0, 0, 2, 3], [0, 0, 2, 2]])
    assert boxes(maps[:0], threshold=0.5).shape == (0, 4)


def test_of_regions_of_one_size_the_first_in_reading_order_is_boxed():
    np.testing.assert_array_equal(boxes(np.array([[[1.0, 0, 2, 0, 2]]]), threshold=0.2), [[0, 0, 1, 1]])
