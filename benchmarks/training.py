"""How fast a debiasing autoencoder learns, beside the loop that one would write first."""

from collections.abc import Iterator
from functools import partial

import keras
import numpy as np
import tensorflow as tf

from benchmarks.rows import Case
from lib.experiments.detection import Recipe, build_detector
from lib.fairness.resampling import rarity
from lib.models.autoencoders import DebiasingVAE
from lib.models.draws import FaceDraws
from lib.models.gaussians import draw, kl_divergence

#: Steps of one call, and pictures of each kind that they draw from.
STEPS, PICTURES = 20, 512


def trainings() -> Iterator[Case]:
    """Yield the debiasing autoencoder's training against a plain loop: same network, batches and optimiser."""
    generator = np.random.default_rng(0)
    faces, others = generator.random((2, PICTURES, 64, 64, 3), np.float32)
    draws = FaceDraws(faces, others, steps=STEPS, seed=0)
    models = [build_detector(Recipe(), seed=0) for _ in range(2)]
    ours = partial(models[0].fit, draws, weigh=rarity, verbose=0)
    yield Case("debiasing.trained", ours, 3, "eager-loop", partial(loop, models[1], draws))


def loop(model: DebiasingVAE, draws: FaceDraws) -> None:
    """Train for an epoch, operation by operation: `GradientTape`, loss, gradients, step."""
    for number in range(len(draws)):
        images, labels = draws[number]
        with tf.GradientTape() as tape:
            loss = plain_loss(model, images, labels)
        model.optimizer.apply_gradients(
            zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables, strict=True)
        )


def plain_loss(model: DebiasingVAE, images: np.ndarray, labels: np.ndarray) -> tf.Tensor:
    """Return the loss as the formula has it: every picture is restored, and what is no face counts 0."""
    logit, mean, log_variance = model.encoder(images)
    restored = model.decoder(draw(mean, log_variance, seed=model.seeds))
    mistake = keras.losses.binary_crossentropy(labels[:, None], logit[:, None], from_logits=True)
    divergence = tf.reduce_sum(kl_divergence(mean, log_variance), axis=1)
    misfit = tf.reduce_mean(model.focus * tf.abs(images - restored), axis=(1, 2, 3))
    return tf.reduce_mean(mistake + labels * (model.kl_weight * divergence + misfit))
