"""Detectors that also describe what they detect: the semi-supervised variational autoencoder, and the debiasing one."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from lib.models.autoencoders.variational import Autoencoder, Tensor, not_negative
from lib.models.compiling import outputs
from lib.models.draws import FaceDraws, Refresh
from lib.models.gaussians import draw, kl_divergence


class JudgedPass(NamedTuple):
    """What a semi-supervised variational autoencoder makes of N pictures."""

    logit: Tensor  #: `(N,)` above 0 for a face
    mean: Tensor  #: `(N, latents)`
    log_variance: Tensor  #: `(N, latents)`
    latents: Tensor  #: `(N, latents)` a draw in training, else the mean


class SemiSupervisedVAE(Autoencoder):
    """A detector that also has to describe the faces it sees.

    Loss = H(y, ŷ) + 1[y = face] · (w · KL(q(z | x) ‖ N(0, 1)) + mean |x − x̂|), a picture at a time: cross-entropy for
    all, the rest for faces alone, so that latents describe faces (Amini et al. 2019, section 3; the mean error and w
    as in the course MIT 6.S191). All pictures are labelled: it is not the semi-supervised M2 of Kingma et al. 2014.

    Args:
        encoder: from images `(N, H, W, C)` in [0, 1] to [logit `(N,)`, mean, log variance], the last two
            `(N, latents)`.
        decoder: from latents to images.
        kl_weight: w, 0 or more.
        focus: `(H, W)` how much a place counts in the mean error, 1 on average; `None`: each the same. Where pictures
            are more ground than face, it keeps latents from describing the ground.
        seed: of the draws.

    Raises:
        ValueError: `kl_weight` is below 0.
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        *,
        kl_weight: float = 5e-4,
        focus: np.ndarray | None = None,
        seed: int = 0,
        **options: object,
    ) -> None:
        super().__init__(encoder, decoder, **options)
        self.kl_weight = not_negative("kl_weight", kl_weight)
        self.focus = np.float32(1) if focus is None else np.asarray(focus, np.float32)[..., None]
        self.seeds = keras.random.SeedGenerator(seed)
        self.mistake, self.description = keras.metrics.Mean("mistake"), keras.metrics.Mean("description")

    def call(self, images: Tensor, training: bool = False) -> JudgedPass:
        """Return logits, Gaussians and latents; who is a face, and so has to be restored, the loss is told."""
        logit, mean, log_variance = self.encoder(images)
        latents = draw(mean, log_variance, seed=self.seeds) if training else mean
        return JudgedPass(logit, mean, log_variance, latents)

    def compute_loss(
        self, x: Tensor, y: Tensor, y_pred: JudgedPass, sample_weight: Tensor | None = None, training: bool = True
    ) -> Tensor:
        """Return the loss above, averaged over pictures; `sample_weight` `(N,)` weighs the cross-entropy alone."""
        del training
        # One number a picture throughout: (N, 1) times (N,) would be (N, N), and the mask would mask nothing.
        face = ops.reshape(ops.cast(y, "float32"), (-1,))
        mistake = keras.losses.binary_crossentropy(face[:, None], y_pred.logit[:, None], from_logits=True)
        if sample_weight is not None:
            mistake = mistake * ops.reshape(sample_weight, (-1,))
        # 1[y = face] by leaving out the others, not by a factor of 0: the decoder need not draw what does not count.
        described = self._describe(x, y_pred, ops.nonzero(face)[0]) / ops.cast(ops.shape(face)[0], "float32")
        self.mistake.update_state(mistake)
        self.description.update_state(described)
        return ops.mean(mistake) + described

    def _describe(self, images: Tensor, passed: JudgedPass, faces: Tensor) -> Tensor:
        """Return w · KL + mean |x − x̂|, summed over the pictures in the rows `faces`."""
        images, mean, log_variance, latents = (
            ops.take(values, faces, axis=0) for values in (images, passed.mean, passed.log_variance, passed.latents)
        )
        divergence = ops.sum(kl_divergence(mean, log_variance), axis=1)
        misfit = ops.mean(self.focus * ops.abs(images - self.decoder(latents)), axis=(1, 2, 3))
        return ops.sum(self.kl_weight * divergence + misfit)

    def logits_of(self, images: np.ndarray) -> np.ndarray:
        """Return the logits `(N,)` of images `(N, H, W, C)`: above 0, a face is the likelier answer."""
        return outputs(self.encoder, images)[0]

    def gaussians_of(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and log variance, `(N, latents)` each, of images `(N, H, W, C)`."""
        _, mean, log_variance = outputs(self.encoder, images)
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
        weigh: Callable[[np.ndarray, np.ndarray], np.ndarray] | None,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        **options: object,
    ) -> keras.callbacks.History:
        """Train; at the beginning of each epoch the faces get new weights.

        Args:
            x: the pictures; an epoch of them is the time between two refreshes.
            weigh: from mean and log variance of all faces' latents, `(N, latents)` each, to their weights `(N,)`;
                `None`: weights stay as they are, and it is a semi-supervised VAE.
            callbacks: others, called before.
            options: of `keras.Model.fit`.
        """
        refresh = [] if weigh is None else [Refresh(x, weigh)]
        return super().fit(x.epochs(), callbacks=[*callbacks, *refresh], shuffle=False, **options)
