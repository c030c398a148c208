"""Shipped weights: whole, checked before they are loaded, and true to the network."""

import io
import json
import re

import keras
import numpy as np
import pytest

from lib.models.archive import WEIGHTS, read_record
from lib.models.booknet import booknet_record, build_booknet, load_booknet
from lib.models.weights import load_weights, save_weights


def small(units: int = 3) -> keras.Model:
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units, name="dense")], name="toy")


@pytest.fixture
def saved(tmp_path):
    model = small()
    save_weights(model, "toy", {"seed": 1}, folder=tmp_path)
    return model, tmp_path


def test_what_was_saved_comes_back_in_half_precision(saved):
    model, folder = saved
    other = small()
    load_weights(other, "toy", folder=folder)
    for theirs, ours in zip(other.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(theirs, ours.astype(np.float16).astype(np.float32))
    assert read_record("toy", folder=folder)["seed"] == 1


def test_the_same_weights_are_the_same_bytes(saved):
    model, folder = saved
    first = (folder / "toy.npz").read_bytes()
    save_weights(model, "toy", {"seed": 1}, folder=folder)
    assert (folder / "toy.npz").read_bytes() == first


def damage_by_cutting(data: bytes) -> bytes:
    return data[:-7]


def damage_one_byte(data: bytes) -> bytes:
    return data[:100] + bytes([data[100] ^ 1]) + data[101:]


@pytest.mark.parametrize("damage", [damage_by_cutting, damage_one_byte])
def test_damaged_weights_are_not_loaded(saved, damage):
    _, folder = saved
    file = folder / "toy.npz"
    file.write_bytes(damage(file.read_bytes()))
    other = small()
    before = other.get_weights()
    with pytest.raises(ValueError, match=r"^toy\.npz is damaged: its SHA-256 is \w+…, expected \w+…; fetch it again$"):
        load_weights(other, "toy", folder=folder)
    for now, then in zip(other.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(("name", "words"), [("toy.npz", "no file toy.npz"), ("toy.json", "no record toy.json")])
def test_a_missing_file_is_named(saved, name, words):
    _, folder = saved
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(words)):
        load_weights(small(), "toy", folder=folder)


def test_weights_of_another_network_do_not_fit(saved):
    with pytest.raises(ValueError, match=r"toy\.npz does not fit toy: 2 of its arrays differ, first 000-kernel"):
        load_weights(small(units=4), "toy", folder=saved[1])


def test_what_half_precision_cannot_hold_is_not_saved(tmp_path):
    model = small()
    model.set_weights([np.full((4, 3), 1e6), np.zeros(3)])
    with pytest.raises(ValueError, match="000-kernel has values that half precision cannot hold"):
        save_weights(model, "toy", {}, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_saving_leaves_no_part_behind(saved):
    assert sorted(path.name for path in saved[1].iterdir()) == ["toy.json", "toy.npz"]


def test_booknet_is_small_and_needs_no_pickle():
    file = WEIGHTS / "booknet.npz"
    assert file.stat().st_size <= 6.2e6
    assert build_booknet().count_params() <= 3_000_000
    with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
        assert {arrays[name].dtype for name in arrays.files} == {np.dtype(np.float16)}


@pytest.mark.parametrize("size", [48, 97, 224])
def test_booknet_answers_pictures_of_any_size(size):
    logits = load_booknet().predict(np.zeros((2, size, size, 3), np.float32), verbose=0)
    assert logits.shape == (2, 100) and np.isfinite(logits).all()


def test_booknets_record_says_how_it_was_made_and_how_it_does():
    record = booknet_record()
    assert {"command", "seed", "versions", "machine", "duration_s", "data", "recipe", "input_size"} <= record.keys()
    assert len(record["accuracy_per_class"]) == 100
    assert np.mean(list(record["accuracy_per_class"].values())) == pytest.approx(record["top1"], abs=1e-3)
    assert [row["epoch"] for row in record["curve"]] == list(range(1, len(record["curve"]) + 1))
    assert len(record["curve"]) == sum(stage["epochs"] for stage in record["recipe"]["stages"])
    assert record["input_size"] == int(max(record["held_back_by_size"], key=record["held_back_by_size"].get))
    assert json.loads((WEIGHTS / "booknet.json").read_text())["sha256"] == record["sha256"]
