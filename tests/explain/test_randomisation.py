"""Similarity of maps by hand, and what becomes of a network, and of maps, as its stages are drawn anew."""

import keras
import numpy as np
import pytest
from keras import layers
from scipy.stats import spearmanr
from skimage import metrics

from lib.explain.cam import cam
from lib.explain.faithfulness import (
    cascading_randomisation,
    edge_detector,
    randomised,
    rank_correlation,
    structural_similarity,
)

GENERATOR = np.random.default_rng(0)
IMAGES = GENERATOR.random((4, 12, 10, 3)).astype(np.float32)
CLASSES = np.array([0, 1, 2, 0])
MAPS = GENERATOR.normal(size=(2, 4, 12, 10))
STAGES = ["logits", "b", "a"]


def network(*, nested: bool = False) -> keras.Model:
    """Two stages of convolution and normalisation, the second switched off at the start as in a residual block."""
    images = keras.Input((None, None, 3))
    x = layers.Conv2D(6, 3, padding="same", name="a_conv")(images)
    x = layers.ReLU(name="a")(layers.BatchNormalization(epsilon=1e-6, name="a_norm")(x))
    y = layers.Conv2D(6, 3, padding="same", name="b_conv")(layers.Dropout(0.5)(x))
    y = layers.BatchNormalization(epsilon=1e-6, gamma_initializer="zeros", name="b_norm")(y)
    x = layers.ReLU(name="b")(layers.Add()([x, y]))
    body = keras.Model(images, x, name="body")
    outer = keras.Input((None, None, 3)) if nested else images
    x = layers.GlobalAveragePooling2D()(body(outer) if nested else x)
    model = keras.Model(outer, layers.Dense(3, name="logits")(x))
    for weight in model.weights:  # stands for training: nothing is as an initialiser leaves it
        weight.assign(np.random.default_rng(7).uniform(0.5, 1.5, weight.shape))
    return model


def weights(model):
    """Values by layer's and weight's name, also inside nested models."""
    found = {}
    for layer in model._flatten_layers(include_self=False):
        if not isinstance(layer, keras.Model):
            found |= {f"{layer.name}/{weight.name}": weight.numpy() for weight in layer.weights}
    return found


def test_similarities_are_those_of_the_libraries_image_by_image():
    first, second = MAPS
    wanted = [spearmanr(one.ravel(), other.ravel()).statistic for one, other in zip(first, second, strict=True)]
    np.testing.assert_allclose(rank_correlation(first, second), wanted)
    wanted = [
        metrics.structural_similarity(abs(one) / abs(one).max(), abs(other) / abs(other).max(), data_range=1)
        for one, other in zip(first, second, strict=True)
    ]
    np.testing.assert_allclose(structural_similarity(first, second), wanted)


def test_maps_are_like_themselves_whatever_their_unit_and_unlike_their_opposite():
    first = MAPS[0]
    np.testing.assert_allclose(rank_correlation(first, 3 * first + 1), 1)
    np.testing.assert_allclose(rank_correlation(first, -first), -1)
    np.testing.assert_allclose(structural_similarity(first, -3 * first), 1)


def test_ranks_of_ties_are_shared():
    first, second = np.array([[[1.0, 2, 3, 4]]]), np.array([[[1.0, 2, 2, 3]]])
    assert rank_correlation(first, second) == pytest.approx(np.corrcoef([1, 2, 3, 4], [1, 2.5, 2.5, 4])[0, 1])


def test_a_constant_map_ranks_nothing():
    maps = np.stack([np.zeros((12, 10)), MAPS[0, 0]])
    np.testing.assert_allclose(rank_correlation(maps, np.stack([MAPS[0, 1], MAPS[0, 0]])), [0, 1])
    assert rank_correlation(np.ones((1, 3, 3)), np.ones((1, 3, 3))) == [0]
    assert structural_similarity(maps, MAPS[0, :2])[0] < 0.5
    np.testing.assert_allclose(structural_similarity(maps[:1], maps[:1]), 1)


@pytest.mark.parametrize("nested", [False, True])
def test_each_stage_is_drawn_and_stays_and_no_other_changes(nested):
    model = network(nested=nested)
    before, previous = weights(model), weights(model)
    for number, copy in enumerate(randomised(model, IMAGES, stages=STAGES, seed=0)):
        now = weights(copy)
        changed = {name.split("/")[0] for name in now if not np.array_equal(now[name], previous[name])}
        # The statistics of what is drawn follow what is drawn below.
        assert changed == [{"logits"}, {"b_conv", "b_norm"}, {"a_conv", "a_norm", "b_norm"}][number]
        kept = [name for name in now if number == 2 and name.startswith("b") and "moving" not in name]
        assert all(np.array_equal(now[name], previous[name]) for name in kept)
        previous = now
    assert not any(np.array_equal(previous[name], before[name]) for name in before)
    for name, values in weights(model).items():
        np.testing.assert_array_equal(values, before[name])


def test_drawn_normalisations_are_fitted_to_what_reaches_them():
    *_, copy = randomised(network(), IMAGES, stages=STAGES, seed=0)
    norms = [copy.get_layer(name) for name in ("a_norm", "b_norm")]
    for norm, values in zip(norms, keras.Model(copy.input, [norm.output for norm in norms])(IMAGES), strict=True):
        np.testing.assert_array_equal(norm.gamma, np.ones(6))
        np.testing.assert_allclose(np.mean(values, axis=(0, 1, 2)), 0, atol=1e-4)
        np.testing.assert_allclose(np.std(values, axis=(0, 1, 2)), 1, atol=1e-2)


def test_weights_follow_from_the_seed():
    first, again, other = (
        weights(list(randomised(network(), IMAGES, stages=STAGES, seed=seed))[-1]) for seed in (0, 0, 1)
    )
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["a_conv/kernel"], other["a_conv/kernel"])


@pytest.mark.parametrize("stage", ["body", "body/b", "body/b_conv"])
def test_a_stage_inside_a_nested_model_has_a_path(stage):
    model = network(nested=True)
    (copy,) = randomised(model, IMAGES, stages=[stage], seed=0)
    before, now = weights(model), weights(copy)
    changed = {name.split("/")[0] for name in now if not np.array_equal(now[name], before[name])}
    wanted = {
        "body": {"a_conv", "a_norm", "b_conv", "b_norm"},
        "body/b": {"b_conv", "b_norm"},
        "body/b_conv": {"b_conv"},
    }
    assert changed == wanted[stage]


def test_a_cascade_compares_each_copys_maps_with_the_original():
    model = network()
    seen = cascading_randomisation(
        model, lambda *given: cam(*given, signed=True), IMAGES, CLASSES, stages=STAGES, seed=3
    )
    original = cam(model, IMAGES, CLASSES, signed=True)
    for row, copy in enumerate(randomised(model, IMAGES, stages=STAGES, seed=3)):
        maps = cam(copy, IMAGES, CLASSES, signed=True)
        np.testing.assert_allclose(seen.correlations[row], rank_correlation(original, maps), atol=1e-5)
        both = np.abs(original), np.abs(maps)
        np.testing.assert_allclose(seen.absolute_correlations[row], rank_correlation(*both), atol=1e-5)
        np.testing.assert_allclose(seen.similarities[row], structural_similarity(*both), atol=1e-5)
    assert seen.correlations.shape == (3, 4) and seen.correlations[-1].mean() < 0.9


def test_what_does_not_look_at_the_network_does_not_change():
    seen = cascading_randomisation(network(), edge_detector, IMAGES, CLASSES, stages=STAGES, seed=0)
    for measure in seen:
        np.testing.assert_allclose(measure, 1)


def test_a_flipped_sign_is_seen_with_the_sign_and_not_without():
    signs = iter([1, -1])
    seen = cascading_randomisation(
        network(), lambda *_: next(signs) * MAPS[0], IMAGES, CLASSES, stages=["logits"], seed=0
    )
    np.testing.assert_allclose(seen.correlations, -1)
    np.testing.assert_allclose(seen.absolute_correlations, 1)
    np.testing.assert_allclose(seen.similarities, 1)


def test_small_maps_are_enlarged_before_they_are_compared():
    seen = cascading_randomisation(
        network(), lambda _, images, __: images[:, :2, :2, 0], IMAGES, CLASSES, stages=["logits"], seed=0
    )
    np.testing.assert_allclose(seen.similarities, 1)


@pytest.mark.parametrize("stages", [[], "logits", ["logits", "add"], ["c"], ["a_"]])
def test_stages_name_layers_with_weights(stages):
    with pytest.raises(
        ValueError, match=r"stages: got .* expected names that each stand for layers of .* with weights"
    ):
        next(randomised(network(), IMAGES, stages=stages, seed=0))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rank_correlation(MAPS[0], MAPS[0, :1]), "second: got shape"),
        (lambda: rank_correlation(MAPS, MAPS), "maps: got shape"),
        (lambda: structural_similarity(MAPS[0, :, :6], MAPS[1, :, :6]), "first: got shape .* at least 7 pixels"),
    ],
)
def test_similarities_refuse(call, words):
    with pytest.raises(ValueError, match=words):
        call()
