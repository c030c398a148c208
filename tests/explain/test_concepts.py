"""Network dissection by hand, and the maps that know nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.explain.cam import resize_to
from lib.explain.faithfulness import best_concepts, centred_blob, dissection, edge_detector, random_maps
from lib.explain.faithfulness import concepts as module

GENERATOR = np.random.default_rng(0)


def test_channels_that_are_concepts_overlap_wholly():
    concepts = np.zeros((2, 2, 8, 8), bool)
    concepts[0, 0, :4, :4], concepts[1, 1, 4:, 4:] = True, True
    maps = np.moveaxis(concepts, 1, -1).astype(float)[..., [1, 0, 0]]
    maps[..., 2] = 0  # never active
    found = dissection(maps, concepts, share=0.2)
    np.testing.assert_allclose(found.overlaps, [[0, 1], [1, 0], [0, 0]])
    np.testing.assert_array_equal(best_concepts(found.overlaps), [1, 0, -1])
    np.testing.assert_array_equal(found.thresholds, [0, 0, 0])


def test_overlap_is_counted_over_the_whole_data_set():
    maps = np.zeros((2, 2, 2, 1))
    maps[0, 0, 0], maps[1, 0, 0], maps[1, 0, 1] = 3, 2, 1
    concepts = np.zeros((2, 1, 2, 2), bool)
    concepts[0, 0, 0], concepts[1, 0, 0, 0] = True, True
    # Above the sixth of eight values lie two: both on the concept, which has three pixels.
    found = dissection(maps, concepts, share=0.25)
    np.testing.assert_allclose(found.overlaps, [[2 / 3]])
    assert 1 <= found.thresholds[0] < 2


def test_activations_are_enlarged_bilinearly_and_then_cut():
    maps, concepts = GENERATOR.random((3, 3, 4, 2)).astype(np.float32), GENERATOR.random((3, 2, 7, 9)) < 0.4
    found = dissection(maps, concepts, share=0.3)
    for channel in range(2):
        above = resize_to(maps[..., channel], (7, 9)) > np.float32(np.quantile(maps[..., channel], 0.7))
        for concept in range(2):
            there = concepts[:, concept]
            assert found.overlaps[channel, concept] == pytest.approx((above & there).sum() / (above | there).sum())


def test_chunks_change_nothing(monkeypatch):
    maps, concepts = GENERATOR.random((5, 3, 3, 4)), GENERATOR.random((5, 2, 6, 6)) < 0.3
    whole = dissection(maps, concepts, share=0.1)
    monkeypatch.setattr(module, "_VALUES", 4 * 36 * 2)
    np.testing.assert_allclose(dissection(maps, concepts, share=0.1).overlaps, whole.overlaps)


@given(st.sampled_from([0.5, 4.0]), st.permutations(range(4)))
def test_neither_unit_nor_order_of_channels_matters(factor, order):
    maps, concepts = np.random.default_rng(1).random((2, 4, 4, 4)), np.random.default_rng(2).random((2, 3, 4, 4)) < 0.3
    whole = dissection(maps, concepts, share=0.2).overlaps
    np.testing.assert_allclose(dissection(factor * maps[..., order], concepts, share=0.2).overlaps, whole[order])
    assert (whole >= 0).all() and (whole <= 1).all()


def test_a_concept_is_named_only_above_the_least_overlap():
    overlaps = np.array([[0.03, 0.039], [0.04, 0.01], [0.2, 0.3]])
    np.testing.assert_array_equal(best_concepts(overlaps), [-1, 0, 1])
    np.testing.assert_array_equal(best_concepts(overlaps, at_least=0.25), [-1, -1, 1])


@pytest.mark.parametrize(
    ("maps", "concepts", "share", "words"),
    [
        (np.ones((2, 3, 3)), np.ones((2, 1, 3, 3), bool), 0.1, "maps: got shape"),
        (np.full((2, 3, 3, 1), np.inf), np.ones((2, 1, 3, 3), bool), 0.1, "maps: .* expected finite"),
        (np.ones((2, 3, 3, 1)), np.ones((1, 1, 3, 3), bool), 0.1, r"concepts: got bool .* \(2, concepts"),
        (np.ones((2, 3, 3, 1)), np.ones((2, 1, 3, 3)), 0.1, "concepts: got float64"),
        (np.ones((2, 3, 3, 1)), np.ones((2, 1, 3, 3), bool), 0, "share: got 0"),
        (np.ones((2, 3, 3, 1)), np.ones((2, 1, 3, 3), bool), 1, "share: got 1"),
    ],
)
def test_dissection_refuses(maps, concepts, share, words):
    with pytest.raises(ValueError, match=words):
        dissection(maps, concepts, share=share)


def test_best_concepts_want_a_table():
    with pytest.raises(ValueError, match=r"overlaps: got shape \(2,\), expected \(channels, concepts\)"):
        best_concepts(np.zeros(2))


@pytest.mark.parametrize("baseline", [random_maps, centred_blob, edge_detector])
def test_baselines_have_a_methods_signature_and_look_at_no_network(baseline):
    images = GENERATOR.random((3, 8, 10, 3)).astype(np.float32)
    maps = baseline(None, images, np.zeros(3, int))
    assert maps.shape == (3, 8, 10) and maps.dtype == np.float32 and (maps >= 0).all()


def test_noise_follows_from_the_seed_and_differs_between_images():
    images = np.zeros((2, 8, 8, 3))
    first, again, other = (random_maps(None, images, np.zeros(2), seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other) and not np.array_equal(first[0], first[1])


def test_the_blob_is_a_gaussian_in_the_middle():
    (maps,) = centred_blob(None, np.zeros((1, 9, 5, 3)), np.zeros(1))
    assert maps[4, 2] == maps.max() == 1
    assert maps[6, 2] == pytest.approx(np.exp(-0.5 * (2 / 9 / 0.25) ** 2))
    np.testing.assert_array_equal(maps, maps[::-1, ::-1])


def test_edges_lie_where_brightness_jumps():
    images = np.zeros((1, 6, 6, 3), np.float32)
    images[:, :, 3:] = 1
    (maps,) = edge_detector(None, images, np.zeros(1))
    assert (maps[:, 2:4] > 0.5).all() and not maps[:, [0, 1, 4, 5]].any()
