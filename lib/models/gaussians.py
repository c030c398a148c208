"""Gaussians as an autoencoder needs them: a draw that lets gradients through, a distance in closed form, a likelihood.

Each is given by its mean and the logarithm of its variance, which may be any number where a variance must be positive.
"""

import math

import keras
from keras import ops

_LOG_2_PI = math.log(2 * math.pi)


def draw(
    mean: keras.KerasTensor, log_variance: keras.KerasTensor, *, seed: keras.random.SeedGenerator
) -> keras.KerasTensor:
    """Return a draw z = μ + σ·ε, ε from the standard normal, from each Gaussian.

    The chance lies in ε alone, so that gradients reach μ and σ: the reparameterisation of Kingma and Welling 2014,
    section 2.4.

    Args:
        mean: any shape.
        log_variance: the same shape; log σ², not log σ.
        seed: where ε comes from.
    """
    noise = keras.random.normal(ops.shape(mean), dtype=mean.dtype, seed=seed)
    return mean + ops.exp(log_variance / 2) * noise


def kl_divergence(mean: keras.KerasTensor, log_variance: keras.KerasTensor) -> keras.KerasTensor:
    """Return for each dimension how far a Gaussian lies from the standard normal, ½·(μ² + σ² − 1 − log σ²), in nats.

    Args:
        mean: any shape.
        log_variance: the same shape.

    Returns:
        The same shape, 0 or more. Summed over the last axis: Kingma and Welling 2014, appendix B.
    """
    return (ops.square(mean) + ops.exp(log_variance) - 1 - log_variance) / 2


def negative_log_likelihood(
    values: keras.KerasTensor, mean: keras.KerasTensor, log_variance: keras.KerasTensor
) -> keras.KerasTensor:
    """Return −log p of each value under a Gaussian, ½·((x − μ)²/σ² + log σ² + log 2π), in nats.

    Args:
        values: any shape.
        mean: the same shape.
        log_variance: the same shape or one number.
    """
    return (ops.square(values - mean) * ops.exp(-log_variance) + log_variance + _LOG_2_PI) / 2
