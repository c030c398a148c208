"""Maps and gradients against numbers worked out by hand on a toy network, and the shapes a model may have."""

import gc
import weakref

import keras
import numpy as np
import pytest
from keras import layers

from lib.explain.activations import activations
from lib.explain.attribution import saliency
from lib.explain.cam import cam, grad_cam
from lib.explain.compiling import CHUNK

CHANNELS = np.array([[1.0, 0, -1], [0, 2, 1]])  # two feature maps: R − B, and 2 G + B, both after ReLU
HEAD = np.array([[1.0, -2, 0.5], [0.5, 3, -1]])  # two features to three classes
BIAS = np.array([0.1, 0.2, 0.3])


def features() -> keras.Model:
    images = keras.Input((None, None, 3), name="images")
    x = layers.Conv2D(2, 1, use_bias=False, name="conv")(images)
    model = keras.Model(images, layers.ReLU(name="relu")(x), name="backbone")
    model.get_layer("conv").set_weights([CHANNELS.T[None, None]])
    return model


def finished(model: keras.Model) -> keras.Model:
    next(layer for layer in model.layers if isinstance(layer, layers.Dense)).set_weights([HEAD, BIAS])
    return model


def flat() -> keras.Model:
    body = features()
    x = layers.GlobalAveragePooling2D(name="average")(body.output)
    return finished(keras.Model(body.input, layers.Dense(3, name="logits")(x)))


def nested() -> keras.Model:
    images = keras.Input((None, None, 3))
    x = layers.GlobalAveragePooling2D()(features()(images))
    return finished(keras.Model(images, layers.Dense(3)(x)))


def doubly_nested() -> keras.Model:
    images, inner = keras.Input((None, None, 3)), keras.Input((None, None, 3))
    wrapper = keras.Model(inner, features()(inner), name="wrapper")
    x = layers.GlobalAveragePooling2D()(wrapper(images))
    return finished(keras.Model(images, layers.Dense(3)(x)))


def sequential() -> keras.Model:
    return finished(
        keras.Sequential([keras.Input((None, None, 3)), features(), layers.GlobalAveragePooling2D(), layers.Dense(3)])
    )


def softmax_inside() -> keras.Model:
    images = keras.Input((None, None, 3))
    x = layers.GlobalAveragePooling2D()(features()(images))
    return finished(keras.Model(images, layers.Dense(3, activation="softmax")(x)))


def softmax_after() -> keras.Model:
    model = flat()
    return keras.Model(model.input, layers.Softmax()(model.output))


def activation_after() -> keras.Model:
    model = flat()
    return keras.Model(model.input, layers.Activation("softmax")(model.output))


def pointwise_end() -> keras.Model:
    """Ends as MobileNet does: pooled to one place, then a 1×1 convolution."""
    images = keras.Input((4, 5, 3))
    x = layers.GlobalAveragePooling2D(keepdims=True)(features()(images))
    model = keras.Model(images, layers.Flatten()(layers.Conv2D(3, 1, name="predictions")(x)))
    model.get_layer("predictions").set_weights([HEAD[None, None], BIAS])
    return model


IMAGES = np.random.default_rng(0).random((3, 4, 5, 3)).astype(np.float32)
CLASSES = np.array([0, 2, 1])
MAPS = np.maximum(IMAGES @ CHANNELS.T, 0)
EVIDENCE = np.einsum("nhwk,kn->nhw", MAPS, HEAD[:, CLASSES])
SHAPES = [flat, nested, doubly_nested, sequential, softmax_inside, softmax_after, activation_after, pointwise_end]


def test_activations_are_what_the_layer_computes():
    found = activations(flat(), IMAGES, ["relu", "average"])
    np.testing.assert_allclose(found["relu"], MAPS, atol=1e-6)
    np.testing.assert_allclose(found["average"], MAPS.mean(axis=(1, 2)), atol=1e-6)


def test_signed_map_averages_to_the_logit():
    model = flat()
    maps = cam(model, IMAGES, CLASSES, signed=True)
    np.testing.assert_allclose(maps, EVIDENCE, atol=1e-5)
    logits = model.predict(IMAGES, verbose=0)[np.arange(3), CLASSES]
    np.testing.assert_allclose(maps.mean(axis=(1, 2)) + BIAS[CLASSES], logits, atol=1e-5)
    np.testing.assert_allclose(cam(model, IMAGES, CLASSES), np.maximum(EVIDENCE, 0), atol=1e-5)


@pytest.mark.parametrize("build", SHAPES)
def test_grad_cam_by_hand_whatever_the_model_is_made_of(build):
    maps = grad_cam(build(), IMAGES, CLASSES)
    np.testing.assert_allclose(maps, np.maximum(EVIDENCE, 0) / 20, atol=1e-6)


@pytest.mark.parametrize("build", SHAPES)
def test_saliency_by_hand_whatever_the_model_is_made_of(build):
    active = (IMAGES @ CHANNELS.T > 0) * HEAD[:, CLASSES].T[:, None, None]
    np.testing.assert_allclose(saliency(build(), IMAGES, CLASSES), active @ CHANNELS / 20, atol=1e-6)


@pytest.mark.parametrize("build", SHAPES[:-1])
def test_cam_by_hand_wherever_the_head_allows_it(build):
    np.testing.assert_allclose(cam(build(), IMAGES, CLASSES), np.maximum(EVIDENCE, 0), atol=1e-5)


@pytest.mark.parametrize("name", ["backbone/relu", "relu"])
def test_a_layer_inside_a_nested_model_is_found_by_path_or_name(name):
    np.testing.assert_allclose(activations(nested(), IMAGES, [name])[name], MAPS, atol=1e-6)
    np.testing.assert_allclose(grad_cam(nested(), IMAGES, CLASSES, layer=name), np.maximum(EVIDENCE, 0) / 20, atol=1e-6)


@pytest.mark.parametrize("function", [cam, grad_cam, saliency])
def test_a_batch_is_a_loop(function):
    model, many = flat(), np.random.default_rng(1).random((CHUNK + 3, 4, 5, 3)).astype(np.float32)
    classes = np.arange(len(many)) % 3
    one_by_one = [function(model, many[[row]], classes[[row]])[0] for row in range(len(many))]
    np.testing.assert_allclose(function(model, many, classes), one_by_one, atol=1e-6)


def test_other_classes_and_batches_do_not_trace_anew_but_other_sizes_do():
    model = flat()
    for count in (1, 2, 3):
        grad_cam(model, IMAGES[:count], CLASSES[:count])
    assert len(model._explain_cache) == 1
    assert grad_cam(model, IMAGES[:, :3], CLASSES).shape == (3, 3, 5)
    assert len(model._explain_cache) == 2


def test_a_model_is_left_as_it_was_also_after_an_error():
    model = flat()
    before = model.predict(IMAGES, verbose=0)
    with pytest.raises(ValueError):
        grad_cam(model, IMAGES, CLASSES, layer="average")
    saliency(model, IMAGES, CLASSES)
    assert all("call" not in layer.__dict__ for layer in model.layers)
    np.testing.assert_array_equal(model.predict(IMAGES, verbose=0), before)


def test_a_model_can_be_forgotten():
    model = flat()
    grad_cam(model, IMAGES, CLASSES)
    alive = weakref.ref(model)
    del model
    keras.backend.clear_session()
    gc.collect()
    assert alive() is None


def dense_twice() -> keras.Model:
    images = keras.Input((4, 5, 3))
    x = layers.GlobalAveragePooling2D()(features()(images))
    return keras.Model(images, layers.Dense(3)(layers.Dense(4)(x)))


def flattened() -> keras.Model:
    images = keras.Input((4, 5, 3))
    return keras.Model(images, layers.Dense(3)(layers.Flatten()(features()(images))))


@pytest.mark.parametrize(("build", "found"), [(dense_twice, "Dense → Dense"), (flattened, "Flatten → Dense")])
def test_cam_says_which_head_it_found(build, found):
    with pytest.raises(ValueError, match=f"CAM needs global average pooling.*{found}.*use grad_cam"):
        cam(build(), IMAGES, CLASSES)


def two_inputs() -> keras.Model:
    inputs = [keras.Input((4, 5, 3)), keras.Input((4, 5, 3))]
    return keras.Model(inputs, layers.Dense(3)(layers.GlobalAveragePooling2D()(layers.Add()(inputs))))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((flat, IMAGES, CLASSES[:2]), "classes: got shape .2,., expected one class for each of 3"),
        ((flat, IMAGES, CLASSES + 1), "classes: got 3, but .* has classes 0 to 2"),
        ((flat, IMAGES, CLASSES - 1), "classes: got -1"),
        ((flat, IMAGES, CLASSES * 1.0), "classes: got float64, expected whole numbers"),
        ((flat, IMAGES[0], CLASSES), "images: got shape .4, 5, 3., expected"),
        ((flat, IMAGES[:0], CLASSES[:0]), "images: got shape .0, 4, 5, 3."),
        ((flat, IMAGES[..., :2], CLASSES), "takes .N, None, None, 3."),
        ((flat, (IMAGES * 255).astype(np.uint8), CLASSES), "divide by 255"),
        ((pointwise_end, IMAGES[:, :3], CLASSES), "takes .N, 4, 5, 3."),
        ((two_inputs, IMAGES, CLASSES), "takes 2 inputs and gives 1, expected one of each"),
    ],
)
@pytest.mark.parametrize("function", [cam, grad_cam, saliency])
def test_wrong_arguments_get_one_clear_error(function, arguments, words):
    build, *rest = arguments
    with pytest.raises(ValueError, match=words):
        function(build(), *rest)


def test_an_unknown_layer_is_answered_with_near_matches():
    with pytest.raises(ValueError, match="'relo', the model has 0; did you mean backbone/relu"):
        grad_cam(nested(), IMAGES, CLASSES, layer="relo")
    with pytest.raises(ValueError, match="layers: got 'relu', expected a sequence"):
        activations(flat(), IMAGES, "relu")


def test_a_name_that_two_layers_bear_must_be_a_path():
    images = keras.Input((4, 5, 3))
    twin = features()
    twin.name = "twin"
    x = layers.Add()([features()(images), twin(images)])
    model = finished(keras.Model(images, layers.Dense(3)(layers.GlobalAveragePooling2D()(x))))
    with pytest.raises(ValueError, match="the model has 2; did you mean backbone/relu, twin/relu"):
        activations(model, IMAGES, ["relu"])


def test_a_network_without_places_has_no_map():
    model = keras.Sequential([keras.Input((1, 1, 3)), layers.Flatten(), layers.Dense(3)])
    with pytest.raises(ValueError, match="expected a layer with spatial size above one"):
        grad_cam(model, IMAGES[:, :1, :1], CLASSES)
