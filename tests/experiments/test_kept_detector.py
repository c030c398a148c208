"""A detector is trained once, and who asks again gets the same."""

import numpy as np
import pytest

from lib.experiments import kept_detector as module
from lib.experiments.detection import Recipe, train_detector
from lib.experiments.face_sets import training_set
from lib.experiments.kept_detector import kept_detector

SIZES = {"faces": 40, "others": 40}
RECIPE = Recipe(steps=4, every=2, batch=8)


@pytest.fixture
def trained(monkeypatch):
    def count(training, **options):
        count.asked.append(options["seed"])
        return train_detector(training, **options)

    count.asked = []
    monkeypatch.setattr(module, "train_detector", count)
    return count


def test_it_is_trained_once_and_is_the_detector_that_training_gives(trained, tmp_path):
    first, second = (kept_detector(dark=0.1, seed=0, recipe=RECIPE, folder=tmp_path, **SIZES) for _ in range(2))
    assert trained.asked == [0]
    alone, _ = train_detector(training_set(dark=0.1, seed=0, **SIZES), condition="none", seed=0, recipe=RECIPE)
    for one, other, expected in zip(first.get_weights(), second.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_allclose(one, expected, atol=1e-6)


@pytest.mark.parametrize("other", [{"seed": 1}, {"dark": 0.2}, {"recipe": Recipe(steps=4, every=2, batch=8, rate=0.1)}])
def test_another_is_trained_anew(trained, other, tmp_path):
    asked = {"dark": 0.1, "seed": 0, "recipe": RECIPE, "folder": tmp_path, **SIZES}
    first, second = kept_detector(**asked), kept_detector(**asked | other)
    assert len(trained.asked) == 2
    assert not np.array_equal(first.get_weights()[0], second.get_weights()[0])


def test_what_is_read_can_be_trained_anew(tmp_path):
    read = [kept_detector(dark=0.1, seed=0, recipe=RECIPE, folder=tmp_path, **SIZES) for _ in range(2)][1]
    before = read.get_weights()
    training = training_set(dark=0.1, seed=0, **SIZES)
    again, _ = train_detector(training, condition="none", seed=0, recipe=RECIPE, anew=read)
    assert again is read
    np.testing.assert_allclose(again.get_weights()[0], before[0], atol=1e-6)
