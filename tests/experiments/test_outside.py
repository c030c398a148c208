"""The outside check: crops that show what they should, and photographs in their order."""

import numpy as np
import pytest

from lib.experiments import outside
from lib.experiments.face_sets import Training


def test_the_photographs_are_a_hundred_faces_and_a_hundred_others():
    photos = outside.photographs()
    assert photos.images.shape == (200, 25, 25) and photos.images.dtype == np.float32
    assert photos.faces[:100].all() and not photos.faces[100:].any()


def test_grey_is_the_weighted_brightness():
    colours = np.zeros((1, 2, 2, 3), np.uint8)
    colours[0, 0] = [[100, 0, 0], [0, 100, 0]]
    colours[0, 1] = [[0, 0, 100], [255, 255, 255]]
    np.testing.assert_array_equal(outside.greys(colours)[0, ..., 0], [[30, 59], [11, 255]])
    found = outside.in_grey(Training(colours, np.ones(1, int), np.full((2, 2, 2, 3), 7, np.uint8)))
    np.testing.assert_array_equal(found.faces, outside.greys(colours))
    assert found.others.shape == (2, 2, 2, 1) and (found.others == 7).all() and found.tones.tolist() == [1]


def test_standardised_pictures_have_mean_0_and_deviation_1_but_flat_ones_stay_flat():
    images = np.random.default_rng(0).random((3, 25, 25))
    images[2] = 0.5 + 0.001 * (images[2] - 0.5)
    found = outside.standardised(images)
    np.testing.assert_allclose(found.mean(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(found[:2].std(axis=(1, 2)), 1, atol=1e-4)
    assert found.shape == (3, 25, 25, 1) and found[2].std() < 0.02


def test_a_crop_of_the_whole_is_the_whole_and_of_a_quarter_that_quarter():
    ramp = np.arange(50, dtype=np.float32)
    for centre, side, first, expected in ((0.5, 1.0, 0, np.arange(25) * 2 + 0.5), (0.25, 0.5, 1, np.arange(1, 25))):
        looks = outside._looks(np.array([[centre, 0.5]]), np.array([side]), size=50)
        assert looks.shape == (1, 2, 25, 50)
        np.testing.assert_allclose((looks[0, 0] @ ramp)[first:], expected, atol=1e-4)


def test_a_crop_looks_between_pixels_and_at_the_rim_beyond_it():
    looks = outside._looks(np.array([[0.5, 0.5], [0.0, 0.5]]), np.array([0.3, 0.5]), size=40)
    np.testing.assert_allclose(looks.sum(axis=3), 1, rtol=1e-5)
    np.testing.assert_allclose(looks[0, 0] @ (np.arange(40) + 0.5), 14 + 12 * (np.arange(25) + 0.5) / 25, rtol=1e-5)
    np.testing.assert_array_equal(looks[1, 0, :12, 0], 1)


def test_blurring_keeps_what_is_even_and_spreads_a_line():
    blurs = outside._blurs(np.array([0.0, 1.0]))
    np.testing.assert_allclose(blurs.sum(axis=2), 1, rtol=1e-5)
    np.testing.assert_allclose(blurs[0], np.eye(25), atol=1e-6)
    np.testing.assert_allclose(blurs[1, 12, 11:14], [0.242, 0.399, 0.242], atol=1e-3)


def test_varied_crops_are_the_same_for_the_same_generator_and_keep_faces_in_the_middle():
    images = np.zeros((64, 64, 64), np.float32)
    images[:, 28:36, 28:36] = 1
    labels = np.repeat([1, 0], 32)
    first, again = (outside.varied(images, labels, generator=np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    middle = first[:, 10:15, 10:15].mean(axis=(1, 2))
    assert middle[:32].min() > 0.25 and middle[32:].min() < 0.05
    assert first.min() >= 0 and first.max() <= 1


def test_a_network_learns_from_crops_and_is_judged_on_its_order():
    stripes = np.tile(np.uint8([0, 0, 255, 255]), 16)
    faces, others = np.broadcast_to(stripes, (20, 64, 64)), np.broadcast_to(stripes[:, None], (20, 64, 64))
    training = Training(faces[..., None], np.ones(20, int), others[..., None])
    model = outside.learn(training, seed=0, steps=25)
    images = np.stack([np.tile(np.resize([0.0, 0, 1, 1], 25), (25, 1))] * 2).astype(np.float32)
    images[1] = images[1].T
    verdict = outside.judge(model, outside.Photographs(images, np.array([1, 0])))
    assert verdict.auc == 1 and verdict.accuracy == pytest.approx(1)


def test_crops_are_half_faces_in_each_batch_and_the_same_again_for_a_seed_alone():
    faces, others = (np.full((9, 30, 30, 1), value, np.uint8) for value in (200, 20))
    faces[:, ::2] = others[:, ::3] = 110
    training = Training(faces, np.ones(9, int), others)
    first, again, other = (outside.crops(training, batch=4, steps=3, seed=seed) for seed in (5, 5, 6))
    assert first[0].shape == (12, outside.SIDE, outside.SIDE, 1)
    np.testing.assert_array_equal(first[1], [1, 1, 0, 0] * 3)
    np.testing.assert_array_equal(first[0], again[0])
    assert (first[0] != other[0]).any()
    assert len(np.unique(first[0].reshape(12, -1), axis=0)) == 12  # none is varied like another
