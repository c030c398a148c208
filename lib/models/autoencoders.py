"""Autoencoders, each a small step beyond the last: plain, variational, semi-supervised, debiasing.

Each is an encoder, a decoder and a loss; the loss reads as its formula. Networks come from `lib.models.coders`.
`compile` takes the optimiser alone, and `fit` runs compiled.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from lib.models.draws import FaceDraws, Refresh
from lib.models.gaussians import draw, kl_divergence, negative_log_likelihood

Tensor = keras.KerasTensor
#: Pictures that are encoded or decoded at a time outside training.
BATCH = 256


class Pass(NamedTuple):
    """What a variational autoencoder makes of N pictures."""

    mean: Tensor  #: `(N, latents)`
    log_variance: Tensor  #: `(N, latents)`
    restored: Tensor  #: `(N, H, W, C)`


class JudgedPass(NamedTuple):
    """What a semi-supervised variational autoencoder makes of N pictures."""

    logit: Tensor  #: `(N,)` above 0 for a face
    mean: Tensor  #: `(N, latents)`
    log_variance: Tensor  #: `(N, latents)`
    restored: Tensor  #: `(N, H, W, C)`


class Autoencoder(keras.Model):
    """Learns to restore a picture from few numbers: loss = mean (x − x̂)².

    Args:
        encoder: from images `(N, H, W, C)` in [0, 1] to a list whose first tensor is latents `(N, latents)`.
        decoder: from latents to images.
    """

    def __init__(self, encoder: keras.Model, decoder: keras.Model, **options: object) -> None:
        super().__init__(**options)
        self.encoder, self.decoder = encoder, decoder

    def call(self, images: Tensor) -> Tensor:
        """Return the restored images."""
        return self.decoder(self.encoder(images)[0])

    def compute_loss(self, x: Tensor, y: Tensor, y_pred: Tensor, sample_weight: Tensor, training: bool = True) -> Tensor:
        """Return the mean squared error per value."""
        del y, sample_weight, training
        return ops.mean(ops.square(x - y_pred))

    def latents_of(self, images: np.ndarray) -> np.ndarray:
        """Return the latents `(N, latents)` of images `(N, H, W, C)`."""
        return self.encoder.predict(images, batch_size=BATCH, verbose=0)[0]

    def decode(self, latents: np.ndarray) -> np.ndarray:
        """Return images `(N, H, W, C)` in [0, 1] for latents `(N, latents)`."""
        return np.clip(self.decoder.predict(latents, batch_size=BATCH, verbose=0), 0, 1)

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
        self.beta = _not_negative("beta", beta)
        self.seeds = keras.random.SeedGenerator(seed)
        self.log_variance = self.add_weight(shape=(), initializer=keras.initializers.Constant(-3.0), name="log_variance")
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


class SemiSupervisedVAE(Autoencoder):
    """A detector that also has to describe the faces it sees.

    Loss = H(y, ŷ) + 1[y = face] · (w · KL(q(z | x) ‖ N(0, 1)) + mean |x − x̂|), a picture at a time: cross-entropy for
    all, the rest for faces alone, so that latents describe faces (Amini et al. 2019, section 3; weights as in the
    course MIT 6.S191). All pictures are labelled: it is not the semi-supervised M2 of Kingma et al. 2014.

    Args:
        encoder: from images `(N, H, W, C)` in [0, 1] to [logit `(N,)`, mean, log variance], the last two
            `(N, latents)`.
        decoder: from latents to images.
        kl_weight: w, 0 or more.
        seed: of the draws.

    Raises:
        ValueError: `kl_weight` is below 0.
    """

    def __init__(
        self, encoder: keras.Model, decoder: keras.Model, *, kl_weight: float = 5e-4, seed: int = 0, **options: object
    ) -> None:
        super().__init__(encoder, decoder, **options)
        self.kl_weight = _not_negative("kl_weight", kl_weight)
        self.seeds = keras.random.SeedGenerator(seed)
        self.mistake, self.description = keras.metrics.Mean("mistake"), keras.metrics.Mean("description")

    def call(self, images: Tensor, training: bool = False) -> JudgedPass:
        """Return logits, Gaussians and restored images: from a draw in training, else from the mean."""
        logit, mean, log_variance = self.encoder(images)
        latents = draw(mean, log_variance, seed=self.seeds) if training else mean
        return JudgedPass(logit, mean, log_variance, self.decoder(latents))

    def compute_loss(
        self, x: Tensor, y: Tensor, y_pred: JudgedPass, sample_weight: Tensor | None = None, training: bool = True
    ) -> Tensor:
        """Return the loss above, averaged over pictures; `sample_weight` `(N,)` weighs the cross-entropy alone."""
        del training
        # One number a picture throughout: (N, 1) times (N,) would be (N, N), and the mask would mask nothing.
        face = ops.reshape(ops.cast(y, "float32"), (-1,))
        mistake = keras.losses.binary_crossentropy(face[:, None], y_pred.logit[:, None], from_logits=True)
        divergence = ops.sum(kl_divergence(y_pred.mean, y_pred.log_variance), axis=1)
        misfit = ops.mean(ops.abs(x - y_pred.restored), axis=(1, 2, 3))
        description = face * (self.kl_weight * divergence + misfit)
        if sample_weight is not None:
            mistake = mistake * ops.reshape(sample_weight, (-1,))
        self.mistake.update_state(mistake)
        self.description.update_state(description)
        return ops.mean(mistake + description)

    def logits_of(self, images: np.ndarray) -> np.ndarray:
        """Return the logits `(N,)` of images `(N, H, W, C)`: above 0, a face is the likelier answer."""
        return self.encoder.predict(images, batch_size=BATCH, verbose=0)[0]

    def gaussians_of(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and log variance, `(N, latents)` each, of images `(N, H, W, C)`."""
        _, mean, log_variance = self.encoder.predict(images, batch_size=BATCH, verbose=0)
        return mean, log_variance

    def latents_of(self, images: np.ndarray) -> np.ndarray:
        """Return the mean latents `(N, latents)` of images `(N, H, W, C)`."""
        return self.gaussians_of(images)[0]


class DebiasingVAE(SemiSupervisedVAE):
    """The same network, shown more often those faces whose latents are rare (Amini et al. 2019, section 4).

    It is told nothing about anybody. What is rare, it is told from outside: see `fit`.
    """

    def fit(
        self,
        x: FaceDraws,
        *,
        weigh: Callable[[np.ndarray, np.ndarray], np.ndarray],
        callbacks: Sequence[keras.callbacks.Callback] = (),
        **options: object,
    ) -> keras.callbacks.History:
        """Train; at the beginning of each epoch the faces get new weights.

        Args:
            x: the pictures; an epoch of them is the time between two refreshes.
            weigh: from mean and log variance of all faces' latents, `(N, latents)` each, to their weights `(N,)`.
            callbacks: others, called before.
            options: of `keras.Model.fit`.
        """
        return super().fit(x, callbacks=[*callbacks, Refresh(x, weigh)], **options)


def _not_negative(name: str, value: float) -> float:
    if not value >= 0:
        raise ValueError(f"{name}: got {value}, expected 0 or more")
    return float(value)
