"""Kingma's semi-supervised M2: a variational autoencoder in which the class is one more latent, sometimes seen."""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops

from lib.models.autoencoders.variational import Tensor, not_negative
from lib.models.gaussians import draw, kl_divergence

#: The label of a picture that has none.
UNKNOWN = -1


class Guess(NamedTuple):
    """What M2 makes of N pictures, for each of K classes that they might belong to."""

    logits: Tensor  #: `(N, K)` of q(y | x)
    divergence: Tensor  #: `(N, K)` KL(q(z | x, y) ‖ N(0, 1)), in nats
    restored: Tensor  #: `(N, K, H, W, C)` logits of p(x | y, z)


class M2(keras.Model):
    """A classifier that also learns from pictures without a label (Kingma et al. 2014, sections 2.2 and 3.1.2).

    A picture comes from its class y and from latents z, its style: p(x | y, z), a Bernoulli for each value. With
    L(x, y) = −log p(x | y, z) − log p(y) + KL(q(z | x, y) ‖ N(0, 1)), the loss of a picture is

    - L(x, y) − α · log q(y | x) where its label y is known, and
    - Σ_y q(y | x) · L(x, y) − H(q(y | x)) where it is not: every label is tried, and counts as much as it is believed.

    Args:
        classifier: from images `(N, H, W, C)` to logits `(N, K)` of q(y | x).
        encoder: from [images, classes `(N, K)` of 0 and 1] to [mean, log variance] of q(z | x, y).
        decoder: from [latents, classes] to logits of images.
        alpha: α, 0 or more.
        seed: of the draws.

    Raises:
        ValueError: `alpha` is below 0.
    """

    def __init__(
        self,
        classifier: keras.Model,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        alpha: float,
        seed: int = 0,
        **options: object,
    ) -> None:
        super().__init__(**options)
        self.classifier, self.encoder, self.decoder = classifier, encoder, decoder
        self.alpha = not_negative("alpha", alpha)
        self.classes = classifier.output_shape[-1]
        self.seeds = keras.random.SeedGenerator(seed)

    def call(self, images: Tensor, training: bool = False) -> Guess:
        """Return what is believed of the classes and, for each class, what is restored: from a draw in training."""
        count, shape = ops.shape(images)[0], images.shape[1:]
        # Every picture K times, each time with another class: (N · K, …).
        each = ops.repeat(images, self.classes, axis=0)
        tried = ops.tile(ops.eye(self.classes), (count, 1))
        mean, log_variance = self.encoder([each, tried])
        latents = draw(mean, log_variance, seed=self.seeds) if training else mean
        divergence = ops.sum(kl_divergence(mean, log_variance), axis=1)
        restored = ops.reshape(self.decoder([latents, tried]), (-1, self.classes, *shape))
        return Guess(self.classifier(images), ops.reshape(divergence, (-1, self.classes)), restored)

    def compute_loss(
        self, x: Tensor, y: Tensor, y_pred: Guess, sample_weight: Tensor | None = None, training: bool = True
    ) -> Tensor:
        """Return the loss above, a picture on average; `y` `(N,)` holds classes, or `UNKNOWN`."""
        del sample_weight, training
        misfit = ops.sum(bernoulli(x[:, None], y_pred.restored), axis=(2, 3, 4))
        bound = misfit + y_pred.divergence + np.log(self.classes)
        belief, log_belief = ops.softmax(y_pred.logits), ops.log_softmax(y_pred.logits)
        unlabelled = ops.sum(belief * (bound + log_belief), axis=1)
        label = ops.one_hot(ops.maximum(y, 0), self.classes)
        labelled = ops.sum(label * (bound - self.alpha * log_belief), axis=1)
        return ops.mean(ops.where(y == UNKNOWN, unlabelled, labelled))

    def all_classes_of(self, latents: np.ndarray) -> np.ndarray:
        """Return every class in the styles `(S, latents)`: images `(S, K, H, W, C)` in [0, 1]."""
        each = np.repeat(latents, self.classes, axis=0).astype(np.float32)
        chosen = np.tile(np.eye(self.classes, dtype=np.float32), (len(latents), 1))
        drawn = ops.convert_to_numpy(ops.sigmoid(self.decoder([each, chosen])))
        return drawn.reshape(len(latents), self.classes, *drawn.shape[1:])


def bernoulli(values: Tensor, logits: Tensor) -> Tensor:
    """Return −log p of values in [0, 1] under Bernoullis with these logits, in nats, in the shape of both broadcast."""
    return ops.softplus(logits) - values * logits


def build_classifier(shape: Sequence[int], classes: int, *, hidden: Sequence[int] = (128,)) -> keras.Model:
    """Build q(y | x) with random weights, from images `(N, *shape)` to logits `(N, classes)`.

    Args:
        shape: of one picture.
        classes: how many.
        hidden: units of each dense layer.
    """
    images = keras.Input(tuple(shape), name="images")
    x = layers.Flatten(name="flat")(images)
    for number, units in enumerate(hidden, start=1):
        x = layers.Dense(units, activation="relu", name=f"hidden{number}")(x)
    return keras.Model(images, layers.Dense(classes, name="logits")(x), name="classifier")


def build_m2(
    shape: Sequence[int],
    classes: int,
    *,
    latents: int,
    alpha: float,
    hidden: Sequence[int] = (128,),
    seed: int = 0,
) -> M2:
    """Build M2 of dense layers with random weights; seed before.

    Args:
        shape: of one picture, such as `(8, 8, 1)`.
        classes: how many.
        latents: of the style.
        alpha: weight of the labelled pictures' cross-entropy.
        hidden: units of each dense layer in each of the three networks.
        seed: of the draws.
    """
    images, chosen = keras.Input(tuple(shape), name="images"), keras.Input((classes,), name="class")
    x = layers.Concatenate(name="both")([layers.Flatten(name="flat")(images), chosen])
    for number, units in enumerate(hidden, start=1):
        x = layers.Dense(units, activation="relu", name=f"hidden{number}")(x)
    gaussian = [layers.Dense(latents, name=name)(x) for name in ("mean", "log_variance")]
    codes = keras.Input((latents,), name="latents")
    x = layers.Concatenate(name="code")([codes, chosen])
    for number, units in enumerate(reversed(hidden), start=1):
        x = layers.Dense(units, activation="relu", name=f"hidden{number}")(x)
    restored = layers.Reshape(tuple(shape), name="restored")(layers.Dense(prod(shape), name="places")(x))
    classifier = build_classifier(shape, classes, hidden=hidden)
    encoder = keras.Model([images, chosen], gaussian, name="encoder")
    return M2(classifier, encoder, keras.Model([codes, chosen], restored, name="decoder"), alpha=alpha, seed=seed)
