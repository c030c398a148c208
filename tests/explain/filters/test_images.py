"""Both ways to write a picture: their scale, their start, their spectrum and their colours."""

import numpy as np
import pytest
import tensorflow as tf

from lib.explain.filters.images import COLOUR_COVARIANCE, fourier, pixels


def logits(images) -> np.ndarray:
    images = np.asarray(images, np.float64)
    return np.log(images) - np.log1p(-images)


@pytest.mark.parametrize("way", [pixels(), fourier()])
@pytest.mark.parametrize("size", [8, 9])
def test_pictures_have_the_size_asked_for_and_stay_in_range(way, size):
    images = way.to_images(40 * way.initial(0, 2, size)).numpy()
    assert images.shape == (2, size, size, 3) and images.dtype == np.float32
    assert 0 <= images.min() < 0.45 and 0.55 < images.max() <= 1


@pytest.mark.parametrize("way", [pixels(), fourier()])
def test_the_start_is_the_same_for_all_and_follows_the_seed(way):
    first, again, other = (way.initial(seed, 3, 8).numpy() for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(first[0], first[2])
    assert np.abs(first - other).max() > 0
    np.testing.assert_array_equal(way.initial(1, 1, 8).numpy()[0], first[0])


@pytest.mark.parametrize("way", [pixels, fourier])
@pytest.mark.parametrize("decorrelated", [False, True])
def test_normal_numbers_give_pictures_of_deviation_one_before_the_sigmoid(way, decorrelated):
    one = way(decorrelated=decorrelated, spread=1.0)
    values = np.concatenate([logits(one.to_images(one.initial(seed, 1, 32))) for seed in range(200)])
    assert np.sqrt((values**2).mean()) == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("decay", [0.0, 1.0, 2.0])
def test_amplitudes_fall_with_frequency_to_the_power_asked_for(decay):
    # The coefficient of two waves across and four: half the frequency of four waves across and eight.
    heights = []
    for row, column in ((2, 4), (4, 8)):
        parameters = np.zeros((1, 3, 32, 17, 2), np.float32)
        parameters[0, 0, row, column, 0] = 0.01
        values = logits(fourier(decorrelated=False, decay=decay).to_images(parameters))[0, ..., 0]
        rows, columns = np.mgrid[:32, :32]
        wave = np.cos(2 * np.pi * (row * rows + column * columns) / 32)
        np.testing.assert_allclose(values, values.max() * wave, atol=values.max() * 1e-3)
        heights.append(values.max())
    assert heights[0] / heights[1] == pytest.approx(2**decay, rel=1e-3)


def test_decorrelated_colours_vary_as_those_of_photographs():
    way = pixels(decorrelated=True, spread=0.1)
    values = logits(way.to_images(way.initial(0, 1, 200)))[0].reshape(-1, 3)
    wanted = COLOUR_COVARIANCE / np.trace(COLOUR_COVARIANCE)
    found = np.cov(values.T)
    np.testing.assert_allclose(found / np.trace(found), wanted, atol=0.01)


def test_plain_pixels_are_their_own_logits():
    parameters = np.random.default_rng(0).normal(size=(2, 4, 4, 3)).astype(np.float32)
    np.testing.assert_allclose(logits(pixels().to_images(tf.constant(parameters))), parameters, atol=1e-5)
