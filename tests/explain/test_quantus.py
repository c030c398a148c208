"""Measures beside those of Quantus, recorded by `python -m benchmarks.record_quantus`, and where the two part ways.

Quantus has no insertion and no box overlap. Its randomisation test shuffles a layer's weights, normalisation statistics
with them, where ours draws them anew as the paper does: only the two similarities can be compared.
"""

import json

import numpy as np
import pytest

from benchmarks.record_quantus import RECORD, SIDE, STEPS, graded
from lib.explain.faithfulness import deletion, energy_inside, pointing_game, rank_correlation, structural_similarity

SCORES = json.loads(RECORD.read_text(encoding="utf-8"))["scores"]
UNTIED = ["saliency", "smooth", "signed"]
NON_NEGATIVE = ["grad_cam", "saliency", "smooth", "halves"]


@pytest.fixture(scope="module")
def given():
    return graded()


@pytest.mark.parametrize("name", ["grad_cam", *UNTIED])
def test_pointing_is_the_same_where_one_pixel_is_the_highest(given, name):
    np.testing.assert_array_equal(
        pointing_game(given.maps[name], given.masks, tolerance=0), SCORES["PointingGame"][name]
    )


def test_of_many_highest_pixels_quantus_counts_the_luckiest_and_ours_the_average(given):
    assert SCORES["PointingGame"]["halves"] == [1, 1]
    lit = given.masks[:, :, : SIDE // 2].sum(axis=(1, 2)) / (SIDE * SIDE / 2)
    np.testing.assert_allclose(pointing_game(given.maps["halves"], given.masks, tolerance=0), lit)
    assert (lit < 0.5).all()


@pytest.mark.parametrize("name", NON_NEGATIVE)
def test_energy_is_the_relevance_mass_of_maps_without_sign(given, name):
    ours = energy_inside(given.maps[name], given.masks)
    np.testing.assert_allclose(ours, SCORES["RelevanceMassAccuracy"][name], rtol=1e-4)


def test_relevance_mass_lets_signs_cancel_where_energy_leaves_the_negative_out(given):
    ours = energy_inside(given.maps["signed"], given.masks)
    np.testing.assert_allclose(ours, SCORES["AttributionLocalisation"]["signed"], rtol=1e-4)
    assert np.abs(ours - SCORES["RelevanceMassAccuracy"]["signed"]).max() > 0.3


@pytest.mark.parametrize("name", UNTIED)
def test_deletion_is_pixel_flipping(given, name):
    ours = deletion(given.model, given.images, given.classes, given.maps[name], steps=STEPS)
    np.testing.assert_allclose(ours[:, 1:], SCORES["PixelFlipping"][name], rtol=1e-2, atol=1e-3)


def test_deletion_of_logits_is_pixel_flipping_without_softmax(given):
    ours = deletion(given.model, given.images, given.classes, given.maps["saliency"], steps=STEPS, logits=True)
    np.testing.assert_allclose(ours[:, 1:], SCORES["PixelFlipping of logits"]["saliency"], atol=2e-2)


def test_tied_pixels_go_in_another_order(given):
    ours = deletion(given.model, given.images, given.classes, given.maps["halves"], steps=STEPS)[:, 1:]
    theirs = np.array(SCORES["PixelFlipping"]["halves"])
    half = STEPS // 2 - 1  # by then either has removed the left half, and nothing else
    np.testing.assert_allclose(ours[:, [half, -1]], theirs[:, [half, -1]], rtol=1e-2, atol=1e-3)
    assert np.abs(ours - theirs).max() > 0.1


def test_similarities_are_the_same(given):
    first, second = (
        given.maps[name] - given.maps[name].min(axis=(1, 2), keepdims=True) for name in ("grad_cam", "smooth")
    )
    recorded = SCORES["grad_cam and smooth"]
    np.testing.assert_allclose(rank_correlation(first, second), recorded["correlation_spearman"], atol=1e-4)
    np.testing.assert_allclose(structural_similarity(first, second), recorded["ssim"], atol=1e-4)
