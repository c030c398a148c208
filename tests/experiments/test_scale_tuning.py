"""Fine-tuning on few drawn faces: the same draws as the frozen detector's, and the threshold that it is held to."""

import numpy as np
import pytest

from lib.experiments.scale import tuning
from lib.experiments.scale.detector import MIXTURES, Pool, example_rows
from lib.experiments.transfer.learning import Recipe, Tuned


@pytest.fixture(scope="module")
def pool():
    generator = np.random.default_rng(0)
    return Pool(generator.normal(1, 1, (40, 256)), np.tile(np.arange(1, 11), 4), generator.normal(-1, 1, (20, 256)))


def test_a_detector_learns_from_different_faces_and_as_many_other_pictures(pool):
    others, faces = example_rows(pool, MIXTURES["equal shares"], size=10, seed=3)
    assert len(set(others)) == len(set(faces)) == 10
    assert sorted(pool.tones[faces]) == list(range(1, 11))
    again = example_rows(pool, MIXTURES["equal shares"], size=10, seed=3)
    np.testing.assert_array_equal(again, (others, faces))


def test_more_pictures_than_there_are_are_refused(pool):
    with pytest.raises(ValueError, match=r"^size: got 30, but the pool has 20 pictures without a face"):
        example_rows(pool, MIXTURES["equal shares"], size=30, seed=0)


def test_networks_learn_from_the_drawn_pictures_and_let_the_same_share_of_others_pass(pool, monkeypatch):
    shown, images = [], np.random.default_rng(1).random((60, 64, 64, 3), np.float32)
    learned = Tuned.learn

    def watched(self, rows, *, seed):
        shown.append((rows.learned, seed))
        return learned(self, rows, seed=seed)

    monkeypatch.setattr(Tuned, "learn", watched)
    monkeypatch.setattr(tuning, "RECIPE", Recipe(rate=1e-4, steps=1, batch=2))
    found = tuning.found_by_tuned(
        pool, images, images[:6], images[:6], MIXTURES["equal shares"], size=10, draws=[4, 5], passing=0.5
    )
    assert found.shape == (2, 6) and (found.sum(axis=1) == 3).all()
    for (rows, seed), draw in zip(shown, [4, 5], strict=True):
        others, faces = example_rows(pool, MIXTURES["equal shares"], size=10, seed=draw)
        np.testing.assert_array_equal(rows, [*others, *(20 + faces)])
        assert seed == draw


def test_a_network_learns_what_its_first_head_did_not_know(monkeypatch):
    generator = np.random.default_rng(0)
    features = generator.normal(size=(2, 30, 256))  # the first head learns nothing from these
    pool = Pool(features[0], np.tile(np.arange(1, 11), 3), features[1])
    dim, bright = generator.random((2, 30, 64, 64, 3), np.float32) * 0.4 + np.float32([[[[[0.0]]]], [[[[0.6]]]]])
    monkeypatch.setattr(tuning, "RECIPE", Recipe(rate=1e-3, steps=25))
    images = np.concatenate([dim, bright])
    found = tuning.found_by_tuned(pool, images, bright, dim, MIXTURES["equal shares"], size=10, draws=[0])
    assert found.mean() > 0.9
