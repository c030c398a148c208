"""Kingma's M2: its loss against the formula by hand, and which of its networks learns from which pictures."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from lib.models.m2 import UNKNOWN, Guess, bernoulli, build_m2

SHAPE = (2, 2, 1)


@pytest.fixture
def m2():
    keras.utils.set_random_seed(0)
    return build_m2(SHAPE, 3, latents=2, alpha=4.0, hidden=(5,))


@pytest.fixture
def guess():
    """Return a pass over two pictures, of random numbers."""
    generator = np.random.default_rng(0)
    return Guess(*(generator.normal(size=size).astype(np.float32) for size in ((2, 3), (2, 3), (2, 3, *SHAPE))))


def bound_by_hand(image, guess, row, label):
    chance = 1 / (1 + np.exp(-guess.restored[row, label].astype(float)))
    likelihood = (image * np.log(chance) + (1 - image) * np.log(1 - chance)).sum()
    return -likelihood - np.log(1 / 3) + guess.divergence[row, label]


def test_the_likelihood_is_a_bernoullis():
    np.testing.assert_allclose(bernoulli(np.float32([1, 0, 0.5]), np.float32([0, 0, 2])),
                               [np.log(2), np.log(2), np.log(1 + np.exp(2)) - 1], rtol=1e-6)  # fmt: skip


def test_the_loss_is_the_formula(m2, guess):
    images = np.random.default_rng(1).random((2, *SHAPE)).astype(np.float32)
    belief = np.exp(guess.logits) / np.exp(guess.logits).sum(axis=1, keepdims=True)
    known = bound_by_hand(images[0], guess, 0, 2) - 4.0 * np.log(belief[0, 2])
    tried = [belief[1, label] * bound_by_hand(images[1], guess, 1, label) for label in range(3)]
    unknown = sum(tried) + (belief[1] * np.log(belief[1])).sum()
    loss = m2.compute_loss(images, np.array([2, UNKNOWN]), Guess(*map(tf.constant, guess)))
    assert float(loss) == pytest.approx((known + unknown) / 2, rel=1e-5)


def test_each_class_is_tried_on_its_own_picture(m2):
    images = np.random.default_rng(0).random((2, *SHAPE)).astype(np.float32)
    passed = m2(images)
    tried = tf.constant([[0.0, 1, 0]])
    mean, _ = m2.encoder([tf.constant(images[[1]]), tried])
    np.testing.assert_allclose(passed.restored[1, 1], m2.decoder([mean, tried])[0], atol=1e-6)
    assert passed.logits.shape == (2, 3) and passed.divergence.shape == (2, 3)


@pytest.mark.parametrize(("label", "alpha", "reached"), [(1, 0.0, False), (1, 1.0, True), (UNKNOWN, 0.0, True)])
def test_labels_reach_the_classifier_through_alpha_alone(label, alpha, reached):
    model = build_m2(SHAPE, 3, latents=2, alpha=alpha, hidden=(5,))
    images = np.random.default_rng(0).random((4, *SHAPE)).astype(np.float32)
    with tf.GradientTape() as tape:
        loss = model.compute_loss(images, np.full(4, label), model(images, training=True))
    gradients = tape.gradient(loss, model.classifier.trainable_variables, unconnected_gradients="zero")
    assert any(np.abs(gradient).max() > 0 for gradient in gradients) == reached


def test_all_classes_are_drawn_in_every_style(m2):
    drawn = m2.all_classes_of(np.array([[0.0, 1], [2, 3]]))
    assert drawn.shape == (2, 3, *SHAPE) and drawn.min() >= 0 and drawn.max() <= 1
    alone = m2.decoder([np.float32([[2, 3]]), np.float32([[0, 0, 1]])])
    np.testing.assert_allclose(drawn[1, 2], tf.sigmoid(alone)[0], atol=1e-6)


def test_a_negative_alpha_is_refused():
    with pytest.raises(ValueError, match="alpha"):
        build_m2(SHAPE, 3, latents=2, alpha=-1.0)
