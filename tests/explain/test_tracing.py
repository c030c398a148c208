"""What tracing promises: any head, any nesting, inference mode, one trace per image size, and a model left alone."""

import gc
import weakref

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from lib.explain.activations import activations
from lib.explain.attribution import saliency
from lib.explain.cam import cam, grad_cam
from lib.explain.compiling import CHUNK

KERNEL = np.array([[1.0, -1], [0, 2], [1, 0]])  # R + B, and 2 G − R
HEAD = np.array([[2.0, -1], [1, 4]])
BIAS = np.array([0.5, -0.25])
# Two places in one row. Features: (1, 0) and (1, 3).
IMAGE = np.array([[[[0.0, 0, 1], [1, 2, 0]]]], np.float32)
FEATURES = np.array([[[[1.0, 0], [1, 3]]]])


class Traced(layers.Layer):
    """Passes its input on and counts how often Python ran it."""

    count = 0

    def call(self, inputs):
        self.count += 1
        return inputs * 1


class Stumbling(layers.Layer):
    """Fails once the model is built."""

    ready = False

    def call(self, inputs):
        if self.ready:
            raise RuntimeError("stumbled")
        return inputs * 1


def body(*, name: str = "backbone", side: int | None = None) -> keras.Model:
    images = keras.Input((side, side, 3))
    x = layers.Conv2D(2, 1, use_bias=False, activation="relu", name="conv")(images)
    model = keras.Model(images, x, name=name)
    model.get_layer("conv").set_weights([KERNEL[None, None]])
    return model


def network(*tail: layers.Layer, units: int = 2, activation: str | None = None) -> keras.Model:
    """The backbone, nested; pooling, or what `tail` puts before the dense layer."""
    model = keras.Sequential([keras.Input((None, None, 3)), body()])
    for layer in tail or [layers.GlobalAveragePooling2D(name="average")]:
        model.add(layer)
    model.add(layers.Dense(units, activation=activation, name="logits"))
    model.get_layer("logits").set_weights([HEAD[:, :units], BIAS[:units]])
    return model


def followed_by(*tail: layers.Layer) -> keras.Model:
    model = network()
    for layer in tail:
        model.add(layer)
    return model


def test_maps_and_gradients_of_two_places_by_hand():
    model, first, second = network(), np.array([0]), np.array([1])
    np.testing.assert_allclose(activations(model, IMAGE, ["conv"])["conv"], FEATURES)
    np.testing.assert_allclose(cam(model, IMAGE, first), [[[2, 5]]])
    np.testing.assert_allclose(cam(model, IMAGE, second, signed=True), [[[-1, 11]]])
    np.testing.assert_allclose(cam(model, IMAGE, second), [[[0, 11]]])
    np.testing.assert_allclose(grad_cam(model, IMAGE, second), [[[0, 5.5]]])
    # Class 0: R + B counts 2 / 2 everywhere, 2 G − R counts 1 / 2 where it is above zero.
    np.testing.assert_allclose(saliency(model, IMAGE, first), [[[[1, 0, 1], [0.5, 1, 1]]]])
    np.testing.assert_allclose(model.predict(IMAGE, verbose=0), [[3.5 + 0.5, 5 - 0.25]])


@pytest.mark.parametrize(
    "build",
    [
        lambda: network(activation="softmax"),
        lambda: network(activation="sigmoid"),
        lambda: followed_by(layers.Softmax()),
        lambda: followed_by(layers.Activation("softmax")),
        lambda: followed_by(layers.Activation("sigmoid")),
        lambda: followed_by(layers.Reshape((2,)), layers.Activation("softmax")),
    ],
    ids=["dense softmax", "dense sigmoid", "softmax", "activation", "sigmoid", "reshaped"],
)
def test_a_head_of_probabilities_is_read_as_its_logits(build):
    # As bright as a picture can be and ten times that: probabilities are saturated there.
    bright, classes = np.repeat(IMAGE * 10, 2, axis=0), np.array([0, 1])
    for function in (grad_cam, saliency):
        np.testing.assert_allclose(function(build(), bright, classes), function(network(), bright, classes), rtol=1e-6)


def test_one_sigmoid_unit_has_one_class():
    model = network(units=1, activation="sigmoid")
    np.testing.assert_allclose(grad_cam(model, IMAGE, np.array([0])), [[[1, 2.5]]])
    with pytest.raises(ValueError, match=r"got 1, but .* has classes 0 to 0"):
        grad_cam(model, IMAGE, np.array([1]))


def test_preprocessing_inside_the_model_is_part_of_the_gradient():
    model = keras.Sequential([keras.Input((None, None, 3)), layers.Rescaling(2.0), *network().layers])
    np.testing.assert_allclose(grad_cam(model, IMAGE, np.array([1])), [[[0, 11]]])
    np.testing.assert_allclose(saliency(model, IMAGE, np.array([0])), [[[[2, 0, 2], [1, 2, 2]]]])


def test_a_whole_classifier_inside_another_model_is_the_same():
    images = keras.Input((None, None, 3))
    inner = network(activation="softmax")
    inner.name = "inner"
    outer = keras.Model(images, inner(images))
    np.testing.assert_allclose(cam(outer, IMAGE, np.array([0])), [[[2, 5]]])
    np.testing.assert_allclose(grad_cam(outer, IMAGE, np.array([0]), layer="inner/backbone/conv"), [[[1, 2.5]]])
    assert activations(outer, IMAGE, ["inner/average", "conv"]).keys() == {"inner/average", "conv"}


def test_dropout_and_batch_normalisation_work_as_at_inference():
    norm = layers.BatchNormalization(epsilon=0.0, name="norm")
    model = network(norm, layers.GlobalAveragePooling2D(), layers.Dropout(0.9))
    ones = np.ones(2)
    norm.set_weights([2 * ones, ones, 3 * ones, 4 * ones])  # 2 (x − 3) / √4 + 1 = x − 2
    np.testing.assert_allclose(activations(model, IMAGE, ["norm"])["norm"], FEATURES - 2, atol=1e-6)
    np.testing.assert_allclose(cam(model, IMAGE, np.array([0]), signed=True), [[[2 - 6, 5 - 6]]], atol=1e-5)
    np.testing.assert_array_equal(norm.get_weights()[2], 3 * ones)


def test_explanations_follow_the_weights():
    model = network()
    before = cam(model, IMAGE, np.array([0])), grad_cam(model, IMAGE, np.array([0]))
    model.get_layer("logits").set_weights([HEAD * 3, BIAS])
    np.testing.assert_allclose(cam(model, IMAGE, np.array([0])), 3 * before[0])
    np.testing.assert_allclose(grad_cam(model, IMAGE, np.array([0])), 3 * before[1])


@pytest.mark.parametrize("count", [1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_activations_of_a_batch_are_those_of_each_image(count):
    model, images = network(), np.random.default_rng(count).random((count, 2, 3, 3)).astype(np.float32)
    found = activations(model, images, ["conv", "logits"])
    np.testing.assert_allclose(found["conv"], np.maximum(images @ KERNEL, 0), atol=1e-5)
    for row in (0, count - 1):
        alone = activations(model, images[[row]], ["conv", "logits"])
        np.testing.assert_allclose(found["logits"][row], alone["logits"][0], atol=1e-5)


@pytest.mark.parametrize("function", [cam, grad_cam, saliency])
def test_python_runs_a_layer_once_per_image_size(function):
    counter = Traced()
    model = network(counter, layers.GlobalAveragePooling2D())
    function(model, IMAGE, np.array([0]))
    first = counter.count
    for count, chosen in ((1, 1), (2, 0), (CHUNK + 1, 1)):
        function(model, np.repeat(IMAGE, count, axis=0), np.full(count, chosen))
    assert counter.count == first and len(model._explain_cache) == 1
    function(model, IMAGE.repeat(2, axis=1), np.array([0]))
    assert counter.count == first + 1 and len(model._explain_cache) == 2


def test_a_layer_that_fails_leaves_no_trace_on_the_model():
    stumbling = Stumbling()
    model = network(stumbling, layers.GlobalAveragePooling2D(), activation="softmax")
    stumbling.ready = True
    with pytest.raises(RuntimeError, match="stumbled"):
        grad_cam(model, IMAGE, np.array([0]))
    every = model._flatten_layers()
    assert all("call" not in layer.__dict__ for layer in every)
    assert model.get_layer("logits").activation is keras.activations.softmax
    assert model.__dict__["_explain_cache"] == {}
    stumbling.ready = False
    np.testing.assert_allclose(grad_cam(model, IMAGE, np.array([1])), [[[0, 5.5]]])


def test_nested_layers_get_their_own_call_back():
    model = network(activation="softmax")
    before = model.predict(IMAGE, verbose=0)
    grad_cam(model, IMAGE, np.array([0]))
    saliency(model, IMAGE, np.array([0]))
    assert all("call" not in layer.__dict__ for layer in model._flatten_layers())
    assert model.get_layer("logits").activation is keras.activations.softmax
    np.testing.assert_array_equal(model.predict(IMAGE, verbose=0), before)


def test_an_explained_model_can_be_saved(tmp_path):
    model = network()
    grad_cam(model, IMAGE, np.array([0]))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(grad_cam(again, IMAGE, np.array([1])), [[[0, 5.5]]])


def test_an_explained_model_is_freed_without_clearing_the_session():
    model = network()
    for function in (cam, grad_cam, saliency):
        function(model, IMAGE, np.array([0]))
    activations(model, IMAGE, ["conv"])
    alive = weakref.ref(model)
    del model
    gc.collect()
    assert alive() is None


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ([layers.GlobalMaxPooling2D], "GlobalMaxPooling2D → Dense"),
        ([lambda: layers.Resizing(1, 1), layers.Flatten], "Flatten → Dense"),
        ([layers.GlobalAveragePooling2D, layers.ReLU], "GlobalAveragePooling2D → ReLU → Dense"),
    ],
)
def test_cam_names_the_head_that_it_cannot_read(tail, found):
    with pytest.raises(ValueError, match=f"CAM needs global average pooling.*{found}; use grad_cam"):
        cam(network(*(make() for make in tail)), IMAGE, np.array([0]))


def test_a_layer_without_places_has_no_grad_cam():
    with pytest.raises(ValueError, match=r"layer: average puts out .*expected a map of places"):
        grad_cam(network(), IMAGE, np.array([0]), layer="average")


def test_a_fixed_size_is_kept_to():
    model = keras.Sequential([body(side=2), layers.GlobalAveragePooling2D(), layers.Dense(2)])
    assert saliency(model, np.zeros((1, 2, 2, 3), np.float32), np.array([0])).shape == (1, 2, 2, 3)
    with pytest.raises(ValueError, match=r"takes \(N, 2, 2, 3\)"):
        saliency(model, IMAGE, np.array([0]))


@pytest.mark.parametrize("names", [[], (), "conv"])
def test_activations_take_a_sequence_of_names(names):
    with pytest.raises(ValueError, match=r"layers: got .* expected a sequence of layer names"):
        activations(network(), IMAGE, names)


# Known faults: each of these fails today and says so when it no longer does.


def test_a_new_head_on_the_same_model_is_explained_anew():
    model = network()
    grad_cam(model, IMAGE, np.array([0]))
    model.pop()
    model.add(layers.Dense(2, name="other"))
    model.get_layer("other").set_weights([HEAD * 3, BIAS])
    np.testing.assert_allclose(grad_cam(model, IMAGE, np.array([0])), [[[3, 7.5]]])


def test_softmax_before_a_linear_layer_is_read_as_its_logits():
    model = followed_by(layers.Softmax(), layers.Activation("linear"))
    np.testing.assert_allclose(grad_cam(model, IMAGE, np.array([1])), [[[0, 5.5]]], rtol=1e-5)


def test_tensorflows_own_softmax_is_read_as_its_logits():
    np.testing.assert_allclose(
        grad_cam(network(activation=tf.nn.softmax), IMAGE, np.array([1])), [[[0, 5.5]]], rtol=1e-5
    )


def test_cam_refuses_a_rectified_logit():
    with pytest.raises(ValueError, match="CAM needs"):
        cam(followed_by(layers.Activation("relu")), IMAGE, np.array([0]))
