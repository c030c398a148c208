"""A backbone with a new head: frozen is frozen, thawed is what was asked for, and every tool of the book takes it."""

import json

import h5py
import keras
import numpy as np
import pytest
from keras import applications
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

from lib.explain.activations import activations
from lib.explain.attribution import occlusion, saliency
from lib.explain.cam import cam, grad_cam
from lib.models.backbones import CLASS_INDEX, NETWORKS, load_backbone
from lib.models.booknet import build_booknet, load_booknet
from lib.models.transfer import build_transfer, features, in_two, leaves, set_head, thaw, trunk

CLASSES = np.array([0, 2])


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(0).random((2, 48, 48, 3)).astype(np.float32)


def head(channels=256, classes=3):
    generator = np.random.default_rng(1)
    return generator.normal(size=(channels, classes)).astype(np.float32), np.float32([0.1, -0.2, 0.3])[:classes]


@pytest.fixture(scope="module")
def nested():
    model = build_transfer(load_booknet(), classes=3)
    set_head(model, *head())
    return model


@pytest.fixture(scope="module")
def flat():
    """BookNet with the same head, its layers in one model."""
    body = load_booknet()
    logits = keras.layers.Dense(3, name="answers")(body.get_layer("average").output)
    model = keras.Model(body.input, logits)
    model.get_layer("answers").set_weights(head())
    return model


def learn_a_little(model, pictures, rate=0.1):
    model.compile(keras.optimizers.SGD(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(pictures, CLASSES, epochs=2, verbose=0)


def by_name(model):
    return {layer.name: layer.get_weights() for layer in leaves(model)}


def changed(before, model):
    after = by_name(model)
    return {name for name in before if any((a != b).any() for a, b in zip(before[name], after[name], strict=True))}


def test_the_head_alone_learns_until_something_is_thawed(pictures):
    model = build_transfer(load_booknet(), classes=3)
    assert [variable.path.split("/")[-2] for variable in model.trainable_variables] == ["logits", "logits"]
    before = by_name(model)
    learn_a_little(model, pictures)
    assert changed(before, model) == {"logits"}


def test_what_was_thawed_learns_and_normalisation_keeps_its_statistics(pictures):
    model = build_transfer(load_booknet(), classes=3)
    learning = thaw(model, "block7")
    assert learning == ["block7_a_conv", "block7_b_conv"]
    before = by_name(model)
    learn_a_little(model, pictures)
    assert changed(before, model) == {"logits", *learning}


def test_thawing_from_further_down_thaws_all_above(pictures):
    model = build_transfer(load_booknet(), classes=3)
    learning = set(thaw(model, "block6"))
    assert learning == {f"block{number}_{part}_conv" for number in (6, 7) for part in "ab"} | {"block6_shortcut_conv"}
    before = by_name(model)
    learn_a_little(model, pictures)
    assert changed(before, model) == {"logits", *learning}


def test_batch_normalisation_works_in_inference_mode_whatever_the_call_says(pictures):
    model = build_transfer(load_booknet(), classes=3)
    thaw(model, "block1")
    calm, training = (keras.ops.convert_to_numpy(model(pictures, training=mode)) for mode in (False, True))
    np.testing.assert_allclose(training, calm, atol=1e-5)


def test_features_and_head_give_what_the_whole_model_gives(nested, flat, pictures):
    kernel, bias = head()
    seen = features(nested, pictures)
    assert seen.shape == (2, 256)
    np.testing.assert_allclose(seen @ kernel + bias, nested.predict(pictures, verbose=0), atol=1e-4)
    np.testing.assert_allclose(nested.predict(pictures, verbose=0), flat.predict(pictures, verbose=0), atol=1e-4)
    np.testing.assert_allclose(features(nested, np.repeat(pictures, 33, axis=0))[::33], seen, atol=1e-5)


def test_every_tool_takes_it_and_says_what_it_says_of_a_flat_model(nested, flat, pictures):
    for tool, options in ((grad_cam, {}), (cam, {}), (saliency, {}), (occlusion, {"patch": 24})):
        theirs, ours = (tool(model, pictures, CLASSES, **options) for model in (flat, nested))
        assert np.abs(ours).max() > 0, tool.__name__
        np.testing.assert_allclose(ours, theirs, atol=1e-3 * np.abs(theirs).max(), err_msg=tool.__name__)
    inner = activations(nested, pictures, ["backbone/block5"])["backbone/block5"]
    np.testing.assert_allclose(inner, activations(flat, pictures, ["block5"])["block5"], atol=1e-4)


def test_grad_cam_is_cam_divided_by_the_number_of_places(nested, pictures):
    ours = grad_cam(nested, pictures, CLASSES)
    np.testing.assert_allclose(ours * ours[0].size, cam(nested, pictures, CLASSES), atol=1e-4)


def test_it_can_be_kept_and_read_again(nested, pictures, tmp_path):
    nested.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again.predict(pictures, verbose=0), nested.predict(pictures, verbose=0), atol=1e-5)


def test_a_borrowed_network_keeps_its_preparation_and_loses_its_head(tmp_path, monkeypatch):
    small = "mobilenet-0.75"
    (tmp_path / "models").mkdir()
    keras.utils.set_random_seed(0)
    built = NETWORKS[small].build(weights=None)
    with h5py.File(tmp_path / "models" / NETWORKS[small].file, "w") as file:
        save_weights_to_hdf5_group(file, built)
    named = {str(place): [f"n{place}", f"thing {place}"] for place in range(1000)}
    (tmp_path / "models" / CLASS_INDEX).write_text(json.dumps(named))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    pictures = np.random.default_rng(0).random((2, 224, 224, 3)).astype(np.float32)
    model = build_transfer(load_backbone(small).model, classes=3)
    set_head(model, *head(768))
    body = keras.Model(built.input, built.get_layer("conv_pw_13_relu").output)
    expected = body.predict(applications.mobilenet.preprocess_input(pictures * 255), verbose=0).mean(axis=(1, 2))
    np.testing.assert_allclose(features(model, pictures), expected, atol=1e-4)
    assert thaw(model, "conv_pw_13") == ["conv_pw_13"]
    maps = grad_cam(model, pictures, CLASSES)
    assert maps.shape == (2, 7, 7) and maps.max() > 0
    np.testing.assert_allclose(maps * 49, cam(model, pictures, CLASSES), atol=1e-4)


@pytest.mark.parametrize("build", [applications.MobileNetV2, applications.EfficientNetB0, applications.VGG16])
def test_other_plans_end_at_their_last_map(build):
    inner = build(weights=None, classifier_activation=None, input_shape=(96, 96, 3))
    images = keras.Input((96, 96, 3))
    backbone = trunk(keras.Model(images, inner(keras.layers.Rescaling(255.0)(images))))
    assert backbone.output_shape[1:3] == (3, 3)


def test_what_does_not_fit_is_said_in_a_sentence():
    model = build_transfer(load_booknet(), classes=3)
    with pytest.raises(ValueError, match="start: got 'block9', but no layer's name begins so; the last is block7"):
        thaw(model, "block9")
    images = keras.Input((8, 8, 3))
    with pytest.raises(ValueError, match="bare has no layer that pools or flattens"):
        trunk(keras.Model(images, keras.layers.Conv2D(2, 1)(images), name="bare"))


def test_the_two_parts_of_a_network_are_the_network_also_after_it_has_learned():
    images = np.random.default_rng(0).random((3, 64, 64, 3), np.float32)
    model = build_transfer(build_booknet(), classes=2)
    below, above = in_two(model, "block7")
    for _ in range(2):
        np.testing.assert_allclose(above(below(images)), model(images), rtol=1e-4, atol=1e-5)
        thaw(model, "block7")
        for weights in model.trainable_weights:
            weights.assign(weights + 0.1)
    assert {id(w) for w in model.trainable_weights} <= {id(w) for w in above.weights}
    with pytest.raises(ValueError, match=r"^start: got 'block9', but no layer's name begins so; the last is block7"):
        in_two(model, "block9")
