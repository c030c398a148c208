"""Autoencoders: losses against closed forms and draws, the mask by its gradient, the same network for the same seed."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from sklearn.datasets import load_digits

from lib.models.autoencoders import VAE, Autoencoder, DebiasingVAE, JudgedPass, Pass, SemiSupervisedVAE
from lib.models.coders import build_decoder, build_dense_decoder, build_dense_encoder, build_encoder
from lib.models.draws import FaceDraws
from lib.models.gaussians import draw, kl_divergence, negative_log_likelihood

SHAPE = (4, 4, 1)


def toy(kind, *, latents=2, **options):
    keras.utils.set_random_seed(0)
    encoder = build_dense_encoder(SHAPE, latents, with_logit=issubclass(kind, SemiSupervisedVAE), hidden=(8,))
    return kind(encoder, build_dense_decoder(SHAPE, latents, hidden=(8,)), **options)


def spelled_out(**options):
    """Return a detector whose latents are the pixels that it restores."""
    model = toy(SemiSupervisedVAE, **options)
    model.decoder = keras.layers.Reshape(SHAPE)
    return model


def as_latents(images):
    return tf.constant(images.reshape(len(images), -1))


def pictures(count, *, seed=0):
    return np.random.default_rng(seed).random((count, *SHAPE), np.float32)


def test_the_divergence_of_the_prior_from_itself_is_0_and_by_hand_elsewhere():
    means, log_variances = np.float32([0, 1, 0, 2]), np.float32([0, 0, np.log(4), np.log(0.25)])
    by_hand = [0, 0.5, (4 - 1 - np.log(4)) / 2, (4 + 0.25 - 1 + np.log(4)) / 2]
    np.testing.assert_allclose(kl_divergence(means, log_variances), by_hand, rtol=1e-6)


def test_the_divergence_is_the_mean_of_log_q_minus_log_p_over_draws():
    mean, log_variance = np.float32([0.7]), np.float32([-0.8])
    many = np.broadcast_to(mean, (200_000, 1)), np.broadcast_to(log_variance, (200_000, 1))
    z = draw(*map(tf.constant, many), seed=keras.random.SeedGenerator(1))
    own, prior = negative_log_likelihood(z, mean, log_variance), negative_log_likelihood(z, 0.0, 0.0)
    assert float(np.mean(prior - own)) == pytest.approx(float(kl_divergence(mean, log_variance)[0]), abs=0.01)


def test_draws_have_the_mean_and_deviation_asked_for():
    z = draw(
        tf.fill((100_000,), 3.0), tf.fill((100_000,), float(np.log(4))), seed=keras.random.SeedGenerator(1)
    ).numpy()
    assert z.mean() == pytest.approx(3, abs=0.03) and z.std() == pytest.approx(2, abs=0.03)


def test_gradients_pass_through_a_draw():
    mean, log_variance = tf.Variable([0.5]), tf.Variable([0.0])
    with tf.GradientTape() as tape:
        z = draw(mean, log_variance, seed=keras.random.SeedGenerator(1))
    slopes = tape.gradient(z, [mean, log_variance])
    np.testing.assert_allclose(slopes[0], [1])
    np.testing.assert_allclose(slopes[1], (z - mean) / 2, rtol=1e-6)


def test_the_likelihood_is_that_of_a_gaussian():
    assert float(negative_log_likelihood(1.0, 1.0, 0.0)) == pytest.approx(np.log(2 * np.pi) / 2)
    assert float(negative_log_likelihood(3.0, 1.0, float(np.log(4)))) == pytest.approx(
        (1 + np.log(4) + np.log(2 * np.pi)) / 2
    )


def test_an_autoencoder_is_charged_its_mean_squared_error():
    model, images = toy(Autoencoder), pictures(5)
    restored = model(images).numpy()
    assert restored.shape == images.shape
    loss = model.compute_loss(images, None, tf.constant(restored), None)
    assert float(loss) == pytest.approx(np.square(images - restored).mean(), rel=1e-6)


def test_a_vae_is_charged_likelihood_and_divergence_as_its_formula_says():
    model, images = toy(VAE, beta=3.0), pictures(2)
    passed = Pass(tf.constant([[1.0, 0], [0, 2]]), tf.zeros((2, 2)), tf.constant(images + 0.5))
    each = 16 * (0.25 * np.exp(3) - 3 + np.log(2 * np.pi)) / 2
    loss = model.compute_loss(images, None, passed, None)
    assert float(loss) == pytest.approx(each + 3 * (0.5 + 2) / 2, rel=1e-5)
    assert float(model.misfit.result()) == pytest.approx(each, rel=1e-5)
    assert float(model.divergence.result()) == pytest.approx(1.25)


def test_the_variance_that_is_learned_nears_the_error_that_remains():
    digits = (load_digits().images[:256, ..., None] / 16).astype(np.float32)
    keras.utils.set_random_seed(0)
    model = VAE(build_dense_encoder((8, 8, 1), 2), build_dense_decoder((8, 8, 1), 2))
    model.compile(keras.optimizers.Adam(1e-2))
    model.fit(digits, batch_size=64, epochs=120, verbose=0)
    remaining = np.square(digits - model(digits, training=True).restored).mean()
    assert np.exp(float(model.log_variance)) == pytest.approx(remaining, rel=0.1)


@pytest.mark.parametrize("column", [False, True])
def test_a_detector_is_charged_for_describing_faces_alone(column):
    model, images = spelled_out(kl_weight=0.1), pictures(3)
    mean = tf.constant([[1.0, 0], [0, 3], [2, 0]])
    passed = JudgedPass(tf.constant([0.0, 2, -1]), mean, tf.zeros((3, 2)), as_latents(images - np.float32(0.2)))
    labels = np.float32([1, 0, 1])
    mistakes = [np.log(2), np.log1p(np.exp(2)), np.log1p(np.exp(1))]
    descriptions = [0.1 * 0.5 + 0.2, 0, 0.1 * 2 + 0.2]
    loss = model.compute_loss(images, labels[:, None] if column else labels, passed)
    assert float(loss) == pytest.approx((sum(mistakes) + sum(descriptions)) / 3, rel=1e-5)


def test_what_lies_out_of_focus_does_not_count():
    focus = np.zeros((4, 4))
    focus[1, 2] = 16
    model, images = spelled_out(focus=focus), pictures(1)
    off = np.full((1, 4, 4, 1), 9, np.float32)
    off[0, 1, 2] = 0.25
    passed = JudgedPass(tf.zeros(1), tf.zeros((1, 2)), tf.zeros((1, 2)), as_latents(images + off))
    assert float(model.compute_loss(images, np.float32([1]), passed)) == pytest.approx(np.log(2) + 0.25, rel=1e-5)


def test_what_a_picture_counts_weighs_its_mistake_and_not_its_description():
    model, images = spelled_out(), pictures(2)
    passed = JudgedPass(tf.zeros(2), tf.zeros((2, 2)), tf.zeros((2, 2)), as_latents(images - np.float32(0.2)))
    loss = model.compute_loss(images, np.float32([1, 0]), passed, np.float32([5, 1]))
    assert float(loss) == pytest.approx((6 * np.log(2) + 0.2) / 2, rel=1e-5)


def slopes_by_picture(labels):
    """Return the gradient that each picture's latents, and each mean, get: `(N,)` sums of its absolute values."""
    model, images = toy(SemiSupervisedVAE), tf.constant(pictures(4))
    with tf.GradientTape() as tape:
        passed = model(images, training=True)
        loss = model.compute_loss(images, labels, passed)
    found = tape.gradient(loss, [passed.latents, passed.mean])
    return [np.abs(tf.convert_to_tensor(slope)).reshape(4, -1).sum(axis=1) for slope in found]


@pytest.mark.parametrize("labels", [np.float32([1, 0, 0, 1]), np.float32([[1], [0], [0], [1]])])
def test_no_face_no_gradient(labels):
    for found in slopes_by_picture(labels):
        assert (found[[1, 2]] == 0).all() and (found[[0, 3]] > 0).all()


def test_without_a_face_the_decoder_learns_nothing():
    model, images = toy(SemiSupervisedVAE), pictures(4)
    model.compile(keras.optimizers.SGD(1.0))
    before = [weight.numpy() for weight in model.decoder.weights]
    model.train_on_batch(images, np.zeros(4, np.float32))
    for weight, then in zip(model.decoder.weights, before, strict=True):
        np.testing.assert_array_equal(weight, then)
    model.train_on_batch(images, np.float32([0, 0, 0, 1]))
    assert any((weight.numpy() != then).any() for weight, then in zip(model.decoder.weights, before, strict=True))


def faces_and_others():
    return FaceDraws(pictures(20), pictures(20, seed=1) / 2, batch=4, steps=5, seed=3)


def trained(weigh):
    model = toy(DebiasingVAE)
    model.compile(keras.optimizers.Adam(1e-2))
    draws = faces_and_others()
    model.fit(draws, weigh=weigh, epochs=3, verbose=0)
    return model, draws


def test_the_same_seed_gives_the_same_network():
    first, second = (trained(lambda means, _: 1 + np.arange(len(means)))[0] for _ in range(2))
    for one, other in zip(first.weights, second.weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_weights_are_asked_for_at_each_epoch_but_the_first_and_reach_the_draws():
    asked = []

    def weigh(means, log_variances):
        asked.append((means, log_variances))
        return np.r_[1.0, np.zeros(len(means) - 1)]

    _, draws = trained(weigh)
    assert [means.shape for means, _ in asked] == [(20, 2)] * 2
    assert (asked[0][0] != asked[1][0]).any()
    images, labels = draws[0]
    np.testing.assert_array_equal(labels, [1, 1, 0, 0])
    np.testing.assert_array_equal(images[:2], draws.faces[[0, 0]])


def test_equal_weights_train_the_network_that_knows_of_none():
    model = toy(SemiSupervisedVAE)
    model.compile(keras.optimizers.Adam(1e-2))
    model.fit(faces_and_others().epochs(), shuffle=False, epochs=3, verbose=0)
    debiased, unweighed = (trained(weigh)[0] for weigh in (lambda means, _: np.ones(len(means)), None))
    for one, other, third in zip(debiased.weights, unweighed.weights, model.weights, strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_allclose(one, third, atol=1e-6)  # a class's name decides in which order TensorFlow adds up


@pytest.mark.parametrize(("kind", "logit"), [(VAE, False), (SemiSupervisedVAE, True)])
def test_pictures_of_64_pixels_go_through_and_come_back(kind, logit):
    encoder = build_encoder(6, with_logit=logit, channels=(4, 4, 4, 4), hidden=8)
    model = kind(encoder, build_decoder(6, channels=(4, 4, 4, 4), hidden=8))
    images = np.random.default_rng(0).random((3, 64, 64, 3), np.float32)
    model.compile(keras.optimizers.Adam())
    losses = model.fit(images, np.float32([1, 0, 1]), epochs=2, verbose=0).history["loss"]
    assert np.isfinite(losses).all()
    restored = model.restore(images)
    assert restored.shape == images.shape and restored.min() >= 0 and restored.max() <= 1
    assert model.latents_of(images).shape == (3, 6)
    if logit:
        assert model.logits_of(images).shape == (3,)


@pytest.mark.parametrize(("kind", "option"), [(VAE, "beta"), (SemiSupervisedVAE, "kl_weight")])
def test_a_weight_below_0_is_refused(kind, option):
    with pytest.raises(ValueError, match=rf"^{option}: got -1"):
        toy(kind, **{option: -1})
