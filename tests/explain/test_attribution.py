"""Attribution to pixels against numbers worked out by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from lib.data.photographs import load_photographs
from lib.explain.attribution import gradients as module
from lib.explain.attribution import guided_backpropagation, integrated_gradients, occlusion, saliency, smooth_grad
from lib.explain.compiling import CHUNK
from lib.models.booknet import load_booknet

KERNEL = np.array([[1.0, -1], [0, 2], [1, 0]])  # R + B, and 2 G − R
HEAD = np.array([[2.0, -1], [1, 4]])
# Two places in one row. Features: (1, 0) and (1, 3).
IMAGE = np.array([[[[0.0, 0, 1], [1, 2, 0]]]], np.float32)
RANDOM = np.random.default_rng(0).random((3, 4, 5, 3)).astype(np.float32)
CLASSES = np.array([0, 1, 1])


def covered(model, images, classes):
    return occlusion(model, images, classes, patch=1)


FAMILY = [smooth_grad, integrated_gradients, guided_backpropagation, covered]


def network(*rectifier, before=(), activation=None, last=None) -> keras.Model:
    """One convolution, a ReLU of any form (none given: the convolution's own), pooling, one dense layer."""
    images = x = keras.Input((None, None, 3))
    for layer in before:
        x = layer(x)
    own = activation or (None if rectifier else "relu")
    x = layers.Conv2D(2, 1, use_bias=False, activation=own, name="conv")(x)
    for function in rectifier:
        x = function(x)
    x = layers.Dense(2, name="logits", activation=last)(layers.GlobalAveragePooling2D()(x))
    model = keras.Model(images, x)
    model.get_layer("conv").set_weights([KERNEL[None, None]])
    model.get_layer("logits").set_weights([HEAD, np.zeros(2)])
    return model


def nested(**options) -> keras.Model:
    images = keras.Input((None, None, 3))
    return keras.Model(images, network(**options)(images))


def linear() -> keras.Model:
    return network(layers.Activation("linear"))


def quadratic() -> keras.Model:
    """Its one logit is the sum of the squared pixels, so that the gradient is twice the image."""
    images = keras.Input((None, None, 3))
    x = layers.Lambda(keras.ops.square)(images)
    return keras.Model(images, keras.ops.sum(x, axis=(1, 2))[:, :1])


def slope(classes, places):
    """Gradient of the linear network's logits: the same at every pixel."""
    return (KERNEL @ HEAD)[:, classes].T[:, None, None] / places


def test_smooth_grad_without_noise_is_the_gradient():
    for samples in (1, 3, CHUNK + 1):
        found = smooth_grad(network(), RANDOM, CLASSES, samples=samples, noise=0)
        np.testing.assert_allclose(found, saliency(network(), RANDOM, CLASSES), rtol=1e-5, atol=1e-7)


def test_smooth_grad_draws_noise_as_wide_as_a_share_of_the_images_range():
    image = np.zeros((1, 50, 50, 3), np.float32)
    image[0, :25] = 0.4
    noise = smooth_grad(quadratic(), image, np.array([0]), samples=1, noise=0.25)[..., 0] / 2 - image[..., 0]
    assert np.std(noise) == pytest.approx(0.4 * 0.25, rel=0.06) and np.mean(noise) == pytest.approx(0, abs=0.01)


def test_smooth_grad_averages_noise_away_also_over_several_parts():
    image = np.zeros((1, 50, 50, 3), np.float32)
    image[0, :25] = 1
    noise = smooth_grad(quadratic(), image, np.array([0]), samples=4 * CHUNK, noise=0.2)[..., 0] / 2 - image[..., 0]
    assert np.std(noise) == pytest.approx(0.2 / np.sqrt(4 * CHUNK), rel=0.06)


def test_smooth_grad_depends_on_its_seed_alone():
    model = network()
    first = smooth_grad(model, RANDOM, CLASSES, seed=1)
    np.testing.assert_array_equal(smooth_grad(model, RANDOM, CLASSES, seed=1), first)
    assert np.abs(smooth_grad(model, RANDOM, CLASSES, seed=2) - first).max() > 1e-3


def test_integrated_gradients_of_a_linear_network_by_hand():
    found = integrated_gradients(linear(), RANDOM, CLASSES, steps=3)
    np.testing.assert_allclose(found, RANDOM * slope(CLASSES, 20), rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("baseline", [0.5, [0.1, 0.2, 0.3], RANDOM[0], RANDOM[::-1]])
def test_integrated_gradients_start_from_the_given_baseline(baseline):
    found = integrated_gradients(quadratic(), RANDOM, np.zeros(3, int), baseline=baseline, steps=1)
    expected = RANDOM**2 - np.broadcast_to(baseline, RANDOM.shape) ** 2
    np.testing.assert_allclose(found[..., 0], expected[..., 0], rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(found[..., 1:], 0)


def test_integrated_gradients_share_out_what_booknet_says_of_the_cat():
    model, cat = load_booknet(), load_photographs(["cat"], size=96)
    black, seen = model.predict(np.concatenate([cat * 0, cat]), verbose=0)
    chosen = seen.argmax()
    found = integrated_gradients(model, cat, np.array([chosen]), steps=256).sum()
    assert found == pytest.approx(seen[chosen] - black[chosen], rel=0.01)


def test_occlusion_by_hand():
    # Black over one of the two places takes its half of the features away: (1, 0) or (1, 3).
    drop = occlusion(network(), np.repeat(IMAGE, 2, axis=0), np.array([0, 1]), patch=1, fill=0)
    np.testing.assert_allclose(drop, [[[1, 2.5]], [[-0.5, 5.5]]], rtol=1e-5)


@pytest.mark.parametrize(
    ("patch", "stride", "tops", "lefts"),
    [(2, None, [0, 2], [0, 2, 4]), (2, 1, [0, 1, 2], [0, 1, 2, 3]), (3, 2, [0, 2], [0, 2]), (1, 3, [0, 3], [0, 3])],
)
def test_occlusion_covers_a_grid_from_the_top_left_corner(patch, stride, tops, lefts):
    found = occlusion(linear(), RANDOM, CLASSES, patch=patch, stride=stride, fill=[0.1, 0.2, 0.3])
    share = ((RANDOM - [0.1, 0.2, 0.3]) * slope(CLASSES, 20)).sum(axis=-1)
    expected = [[share[:, t : t + patch, u : u + patch].sum(axis=(1, 2)) for u in lefts] for t in tops]
    assert found.shape == (3, len(tops), len(lefts))
    np.testing.assert_allclose(found, np.moveaxis(expected, -1, 0), rtol=1e-4, atol=1e-6)


def test_occlusion_covers_with_the_images_own_mean_colour():
    found = occlusion(linear(), RANDOM, CLASSES, patch=2)
    for row, image in enumerate(RANDOM):
        own = occlusion(linear(), RANDOM[[row]], CLASSES[[row]], patch=2, fill=image.mean(axis=(0, 1)))
        np.testing.assert_allclose(found[[row]], own, atol=1e-6)
    uniform = np.full((1, 4, 4, 3), 0.8, np.float32)
    np.testing.assert_allclose(occlusion(network(), uniform, np.array([0]), patch=2), 0, atol=1e-6)


def test_a_patch_is_a_colour_of_the_image_whatever_the_model_does_to_it_first():
    preprocessing = layers.Rescaling(2.0, offset=-1.0)
    model, shown = network(before=[preprocessing]), RANDOM * 2 - 1
    grey, zero = (np.array(logits) for logits in (model(RANDOM), network()(shown)))
    np.testing.assert_allclose(grey, zero, atol=1e-5)  # the same network, with its preprocessing inside and outside
    inside = occlusion(model, RANDOM, CLASSES, patch=2, fill=0.5)
    for row in range(3):
        copy = shown[[row]].copy()
        copy[:, 2:4, 2:4] = 0  # mid-grey where the network takes [−1, 1]
        drop = zero[row] - np.array(network()(copy))[0]
        np.testing.assert_allclose(inside[row, 1, 1], drop[CLASSES[row]], atol=1e-5)
    uniform = np.full((1, 4, 4, 3), 0.8, np.float32)
    np.testing.assert_allclose(occlusion(model, uniform, np.array([0]), patch=2), 0, atol=1e-6)


FORMS = {
    "activation of a layer": lambda: network(),
    "relu6 of a layer": lambda: network(activation="relu6"),
    "function of a layer": lambda: network(activation=tf.nn.relu),
    "ReLU": lambda: network(layers.ReLU()),
    "ReLU with a ceiling": lambda: network(layers.ReLU(6.0, negative_slope=0.0)),
    "ReLU with another ceiling": lambda: network(layers.ReLU(4.0)),
    "Activation": lambda: network(layers.Activation("relu")),
    "Activation with relu6": lambda: network(layers.Activation(keras.activations.relu6)),
    "keras.activations": lambda: network(keras.activations.relu),
    "keras.activations.relu6": lambda: network(keras.activations.relu6),
    "keras.ops": lambda: network(keras.ops.relu),
    "keras.ops.relu6": lambda: network(keras.ops.relu6),
    "Lambda": lambda: network(layers.Lambda(tf.nn.relu)),
    "nested": lambda: nested(),
    "under a softmax": lambda: network(last="softmax"),
}


@pytest.mark.parametrize("form", FORMS)
def test_guided_backpropagation_by_hand_whatever_form_the_relu_has(form):
    # Class 1 counts R + B down: held back. 2 G − R counts 4 / 2 where it is above zero, at the second place.
    model = FORMS[form]()
    np.testing.assert_allclose(guided_backpropagation(model, IMAGE, np.array([1])), [[[[0, 0, 0], [-2, 4, 0]]]])
    # Class 0 counts both up, so that this is the gradient.
    expected = saliency(model, IMAGE, np.array([0]))
    np.testing.assert_allclose(guided_backpropagation(model, IMAGE, np.array([0])), expected)
    np.testing.assert_allclose(expected, [[[[1, 0, 1], [0.5, 1, 1]]]])


@pytest.mark.parametrize("form", [form for form in FORMS if "6" in form or "ceiling" in form])
def test_nothing_passes_a_relu_that_is_at_its_ceiling(form):
    # Ten times as bright, 2 G − R is 30 at the second place, and R + B is 10 at both.
    np.testing.assert_array_equal(guided_backpropagation(FORMS[form](), IMAGE * 10, np.array([1])), 0)


def test_guided_backpropagation_holds_back_at_every_relu_on_the_way():
    model = keras.Sequential(
        [keras.Input((1, 2, 3)), layers.Dense(1, activation="relu"), layers.Dense(1), layers.ReLU()]
    )
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    model.layers[0].set_weights([np.array([[1.0], [1], [-1]]), np.array([2.0])])
    model.layers[1].set_weights([np.array([[-1.0]]), np.array([6.0])])
    model.layers[-1].set_weights([np.ones((2, 1)), np.zeros(1)])
    # Gradient 1 passes the second ReLU, becomes −1 before it, and is held back at the first.
    np.testing.assert_array_equal(guided_backpropagation(model, IMAGE, np.array([0])), 0)
    np.testing.assert_allclose(saliency(model, IMAGE, np.array([0])), -np.tile([1.0, 1, -1], (1, 1, 2, 1)))


@pytest.mark.parametrize("other", [layers.ReLU(negative_slope=0.2), layers.LeakyReLU(), layers.Activation("elu")])
def test_guided_backpropagation_leaves_other_activations_their_gradient(other):
    model = network(other)
    np.testing.assert_allclose(
        guided_backpropagation(model, RANDOM, CLASSES), saliency(model, RANDOM, CLASSES), rtol=1e-5, atol=1e-7
    )


def test_guided_backpropagation_leaves_the_model_alone():
    model = nested(activation="relu6")
    weights, gradient = model.get_weights(), saliency(model, RANDOM, CLASSES)
    answer = model.predict(RANDOM, verbose=0)
    inner = model.layers[-1]
    activation = inner.get_layer("conv").activation
    guided = guided_backpropagation(model, RANDOM, CLASSES)
    assert np.abs(guided - gradient).max() > 0.01
    assert inner.get_layer("conv").activation is activation
    assert all("call" not in layer.__dict__ for layer in (*model.layers, *inner.layers))
    np.testing.assert_equal(model.get_weights(), weights)
    np.testing.assert_array_equal(model.predict(RANDOM, verbose=0), answer)
    model.__dict__["_explain_cache"].clear()
    np.testing.assert_array_equal(saliency(model, RANDOM, CLASSES), gradient)


@pytest.mark.parametrize("function", FAMILY)
def test_a_nested_network_and_a_softmax_change_nothing(function):
    expected = function(network(), RANDOM, CLASSES)
    for other in (nested(), network(last="softmax"), nested(last="softmax")):
        np.testing.assert_allclose(function(other, RANDOM, CLASSES), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("function", FAMILY)
def test_a_batch_is_a_loop(function):
    model, many = network(), np.random.default_rng(1).random((CHUNK + 2, 2, 3, 3)).astype(np.float32)
    classes = np.arange(len(many)) % 2
    one_by_one = [function(model, many[[row]], classes[[row]])[0] for row in range(len(many))]
    np.testing.assert_allclose(function(model, many, classes), one_by_one, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("function", [smooth_grad, integrated_gradients])
def test_many_copies_of_an_image_are_taken_in_parts(function, monkeypatch):
    option = {"samples" if function is smooth_grad else "steps": 7}
    whole = function(network(), RANDOM, CLASSES, **option, **({"noise": 0} if function is smooth_grad else {}))
    monkeypatch.setattr(module, "CHUNK", 3)
    parts = function(network(), RANDOM, CLASSES, **option, **({"noise": 0} if function is smooth_grad else {}))
    np.testing.assert_allclose(parts, whole, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("function", "options", "words"),
    [
        (smooth_grad, {"samples": 0}, "samples: got 0, expected a whole number of at least one"),
        (smooth_grad, {"samples": 2.5}, "samples: got 2.5"),
        (smooth_grad, {"noise": -0.1}, "noise: got -0.1, expected a share of the image's range"),
        (smooth_grad, {"noise": float("nan")}, "noise: got nan"),
        (integrated_gradients, {"steps": 0}, "steps: got 0"),
        (integrated_gradients, {"baseline": np.zeros((2, 4, 5, 3))}, r"baseline: got shape \(2, 4, 5, 3\), expected"),
        (occlusion, {"patch": 0}, "patch: got 0"),
        (occlusion, {"patch": 5}, "patch: got 5, larger than images of 4 × 5 pixels"),
        (occlusion, {"patch": 2, "stride": 0}, "stride: got 0"),
        (occlusion, {"patch": 2, "fill": 128}, "fill: got 128"),
        (occlusion, {"patch": 2, "fill": [0.5, 0.5]}, "fill: got .*expected one value or 3"),
    ],
)
def test_an_option_out_of_range_gets_one_clear_error(function, options, words):
    with pytest.raises(ValueError, match=words):
        function(network(), RANDOM, CLASSES, **options)


@pytest.mark.parametrize("function", FAMILY)
def test_images_and_classes_must_fit(function):
    with pytest.raises(ValueError, match="images: got shape"):
        function(network(), RANDOM[0], CLASSES)
    with pytest.raises(ValueError, match=r"classes: got shape .2,., expected one class for each of 3"):
        function(network(), RANDOM, CLASSES[:2])
    with pytest.raises(ValueError, match=r"classes: got 2, but .* has classes 0 to 1"):
        function(network(), RANDOM, CLASSES + 1)
