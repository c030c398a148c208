"""Draws: half a batch faces, as often as their weights say, the same again for the same seed."""

import numpy as np
import pytest

from lib.models.draws import HANDED, FaceDraws


def numbered(count, first=0):
    """Return pictures each of which shows its own number."""
    return np.broadcast_to(np.arange(first, first + count, dtype=np.float32)[:, None, None, None], (count, 2, 2, 3))


def shown(draws):
    """Return the numbers of all faces of an epoch."""
    return np.concatenate([draws[number][0][: draws.batch // 2, 0, 0, 0] for number in range(len(draws))])


def test_half_a_batch_are_faces():
    draws = FaceDraws(numbered(5), numbered(7, first=100), batch=6, steps=3, seed=0)
    for number in range(len(draws)):
        images, labels = draws[number]
        np.testing.assert_array_equal(labels, [1, 1, 1, 0, 0, 0])
        np.testing.assert_array_equal(images[:, 0, 0, 0] < 100, labels == 1)
        assert images.dtype == np.float32


def test_pictures_kept_as_bytes_are_shown_between_0_and_1():
    faces, others = (np.full((3, 2, 2, 3), value, np.uint8) for value in (255, 51))
    images, _ = FaceDraws(faces, others, batch=4, steps=1, seed=0)[0]
    np.testing.assert_allclose(images[:, 0, 0, 0], [1, 1, 0.2, 0.2])
    assert images.dtype == np.float32


def test_faces_come_as_often_as_their_weights_say():
    draws = FaceDraws(numbered(4), numbered(1), batch=400, steps=50, seed=0)
    draws.weights = [0, 1, 2, 1]
    np.testing.assert_allclose(draws.weights, [0, 0.25, 0.5, 0.25])
    counts = np.bincount(shown(draws).astype(int), minlength=4) / 10_000
    assert counts[0] == 0
    np.testing.assert_allclose(counts, [0, 0.25, 0.5, 0.25], atol=0.02)


def test_a_batch_is_the_same_again_and_another_in_the_next_epoch():
    draws = FaceDraws(numbered(50), numbered(50), batch=20, steps=2, seed=4)
    first = shown(draws)
    np.testing.assert_array_equal(shown(draws), first)
    assert (first[:10] != first[10:]).any()
    for _ in draws.epochs():
        pass
    assert (shown(draws) != first).any()
    assert (shown(FaceDraws(numbered(50), numbered(50), batch=20, steps=2, seed=5)) != first).any()


@pytest.mark.parametrize("counts", [None, np.arange(50.0)])
@pytest.mark.parametrize("kind", [np.float32, np.uint8])
def test_a_training_reads_the_batches_epoch_after_epoch_by_weights_set_between_them(kind, counts):
    options = {"batch": 4, "steps": HANDED + 3, "seed": 4, "counts": counts}
    draws, beside = (FaceDraws(numbered(50).astype(kind), numbered(60).astype(kind), **options) for _ in range(2))
    epochs = draws.epochs()
    assert len(epochs) == HANDED + 3
    for epoch in range(3):
        assert draws.epoch == beside.epoch == epoch
        draws.weights = beside.weights = 1 + epoch * np.arange(50)
        read = list(epochs.as_numpy_iterator())
        assert len(read) == HANDED + 3
        for number, batch in enumerate(read):
            for values, wanted in zip(batch, beside[number], strict=True):
                np.testing.assert_array_equal(values, wanted)
        beside.epoch += 1


def test_what_a_face_counts_goes_with_it_and_all_else_counts_1():
    draws = FaceDraws(numbered(5), numbered(5), batch=8, steps=1, seed=0, counts=np.arange(5.0))
    images, _, counts = draws[0]
    np.testing.assert_array_equal(counts, np.r_[images[:4, 0, 0, 0], np.ones(4)])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch": 3}, "batch: got 3"),
        ({"batch": 0}, "batch: got 0"),
        ({"steps": 0}, "steps: got 0"),
        ({"counts": np.ones(4)}, r"counts: got shape \(4,\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        FaceDraws(numbered(5), numbered(5), seed=0, **options)


@pytest.mark.parametrize(
    "weights", [np.ones(4), [1, 1, -1, 1, 1], np.zeros(5), [1, 1, np.nan, 1, 1], [1, np.inf, 1, 1, 1]]
)
def test_weights_that_are_none_are_refused(weights):
    draws = FaceDraws(numbered(5), numbered(5), seed=0)
    with pytest.raises(ValueError, match=r"^weights: got"):
        draws.weights = weights
