"""Small random movements of a picture between steps: what survives them is no accident of single pixels.

Olah et al. 2017, "Transformation robustness". A sequence of movements is one affine map, so a picture is resampled
once, bilinearly, and mirrored at its border. All pictures of a batch are moved alike: none depends on its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import tensorflow as tf


@dataclass(frozen=True)
class Jitter:
    """A shift by whole pixels in both directions."""

    pixels: int

    def matrix(self, seed: tf.Tensor) -> tf.Tensor:
        """Return the map `(3, 3)` from (row, column, 1), about the centre, to where it is looked up."""
        shift = tf.random.stateless_uniform((2,), seed, -self.pixels, self.pixels + 1, tf.int32)
        row, column = tf.unstack(tf.cast(shift, tf.float32))
        return tf.stack([(1.0, 0.0, row), (0.0, 1.0, column), (0.0, 0.0, 1.0)])


@dataclass(frozen=True)
class Scale:
    """An enlargement about the centre by a factor between two limits."""

    low: float
    high: float

    def matrix(self, seed: tf.Tensor) -> tf.Tensor:
        """As `Jitter.matrix`."""
        inverse = 1 / tf.random.stateless_uniform((), seed, self.low, self.high)
        return tf.linalg.diag(tf.stack([inverse, inverse, 1.0]))


@dataclass(frozen=True)
class Rotate:
    """A turn about the centre by an angle up to a limit in either direction."""

    degrees: float

    def matrix(self, seed: tf.Tensor) -> tf.Tensor:
        """As `Jitter.matrix`."""
        angle = tf.random.stateless_uniform((), seed, -self.degrees, self.degrees) * (np.pi / 180)
        sine, cosine = tf.sin(angle), tf.cos(angle)
        return tf.stack([(cosine, -sine, 0.0), (sine, cosine, 0.0), (0.0, 0.0, 1.0)])


Transform = Jitter | Scale | Rotate


def jitter(pixels: int) -> Jitter:
    """Shift by up to so many whole pixels up, down, left and right.

    Raises:
        ValueError: not a whole number from one.
    """
    if pixels != int(pixels) or pixels < 1:
        raise ValueError(f"pixels: got {pixels}, expected a whole number from 1")
    return Jitter(int(pixels))


def scale(low: float, high: float) -> Scale:
    """Enlarge by a factor from `low` to `high`; below one the picture shrinks and its mirror image fills the rim.

    Raises:
        ValueError: the limits are not positive or not in order.
    """
    if not 0 < low <= high:
        raise ValueError(f"low, high: got {low}, {high}, expected positive factors in order")
    return Scale(float(low), float(high))


def rotate(degrees: float) -> Rotate:
    """Turn by up to so many degrees either way.

    Raises:
        ValueError: a negative angle.
    """
    if degrees < 0:
        raise ValueError(f"degrees: got {degrees}, expected an angle from 0")
    return Rotate(float(degrees))


def checked_transforms(transforms: Sequence[Transform]) -> tuple[Transform, ...]:
    """Return transforms as a tuple.

    Raises:
        ValueError: not a sequence, or something else among them.
    """
    if not isinstance(transforms, Sequence) or not all(isinstance(one, Transform) for one in transforms):
        raise ValueError(f"transforms: got {transforms!r}, expected a sequence of jitter, scale and rotate")
    return tuple(transforms)


def transformed(images: tf.Tensor, transforms: Sequence[Transform], seed: tf.Tensor) -> tf.Tensor:
    """Move pictures: the first transform first, all by one affine map.

    Args:
        images: `(N, H, W, channels)`.
        transforms: what is drawn from `seed`, each independently of the others.
        seed: `(2,)` int32; the same seed moves any picture alike.

    Returns:
        `(N, H, W, channels)` within the range of the values.
    """
    if not transforms:
        return images
    matrix = tf.eye(3)
    for place, transform in enumerate(transforms):
        matrix = matrix @ transform.matrix(tf.random.experimental.stateless_fold_in(seed, place))
    return _resampled(images, matrix)


def _resampled(images: tf.Tensor, matrix: tf.Tensor) -> tf.Tensor:
    """Look every pixel up at `matrix @ (row, column, 1)`, counted from the centre, between its four neighbours."""
    height, width, channels = images.shape[1:]
    centre = np.array([[(height - 1) / 2], [(width - 1) / 2]], np.float32)
    grid = np.indices((height, width), np.float32).reshape(2, -1) - centre
    places = tf.matmul(matrix[:2, :2], grid) + matrix[:2, 2:] + centre
    corner = tf.floor(places)
    share = places - corner
    flat, moved = tf.reshape(images, (-1, height * width, channels)), 0.0
    for down in (0, 1):
        for right in (0, 1):
            row, column = _mirrored(corner[0] + down, height), _mirrored(corner[1] + right, width)
            weight = (share[0] if down else 1 - share[0]) * (share[1] if right else 1 - share[1])
            moved += tf.gather(flat, row * width + column, axis=1) * weight[:, None]
    return tf.reshape(moved, (-1, height, width, channels))


def _mirrored(index: tf.Tensor, size: int) -> tf.Tensor:
    """Reflect whole numbers into 0 … size − 1, the border pixel repeated."""
    period = tf.math.floormod(tf.cast(index, tf.int32), 2 * size)
    return tf.minimum(period, 2 * size - 1 - period)
