"""A training that stops goes on where it was, and its report counts right."""

import json
from importlib import import_module

import keras
import numpy as np
import pytest

from lib.data.tiny_imagenet import Split
from lib.training import report
from lib.training.__main__ import RECIPES
from lib.training.booknet import train
from lib.training.recipe import Recipe, Stage

RECIPE = Recipe(stages=(Stage(48, 1, 0.5), Stage(64, 1, 0.5)), batch=4)


@pytest.fixture(scope="module")
def pictures() -> Split:
    images = np.random.default_rng(0).integers(0, 256, (8, 64, 64, 3)).astype(np.uint8)
    return Split(images, np.arange(8) % 2)


def test_stopped_training_goes_on_from_its_last_epoch(pictures, tmp_path, monkeypatch):
    _, whole = train(RECIPE, pictures, pictures, folder=tmp_path / "whole")
    fit, calls = keras.Model.fit, []

    def stopped_in_the_second(self, *arguments, **options):
        calls.append(options["initial_epoch"])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return fit(self, *arguments, **options)

    monkeypatch.setattr(keras.Model, "fit", stopped_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        train(RECIPE, pictures, pictures, folder=tmp_path / "stopped")
    _, resumed = train(RECIPE, pictures, pictures, folder=tmp_path / "stopped")
    assert calls == [0, 1, 1]
    assert [row["loss"] for row in resumed] == pytest.approx([row["loss"] for row in whole], abs=0.02)
    assert sorted(path.name for path in (tmp_path / "stopped").iterdir()) == ["curve.json", "epoch-002.keras"]
    assert len(json.loads((tmp_path / "stopped" / "curve.json").read_text())) == 2


def test_returned_model_computes_in_full_precision(pictures, tmp_path):
    model, _ = train(Recipe(stages=(Stage(48, 1, 0.5),), batch=4), pictures, pictures, folder=tmp_path)
    assert model.get_layer("block1").compute_dtype == "float32"
    assert keras.config.dtype_policy().name == "float32"


LOGITS = np.array([[3.0, 2, 1], [1, 3, 2], [0, 2, 3], [3, 1, 2]])
LABELS = np.array([0, 2, 2, 1])


def test_accuracy_by_hand():
    assert report.accuracy(LOGITS, LABELS) == 0.5
    assert report.accuracy(LOGITS, LABELS, top=2) == 0.75
    assert report.accuracy_per_class(LOGITS, LABELS, ["a", "b", "c"]) == {"a": 1.0, "b": 0.0, "c": 0.5}


def test_confusions_by_hand():
    for most in (2, 9):
        assert sorted(report.confusions(LOGITS, LABELS, ["a", "b", "c"], most=most)) == [["b", "a", 1], ["c", "b", 1]]


def test_provenance_names_what_it_takes_to_repeat():
    made = report.provenance("make train NAME=x", seed=1, duration_s=2.6)
    assert made["duration_s"] == 3 and set(made["versions"]) == {"python", "keras", "tensorflow", "numpy"}


def test_every_recipe_can_be_named():
    assert {"booknet", "scenesnet"} <= set(RECIPES)
    assert all(callable(import_module(f"lib.training.{name}").main) for name in RECIPES)
