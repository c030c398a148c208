import keras
import numpy as np
import pytest
import tensorflow as tf

from lib.experiments.latent import (
    kl_by_draws,
    learn,
    lines_between,
    pathwise_gradients,
    score_gradients,
    spending,
)
from lib.models.autoencoders import VAE, Autoencoder
from lib.models.coders import build_dense_decoder, build_dense_encoder

SHAPE = (4, 4, 1)


def network(kind=Autoencoder, latents=2, **options):
    keras.utils.set_random_seed(0)
    named = ("mean", "log_variance") if kind is VAE else ("code",)
    return kind(build_dense_encoder(SHAPE, latents, outputs=named), build_dense_decoder(SHAPE, latents), **options)


def stripes(count=40):
    """Return pictures that two numbers describe: how bright the upper and the lower half is."""
    halves = np.random.default_rng(0).random((count, 2, 1, 1), np.float32)
    return np.broadcast_to(halves.repeat(2, axis=1), (count, *SHAPE)).copy()


class Watching(Autoencoder):
    """An autoencoder that remembers what it was shown."""

    def train_step(self, data):
        tf.py_function(lambda images: self.shown.append(images.numpy()), [data[0]], [])
        return super().train_step(data)


def watched(**options):
    model = network(Watching)
    model.shown = []
    learn(model, stripes(), **options)
    return model.shown


def test_each_picture_is_seen_once_an_epoch_in_another_order():
    shown = np.concatenate(watched(epochs=3, batch=20))
    epochs = shown.reshape(3, 40, -1)
    expected = np.sort(stripes().reshape(40, -1), axis=0)
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch, axis=0), expected)
    assert not np.array_equal(epochs[0], epochs[1])


def test_a_seed_gives_the_same_order_and_a_batch_that_is_not_full_is_left_out():
    first, again, other = (watched(epochs=1, batch=16, seed=seed) for seed in (1, 1, 2))
    assert [len(batch) for batch in first] == [16, 16]
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("kind", [Autoencoder, VAE])
def test_pictures_of_two_numbers_are_restored_from_two_numbers(kind):
    images, model = stripes(), network(kind)
    before = np.square(model.restore(images) - images).mean()
    assert learn(model, images, epochs=60, batch=20, rate=1e-2) is model
    assert np.square(model.restore(images) - images).mean() < before / 4


@pytest.mark.parametrize("beta", [0.0, 2.0])
def test_who_learns_anew_learns_as_another_would_with_its_own_weight(beta):
    images, used = stripes(), learn(network(VAE), stripes(), epochs=2, batch=20)
    alone, fresh = (network(VAE, beta=beta) for _ in range(2))
    learn(alone, images, epochs=2, batch=20)
    assert learn(fresh, images, epochs=2, batch=20, anew=used) is used
    for one, other in zip(used.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_who_learned_from_few_can_learn_from_more():
    used = learn(network(), stripes(), epochs=1, batch=20)
    assert learn(network(), stripes(80), epochs=2, batch=16, anew=used) is used


def test_draws_estimate_the_divergence_and_more_draws_do_so_better():
    mean, log_variance = np.float32([1.0, -0.5]), np.float32([-1.0, 0.3])
    truth = 0.5 * (np.exp(log_variance) + mean**2 - 1 - log_variance).sum()
    runs = kl_by_draws(mean, log_variance, draws=4000, repeats=20, seed=0)
    assert runs.shape == (20, 4000)
    assert runs[:, -1].mean() == pytest.approx(truth, abs=0.03)
    assert runs[:, -1].std() < runs[:, 39].std() / 4


def test_both_gradients_are_right_on_average_and_the_path_wavers_less():
    mean, log_variance = np.float32([0.7, -0.2]), np.float32([-0.5, 0.1])
    options = {"mean": mean, "log_variance": log_variance, "draws": 20_000, "seed": 0}
    # E[Σ z²] = Σ μ² + σ², whose gradient with respect to μ is 2 μ.
    path, score = (
        find(lambda z: keras.ops.sum(z * z, axis=1), **options) for find in (pathwise_gradients, score_gradients)
    )
    np.testing.assert_allclose(path.mean(axis=0), 2 * mean, atol=0.05)
    np.testing.assert_allclose(score.mean(axis=0), 2 * mean, atol=0.15)
    assert (path.std(axis=0) < score.std(axis=0)).all()


def test_lines_run_straight_between_codes_of_different_labels():
    codes, labels = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([0, 0, 1])
    lines = lines_between(codes, labels, lines=30, places=5, seed=0)
    assert lines.shape == (30, 5, 2)
    np.testing.assert_allclose(np.diff(lines, n=2, axis=1), 0, atol=1e-12)
    assert ((lines[:, 0] == codes[2]).all(axis=1) != (lines[:, -1] == codes[2]).all(axis=1)).all()


def test_lines_need_two_labels_and_two_places():
    codes = np.zeros((3, 2))
    with pytest.raises(ValueError, match="labels: got"):
        lines_between(codes, np.zeros(3), seed=0)
    with pytest.raises(ValueError, match="places: got 1"):
        lines_between(codes, np.arange(3), places=1, seed=0)


def test_latents_that_say_nothing_are_silent():
    model = network(VAE, latents=3)
    for name in ("mean", "log_variance"):
        layer = model.encoder.get_layer(name)
        layer.kernel.assign(np.zeros(layer.kernel.shape, np.float32))
        layer.bias.assign(np.float32([1, 0, 0]) if name == "mean" else np.zeros(3, np.float32))
    spent = spending(model, stripes())
    np.testing.assert_allclose(spent.divergence, [0.5, 0, 0], atol=1e-6)
    assert spent.silent == 2
