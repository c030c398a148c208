"""The photographs that install with the libraries."""

import numpy as np
import pytest

from lib.data.photographs import PHOTOGRAPHS, load_photographs
from lib.experiments.depth import change_of_view, random_crops, sparsity


def test_all_are_there_and_square():
    pictures = load_photographs(size=48)
    assert pictures.shape == (len(PHOTOGRAPHS), 48, 48, 3) and pictures.dtype == np.float32
    assert pictures.min() >= 0 and pictures.max() <= 1
    assert all(picture.std() > 0.05 for picture in pictures)


def test_the_order_is_the_one_asked_for():
    np.testing.assert_array_equal(
        load_photographs(["coffee", "cat"], size=32)[1], load_photographs(["cat"], size=32)[0]
    )


@pytest.mark.parametrize(("names", "size"), [(["dog"], 32), ("cat", 32), (["cat"], 0)])
def test_what_is_not_there_is_an_error(names, size):
    with pytest.raises(ValueError, match=r"names: got .* expected some of cat, coffee|size: got 0"):
        load_photographs(names, size=size)


def test_random_crops_are_windows_of_their_photograph():
    pictures = np.stack([np.full((9, 9, 3), shade) for shade in (0.25, 0.75)])
    crops = random_crops(pictures, size=4, each=3, seed=0)
    assert crops.shape == (6, 4, 4, 3) and crops.mean(axis=(1, 2, 3)).tolist() == [0.25] * 3 + [0.75] * 3


def test_sparsity_counts_exact_zeros():
    assert sparsity({"a": np.array([0.0, 1e-9, 0, 2]), "b": np.ones(3)}) == {"a": 0.5, "b": 0.0}


def test_change_of_view_is_relative_to_another_picture():
    original = {"a": np.array([[0.0, 0], [3, 4]])}
    assert change_of_view(original, original) == {"a": 0.0}
    assert change_of_view(original, {"a": original["a"] + [0, 1]}) == {"a": pytest.approx(0.2)}
