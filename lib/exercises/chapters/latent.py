"""Autoencoders: the price of a code, and a draw that lets gradients through."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def price(means: np.ndarray, deviations: np.ndarray) -> float:
    """Divergence of a picture's Gaussian from the standard normal, in nats."""
    return 0.5 * (means**2 + deviations**2 - 1 - np.log(deviations**2)).sum()


def drawn(mean: np.ndarray, log_variance: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """A draw made from noise."""
    return mean + np.exp(log_variance / 2) * noise


_GENERATOR = np.random.default_rng(11)
_MEANS, _NOISE, _LOG_VARIANCES = _GENERATOR.normal(size=(3, 5))
_DEVIATIONS = np.array([0.2, 0.5, 1.0, 1.5, 0.8])

EXERCISES = [
    of_function(
        "ex-latent-price",
        price,
        on=[(_MEANS, _DEVIATIONS), (np.zeros(2), np.array([0.5, 1.0]))],
        why="It is what the encoder spends to say which picture it was; a latent on which it spends nothing says "
        "nothing.",
        slips=[
            Slip(
                lambda means, deviations: 0.5 * (means**2 + deviations**2 - 1 - np.log(deviations)).sum(),
                "The logarithm is that of the variance.",
            ),
            Slip(
                lambda means, deviations: 0.5 * (means**2 + deviations - 1 - np.log(deviations)).sum(),
                "The deviation stands where the variance belongs.",
            ),
            Slip(lambda means, deviations: 2 * price(means, deviations), "Yours is twice what it should be."),
            Slip(
                lambda means, deviations: -price(means, deviations),
                "The sign is turned: a divergence is never negative.",
            ),
            Slip(
                lambda means, deviations: price(means, deviations) / len(means),
                "That is the average over the latents. They all have to be paid for.",
            ),
            Slip(
                lambda means, deviations: 0.5 * (means**2 + deviations**2 - 1 - np.log(deviations**2)),
                "That is the price of each latent. What does the picture cost?",
            ),
            Slip(
                lambda means, deviations: 0.5 * (means**2 + deviations**2 - np.log(deviations**2)).sum(),
                "A standard normal has to cost nothing, and costs something in yours.",
            ),
        ],
        otherwise="Four terms for each latent, then a half, then the sum. Does a standard normal cost nothing?",
    ),
    of_function(
        "ex-latent-draw",
        drawn,
        on=[(_MEANS, _LOG_VARIANCES, _NOISE), (np.array([1.0]), np.array([-4.0]), np.array([2.0]))],
        why="All chance lies in the noise, so the draw is a plain function of what the encoder says, and gradients "
        "reach it.",
        slips=[
            Slip(
                lambda mean, log_variance, noise: mean + np.exp(log_variance) * noise,
                "You stretch the noise by the variance. It belongs to the standard deviation; this slip circulates, "
                "and nothing looks broken.",
            ),
            Slip(
                lambda mean, log_variance, noise: mean + log_variance * noise,
                "You stretch the noise by a logarithm, which may be negative.",
            ),
            Slip(lambda mean, log_variance, noise: mean + noise, "All Gaussians have the same width in yours."),
            Slip(
                lambda mean, log_variance, noise: np.exp(log_variance / 2) * noise,
                "The draw is about nought in yours, and not about the mean.",
            ),
            Slip(
                lambda mean, log_variance, noise: (noise - mean) / np.exp(log_variance / 2),
                "That takes a draw back to noise. The way asked for is the other one.",
            ),
        ],
        otherwise="What is the standard deviation, given the logarithm of the variance?",
    ),
]
