"""How fast a debiasing autoencoder learns, beside the loop that one would write first."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import tensorflow as tf

from benchmarks.rows import Case
from lib.experiments.detection import Recipe, build_detector
from lib.fairness.resampling import rarity
from lib.models.autoencoders import DebiasingVAE
from lib.models.draws import FaceDraws

#: Steps of one call, and pictures of each kind that they draw from.
STEPS, PICTURES = 20, 512


def trainings() -> Iterator[Case]:
    """Yield the debiasing autoencoder's training against a plain loop: same network, batches and optimiser."""
    generator = np.random.default_rng(0)
    faces, others = generator.random((2, PICTURES, 64, 64, 3), np.float32)
    draws = FaceDraws(faces, others, steps=STEPS, seed=0)
    models = [build_detector(Recipe(), seed=0, kind=DebiasingVAE) for _ in range(2)]
    ours = partial(models[0].fit, draws, weigh=rarity, verbose=0)
    yield Case("debiasing.trained", ours, 3, "eager-loop", partial(loop, models[1], draws))


def loop(model: DebiasingVAE, draws: FaceDraws) -> None:
    """Train for an epoch, operation by operation: `GradientTape`, loss, gradients, step."""
    for number in range(len(draws)):
        images, labels = draws[number]
        with tf.GradientTape() as tape:
            loss = model.compute_loss(x=images, y=labels, y_pred=model(images, training=True))
        model.optimizer.apply_gradients(
            zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables, strict=True)
        )
