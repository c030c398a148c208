"""The schedule, the crops and the batches of a training."""

import keras
import numpy as np
import pytest

from lib.data.tiny_imagenet import Split, hold_back
from lib.training.recipe import Recipe, Stage, compile_for_training, epoch_batches, random_boxes

RECIPE = Recipe(stages=(Stage(8, 2, 0.25), Stage(16, 1, 0.5)), batch=4)


def split(count: int = 12) -> Split:
    images = np.random.default_rng(0).integers(0, 256, (count, 64, 64, 3)).astype(np.uint8)
    return Split(images, np.arange(count) % 3)


def test_stages_follow_each_other():
    assert [RECIPE.stage_of(epoch).size for epoch in range(RECIPE.epochs)] == [8, 8, 16]


@pytest.mark.parametrize("epoch", [-1, 3])
def test_epoch_outside_the_schedule(epoch):
    with pytest.raises(ValueError, match="epoch: got"):
        RECIPE.stage_of(epoch)


def test_boxes_lie_inside_and_cover_what_they_should():
    y1, x1, y2, x2 = random_boxes(2000, smallest=0.25, generator=np.random.default_rng(1)).T
    area = (y2 - y1) * np.abs(x2 - x1)
    assert min(y1.min(), x1.min(), x2.min()) >= 0 and max(y2.max(), x1.max(), x2.max()) <= 1 + 1e-6
    assert area.min() >= 0.2 and area.max() <= 1 + 1e-6
    assert 0.45 < (x1 > x2).mean() < 0.55


def test_an_epoch_is_the_same_each_time_and_another_is_not():
    def first(epoch: int) -> np.ndarray:
        return next(iter(epoch_batches(RECIPE, split(), epoch=epoch, classes=3)))[0].numpy()

    assert first(0).shape == (4, 8, 8, 3) and first(2).shape == (4, 16, 16, 3)
    np.testing.assert_array_equal(first(0), first(0))
    assert np.abs(first(0) - first(1)).max() > 0.1


def test_a_mirrored_box_mirrors():
    images = np.zeros((4, 64, 64, 3), np.uint8)
    images[:, :, :32] = 255
    recipe = Recipe(stages=(Stage(64, 20, 1.0),), batch=4)
    sides = [
        batch[:, :, :20].mean() > 0.9
        for epoch in range(4)
        for batch in next(iter(epoch_batches(recipe, Split(images, np.zeros(4, int)), epoch=epoch, classes=1)))[
            0
        ].numpy()[:, None]
    ]
    assert any(sides) and not all(sides)


def test_rate_warms_up_then_falls_to_zero():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    compile_for_training(RECIPE, model, steps=10)
    rate = model.optimizer._learning_rate
    assert [round(float(rate(step)), 3) for step in (0, 10, 30)] == [0.01, 0.1, 0.0]


def test_hold_back_takes_the_same_number_of_every_class_and_loses_none():
    data = split(30)
    remaining, held = hold_back(data, each=2, seed=3)
    assert np.bincount(held.labels).tolist() == [2, 2, 2] and len(remaining.labels) == 24
    together = np.concatenate([remaining.images, held.images])
    assert sorted(image.sum() for image in together) == sorted(image.sum() for image in data.images)
