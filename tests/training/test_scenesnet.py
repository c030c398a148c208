"""ScenesNet's recipe: fresh scenes in every epoch, targets in equal shares, and a report that counts right."""

import numpy as np
import pytest

from lib.data.scenes import OBJECTS, label_shares, render_scenes, sample_scenes
from lib.training import scenesnet
from lib.training.scenesnet import RECIPE, ScenesRecipe, both_first, epoch_batches, named_right, train

SMALL = ScenesRecipe(epochs=1, batch=4, drawn=10, held_back=4)


class Oracle:
    """Answers for scenes of one seed with what they hold, except for `wrong` of them."""

    def __init__(self, n: int, *, seed: int, objects: int, wrong: int) -> None:
        self.logits = label_shares(sample_scenes(n, seed=seed, objects=objects))
        self.logits[:wrong] = np.roll(self.logits[:wrong], 1, axis=1)
        self.asked = 0

    def predict_on_batch(self, images: np.ndarray) -> np.ndarray:
        self.asked += len(images)
        return self.logits[self.asked - len(images) : self.asked]


def test_an_epoch_is_the_same_each_time_another_is_not_and_what_fills_no_batch_is_left():
    batches, again, other = (list(epoch_batches(SMALL, epoch=epoch)) for epoch in (0, 0, 1))
    assert len(batches) == len(epoch_batches(SMALL, epoch=0)) == 2
    np.testing.assert_array_equal(batches[1][0], again[1][0])
    assert np.abs(batches[1][0] - other[1][0]).max() > 0.1


def test_a_batch_is_the_scenes_and_their_shares():
    scenes = sample_scenes(10, seed=SMALL.seed)
    images, targets = list(epoch_batches(SMALL, epoch=0))[1]
    np.testing.assert_array_equal(images, render_scenes(scenes[4:8]).images)
    np.testing.assert_array_equal(targets, label_shares(scenes)[4:8])


def test_epochs_what_is_held_back_and_what_reports_never_share_a_seed():
    seeds = [RECIPE.seed + epoch for epoch in range(RECIPE.epochs)]
    assert len({*seeds, scenesnet.HELD_BACK, scenesnet.SINGLE, scenesnet.PAIRS}) == RECIPE.epochs + 3


def test_the_share_of_single_objects_named_right_by_hand():
    assert named_right(Oracle(250, seed=5, objects=1, wrong=50), 250, seed=5) == pytest.approx(0.8)


def test_the_share_of_pairs_with_both_first_by_hand():
    assert both_first(Oracle(120, seed=5, objects=2, wrong=0), 120, seed=5) == 1
    assert both_first(Oracle(120, seed=5, objects=2, wrong=30), 120, seed=5) == pytest.approx(0.75)


def test_a_small_training_runs_and_tells_what_was_held_back(tmp_path):
    model, curve = train(SMALL, folder=tmp_path)
    assert model.output_shape == (None, len(OBJECTS))
    assert [set(row) for row in curve] == [{"epoch", "loss", "held_back_accuracy", "seconds"}]
