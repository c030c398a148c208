"""Penalties on pictures, as the first feature visualisations used them in place of a better parametrisation."""

from dataclasses import dataclass

import tensorflow as tf


@dataclass(frozen=True)
class TotalVariation:
    """Absolute difference of neighbouring pixels, averaged over pixels and colours (Mahendran and Vedaldi 2015)."""

    weight: float

    def penalty(self, images: tf.Tensor) -> tf.Tensor:
        """Return `(N,)` for images `(N, H, W, 3)`."""
        return self.weight * tf.image.total_variation(images) / images.shape[1:].num_elements()


@dataclass(frozen=True)
class Norm:
    """Root of the mean of |brightness| to the power of `order` (Simonyan et al. 2014, section 2, with order 2)."""

    weight: float
    order: float

    def penalty(self, images: tf.Tensor) -> tf.Tensor:
        """Return `(N,)` for images `(N, H, W, 3)`."""
        mean = tf.reduce_mean(tf.abs(images) ** self.order, axis=(1, 2, 3))
        return self.weight * mean ** (1 / self.order)


Regulariser = TotalVariation | Norm


def total_variation(weight: float) -> TotalVariation:
    """Punish roughness, `weight` score for a mean difference of one between neighbours."""
    return TotalVariation(weight)


def norm(weight: float, order: float = 2) -> Norm:
    """Punish brightness, `weight` score for a white picture.

    Raises:
        ValueError: an order below one.
    """
    if order < 1:
        raise ValueError(f"order: got {order}, expected at least 1")
    return Norm(weight, order)
