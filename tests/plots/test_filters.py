"""Figures of filters: how many pictures, on which scale, with which words."""

import numpy as np
import pytest

from lib.plots.filters import beside_patches, kernel_grid, recipe_steps

RNG = np.random.default_rng(0)


def pixels(axis) -> np.ndarray:
    return np.asarray(axis.images[0].get_array(), float) / 255


def test_a_kernel_is_shown_around_grey_at_its_own_strength():
    kernels = np.zeros((3, 2, 2, 3))
    kernels[0, 0, 0] = [4, -2, 0]
    kernels[1, 1, 1] = [-0.01, 0, 0]
    axes = kernel_grid(kernels, columns=2).axes
    assert [len(axis.images) for axis in axes] == [1, 1, 1, 0]
    np.testing.assert_allclose(pixels(axes[0])[0, 0], [1, 0.25, 0.5], atol=0.005)
    np.testing.assert_allclose(pixels(axes[1])[1, 1], [0, 0.5, 0.5], atol=0.005)
    np.testing.assert_allclose(pixels(axes[2]), 0.5, atol=0.005)


def test_recipes_stand_in_columns_under_their_titles_with_scores_below():
    images, scores = RNG.random((3, 2, 4, 4, 3)), np.arange(6).reshape(3, 2)
    axes = np.reshape(recipe_steps(images, list("abc"), scores, show="{:.0f}!").axes, (2, 3))
    assert [axis.get_title() for axis in axes.flat] == ["a", "b", "c", "", "", ""]
    for column in range(3):
        for row in range(2):
            np.testing.assert_allclose(pixels(axes[row, column]), images[column, row], atol=0.005)
            (below,) = axes[row, column].texts
            assert below.get_text() == f"{scores[column, row]}!" and below.get_position()[1] < 0


@pytest.mark.parametrize(("titles", "scores"), [(["a"], np.zeros((2, 1))), (["a", "b"], np.zeros((1, 2)))])
def test_recipes_want_a_title_and_a_score_each(titles, scores):
    with pytest.raises(ValueError, match="titles, scores: got"):
        recipe_steps(np.zeros((2, 1, 4, 4, 3)), titles, scores)


@pytest.mark.parametrize("count", [1, 4, 5])
def test_a_picture_stands_beside_all_its_patches(count):
    images, patches = RNG.random((2, 6, 6, 3)), RNG.random((2, count, 4, 4, 3))
    axes = [axis for axis in beside_patches(images, patches, ["one", "two"]).axes if axis.images]
    named = [axis for axis in axes if axis.get_title()]
    assert [axis.get_title() for axis in named] == ["one", "two"]
    np.testing.assert_allclose([pixels(axis) for axis in named], images, atol=0.005)
    shown = [pixels(axis) for axis in axes if not axis.get_title()]
    np.testing.assert_allclose(shown, patches.reshape(-1, 4, 4, 3), atol=0.005)


def test_patches_and_names_fit_the_pictures():
    with pytest.raises(ValueError, match="patches, names: got 2 and 1, expected 2 of each"):
        beside_patches(np.zeros((2, 4, 4, 3)), np.zeros((2, 3, 4, 4, 3)), ["one"])
