"""The fast pass: the same logits as the model's own, whatever becomes of the model, and without a word."""

import gc
import warnings
import weakref

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from lib.explain.attribution import saliency
from lib.explain.folding import fold
from lib.explain.forward import BLOCK, WORTH_A_COPY, blocks, forward
from lib.explain.tracing import trace
from lib.models.booknet import build_booknet

IMAGES = np.random.default_rng(0).random((BLOCK, 8, 8, 3)).astype(np.float32)
SIZE = IMAGES.shape[1:]


class Rare(layers.Layer):
    """Computes what TensorFlow knows and LiteRT does not."""

    def call(self, inputs):
        return tf.math.lgamma(inputs + 1)


def network(*tail, nested: bool = False) -> keras.Model:
    keras.utils.set_random_seed(0)
    images = x = keras.Input((None, None, 3))
    x = layers.Conv2D(4, 3, activation="relu")(layers.Rescaling(2.0, offset=-1.0)(x))
    x = layers.Dense(3, name="logits")(layers.GlobalAveragePooling2D()(x))
    for layer in tail:
        x = layer(x)
    model = keras.Model(images, x)
    if nested:
        images = keras.Input((8, 8, 3))
        return keras.Model(images, model(images))
    return model


def copied(model: keras.Model) -> bool:
    copy = model.__dict__["_explain_copies"].get(SIZE)
    return copy is not None and copy.run is not None


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("passes", [WORTH_A_COPY - 1, WORTH_A_COPY])
def test_logits_are_the_models_own_with_and_without_a_copy(nested, passes):
    model = network(nested=nested)
    run = forward(model, SIZE, passes=passes)
    for count in (1, 3, BLOCK, 2):
        np.testing.assert_allclose(run(IMAGES[:count]), model.predict(IMAGES[:count], verbose=0), atol=1e-5)
    assert copied(model) == (passes == WORTH_A_COPY)


def test_booknet_can_be_copied():
    model, images = build_booknet(classes=5), np.random.default_rng(1).random((2, 48, 48, 3)).astype(np.float32)
    run = forward(model, images.shape[1:], passes=WORTH_A_COPY)
    np.testing.assert_allclose(run(images), model.predict(images, verbose=0), rtol=1e-3, atol=1e-4)
    assert model.__dict__["_explain_copies"][48, 48, 3].run is not None


def test_a_softmax_is_read_before_it():
    found = forward(network(layers.Softmax()), SIZE, passes=WORTH_A_COPY)(IMAGES)
    np.testing.assert_allclose(found, network().predict(IMAGES, verbose=0), atol=1e-5)


@pytest.mark.parametrize("passes", [1, WORTH_A_COPY])
def test_weights_that_have_changed_are_noticed(passes):
    model = network()
    before = forward(model, SIZE, passes=WORTH_A_COPY)(IMAGES)
    moved = np.array([1.0, 0, 0])
    model.get_layer("logits").bias.assign_add(moved)
    np.testing.assert_allclose(forward(model, SIZE, passes=passes)(IMAGES), before + moved, atol=1e-5)
    model.compile("sgd", "mse")
    model.fit(IMAGES, np.zeros((len(IMAGES), 3)), epochs=1, verbose=0)
    expected = model.predict(IMAGES, verbose=0)
    assert np.abs(expected - before - moved).max() > 1e-3
    np.testing.assert_allclose(forward(model, SIZE, passes=passes)(IMAGES), expected, atol=1e-5)


def test_weights_that_stay_are_copied_once():
    model = network()
    forward(model, SIZE, passes=WORTH_A_COPY)
    copy = model.__dict__["_explain_copies"][SIZE]
    for passes in (1, WORTH_A_COPY):
        assert forward(model, SIZE, passes=passes) is copy.run


def test_passes_add_up_until_a_copy_is_worth_its_while():
    model = network()
    for expected in (False, True, True):
        forward(model, SIZE, passes=WORTH_A_COPY // 2)
        assert copied(model) == expected
    model.get_layer("logits").bias.assign_add(np.ones(3))
    for expected in (False, True):
        forward(model, SIZE, passes=WORTH_A_COPY // 2)
        assert copied(model) == expected


def test_other_layers_with_the_same_weights_are_noticed():
    model = keras.Sequential([keras.Input((8, 8, 3)), layers.GlobalAveragePooling2D(), layers.Dense(3)])
    before = forward(model, SIZE, passes=WORTH_A_COPY)(IMAGES)
    model.add(layers.ReLU())
    np.testing.assert_allclose(forward(model, SIZE, passes=WORTH_A_COPY)(IMAGES), np.maximum(before, 0), atol=1e-6)


def test_what_cannot_be_copied_is_computed_all_the_same():
    model = network(Rare())
    run = forward(model, SIZE, passes=WORTH_A_COPY)
    assert not copied(model)
    np.testing.assert_allclose(run(IMAGES), model.predict(IMAGES, verbose=0), atol=1e-5)


@pytest.mark.parametrize("tail", [[], [Rare()]])
def test_copying_says_nothing(tail, capfd):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        forward(network(*tail), SIZE, passes=WORTH_A_COPY)(IMAGES)
    assert not [str(each.message) for each in said if "lite" in str(each.message).lower()]
    assert capfd.readouterr() == ("", "")


def test_the_channel_for_errors_is_open_again_afterwards(capfd):
    forward(network(), SIZE, passes=WORTH_A_COPY)
    tf.print("still heard")
    assert "still heard" in capfd.readouterr().err


def test_a_copied_model_can_be_forgotten():
    model = network()
    forward(model, SIZE, passes=WORTH_A_COPY)(IMAGES)
    alive = weakref.ref(model)
    del model
    gc.collect()
    assert alive() is None


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (BLOCK, [BLOCK]), (BLOCK + 2, [BLOCK, 2])])
def test_blocks_hold_each_number_once(count, sizes):
    found = blocks(count)
    assert [len(block) for block in found] == sizes
    assert [number for block in found for number in block] == list(range(count))


def normalised(*convolution) -> keras.Model:
    """A convolution, a batch normalisation that changes something, and a head."""
    keras.utils.set_random_seed(1)
    images = x = keras.Input((16, 16, 3))
    for layer in (*convolution, layers.BatchNormalization(name="norm")):
        x = layer(x)
    model = keras.Model(images, layers.Dense(2)(layers.GlobalMaxPooling2D()(x)))
    norm, random = model.get_layer("norm"), np.random.default_rng(2)
    norm.set_weights([random.uniform(0.5, 2, weight.shape) for weight in norm.get_weights()])
    return model


FOLDED = {
    "plain": [layers.Conv2D(4, 3, use_bias=False)],
    "with a bias": [layers.Conv2D(4, 3, bias_initializer="ones", padding="same", strides=2)],
    "in groups": [layers.Conv2D(6, 3, groups=3)],
    "dilated": [layers.Conv2D(4, 3, dilation_rate=2)],
    "by depth": [layers.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False)],
    "by depth with a bias": [layers.DepthwiseConv2D(3, depth_multiplier=2, bias_initializer="ones")],
}
NOT_FOLDED = {
    "activated": [layers.Conv2D(4, 3, activation="relu")],
    "separable": [layers.SeparableConv2D(4, 3)],
    "transposed": [layers.Conv2DTranspose(4, 3)],
    "not right before": [layers.Conv2D(4, 3), layers.ReLU()],
    "larger than the map": [layers.Conv2D(4, 15)],
    "not at all": [],
}


@pytest.mark.parametrize("kind", [*FOLDED, *NOT_FOLDED])
def test_a_folded_normalisation_gives_the_same_logits_and_gradient(kind):
    model, seen = normalised(*{**FOLDED, **NOT_FOLDED}[kind]), []
    images = np.random.default_rng(3).random((2, 16, 16, 3)).astype(np.float32)

    def watched(layer, inputs, steps):
        output = fold(layer, inputs, steps)
        seen.append(output is not None)
        return output

    logits = trace(model, tf.constant(images), rewrite=watched).logits
    assert sum(seen) == (kind in FOLDED)
    np.testing.assert_allclose(logits, model(images), rtol=1e-4, atol=1e-5)
    with tf.GradientTape() as tape:
        tape.watch(batch := tf.constant(images))
        score = model(batch)[:, 1]
    found = saliency(model, images, np.ones(len(images), int))
    np.testing.assert_allclose(found, tape.gradient(score, batch), rtol=1e-4, atol=1e-6)


def test_a_normalisation_without_scale_and_shift_is_folded():
    images = keras.Input((8, 8, 3))
    x = layers.BatchNormalization(scale=False, center=False)(layers.Conv2D(4, 3)(images))
    model = keras.Model(images, layers.Dense(2)(layers.GlobalMaxPooling2D()(x)))
    np.testing.assert_allclose(trace(model, tf.constant(IMAGES), rewrite=fold).logits, model(IMAGES), atol=1e-5)


def test_a_convolution_that_others_read_too_keeps_its_output():
    images = keras.Input((8, 8, 3))
    features = layers.Conv2D(4, 3)(images)
    x = layers.Add()([features, layers.BatchNormalization()(features)])
    model = keras.Model(images, layers.Dense(2)(layers.GlobalMaxPooling2D()(x)))
    np.testing.assert_allclose(trace(model, tf.constant(IMAGES), rewrite=fold).logits, model(IMAGES), atol=1e-5)
