"""How a picture is written in numbers before they are optimised (Olah et al. 2017, "Preconditioning").

The steepest direction depends on the coordinates. In single pixels it is fine noise; in frequencies scaled as those of
photographs, and in colours that vary independently, it is smooth and coloured, and the same optimum is found sooner.
Both ways are scaled so that standard normal numbers give pictures of standard deviation one before the sigmoid: a step
of the same length then changes either picture as much.
"""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

#: Covariance of red, green and blue in [0, 1] over the 204,800,000 pixels of Tiny ImageNet's 50,000 training pictures
#: (`read_tiny_imagenet`, then `numpy.cov`). Its root agrees to two digits with the one that Lucid prints for ImageNet.
COLOUR_COVARIANCE = np.array(
    [[0.0740, 0.0632, 0.0545], [0.0632, 0.0692, 0.0646], [0.0545, 0.0646, 0.0777]],
)


@dataclass(frozen=True)
class Pixels:
    """One number for each pixel and colour."""

    decorrelated: bool
    spread: float

    def initial(self, seed: int, count: int, size: int) -> tf.Tensor:
        """Return the start `(count, size, size, 3)`, the same for all: no picture depends on its neighbours."""
        return _start((size, size, 3), seed, count, self.spread)

    def to_images(self, parameters: tf.Tensor) -> tf.Tensor:
        """Return pictures `(N, H, W, 3)` in [0, 1]."""
        return _coloured(parameters, self.decorrelated)


@dataclass(frozen=True)
class Fourier:
    """Real and imaginary part for each frequency and colour, scaled by frequency to the power of −decay."""

    decorrelated: bool
    spread: float
    decay: float

    def initial(self, seed: int, count: int, size: int) -> tf.Tensor:
        """Return the start `(count, 3, size, size // 2 + 1, 2)`, the same for all."""
        return _start((3, size, size // 2 + 1, 2), seed, count, self.spread)

    def to_images(self, parameters: tf.Tensor) -> tf.Tensor:
        """Return pictures `(N, H, W, 3)` in [0, 1]."""
        size = parameters.shape[2]
        spectrum = tf.complex(parameters[..., 0], parameters[..., 1]) * _amplitudes(size, self.decay)
        values = tf.signal.irfft2d(spectrum, fft_length=[size, size])
        return _coloured(tf.transpose(values, (0, 2, 3, 1)), self.decorrelated)


Parametrisation = Pixels | Fourier


def pixels(*, decorrelated: bool = False, spread: float = 0.05) -> Pixels:
    """Return the plain way: pixels, in red, green and blue unless `decorrelated`.

    Args:
        decorrelated: mix colours as photographs do.
        spread: standard deviation of the start around mid-grey, before the sigmoid.
    """
    return Pixels(decorrelated, spread)


def fourier(*, decorrelated: bool = True, spread: float = 0.05, decay: float = 1.5) -> Fourier:
    """Return frequencies of equal energy.

    Args:
        decorrelated: mix colours as photographs do.
        spread: standard deviation of the start around mid-grey, before the sigmoid.
        decay: amplitudes fall as frequency to the power of −decay: 0 as white noise, 1 as photographs (Field 1987); a
            little more quiets the dots that strided convolutions leave.
    """
    return Fourier(decorrelated, spread, decay)


def _start(shape: tuple[int, ...], seed: int, count: int, spread: float) -> tf.Tensor:
    noise = tf.random.stateless_normal(shape, seed=(seed, 0)) * spread
    return tf.tile(noise[None], (count, *[1] * len(shape)))


def _amplitudes(size: int, decay: float) -> np.ndarray:
    """Return the factor of each frequency `(size, size // 2 + 1)`: normal coefficients give deviation one."""
    rows, columns = np.fft.fftfreq(size), np.fft.rfftfreq(size)
    frequencies = np.hypot(rows[:, None], columns)
    amplitudes = np.maximum(frequencies, 1 / size) ** -decay
    # All but the first and, at even sizes, the last column stand for two waves that add up, one of them implied.
    waves = np.where((columns == 0) | (columns == 0.5), 1, 2)
    return (amplitudes * size**2 / np.linalg.norm(amplitudes * waves)).astype(np.complex64)


def _colour_root() -> np.ndarray:
    """Return a root of the covariance whose columns are brightness, then two hues; mean variance one."""
    variances, axes = np.linalg.eigh(COLOUR_COVARIANCE / (np.trace(COLOUR_COVARIANCE) / 3))
    return (axes * np.sqrt(variances))[:, ::-1].astype(np.float32)


def _coloured(values: tf.Tensor, decorrelated: bool) -> tf.Tensor:
    if decorrelated:
        values = tf.einsum("nhwc,kc->nhwk", values, _colour_root())
    return tf.sigmoid(values)
