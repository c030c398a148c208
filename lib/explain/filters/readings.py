"""The kinds of numbers that can be read off a layer, each with the check of what is asked for."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import tensorflow as tf


@dataclass(frozen=True)
class Reading:
    """One number per image, read off the output of `layer` (`None`: the logits)."""

    layer: str | None

    def value(self, shape: tuple[int, ...]) -> np.ndarray:
        """Return what `read` needs to know of this reading, checked against the layer's output shape."""
        raise NotImplementedError

    @staticmethod
    def read(output: tf.Tensor, value: tf.Tensor) -> tf.Tensor:
        """Return `(N,)` from a layer's output `(N, …, channels)` and the values `(N, …)` of N readings."""
        raise NotImplementedError


@dataclass(frozen=True)
class Channel(Reading):
    """Mean of a channel over all places."""

    index: int
    what: ClassVar[str] = "channels"

    def value(self, shape: tuple[int, ...]) -> np.ndarray:
        _check_index(self.index, shape, f"{self.layer} has {self.what}")
        return np.int32(self.index)

    @staticmethod
    def read(output: tf.Tensor, value: tf.Tensor) -> tf.Tensor:
        return tf.gather(_mean(output), value, axis=1, batch_dims=1)


@dataclass(frozen=True)
class Logit(Channel):
    """One class's logit."""

    def value(self, shape: tuple[int, ...]) -> np.ndarray:
        _check_index(self.index, shape, "the model has classes")
        return np.int32(self.index)


@dataclass(frozen=True)
class Unit(Reading):
    """One channel at one place, (row, column) or the centre."""

    index: int
    position: tuple[int, int] | None

    def value(self, shape: tuple[int, ...]) -> np.ndarray:
        _check_index(self.index, shape, f"{self.layer} has channels")
        if len(shape) != 3:
            raise ValueError(f"layer: {self.layer} puts out {shape}, expected a map of places")
        height, width = shape[:2]
        row, column = (height // 2, width // 2) if self.position is None else self.position
        if not (0 <= row < height and 0 <= column < width):
            raise ValueError(f"position: got {(row, column)}, but {self.layer} has {height}×{width} places")
        return np.array([row, column, self.index], np.int32)

    @staticmethod
    def read(output: tf.Tensor, value: tf.Tensor) -> tf.Tensor:
        return tf.gather_nd(output, value, batch_dims=1)


@dataclass(frozen=True)
class Direction(Reading):
    """Mean over all places of the projection on a vector."""

    vector: tuple[float, ...]

    def value(self, shape: tuple[int, ...]) -> np.ndarray:
        if len(self.vector) != shape[-1]:
            raise ValueError(f"vector: got {len(self.vector)} numbers, but {self.layer} has {shape[-1]} channels")
        return np.array(self.vector, np.float32)

    @staticmethod
    def read(output: tf.Tensor, value: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(_mean(output) * value, axis=1)


def _mean(output: tf.Tensor) -> tf.Tensor:
    """Average over places `(N, …, channels)` → `(N, channels)`; a layer without places is left as it is."""
    return tf.reduce_mean(output, axis=list(range(1, output.shape.rank - 1)))


def _check_index(index: int, shape: tuple[int, ...], owner: str) -> None:
    if not 0 <= index < shape[-1]:
        raise ValueError(f"index: got {index}, but {owner} 0 to {shape[-1] - 1}")
