"""FaceVAE's recipe: the loss by hand, a training that goes on as if it had not stopped, and a record that holds."""

import keras
import numpy as np
import pytest

from lib.data.faces import sample_attributes
from lib.models.archive import WEIGHTS
from lib.models.autoencoders import VAE
from lib.models.facevae import LATENTS, build_facevae, facevae_record, shipped_part
from lib.training.facegrades import face_oval, likeness
from lib.training.facevae import RECIPE, Batches, FaceRecipe, Lesson, train
from lib.training.seeing import SeeingVAE, details, focus

SMALL = FaceRecipe(epochs=2, batch=4, latents=3, faces=8, components=2)


@pytest.fixture(scope="module")
def lesson():
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (8, 16, 16, 3), np.uint8)
    return Lesson(images, generator.standard_normal((8, 2)).astype(np.float32))


def test_an_interrupted_training_ends_as_one_that_was_not(lesson, tmp_path):
    whole, curve = train(SMALL, lesson, folder=tmp_path / "whole")
    stopped = tmp_path / "stopped"
    calls = []

    class StopError(Exception):
        pass

    class Interrupted(Batches):
        def __init__(self, *arguments, **options):
            calls.append(options["seed"])
            if len(calls) == 2:
                raise StopError
            super().__init__(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lib.training.facevae.Batches", Interrupted)
        with pytest.raises(StopError):
            train(SMALL, lesson, folder=stopped)
    again, curve_again = train(SMALL, lesson, folder=stopped)
    for first, second in zip(shipped_part(whole).get_weights(), shipped_part(again).get_weights(), strict=True):
        np.testing.assert_allclose(first, second, atol=1e-6)
    assert [row["epoch"] for row in curve_again] == [row["epoch"] for row in curve] == [1, 2]
    assert curve_again[1]["loss"] == pytest.approx(curve[1]["loss"], rel=1e-4)


def test_an_epoch_shows_each_picture_once_in_an_order_of_its_own(lesson):
    first, second = (Batches(lesson, batch=4, seed=[1, epoch]) for epoch in (0, 1))
    assert len(first) == 2
    assert sorted(first.rows.ravel()) == list(range(8))
    assert (first.rows != second.rows).any()
    images, seen = first[1]
    np.testing.assert_allclose(images * 255, lesson.images[first.rows[1]], atol=1e-3)
    np.testing.assert_array_equal(seen, lesson.seen[first.rows[1]])


def test_the_loss_by_hand():
    images = keras.Input((2, 2, 1))
    flat = keras.layers.Flatten()(images)
    zeros = [keras.layers.Dense(1, kernel_initializer="zeros", dtype="float32")(flat) for _ in range(2)]
    codes = keras.Input((1,))
    decoder = keras.layers.Reshape((2, 2, 1))(keras.layers.Dense(4, kernel_initializer="zeros")(codes))

    vae = VAE(keras.Model(images, zeros), keras.Model(codes, decoder))
    weights = np.float32([[[1.0], [1.0]], [[0.0], [0.0]]])
    model = SeeingVAE(vae, focus=weights, components=2, feature_variance=0.5)
    x, y = np.ones((1, 2, 2, 1), np.float32), np.float32([[1.0, 2.0]])
    loss = model.compute_loss(x, y, model(x), None)
    # Two pixels count, each off by 1 under a variance of exp(-3), their details by 0 under one of exp(-5); two features
    # are off by 1 and 2 under one of 1/2.
    pixels = 2 * (np.exp(3) - 3 + np.log(2 * np.pi)) / 2
    fine = 2 * (-5 + np.log(2 * np.pi)) / 2
    assert float(loss) == pytest.approx(pixels + fine + (1 + 4) / (2 * 0.5), rel=1e-5)


def test_details_are_what_differs_from_around():
    images = np.zeros((1, 5, 5, 1), np.float32)
    images[0, 2, 2] = 9
    shown = np.asarray(details(images + 3))[0, :, :, 0]
    assert shown[2, 2] == pytest.approx(8) and shown[1, 1] == shown[2, 3] == pytest.approx(-1)
    assert np.abs(shown[[0, 4]]).max() == pytest.approx(0)


def test_the_middle_counts_fully_and_the_corners_as_the_ground():
    weights = focus(0.1)[..., 0]
    assert weights[32, 32] == pytest.approx(1, abs=1e-3) and weights[0, 0] == pytest.approx(0.1, abs=1e-3)
    assert weights[7, 32] > 0.9 > weights[32, 7]


def test_the_oval_of_a_face_is_as_high_as_its_head():
    table = sample_attributes(3, seed=0)
    oval = face_oval(table, 1, size=64)
    assert oval.any(axis=1).sum() == pytest.approx(64 * table.height[1], abs=2)
    assert oval.any(axis=0).sum() == pytest.approx(0.7 * 64 * table.height[1], abs=2)


def test_a_picture_that_is_given_back_is_like_itself():
    class Perfect:
        def restore(self, images):
            return images

    table = sample_attributes(2, seed=0)
    pictures = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3), np.uint8)
    assert likeness(Perfect(), table, pictures) == pytest.approx((1, 1))


def test_the_record_says_how_it_was_made_and_how_it_does():
    record = facevae_record()
    assert {"command", "seed", "versions", "machine", "duration_s", "data", "recipe", "input_size"} <= record.keys()
    assert record["recipe"]["epochs"] == RECIPE.epochs == len(record["curve"])
    assert record["parameters"] == shipped_part(build_facevae()).count_params()
    assert RECIPE.learned_seed != RECIPE.reported_seed
    assert record["ssim"] >= 0.65 and record["ssim_face"] >= 0.72
    assert record["tone_r2"] >= 0.9 and record["yaw_r2"] >= 0.8 and record["glasses_auc"] >= 0.92
    assert (WEIGHTS / "facevae.npz").stat().st_size <= 6_000_000
    assert record["recipe"]["latents"] == LATENTS
