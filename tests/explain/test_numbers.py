"""Resizing, boxes, answers and the convolution, by hand and by property."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.explain.cam import resize_to
from lib.explain.classify import top_classes
from lib.explain.convolution import convolve, receptive_field
from lib.explain.localisation import boxes

MAPS = arrays(
    np.float32, st.tuples(st.just(1), st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 9, width=32)
)


def test_resizing_is_bilinear():
    np.testing.assert_allclose(resize_to(np.array([[[0.0, 1.0]]]), (1, 4)), [[[0, 0.25, 0.75, 1]]])


@given(MAPS, st.integers(1, 20))
def test_resizing_never_leaves_the_range(maps, size):
    resized = resize_to(maps, size)
    assert resized.shape == (1, size, size)
    assert resized.min() >= maps.min() - 1e-5 and resized.max() <= maps.max() + 1e-5


@pytest.mark.parametrize(
    ("maps", "size", "words"), [(np.ones((2, 2)), 4, "maps: got"), (np.ones((1, 2, 2)), 0, "size:")]
)
def test_resizing_refuses(maps, size, words):
    with pytest.raises(ValueError, match=words):
        resize_to(maps, size)


def test_the_box_holds_the_largest_region_not_the_strongest_point():
    maps = np.zeros((2, 5, 6))
    maps[0, 0, 0], maps[0, 2:4, 2:5] = 1.0, 0.5
    np.testing.assert_array_equal(boxes(maps, threshold=0.3), [[2, 2, 4, 5], [0, 0, 0, 0]])
    np.testing.assert_array_equal(boxes(maps[:1], threshold=0.6), [[0, 0, 1, 1]])


@given(MAPS, st.floats(0.05, 0.95))
def test_a_box_lies_inside_its_map(maps, threshold):
    ((top, left, bottom, right),) = boxes(maps, threshold=threshold)
    assert 0 <= top <= bottom <= maps.shape[1] and 0 <= left <= right <= maps.shape[2]
    assert (bottom > top and right > left) == bool(maps.max() > 0)


@pytest.mark.parametrize("threshold", [0, 1, -0.5])
def test_a_threshold_is_a_share(threshold):
    with pytest.raises(ValueError, match="threshold: got"):
        boxes(np.ones((1, 2, 2)), threshold=threshold)


def test_a_negative_map_has_no_box():
    with pytest.raises(ValueError, match=r"maps: got .* expected non-negative"):
        boxes(-np.ones((1, 2, 2)), threshold=0.5)


def test_answers_in_words():
    ((first, second),) = top_classes(np.log([[0.2, 0.5, 0.3]]), ["a", "b", "c"], k=2)
    assert (first[0], second[0]) == ("b", "c")
    assert first[1] == pytest.approx(0.5) and second[1] == pytest.approx(0.3)


@pytest.mark.parametrize(("names", "k", "words"), [(["a"], 1, "names: got 1"), (["a", "b"], 3, "k: got 3")])
def test_answers_refuse(names, k, words):
    with pytest.raises(ValueError, match=words):
        top_classes(np.zeros((1, 2)), names, k=k)


def test_convolution_by_hand():
    image = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(convolve(image, np.array([[1, 0], [0, -1]])), np.full((2, 3), -5))
    np.testing.assert_array_equal(convolve(image, np.ones((1, 1)), stride=2), [[0, 2], [8, 10]])


def test_convolution_is_what_keras_computes():
    generator = np.random.default_rng(0)
    image, kernel = generator.random((7, 8, 3)), generator.normal(size=(3, 3, 3))
    theirs = keras.ops.conv(image[None].astype("float32"), kernel[..., None].astype("float32"), strides=2)
    np.testing.assert_allclose(convolve(image, kernel, stride=2), np.asarray(theirs)[0, ..., 0], atol=1e-5)


@pytest.mark.parametrize("kernel", [np.ones((2, 2, 3)), np.ones((9, 1))])
def test_convolution_refuses(kernel):
    with pytest.raises(ValueError, match="kernel:"):
        convolve(np.ones((3, 3)), kernel)


def test_receptive_field_is_what_one_output_sees():
    assert receptive_field([(3, 1)]) == 3
    assert receptive_field([(5, 2), (3, 1), (3, 2), (3, 1)]) == 21
