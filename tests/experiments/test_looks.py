"""Four looks into a detector: by hand where few faces suffice, against chance and truth where they do not."""

import keras
import numpy as np
import pytest

from lib.experiments.looks import (
    extremes,
    gap_within,
    rank_correlations,
    recall_along,
    recall_by_commonness,
    school_decoder,
    spreads,
    spreads_by_chance,
    walk_along,
)
from lib.models.autoencoders import SemiSupervisedVAE
from lib.models.coders import build_dense_decoder, build_dense_encoder

SHAPE = (4, 4, 3)


@pytest.fixture
def detector():
    keras.utils.set_random_seed(0)
    encoder = build_dense_encoder(SHAPE, 2, with_logit=True, hidden=(8,))
    return SemiSupervisedVAE(encoder, build_dense_decoder(SHAPE, 2, hidden=(16,)))


def test_the_easiest_have_the_highest_logits_and_the_hardest_the_lowest():
    easiest, hardest = extremes(np.array([0.5, -3, 7, 2, -1]), count=2)
    assert list(easiest) == [2, 3] and list(hardest) == [1, 4]


def test_extremes_may_not_overlap():
    with pytest.raises(ValueError, match="got 3 faces, expected at least 4"):
        extremes(np.arange(3.0), count=2)


def test_a_walk_moves_one_latent_between_its_percentiles_and_leaves_the_others_at_their_mean(detector):
    latents = np.stack([np.linspace(0, 100, 101), np.linspace(-1, 3, 101)], axis=1)
    values, images = walk_along(detector, latents, 0)
    np.testing.assert_allclose(values[[0, 3, -1]], [1, 50, 99])
    np.testing.assert_allclose(images[2], detector.decode(np.float32([[values[2], 1]]))[0], atol=1e-6)


def test_schooling_teaches_the_decoder_and_leaves_the_detector_alone(detector):
    faces = np.random.default_rng(0).integers(0, 256, (64, *SHAPE), dtype=np.uint8) // 4
    before, judged = detector.restore(faces), detector.encoder.get_weights()
    school_decoder(detector, faces, epochs=30)
    misfits = [np.abs(restored - faces / 255).mean() for restored in (before, detector.restore(faces))]
    assert misfits[1] < 0.9 * misfits[0]
    for old, new in zip(judged, detector.encoder.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_recall_by_commonness_by_hand():
    """Known faces lie at 0 (one), 1 (four) and 2 (two): three intervals, the middle one the most common."""
    known, new = np.array([0, 1, 1, 1, 1, 2, 2.0]), np.array([-5, 0.1, 1, 1.2, 1.1, 9.0])
    found = np.array([False, True, True, True, False, True])
    common = recall_by_commonness(known, new, found, bins=3)
    np.testing.assert_allclose(common.shares, [4 / 7, 2 / 7, 1 / 7])
    np.testing.assert_array_equal(common.faces, [3, 1, 2])
    np.testing.assert_allclose(common.recall, [2 / 3, 1, 1 / 2])
    assert (common.low < common.recall).all() and common.high[1] == pytest.approx(1)


def test_an_interval_without_new_faces_has_no_recall():
    common = recall_by_commonness(np.array([0, 0, 1.0]), np.array([0.1]), np.array([True]), bins=2)
    assert common.recall[0] == 1 and np.isnan(common.recall[1]) and np.isnan(common.low[1])


def test_recall_along_two_latents_and_its_spread_by_hand():
    values = np.array([[1, 4], [2, 1], [3, 3], [4, 2.0]])
    found = np.array([True, True, False, False])
    np.testing.assert_array_equal(recall_along(values, found, parts=2), [[1, 0.5], [0, 0.5]])
    np.testing.assert_array_equal(spreads(values, found, parts=2), [0.5, 0])


def test_what_chance_does_stays_below_a_latent_that_decides_who_is_found():
    values = np.random.default_rng(0).normal(size=(400, 3))
    found = values[:, 1] > -0.5
    seen, chance = spreads(values, found), spreads_by_chance(values, found, draws=50, seed=0)
    assert chance.shape == (50, 3) and seen.argmax() == 1
    assert seen[1] > chance.max() and np.mean(chance >= seen[0]) > 0.02
    np.testing.assert_array_equal(chance, spreads_by_chance(values, found, draws=50, seed=0))


def test_rank_correlations_see_order_alone():
    values = np.stack([np.arange(6.0), np.exp(-np.arange(6.0))], axis=1)
    np.testing.assert_allclose(rank_correlations(values, np.arange(6) ** 3), [1, -1])


def test_the_gap_within_parts_by_hand():
    """Low part: first 1/1 found, second 1/2. High part: first 1/1, second 0/1. Weighed 2 to 1."""
    values, found = np.arange(6.0), np.array([True, True, False, True, False, True])
    first = np.array([True, False, False, True, False, False])
    second = np.array([False, True, True, False, True, False])
    assert gap_within(values, found, first, second, parts=2) == pytest.approx((2 * 0.5 + 1) / 3)


def test_a_latent_that_parts_the_groups_wholly_leaves_nothing_to_compare():
    first = np.array([True, True, False, False])
    with pytest.raises(ValueError, match="both groups"):
        gap_within(np.arange(4.0), first, first, ~first, parts=2)
