"""Latent spaces looked into: what lies between codes, how a divergence is estimated, which latents say nothing."""

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from lib.models.adam import Adam
from lib.models.autoencoders import VAE, Autoencoder
from lib.models.compiling import compiled, outputs, renewed
from lib.models.gaussians import draw, kl_divergence, negative_log_likelihood

BATCH, RATE = 100, 3e-3
#: Nats a picture below which a latent says nothing: far less than the answer to a yes-or-no question, 0.69.
SILENT = 0.05
#: From latents `(N, L)` to a loss `(N,)`.
Loss = Callable[[tf.Tensor], tf.Tensor]


class Spending(NamedTuple):
    """What a variational autoencoder spends on pictures, and what it gets for it."""

    divergence: np.ndarray  #: `(latents,)` mean nats a picture
    error: float  #: mean squared error a value, restored from the mean

    @property
    def silent(self) -> int:
        """Return how many latents say nothing: those whose divergence is below `SILENT`."""
        return int((self.divergence < SILENT).sum())


def learn(
    model: Autoencoder,
    images: np.ndarray,
    *,
    epochs: int,
    rate: float = RATE,
    batch: int = BATCH,
    seed: int = 0,
    anew: Autoencoder | None = None,
) -> Autoencoder:
    """Train an autoencoder of any kind with Adam, and return it.

    Args:
        model: not yet compiled; seed before its networks are built.
        images: `(N, H, W, C)` float32 in [0, 1], at least one batch of them.
        epochs: how often each picture is seen; a last batch that is not full is left out.
        rate: of learning.
        batch: pictures in a step.
        seed: of the pictures' order.
        anew: a network of the same kind and sizes that learned here; it forgets everything, learns in place of `model`,
            from its first weights on, and is returned, which spares its tracing.
    """
    compiled(model, Adam(rate))
    model = renewed(anew, model) if anew else model
    generator = np.random.default_rng(seed)
    order = np.concatenate([generator.permutation(len(images)) for _ in range(epochs)])
    steps = order[: len(order) // batch * batch].reshape(-1, batch)

    _all_steps(model, tf.constant(images), tf.constant(steps))
    return model


def _all_steps(model: Autoencoder, images: tf.Tensor, steps: tf.Tensor) -> None:
    """Take steps whose pictures are in the rows `(steps, batch)` of images; what is traced stays with the network."""

    def take_all(seen: tf.Tensor, steps: tf.Tensor) -> None:
        for rows in steps:
            model.train_step((tf.gather(seen, rows),))

    # Small networks wait for Python longer than they compute: here it is asked once, not at every step.
    known, sizes = model.__dict__.setdefault("_all_steps", {}), (images.shape, steps.shape)
    if sizes not in known:
        known[sizes] = tf.function(take_all).get_concrete_function(images, steps)
    known[sizes](images, steps)


def lines_between(
    latents: np.ndarray, labels: np.ndarray, *, lines: int = 500, places: int = 11, seed: int
) -> np.ndarray:
    """Return straight lines between codes of pictures with different labels.

    Args:
        latents: `(N, L)`.
        labels: `(N,)`, at least two different ones.
        lines: how many.
        places: on each line, evenly spaced, both ends included; at least 2.
        seed: which pairs.

    Returns:
        `(lines, places, L)`.

    Raises:
        ValueError: there is one label only, or fewer than 2 places.
    """
    if len(np.unique(labels)) < 2:
        raise ValueError(f"labels: got {np.unique(labels)}, expected at least two different ones")
    if places < 2:
        raise ValueError(f"places: got {places}, expected at least 2")
    generator = np.random.default_rng(seed)
    starts = generator.integers(len(latents), size=lines)
    ends = np.array([generator.choice(np.flatnonzero(labels != labels[start])) for start in starts])
    along = np.linspace(0, 1, places)[:, None]
    return (1 - along) * latents[starts][:, None] + along * latents[ends][:, None]


def kl_by_draws(mean: np.ndarray, log_variance: np.ndarray, *, draws: int, repeats: int = 1, seed: int) -> np.ndarray:
    """Return estimates of KL(q ‖ N(0, 1)) in nats, the mean of log q(z) − log p(z) over the first 1, 2, … draws.

    Args:
        mean: `(L,)` of q.
        log_variance: `(L,)` of q.
        draws: how many.
        repeats: how often anew.
        seed: of the draws.

    Returns:
        `(repeats, draws)`.
    """
    wide = (repeats, draws, len(mean))
    z = draw(np.broadcast_to(mean, wide), np.broadcast_to(log_variance, wide), seed=keras.random.SeedGenerator(seed))
    gained = negative_log_likelihood(z, 0.0, 0.0) - negative_log_likelihood(z, mean, log_variance)
    sums = np.cumsum(np.asarray(gained, np.float64).sum(axis=2), axis=1)
    return sums / np.arange(1, draws + 1)


def pathwise_gradients(loss: Loss, mean: np.ndarray, log_variance: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Return the gradient of E[loss(z)] with respect to μ, as each draw alone estimates it through z = μ + σ·ε.

    Kingma and Welling 2014, section 2.4.

    Args:
        loss: differentiable, from latents `(draws, L)` to `(draws,)`.
        mean: `(L,)` μ.
        log_variance: `(L,)` log σ².
        draws: how many.
        seed: of the draws; the same as for `score_gradients` gives the same draws.

    Returns:
        `(draws, L)`.
    """
    means, log_variances = _repeated(mean, draws), _repeated(log_variance, draws)
    with tf.GradientTape() as tape:
        tape.watch(means)
        losses = loss(draw(means, log_variances, seed=keras.random.SeedGenerator(seed)))
    return tape.gradient(losses, means).numpy()


def score_gradients(loss: Loss, mean: np.ndarray, log_variance: np.ndarray, *, draws: int, seed: int) -> np.ndarray:
    """Return the same gradient as each draw alone estimates it without looking inside the loss: loss(z) · (z − μ)/σ².

    The derivative of log q takes the place of the loss's own (Williams 1992). Arguments as of `pathwise_gradients`.

    Returns:
        `(draws, L)`.
    """
    means, log_variances = _repeated(mean, draws), _repeated(log_variance, draws)
    z = draw(means, log_variances, seed=keras.random.SeedGenerator(seed))
    return (loss(z)[:, None] * (z - means) * tf.exp(-log_variances)).numpy()


def spending(vae: VAE, images: np.ndarray) -> Spending:
    """Return divergence and error of a variational autoencoder on images `(N, H, W, C)`."""
    mean, log_variance = outputs(vae.encoder, images)
    divergence = np.asarray(kl_divergence(mean, log_variance)).mean(axis=0)
    return Spending(divergence, float(np.square(vae.decode(mean) - images).mean()))


def _repeated(values: np.ndarray, count: int) -> tf.Tensor:
    return tf.constant(np.broadcast_to(np.float32(values), (count, len(values))))
