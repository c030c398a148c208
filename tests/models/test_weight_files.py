"""Weight files on disk: every damage is noticed, a failure changes nothing, and each variable keeps its own values."""

import hashlib
import io
import json
import pickle

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.models.archive import WEIGHTS
from lib.models.booknet import booknet_record, build_booknet, load_booknet
from lib.models.weights import load_weights, save_weights


def toy(units: int = 3, extra: bool = False) -> keras.Model:
    """A network whose variables bear the same paths however often it is built."""
    inputs = keras.Input((4,))
    x = keras.layers.BatchNormalization(name="norm")(inputs) if extra else inputs
    return keras.Model(inputs, keras.layers.Dense(units, name="dense")(x), name="toy")


def refile(folder, arrays: dict, **options) -> None:
    """Put other arrays in the file, with the check sum that belongs to them."""
    stream = io.BytesIO()
    np.savez(stream, **arrays, **options)
    (folder / "toy.npz").write_bytes(stream.getvalue())
    (folder / "toy.json").write_text(json.dumps({"sha256": hashlib.sha256(stream.getvalue()).hexdigest()}))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    save_weights(toy(), "toy", {"note": "é"}, folder=folder)
    return folder


def test_a_round_trip_is_within_half_precision(tmp_path):
    model, other = toy(extra=True), toy(extra=True)
    model.set_weights([np.random.default_rng(0).random(w.shape) for w in model.get_weights()])
    save_weights(model, "toy", {}, folder=tmp_path / "new" / "folder")
    load_weights(other, "toy", folder=tmp_path / "new" / "folder")
    for theirs, ours in zip(other.get_weights(), model.get_weights(), strict=True):
        assert theirs.dtype == np.float32
        np.testing.assert_allclose(theirs, ours, rtol=2**-10, atol=1e-7)


@settings(deadline=None)
@given(st.data())
def test_no_flipped_bit_and_no_cut_goes_unnoticed(files, data):
    whole = (files / "toy.npz").read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        damaged = whole[:place]
    else:
        damaged = whole[:place] + bytes([whole[place] ^ 1 << data.draw(st.integers(0, 7))]) + whole[place + 1 :]
    copy = files / "copy.npz"
    copy.write_bytes(damaged)
    (files / "copy.json").write_bytes((files / "toy.json").read_bytes())
    with pytest.raises(ValueError, match=r"copy\.npz is damaged"):
        load_weights(toy(), "copy", folder=files)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (lambda: toy(units=4), r"2 of its arrays differ, first 000-kernel \(file \(4, 3\), model \(4, 4\)\)"),
        (lambda: toy(extra=True), r"8 of its arrays differ, first 000-gamma \(file none, model \(4,\)\)"),
    ],
    ids=["other classes", "another layer"],
)
def test_a_model_that_does_not_fit_keeps_its_weights(files, model, words):
    other = model()
    before = other.get_weights()
    with pytest.raises(ValueError, match=words):
        load_weights(other, "toy", folder=files)
    for now, then in zip(other.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_an_array_too_many_or_too_few_does_not_fit(tmp_path):
    arrays = {"000-kernel": np.zeros((4, 3)), "001-bias": np.zeros(3)}
    refile(tmp_path, arrays | {"002-more": np.zeros(1)})
    with pytest.raises(ValueError, match=r"1 of its arrays differ, first 002-more \(file \(1,\), model none\)"):
        load_weights(toy(), "toy", folder=tmp_path)
    refile(tmp_path, {"000-kernel": arrays["000-kernel"]})
    with pytest.raises(ValueError, match="1 of its arrays differ, first 001-bias"):
        load_weights(toy(), "toy", folder=tmp_path)


class Malicious:
    def __reduce__(self):
        return pytest.fail, ("a pickle was run",)


def test_a_pickle_is_never_run_even_if_the_sum_is_right(tmp_path):
    with pytest.raises(pytest.fail.Exception):
        pickle.loads(pickle.dumps(Malicious()))
    trap = np.empty(3, object)
    trap[0] = Malicious()
    refile(tmp_path, {"000-kernel": np.zeros((4, 3)), "001-bias": trap})
    with pytest.raises(ValueError, match="allow_pickle=False"):
        load_weights(toy(), "toy", folder=tmp_path)


@pytest.mark.parametrize("value", [7e4, -7e4, np.inf, np.nan])
def test_a_failed_save_leaves_the_earlier_files_alone(value, tmp_path):
    model = toy()
    save_weights(model, "toy", {}, folder=tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    model.set_weights([np.zeros((4, 3)), np.array([0, value, 0])])
    with pytest.raises(ValueError, match="001-bias has values that half precision cannot hold"):
        save_weights(model, "toy", {}, folder=tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_largest_half_is_kept(tmp_path):
    model, other = toy(), toy()
    model.set_weights([np.full((4, 3), 65504.0), np.full(3, -65504.0)])
    save_weights(model, "toy", {}, folder=tmp_path)
    load_weights(other, "toy", folder=tmp_path)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])


def test_the_record_tells_the_sum_of_the_file_and_keeps_its_letters(files):
    record = json.loads((files / "toy.json").read_text(encoding="utf-8"))
    assert record["note"] == "é"
    assert record["sha256"] == hashlib.sha256((files / "toy.npz").read_bytes()).hexdigest()


def test_shipped_booknet_is_the_recorded_file_and_holds_what_it_says():
    assert hashlib.sha256((WEIGHTS / "booknet.npz").read_bytes()).hexdigest() == booknet_record()["sha256"]
    assert build_booknet().count_params() == booknet_record()["parameters"] <= 3_000_000
    assert not list(WEIGHTS.glob("*.part"))


def test_booknet_tells_one_oblong_picture_from_another():
    pictures = np.random.default_rng(0).random((2, 50, 223, 3)).astype(np.float32)
    first, second = load_booknet().predict(pictures, verbose=0)
    assert first.shape == (100,) and not np.allclose(first, second)


def twins() -> keras.Model:
    def branch(name):
        inputs = keras.Input((4,))
        return keras.Model(inputs, keras.layers.Dense(3, name="dense")(inputs), name=name)

    inputs = keras.Input((4,))
    return keras.Model(inputs, keras.layers.Add(name="sum")([branch("left")(inputs), branch("right")(inputs)]))


def test_branches_with_layers_of_one_name_keep_their_own_weights(tmp_path):
    model, other = twins(), twins()
    save_weights(model, "twins", {}, folder=tmp_path)
    load_weights(other, "twins", folder=tmp_path)
    for theirs, ours in zip(other.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(theirs, ours, atol=1e-2)


def test_a_network_with_dropout_can_be_saved(tmp_path):
    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(3)(keras.layers.Dropout(0.5, seed=2**31 - 1)(inputs)))
    save_weights(model, "toy", {}, folder=tmp_path)


def test_an_unnamed_sequential_model_can_be_loaded_in_another(tmp_path):
    first, second = (keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="dense")]) for _ in range(2))
    save_weights(first, "toy", {}, folder=tmp_path)
    load_weights(second, "toy", folder=tmp_path)
