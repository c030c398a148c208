"""Photographs at any size: whole, in range, with words and a credit for each."""

import numpy as np
import pytest

from lib.data.photographs import PHOTOGRAPHS, load_photographs


@pytest.mark.parametrize("size", [1, 48, 97, 224])
@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_comes_in_any_size_and_in_range(name, size):
    pictures = load_photographs([name], size=size)
    assert pictures.shape == (1, size, size, 3) and pictures.dtype == np.float32
    assert pictures.min() >= 0 and pictures.max() <= 1


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_is_shown_whole_to_its_corners(name):
    original = PHOTOGRAPHS[name].read() / np.float32(255)
    small = load_photographs([name], size=64)[0]
    height, width = original.shape[0] // 8, original.shape[1] // 8
    for rows, columns in ((slice(height), slice(width)), (slice(-height, None), slice(-width, None))):
        side = slice(8) if rows.start is None else slice(-8, None)
        assert abs(small[side, side].mean() - original[rows, columns].mean()) < 0.02


def test_none_means_all_in_their_order():
    np.testing.assert_array_equal(load_photographs(size=16), load_photographs(list(PHOTOGRAPHS), size=16))


@pytest.mark.parametrize("photograph", PHOTOGRAPHS.values(), ids=PHOTOGRAPHS)
def test_each_has_a_credit_with_its_terms_and_an_alternative(photograph):
    assert photograph.title and len(photograph.alternative) > 20
    assert any(terms in photograph.credit for terms in ("CC0", "CC BY", "public domain"))


@pytest.mark.parametrize("names", [["dog"], ["cat", "dog"], "cat", ""])
def test_an_unknown_name_is_answered_with_the_known_ones(names):
    with pytest.raises(ValueError, match=r"names: got .* expected some of cat, coffee, flower, temple, rocket"):
        load_photographs(names, size=8)


@pytest.mark.parametrize("size", [0, -1])
def test_a_size_is_positive(size):
    with pytest.raises(ValueError, match=f"size: got {size}, expected a whole number of pixels"):
        load_photographs(["cat"], size=size)
