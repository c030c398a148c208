"""The plain autoencoder, and the variational one."""

from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from lib.models.compiling import outputs
from lib.models.gaussians import draw, kl_divergence, negative_log_likelihood

Tensor = keras.KerasTensor


class Pass(NamedTuple):
    """What a variational autoencoder makes of N pictures."""

    mean: Tensor  #: `(N, latents)`
    log_variance: Tensor  #: `(N, latents)`
    restored: Tensor  #: `(N, H, W, C)`


class Autoencoder(keras.Model):
    """Learns to restore a picture from few numbers: loss = mean (x − x̂)².

    Args:
        encoder: from images `(N, H, W, C)` in [0, 1] to latents `(N, latents)`, or to a list that begins with them.
        decoder: from latents to images.
    """

    def __init__(self, encoder: keras.Model, decoder: keras.Model, **options: object) -> None:
        super().__init__(**options)
        self.encoder, self.decoder = encoder, decoder

    def call(self, images: Tensor) -> Tensor:
        """Return the restored images."""
        return self.decoder(keras.tree.flatten(self.encoder(images))[0])

    def compute_loss(
        self, x: Tensor, y: Tensor, y_pred: Tensor, sample_weight: Tensor, training: bool = True
    ) -> Tensor:
        """Return the mean squared error per value."""
        del y, sample_weight, training
        return ops.mean(ops.square(x - y_pred))

    def latents_of(self, images: np.ndarray) -> np.ndarray:
        """Return the latents `(N, latents)` of images `(N, H, W, C)`."""
        return outputs(self.encoder, images)[0]

    def decode(self, latents: np.ndarray) -> np.ndarray:
        """Return images `(N, H, W, C)` in [0, 1] for latents `(N, latents)`."""
        return np.clip(outputs(self.decoder, latents)[0], 0, 1)

    def restore(self, images: np.ndarray) -> np.ndarray:
        """Return what is left of images `(N, H, W, C)` after the way through the latents, in [0, 1]."""
        return self.decode(self.latents_of(images))


class VAE(Autoencoder):
    """A variational autoencoder (Kingma and Welling 2014): loss = −log p(x | z) + β · KL(q(z | x) ‖ N(0, 1)).

    The encoder gives a Gaussian q for each picture, and the decoder sees a draw from it. Values of the picture are
    Gaussian around what the decoder says, with one variance for all, which is learned (Rybkin et al. 2021, section 4).
    With β = 1 the loss is a bound on −log p(x), in nats a picture; with more, latents say less, and more of them each
    one thing (Higgins et al. 2017).

    Args:
        encoder: from images `(N, H, W, C)` in [0, 1] to [mean, log variance], `(N, latents)` each.
        decoder: from latents to images.
        beta: weight of the divergence, 0 or more.
        seed: of the draws.

    Raises:
        ValueError: `beta` is below 0.
    """

    def __init__(
        self, encoder: keras.Model, decoder: keras.Model, *, beta: float = 1.0, seed: int = 0, **options: object
    ) -> None:
        super().__init__(encoder, decoder, **options)
        # A variable, so that a network which learns anew (`lib.models.compiling.renewed`) may do so with another β.
        weight = keras.initializers.Constant(not_negative("beta", beta))
        self.beta = self.add_weight(shape=(), initializer=weight, trainable=False, name="beta")
        self.seeds = keras.random.SeedGenerator(seed)
        self.log_variance = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(-3.0), name="log_variance"
        )
        self.divergence, self.misfit = keras.metrics.Mean("divergence"), keras.metrics.Mean("misfit")

    def call(self, images: Tensor, training: bool = False) -> Pass:
        """Return Gaussians and restored images: from a draw in training, else from the mean."""
        mean, log_variance = self.encoder(images)
        latents = draw(mean, log_variance, seed=self.seeds) if training else mean
        return Pass(mean, log_variance, self.decoder(latents))

    def compute_loss(self, x: Tensor, y: Tensor, y_pred: Pass, sample_weight: Tensor, training: bool = True) -> Tensor:
        """Return −log p(x | z) + β · KL, in nats a picture."""
        del y, sample_weight, training
        misfit = ops.sum(negative_log_likelihood(x, y_pred.restored, self.log_variance), axis=(1, 2, 3))
        divergence = ops.sum(kl_divergence(y_pred.mean, y_pred.log_variance), axis=1)
        self.misfit.update_state(misfit)
        self.divergence.update_state(divergence)
        return ops.mean(misfit + self.beta * divergence)


def not_negative(name: str, value: float) -> float:
    """Return a weight of a loss.

    Raises:
        ValueError: it is below 0, or NaN.
    """
    if not value >= 0:
        raise ValueError(f"{name}: got {value}, expected 0 or more")
    return float(value)
