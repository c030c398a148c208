"""Trained networks: what goes in, what comes out, and what is said when the weights are not there."""

import importlib
import json
import socket
from pathlib import Path

import keras
import numpy as np
import pytest

from lib.data.tiny_imagenet import class_names
from lib.explain.activations import activations
from lib.explain.attribution import saliency
from lib.explain.cam import grad_cam
from lib.models.backbones import NETWORKS, load_backbone
from lib.models.booknet import booknet_record, load_booknet

FILE = "mobilenet_7_5_224_tf.h5"
MODULES = {"mobilenet-0.75": "mobilenet", "resnet50": "resnet50", "densenet121": "densenet"}
IMAGES = np.random.default_rng(0).random((2, 64, 64, 3)).astype(np.float32)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A cache of Keras with the class index alone, and no network."""

    def unreachable(_name, url, **_options):
        raise Exception(f"URL fetch failure on {url}: None -- [Errno -2] Name or service not known")

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(keras.utils, "get_file", unreachable)
    (tmp_path / "models").mkdir()
    index = {str(number): [f"n{number:08d}", f"thing_number_{number}"] for number in range(1000)}
    (tmp_path / "models" / "imagenet_class_index.json").write_text(json.dumps(index))
    return tmp_path


@pytest.fixture(scope="module")
def random_network():
    keras.utils.set_random_seed(0)
    return keras.applications.MobileNet(alpha=0.75, weights=None)


def test_weights_are_read_from_the_cache_and_the_softmax_is_left_off(home, random_network):
    random_network.save(home / "models" / FILE)
    backbone = load_backbone("mobilenet-0.75")
    assert (backbone.name, backbone.input_size, backbone.last_stage) == ("mobilenet-0.75", 224, "conv_pw_13_relu")
    assert len(backbone.class_names) == 1000 and backbone.class_names[7] == "thing number 7"
    images = np.random.default_rng(1).random((1, 224, 224, 3)).astype(np.float32)
    logits = backbone.model.predict(images, verbose=0).astype(np.float64)
    theirs = random_network.predict(keras.applications.mobilenet.preprocess_input(255 * images), verbose=0)
    np.testing.assert_allclose(np.exp(logits) / np.exp(logits).sum(), theirs, rtol=1e-4)


@pytest.mark.parametrize("name", [*MODULES, "mobilenetv3-small"])
def test_pictures_are_prepared_as_keras_does(name):
    module = importlib.import_module(f"keras.applications.{MODULES.get(name, 'mobilenet_v3')}")
    model = load_backbone(name, weights=None).model
    prepared = keras.Model(model.input, model.layers[2].input)(IMAGES)
    np.testing.assert_allclose(prepared, module.preprocess_input(255 * IMAGES), atol=1e-4)


@pytest.mark.parametrize("name", ["booknet", "mobilenet-0.75", "resnet50"])
def test_the_tools_take_every_network_at_any_sensible_size(name):
    backbone = load_backbone(name, weights=None)
    classes = np.array([3, 40])
    assert backbone.model.predict(IMAGES, verbose=0).shape == (2, len(backbone.class_names))
    maps = activations(backbone.model, IMAGES, [backbone.last_stage])[backbone.last_stage]
    np.testing.assert_array_equal(
        grad_cam(backbone.model, IMAGES, classes),
        grad_cam(backbone.model, IMAGES, classes, layer=backbone.last_stage),
    )
    assert grad_cam(backbone.model, IMAGES, classes).shape == maps.shape[:3]
    assert saliency(backbone.model, IMAGES, classes).shape == IMAGES.shape


def test_booknet_comes_with_its_weights_and_names():
    backbone = load_backbone("booknet")
    assert backbone.class_names == class_names()
    assert (backbone.input_size, backbone.last_stage) == (booknet_record()["input_size"], "block7")
    np.testing.assert_array_equal(backbone.model.predict(IMAGES, verbose=0), load_booknet().predict(IMAGES, verbose=0))


def test_missing_weights_are_named_with_their_folder_and_nothing_is_left_behind(home):
    before = socket.getdefaulttimeout()
    with pytest.raises(FileNotFoundError) as caught:
        load_backbone("mobilenet-0.75")
    sentence = str(caught.value)
    assert sentence.startswith(f"{FILE} is not in {home / 'models'} and cannot be fetched")
    assert "KERAS_HOME" in sentence and "\n" not in sentence
    assert [path.name for path in (home / "models").iterdir()] == ["imagenet_class_index.json"]
    assert socket.getdefaulttimeout() == before


def test_a_missing_class_index_is_named_too(home, random_network):
    random_network.save(home / "models" / FILE)
    (home / "models" / "imagenet_class_index.json").unlink()
    with pytest.raises(FileNotFoundError, match=r"^imagenet_class_index\.json is not in"):
        load_backbone("mobilenet-0.75")


def test_a_download_that_breaks_off_leaves_nothing_and_one_that_ends_is_kept(home, random_network, monkeypatch):
    asked = []

    def breaks_off(name, _url, **options):
        Path(options["cache_dir"], name).write_bytes(b"half")
        raise OSError("connection reset")

    def arrives(name, url, **options):
        asked.append(url)
        random_network.save(Path(options["cache_dir"], name))
        return str(Path(options["cache_dir"], name))

    monkeypatch.setattr(keras.utils, "get_file", breaks_off)
    with pytest.raises(FileNotFoundError, match="connection reset"):
        load_backbone("mobilenet-0.75")
    assert not (home / "models" / FILE).exists()
    monkeypatch.setattr(keras.utils, "get_file", arrives)
    for _ in range(2):
        load_backbone("mobilenet-0.75")
    assert len(asked) == 1 and asked[0].endswith(f"/mobilenet/{FILE}")
    assert len(list((home / "models").iterdir())) == 2


@pytest.mark.parametrize("name", NETWORKS)
def test_files_are_those_that_keras_asks_for(name, monkeypatch):
    asked = []

    def note(file, url, **_options):
        asked.append((file, url))
        raise FileNotFoundError

    monkeypatch.setattr("keras.src.utils.file_utils.get_file", note)
    with pytest.raises(FileNotFoundError):
        NETWORKS[name].build(weights="imagenet")
    ((file, url),) = asked
    assert url == f"https://storage.googleapis.com/tensorflow/keras-applications/{NETWORKS[name].weights}"
    assert url.endswith(f"/{file}")


def test_unknown_networks_and_weights_are_refused():
    with pytest.raises(ValueError, match="name: got 'lenet', expected one of booknet, mobilenet, "):
        load_backbone("lenet")
    with pytest.raises(ValueError, match="weights: got 'faces', expected 'imagenet' or None"):
        load_backbone("booknet", weights="faces")
