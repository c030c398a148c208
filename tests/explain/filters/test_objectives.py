"""Objectives against activations worked out by hand, and their arithmetic."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from lib.explain.filters.objectives import (
    channel,
    class_logit,
    direction,
    form_of,
    numbers_of,
    output_shapes,
    scores,
    unit,
)
from lib.explain.tracing import trace

KERNEL = np.array([[1.0, 0], [0, 2], [-1, 1]])  # two channels: R − B, and 2 G + B
HEAD, BIAS = np.array([[1.0, -2, 0.5], [0.5, 3, -1]]), np.array([0.1, 0.2, 0.3])
IMAGES = np.random.default_rng(0).random((4, 4, 5, 3)).astype(np.float32)
MAPS = np.maximum(IMAGES @ KERNEL, 0)
LOGITS = MAPS.mean(axis=(1, 2)) @ HEAD + BIAS


def network() -> keras.Model:
    images = keras.Input((None, None, 3), name="images")
    x = layers.ReLU(name="relu")(layers.Conv2D(2, 1, use_bias=False, name="conv")(images))
    x = layers.GlobalAveragePooling2D(name="average")(x)
    model = keras.Model(images, layers.Dense(3, name="logits")(x), name="toy")
    model.set_weights([KERNEL[None, None], HEAD, BIAS])
    return model


def nested() -> keras.Model:
    images = keras.Input((None, None, 3))
    inner = network()
    return keras.Model(images, inner(images))


def score(objectives, images=IMAGES, model=None, **options) -> np.ndarray:
    model = model or network()
    form = form_of(objectives)
    numbers = numbers_of(objectives, form, output_shapes(model, form, images.shape[1:]))
    return scores(form, trace(model, tf.constant(images)), [tf.constant(array) for array in numbers], **options).numpy()


def test_each_kind_by_hand():
    found = score([channel("relu", 1), unit("relu", 0, (3, 1)), class_logit(2), direction("relu", [3, 4])])
    mean = MAPS.mean(axis=(1, 2))
    wanted = [mean[0, 1], MAPS[1, 3, 1, 0], LOGITS[2, 2], mean[3] @ [0.6, 0.8]]
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_the_centre_of_a_unit_is_the_middle_of_the_map():
    np.testing.assert_allclose(score([unit("relu", 1)] * 4), MAPS[:, 2, 2, 1], rtol=1e-5)


def test_a_layer_without_places_has_channels_too():
    np.testing.assert_allclose(score([channel("average", 1)] * 4), MAPS.mean(axis=(1, 2))[:, 1], rtol=1e-5)


def test_sums_differences_and_multiples():
    combined = 2 * class_logit(0) - (channel("relu", 0) + channel("relu", 1)) * 0.5
    found = score([combined, -class_logit(1), class_logit(1), channel("relu", 0)])
    mean = MAPS.mean(axis=(1, 2))
    wanted = [2 * LOGITS[0, 0] - mean[0].sum() / 2, -LOGITS[1, 1], LOGITS[2, 1], mean[3, 0]]
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_a_mixed_batch_is_a_loop():
    mixed = [channel("relu", 0), class_logit(1) - unit("relu", 1), direction("relu", [1, -1]), channel("average", 1)]
    alone = [score([one], IMAGES[[row]])[0] for row, one in enumerate(mixed)]
    np.testing.assert_allclose(score(mixed), alone, rtol=1e-5)


def test_a_form_holds_each_reading_as_often_as_one_objective_needs_it():
    forms = [form_of([channel("relu", index), class_logit(0)]) for index in (0, 1)]
    assert forms[0] == forms[1] and len(forms[0]) == 2
    assert len(form_of([channel("relu", 0) + channel("relu", 1), channel("relu", 1)])) == 2


def test_inside_a_nested_model_a_path_finds_the_layer():
    np.testing.assert_allclose(
        score([channel("toy/relu", 1)] * 4, model=nested()), MAPS.mean(axis=(1, 2))[:, 1], rtol=1e-5
    )


def test_a_leak_reads_its_share_of_what_the_relu_cut_off():
    before = IMAGES @ KERNEL
    wanted = (np.maximum(before, 0) + 0.1 * np.minimum(before, 0))[..., 0].mean(axis=(1, 2))
    np.testing.assert_allclose(score([channel("relu", 0)] * 4, leak=0.1), wanted, rtol=1e-5)
    np.testing.assert_allclose(score([channel("conv", 0)] * 4, leak=0.1), before[..., 0].mean(axis=(1, 2)), rtol=1e-4)


@pytest.mark.parametrize(
    ("objective", "words"),
    [
        (channel("relu", 2), "index: got 2, but relu has channels 0 to 1"),
        (channel("relu", -1), "index: got -1, but relu has channels 0 to 1"),
        (class_logit(3), "index: got 3, but the model has classes 0 to 2"),
        (unit("relu", 2), "index: got 2, but relu has channels 0 to 1"),
        (unit("relu", 0, (4, 0)), r"position: got \(4, 0\), but relu has 4×5 places"),
        (unit("average", 0), r"layer: average puts out \(2,\), expected a map of places"),
        (direction("relu", [1, 2, 3]), "vector: got 3 numbers, but relu has 2 channels"),
        (channel("relo", 0), "'relo', the model has 0; did you mean relu"),
    ],
)
def test_what_a_layer_does_not_have_is_refused(objective, words):
    with pytest.raises(ValueError, match=words):
        score([objective] * 4)


@pytest.mark.parametrize("objectives", [[], channel("relu", 0), [channel("relu", 0), 3]])
def test_objectives_come_as_a_list(objectives):
    with pytest.raises(ValueError, match="expected a list with one objective for each image"):
        form_of(objectives)


@pytest.mark.parametrize("vector", [[0, 0], [[1, 2]], [np.nan, 1]])
def test_a_direction_has_a_length(vector):
    with pytest.raises(ValueError, match="vector: got shape"):
        direction("relu", vector)


@pytest.mark.parametrize("spoil", [lambda one: one + 1, lambda one: one - 1, lambda one: one * one])
def test_arithmetic_with_something_else_is_refused(spoil):
    with pytest.raises(TypeError):
        spoil(channel("relu", 0))
