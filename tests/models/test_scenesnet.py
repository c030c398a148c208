"""ScenesNet as shipped: small, true to its record, right about fresh scenes, and exact under CAM."""

import hashlib
import io

import numpy as np
import pytest

from lib.data.scenes import OBJECTS, render_scenes, sample_scenes
from lib.explain.activations import activations
from lib.explain.cam import cam
from lib.models.archive import WEIGHTS
from lib.models.scenesnet import BLOCK_CHANNELS, build_scenesnet, load_scenesnet, scenesnet_record


@pytest.fixture(scope="module")
def network():
    return load_scenesnet()


@pytest.fixture(scope="module")
def single():
    scenes = sample_scenes(400, seed=77, objects=1)
    return scenes.kinds[:, 0], render_scenes(scenes)


def test_the_file_is_small_the_recorded_one_and_in_half_precision():
    data = (WEIGHTS / "scenesnet.npz").read_bytes()
    assert len(data) <= 1_000_000
    assert hashlib.sha256(data).hexdigest() == scenesnet_record()["sha256"]
    assert build_scenesnet().count_params() == scenesnet_record()["parameters"]
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        assert {arrays[name].dtype for name in arrays.files} == {np.dtype(np.float16)}


def test_the_record_says_how_it_was_made_and_how_it_does():
    record = scenesnet_record()
    assert {"command", "seed", "versions", "machine", "duration_s", "data", "recipe", "input_size"} <= record.keys()
    assert list(record["accuracy_per_class"]) == list(OBJECTS)
    assert record["accuracy"] >= 0.95 and record["both_first"] >= 0.9
    assert [row["epoch"] for row in record["curve"]] == list(range(1, record["recipe"]["epochs"] + 1))


def test_single_objects_are_named_as_the_record_says(network, single):
    kinds, rendered = single
    right = (network.predict(rendered.images, verbose=0).argmax(axis=1) == kinds).mean()
    assert right == pytest.approx(scenesnet_record()["accuracy"], abs=0.03)


def test_both_of_two_objects_come_first_as_the_record_says(network):
    scenes = sample_scenes(400, seed=78, objects=2)
    best = np.argsort(-network.predict(render_scenes(scenes).images, verbose=0), axis=1)[:, :2]
    both = (np.sort(best) == np.sort(scenes.kinds)).all(axis=1).mean()
    assert both == pytest.approx(scenesnet_record()["both_first"], abs=0.05)


def test_stages_have_their_names_and_the_last_map_is_12_by_12(network, single):
    names = ["stem", *(f"block{number}" for number in range(1, len(BLOCK_CHANNELS) + 1))]
    sizes = [activations(network, single[1].images[:1], layers=[name])[name].shape[1] for name in names]
    assert sizes[0] == 48 and sizes[-1] == 12


def test_the_mean_of_a_class_activation_map_is_the_logit_without_its_bias(network, single):
    kinds, rendered = single
    maps = cam(network, rendered.images[:40], kinds[:40], signed=True)
    logits = network.predict(rendered.images[:40], verbose=0)[np.arange(40), kinds[:40]]
    bias = network.get_layer("logits").bias.numpy()[kinds[:40]]
    assert maps.shape == (40, 12, 12)
    np.testing.assert_allclose(maps.mean(axis=(1, 2)) + bias, logits, atol=1e-3)


def test_class_activation_maps_point_at_the_object(network, single):
    kinds, rendered = single
    maps = cam(network, rendered.images, kinds)
    peaks = np.stack(np.unravel_index(maps.reshape(len(maps), -1).argmax(axis=1), (12, 12)), axis=1)
    inside = [rendered.masks[row, 0, 8 * y : 8 * y + 8, 8 * x : 8 * x + 8].any() for row, (y, x) in enumerate(peaks)]
    assert np.mean(inside) > 0.9
