"""What FaceVAE learns by: the bound of a variational autoencoder, with three additions that make it describe faces.

Pixels count by how near they are to the middle, where the face is: grounds vary more than faces do. How each pixel
differs from those around it counts once more, or thin things such as the rims of glasses would be smoothed away. And
the latents also have to foretell, by a linear map, what another network sees in the picture: a loss of features gives
latents that tell more about a face (Hou et al. 2017). No attribute of a face is ever shown.
"""

import keras
import numpy as np
from keras import ops

from lib.models.autoencoders import VAE
from lib.models.autoencoders.variational import Pass, Tensor
from lib.models.gaussians import kl_divergence, negative_log_likelihood

#: Half axes in pixels of the oval that counts fully, of pictures of 64 pixels, and how wide its rim is, as a share.
OVAL, RIM = (29, 22), 0.06


class SeeingVAE(VAE):
    """A variational autoencoder whose latents must also foretell features, by a linear map.

    Loss = −Σ focus · (log p(x | z) + log p(details of x | z)) − log p(features | z) + β · KL: of pixels and details
    with a learned variance each, of features with a fixed one.

    Args:
        vae: whose encoder and decoder are trained.
        focus: `(H, W, 1)` what a pixel counts.
        components: how many features.
        feature_variance: of each around what is foretold.
        options: of `VAE`.
    """

    def __init__(
        self, vae: VAE, *, focus: np.ndarray, components: int, feature_variance: float, **options: object
    ) -> None:
        super().__init__(vae.encoder, vae.decoder, **options)
        self.focus, self.feature_variance = focus, feature_variance
        self.foretell = keras.layers.Dense(components, dtype="float32", name="foretell")
        self.detail_log_variance = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(-5.0), name="detail_log_variance"
        )
        self.unseen = keras.metrics.Mean("unseen")

    def call(self, images: Tensor, training: bool = False) -> tuple[Pass, Tensor]:
        """Return what `VAE` does, and the features that the means foretell."""
        passed = super().call(images, training=training)
        return passed, self.foretell(passed.mean)

    def compute_loss(
        self, x: Tensor, y: Tensor, y_pred: tuple[Pass, Tensor], sample_weight: Tensor, training: bool = True
    ) -> Tensor:
        """Return the loss above, in nats a picture; `y` are the features."""
        del sample_weight, training
        passed, foretold = y_pred
        each = negative_log_likelihood(x, passed.restored, self.log_variance)
        each += negative_log_likelihood(details(x), details(passed.restored), self.detail_log_variance)
        misfit = ops.sum(self.focus * each, axis=(1, 2, 3))
        divergence = ops.sum(kl_divergence(passed.mean, passed.log_variance), axis=1)
        unseen = ops.mean(ops.square(y - foretold), axis=1)
        for metric, value in ((self.misfit, misfit), (self.divergence, divergence), (self.unseen, unseen)):
            metric.update_state(value)
        missed = foretold.shape[1] * unseen / (2 * self.feature_variance)
        return ops.mean(misfit + missed + self.beta * divergence)


def details(images: Tensor) -> Tensor:
    """Return how images `(N, H, W, C)` differ at each pixel from the mean of the three by three around it."""
    return images - ops.average_pool(images, 3, strides=1, padding="same")


def focus(ground: float, *, size: int = 64) -> np.ndarray:
    """Return what a pixel counts, `(size, size, 1)`: 1 in an oval around the middle, `ground` far from it."""
    places = (np.arange(size) + 0.5) * 64 / size - 32
    away = np.hypot(places[:, None] / OVAL[0], places[None] / OVAL[1])
    inside = 1 / (1 + np.exp((away - 1) / RIM))
    return (ground + (1 - ground) * inside).astype(np.float32)[..., None]
