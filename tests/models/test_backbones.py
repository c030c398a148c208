"""Borrowed networks: preprocessing built in, weights from Keras's cache, one sentence where there are none."""

import json

import h5py
import keras
import numpy as np
import pytest
from keras import applications
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

import lib.models.backbones as backbones
from lib.data.tiny_imagenet import class_names
from lib.explain.activations import activations
from lib.explain.attribution import saliency
from lib.explain.cam import grad_cam
from lib.models.backbones import (
    CLASS_INDEX,
    NETWORKS,
    BackboneUnavailableError,
    find_backbone,
    load_backbone,
    prepared,
)

SMALL = "mobilenet-0.75"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A Keras cache that holds a network with random weights under the name that Keras looks for."""
    folder = tmp_path_factory.mktemp("keras")
    (folder / "models").mkdir()
    keras.utils.set_random_seed(0)
    with h5py.File(folder / "models" / NETWORKS[SMALL].file, "w") as file:
        save_weights_to_hdf5_group(file, NETWORKS[SMALL].build(weights=None))  # the format of the published files
    named = {str(place): [f"n{place:08d}", f"thing_{place}"] for place in range(1000)}
    (folder / "models" / CLASS_INDEX).write_text(json.dumps(named))
    return folder


@pytest.fixture
def cache(home, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.delenv("EDITION", raising=False)


@pytest.fixture
def empty(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("EDITION", raising=False)
    return tmp_path


@pytest.fixture
def pictures():
    return np.random.default_rng(0).random((2, 224, 224, 3)).astype(np.float32)


@pytest.mark.usefixtures("cache")
def test_a_network_comes_from_the_cache_with_its_names(pictures):
    backbone = load_backbone(SMALL)
    assert (backbone.name, backbone.size) == (SMALL, 224)
    assert len(backbone.class_names) == 1000 and backbone.class_names[7] == "thing 7"
    keras.utils.set_random_seed(0)
    same = NETWORKS[SMALL].build(weights=None, classifier_activation=None)
    expected = same.predict(applications.mobilenet.preprocess_input(pictures * 255), verbose=0)
    np.testing.assert_allclose(backbone.model.predict(pictures, verbose=0), expected, atol=1e-4)


@pytest.mark.usefixtures("cache")
def test_every_tool_takes_it(pictures):
    model = load_backbone(SMALL).model
    classes = np.array([3, 999])
    outputs = activations(model, pictures, ["conv_pw_13_relu"])
    assert outputs["conv_pw_13_relu"].shape == (2, 7, 7, 768)
    assert grad_cam(model, pictures, classes).shape == (2, 7, 7)
    gradient = saliency(model, pictures, classes)
    assert gradient.shape == pictures.shape and np.abs(gradient).max() > 0


def test_booknet_has_the_same_interface():
    backbone = load_backbone("booknet")
    assert backbone.size == 128 and backbone.class_names == class_names()
    assert backbone.model.output_shape[-1] == len(backbone.class_names) == 100


@pytest.mark.parametrize(
    ("mode", "theirs"),
    [
        ("tf", applications.mobilenet_v2.preprocess_input),
        ("torch", applications.densenet.preprocess_input),
        ("caffe", applications.resnet50.preprocess_input),
        ("none", applications.efficientnet.preprocess_input),
    ],
)
def test_pictures_are_prepared_as_keras_does(mode, theirs, pictures):
    images = keras.Input((224, 224, 3))
    ours = keras.Model(images, prepared(images, mode)).predict(pictures, verbose=0)
    np.testing.assert_allclose(ours, theirs(pictures * 255), atol=2e-4)


@pytest.mark.parametrize("name", NETWORKS)
def test_keras_looks_for_the_files_that_we_name(name, monkeypatch):
    asked = []

    class AskedError(Exception):
        """Ends the building where Keras would fetch."""

    def asks(file, *_, **__):
        asked.append(file)
        raise AskedError

    monkeypatch.setattr("keras.src.utils.file_utils.get_file", asks)
    with pytest.raises(AskedError):
        NETWORKS[name].build(weights="imagenet")
    assert asked == [NETWORKS[name].file]


def test_missing_weights_are_told_in_a_sentence(empty, capsys):
    said = rf"^name: resnet50 needs the file resnet50_\S+\.h5 in {empty}/models, which is not there; with EDITION=full"
    with pytest.raises(BackboneUnavailableError, match=said):
        load_backbone("resnet50")
    assert find_backbone("resnet50") is None
    assert "resnet50 needs the file" in capsys.readouterr().out
    assert list(empty.iterdir()) == []


@pytest.mark.usefixtures("empty")
def test_the_full_edition_fetches_and_says_why_it_could_not(monkeypatch):
    def unreachable(**_):
        raise OSError("no route to host")

    lost = backbones._Network(unreachable, "tf", "lost.h5")
    monkeypatch.setitem(NETWORKS, "lost", lost)
    monkeypatch.setenv("EDITION", "full")
    with pytest.raises(BackboneUnavailableError, match=r"lost\.h5 .* fetching it failed \(no route to host\)"):
        load_backbone("lost")


@pytest.mark.usefixtures("cache")
def test_a_damaged_file_is_told_in_a_sentence(tmp_path, home, monkeypatch):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / NETWORKS[SMALL].file).write_bytes(b"no weights")
    (tmp_path / "models" / CLASS_INDEX).write_bytes((home / "models" / CLASS_INDEX).read_bytes())
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(BackboneUnavailableError, match=r"the files of mobilenet-0\.75 in .* cannot be read"):
        load_backbone(SMALL)


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"name: got 'alexnet', expected booknet or one of mobilenet-0\.75, "):
        load_backbone("alexnet")
    with pytest.raises(ValueError, match="expected booknet"):
        find_backbone("alexnet")
