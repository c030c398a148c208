"""Directions and tests of likeness, by hand on small arrays."""

import numpy as np
import pytest

from lib.experiments.samples import decoded, directions, draws_of, nearest, small, told_apart, two_samples
from lib.models.autoencoders import VAE
from lib.models.coders import build_dense_decoder, build_dense_encoder

GENERATOR = np.random.default_rng(0)
SAME = GENERATOR.standard_normal((2, 60, 3))


def test_the_direction_of_a_truth_is_the_difference_of_two_means():
    codes, worn = GENERATOR.standard_normal((50, 4)), GENERATOR.random(50) < 0.3
    expected = codes[worn].mean(axis=0) - codes[~worn].mean(axis=0)
    np.testing.assert_allclose(directions(codes, worn=worn)["worn"], expected)


def test_what_is_held_fixed_is_taken_out():
    age = GENERATOR.uniform(20, 80, 500)
    grey = age / 80 + 0.1 * GENERATOR.standard_normal(500)
    codes = np.stack([3 * grey, 0.01 * age], axis=1)
    assert directions(codes, age=age)["age"][0] > 0.03
    np.testing.assert_allclose(directions(codes, age=age, grey=grey)["age"], [0, 0.01], atol=1e-12)


@pytest.mark.parametrize("columns", [{}, {"age": np.arange(9), "months": 12 * np.arange(9)}])
def test_columns_that_determine_each_other_are_refused(columns):
    with pytest.raises(ValueError, match="columns"):
        directions(np.zeros((9, 2)), **columns)


def test_two_halves_of_one_sample_are_not_told_apart_and_shifted_ones_are():
    assert told_apart(*SAME).mean() < 0.65
    assert told_apart(SAME[0], SAME[1] + 3).mean() > 0.9


def test_the_kernel_distance_by_hand():
    first, second = np.array([[0.0], [1.0]]), np.array([[2.0], [3.0]])
    # Squared distances 1, 4, 9, 1, 4, 1: their median is 2.5.
    k = {gap: np.exp(-(gap**2) / 2.5) for gap in (1, 2, 3)}
    expected = k[1] + k[1] - 2 * (k[2] + k[3] + k[1] + k[2]) / 4
    assert two_samples(first, second, permutations=1).distance == pytest.approx(expected)


def test_the_p_value_is_small_only_where_samples_differ():
    assert two_samples(SAME[0], SAME[1] + 1, permutations=199).p_value == 1 / 200
    found = two_samples(*SAME, permutations=199)
    assert found.p_value > 0.05
    assert found.p_value == (1 + (found.null >= found.distance).sum()) / 200


def test_null_distances_are_those_of_shuffled_samples_around_nought():
    found = two_samples(*SAME, permutations=400)
    assert abs(found.null.mean()) < 3 * found.null.std() / 20


def test_the_nearest_row_and_its_distance():
    places, away = nearest(np.array([[0.0, 0.0]]), np.array([[9.0, 0.0], [3.0, 4.0]]))
    assert places.tolist() == [1] and away.tolist() == [5]


def test_small_pictures_are_means_of_the_middle():
    images = np.zeros((1, 64, 64, 3), np.uint8)
    images[:, 8:12, 12:16] = 255
    images[:, :8] = 99
    assert small(images).shape == (1, 360)
    np.testing.assert_allclose(small(images)[0, :4], [1, 1, 1, 0])
    assert small(images).sum() == pytest.approx(3)


def test_codes_and_pictures_batch_by_batch_are_those_of_all_at_once():
    vae = VAE(build_dense_encoder((4, 4, 3), 2), build_dense_decoder((4, 4, 3), 2))
    images = GENERATOR.integers(0, 256, (70, 4, 4, 3), np.uint8)
    codes = vae.latents_of(images)
    np.testing.assert_allclose(codes, vae.encoder(images / np.float32(255))[0], atol=1e-5)
    pictures = np.clip(vae.decoder(codes), 0, 1)
    np.testing.assert_allclose(decoded(vae, codes), np.round(255 * pictures), atol=1)


def test_draws_lie_around_the_means_as_widely_as_their_gaussians():
    vae = VAE(build_dense_encoder((4, 4, 3), 2), build_dense_decoder((4, 4, 3), 2))
    images = np.repeat(GENERATOR.integers(0, 256, (1, 4, 4, 3), np.uint8), 400, axis=0)
    deviation = np.exp(vae.encoder(images[:1] / np.float32(255))[1].numpy()[0] / 2)
    strewn = draws_of(vae, images, seed=0) - vae.latents_of(images)
    np.testing.assert_allclose(strewn.std(axis=0), deviation, rtol=0.15)
    assert (np.abs(strewn.mean(axis=0)) < 4 * deviation / 20).all()
