"""Grad-CAM++, LayerCAM and Score-CAM against numbers worked out by hand."""

import keras
import numpy as np
import pytest
from keras import layers
from scipy.special import expit, softmax

from lib.explain.cam import grad_cam, grad_cam_plus_plus, layer_cam, resize_to, score_cam, scores
from lib.explain.compiling import CHUNK

KERNEL = np.array([[1.0, -1], [0, 2], [1, 0]])  # R + B, and 2 G − R
HEAD = np.array([[2.0, -1], [1, 4]])
BIAS = np.array([0.5, -0.25])
# Two places in one row. Features: (1, 0) and (1, 3).
IMAGE = np.array([[[[0.0, 0, 1], [1, 2, 0]]]], np.float32)
# What each place's features count for in the two classes, where a dense layer sees the places one by one.
BY_PLACE = np.array([[1.0, 0], [2, 0], [3, 1], [-1, 0]])
FAMILY = [grad_cam, grad_cam_plus_plus, layer_cam, score_cam]


def body(*, name: str = "backbone") -> keras.Model:
    images = keras.Input((None, None, 3))
    x = layers.Conv2D(2, 1, use_bias=False, activation="relu", name="conv")(images)
    model = keras.Model(images, x, name=name)
    model.get_layer("conv").set_weights([KERNEL[None, None]])
    return model


def network(*, units: int = 2, activation: str | None = None) -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input((None, None, 3)),
            body(),
            layers.GlobalAveragePooling2D(name="average"),
            layers.Dense(units, activation=activation, name="logits"),
        ]
    )
    model.get_layer("logits").set_weights([HEAD[:, :units], BIAS[:units]])
    return model


def flat() -> keras.Model:
    inner = body()
    x = layers.Dense(2, name="logits")(layers.GlobalAveragePooling2D()(inner.output))
    model = keras.Model(inner.input, x)
    model.get_layer("logits").set_weights([HEAD, BIAS])
    return model


def by_place() -> keras.Model:
    images = keras.Input((1, 2, 3))
    model = keras.Model(images, layers.Dense(2, name="logits")(layers.Flatten()(body()(images))))
    model.get_layer("logits").set_weights([BY_PLACE, np.zeros(2)])
    return model


def pointwise_end() -> keras.Model:
    """Ends as MobileNet does: pooled to one place, then a 1×1 convolution."""
    images = keras.Input((None, None, 3))
    x = layers.GlobalAveragePooling2D(keepdims=True)(body()(images))
    model = keras.Model(images, layers.Reshape((2,))(layers.Conv2D(2, 1, name="predictions")(x)))
    model.get_layer("predictions").set_weights([HEAD[None, None], BIAS])
    return model


def shrinking() -> keras.Model:
    """Its feature map is half as wide and high as the image, with channels of many values."""
    images = keras.Input((None, None, 3))
    x = layers.Rescaling(2.0, offset=-1.0)(images)
    x = layers.Conv2D(5, 3, strides=2, padding="same", activation="relu", name="conv")(x)
    return keras.Model(images, layers.Dense(3)(layers.GlobalAveragePooling2D()(x)))


def test_grad_cam_plus_plus_by_hand():
    # Class 0, R + B: gradients 1 and 3, sum 2, factors 1/4 and 1/8, that is shares 2/3 and 1/3, so it weighs 5/3.
    # 2 G − R: gradients 2 and −1, sum 3, factors 1/8 and −1, that is shares −1/7 and 8/7, so it weighs −2/7.
    # Class 1: of R + B only the second place has a gradient, and with it all of the share.
    maps = grad_cam_plus_plus(by_place(), np.repeat(IMAGE, 2, axis=0), np.array([0, 1]))
    np.testing.assert_allclose(maps, [[[5 / 3, 5 / 3 - 6 / 7]], [[1, 1]]], rtol=1e-6)


def test_grad_cam_plus_plus_keeps_what_speaks_for_the_class_where_all_places_count_alike():
    np.testing.assert_allclose(grad_cam_plus_plus(network(), IMAGE, np.array([0])), [[[1, 2.5]]], rtol=1e-6)
    np.testing.assert_allclose(grad_cam_plus_plus(network(), IMAGE, np.array([1])), [[[0, 6]]], rtol=1e-6)


def test_grad_cam_plus_plus_is_the_closed_form_with_square_and_cube():
    model, images = shrinking(), np.random.default_rng(0).random((2, 8, 6, 3)).astype(np.float32)
    features = keras.Model(model.input, model.get_layer("conv").output)
    a = features.predict(images, verbose=0).astype(float)
    kernel = model.layers[-1].get_weights()[0].astype(float)
    g = np.broadcast_to(kernel[:, 1] / 12, a.shape)
    alpha = g**2 / (2 * g**2 + g**3 * a.sum(axis=(1, 2), keepdims=True))
    weights = (alpha / alpha.sum(axis=(1, 2), keepdims=True) * np.maximum(g, 0)).sum(axis=(1, 2))
    expected = np.maximum(np.einsum("nhwk,nk->nhw", a, weights), 0)
    np.testing.assert_allclose(grad_cam_plus_plus(model, images, np.array([1, 1])), expected, rtol=1e-4)


def test_layer_cam_by_hand():
    maps = layer_cam(by_place(), np.repeat(IMAGE, 2, axis=0), np.array([0, 1]))
    np.testing.assert_allclose(maps, [[[1, 3]], [[0, 1]]], rtol=1e-6)


def test_score_cam_by_hand():
    # R + B is 1 at both places: it points nowhere. 2 G − R is 0 and 3: its mask leaves the second place alone, whose
    # features (1, 3) halve on average, so that the logits are 3 and 5.25.
    maps = score_cam(network(), np.repeat(IMAGE, 2, axis=0), np.array([0, 1]))
    np.testing.assert_allclose(maps, [[[0, 3 * expit(-2.25)]], [[0, 3 * expit(2.25)]]], rtol=1e-5)


def test_score_cam_of_one_sigmoid_unit_weighs_with_the_sigmoid():
    model = network(units=1, activation="sigmoid")
    np.testing.assert_allclose(score_cam(model, IMAGE, np.array([0])), [[[0, 3 * expit(3.0)]]], rtol=1e-5)


@pytest.mark.parametrize("channels", [None, 2])
def test_score_cam_is_what_its_definition_says(channels):
    model, images = shrinking(), np.random.default_rng(1).random((2, 8, 6, 3)).astype(np.float32)
    classes = np.array([2, 0])
    features = keras.Model(model.input, model.get_layer("conv").output).predict(images, verbose=0)
    expected = np.zeros(features.shape[:3])
    for row, (image, chosen) in enumerate(zip(images, classes, strict=True)):
        for channel in np.argsort(-features[row].std(axis=(0, 1)))[:channels]:
            one = features[row, ..., channel]
            mask = resize_to((one - one.min())[None] / np.ptp(one), (8, 6))
            expected[row] += softmax(model.predict(mask[..., None] * image, verbose=0)[0])[chosen] * one
    np.testing.assert_allclose(score_cam(model, images, classes, channels=channels), expected, rtol=1e-4)


def test_score_cam_spends_no_pass_on_a_channel_that_points_nowhere(monkeypatch):
    seen = []

    def forward(model, size, *, passes):
        del size, passes
        return lambda images: seen.append(len(images)) or model.predict(images, verbose=0)

    monkeypatch.setattr(scores, "forward", forward)
    score_cam(network(), IMAGE, np.array([0]))
    assert seen == [1]
    np.testing.assert_array_equal(score_cam(network(), np.ones((1, 4, 5, 3), np.float32), np.array([0])), 0)
    assert seen == [1]


@pytest.mark.parametrize("channels", [0, -1, 1.5])
def test_score_cam_takes_a_number_of_channels(channels):
    with pytest.raises(ValueError, match=r"channels: got .* expected a whole number of at least one"):
        score_cam(network(), IMAGE, np.array([0]), channels=channels)


def test_score_cam_has_no_more_channels_than_the_layer():
    with pytest.raises(ValueError, match="channels: got 3, but the layer has 2"):
        score_cam(network(), IMAGE, np.array([0]), channels=3)


@pytest.mark.parametrize("function", FAMILY)
def test_a_map_is_the_same_however_the_network_is_put_together(function):
    images, classes = np.random.default_rng(2).random((3, 4, 5, 3)).astype(np.float32), np.array([0, 1, 1])
    expected = function(flat(), images, classes)
    assert expected.shape == (3, 4, 5) and expected.min() >= 0 and expected.max() > 0
    for build in (network, pointwise_end, lambda: network(activation="softmax")):
        np.testing.assert_allclose(function(build(), images, classes), expected, rtol=1e-4, atol=1e-6)
    for name in ("backbone/conv", "conv"):
        np.testing.assert_allclose(function(network(), images, classes, layer=name), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("function", FAMILY[:3])
def test_a_convolution_before_its_normalisation_can_be_asked_for(function):
    images = keras.Input((1, 2, 3))
    x = layers.BatchNormalization(epsilon=0.0, name="norm")(layers.Conv2D(2, 1, use_bias=False, name="conv")(images))
    model = keras.Model(images, layers.Dense(2, name="logits")(layers.Flatten()(layers.ReLU(name="relu")(x))))
    model.get_layer("conv").set_weights([KERNEL[None, None]])
    model.get_layer("norm").set_weights([np.array([2.0, 1]), np.array([1.0, 1]), np.zeros(2), np.ones(2)])
    model.get_layer("logits").set_weights([BY_PLACE, np.zeros(2)])
    # Doubling R + B doubles what it counts for; the ReLU lets everything through, since all is above zero.
    same = by_place()
    kernel = np.array([[2.0, 0], [2, 1], [6, 0], [-1, 0]])
    same.get_layer("logits").set_weights([kernel, np.zeros(2)])
    classes = np.array([0])
    np.testing.assert_allclose(function(model, IMAGE, classes, layer="conv"), function(same, IMAGE, classes), rtol=1e-5)
    named = function(model, IMAGE, classes, layer="relu")
    np.testing.assert_allclose(function(model, IMAGE, classes), named, rtol=1e-5)
    assert np.abs(named - function(same, IMAGE, classes)).max() > 0.1


@pytest.mark.parametrize("function", FAMILY)
def test_a_batch_is_a_loop(function):
    model, many = shrinking(), np.random.default_rng(3).random((CHUNK + 2, 6, 4, 3)).astype(np.float32)
    classes = np.arange(len(many)) % 3
    one_by_one = [function(model, many[[row]], classes[[row]])[0] for row in range(len(many))]
    np.testing.assert_allclose(function(model, many, classes), one_by_one, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("function", FAMILY)
def test_enlarging_makes_no_map_negative(function):
    images = np.random.default_rng(4).random((2, 8, 6, 3)).astype(np.float32)
    assert resize_to(function(shrinking(), images, np.array([0, 2])), (8, 6)).min() >= 0


@pytest.mark.parametrize("function", FAMILY[1:])
@pytest.mark.parametrize(
    ("images", "classes", "layer", "words"),
    [
        (IMAGE[0], [0], None, "images: got shape"),
        (IMAGE, [0, 1], None, "classes: got shape"),
        (IMAGE, [2], None, "classes: got 2, but .* has classes 0 to 1"),
        (IMAGE, [0], "konv", "'konv', the model has 0; did you mean backbone/conv"),
        (IMAGE, [0], "average", "layer: average puts out .*expected a map of places"),
    ],
)
def test_wrong_arguments_get_one_clear_error(function, images, classes, layer, words):
    with pytest.raises(ValueError, match=words):
        function(network(), images, np.array(classes), layer=layer)
