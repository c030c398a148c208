"""Gradient ascent on pictures: what excites a channel, a unit or a class most (Erhan et al. 2009; Olah et al. 2017).

Four parts can be exchanged: what is to be excited (`objectives`), how a picture is written in numbers (`images`), how
it is moved between steps (`transforms`) and what is punished (`regularisers`). The loop over the steps is part of the
compiled graph, and indices, weights, steps, rate and seed are tensors: nothing is traced twice.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_images
from lib.explain.compiling import compiled
from lib.explain.filters.images import Parametrisation, fourier
from lib.explain.filters.objectives import Form, Objective, form_of, numbers_of, output_shapes, scores
from lib.explain.filters.regularisers import Regulariser
from lib.explain.filters.transforms import Transform, checked_transforms, transformed
from lib.explain.tracing import trace

#: Adam's decay of the mean gradient and of the mean square, and the guard of the division (Kingma and Ba 2015).
_MEAN, _SQUARE, _GUARD = 0.9, 0.999, 1e-8
#: Of what a ReLU cuts off, read while climbing: a quarter of a deep layer's channels are silent on a grey picture.
_LEAK = 0.1
_FOURIER = fourier()


class Ascent(NamedTuple):
    """Optimised pictures, and how far each had come."""

    images: np.ndarray  #: `(N, size, size, 3)` float32 in [0, 1]
    scores: np.ndarray  #: `(steps, N)` of the moved picture before each step


def maximise(
    model: keras.Model,
    objectives: Sequence[Objective],
    *,
    size: int,
    image: Parametrisation = _FOURIER,
    transforms: Sequence[Transform] = (),
    regularisers: Sequence[Regulariser] = (),
    steps: int = 128,
    rate: float = 0.2,
    seed: int = 0,
) -> Ascent:
    """Return the pictures that gradient ascent (Adam) finds for objectives, one for each, side by side.

    All start alike and are moved alike, so that a picture is the same whatever is optimised beside it.

    Args:
        model: any functional or sequential network, nested or not.
        objectives: one for each picture, of any kinds and layers.
        size: side of the pictures in pixels.
        image: what is optimised: `pixels(…)` or `fourier(…)`.
        transforms: random movements before each look, the first one first.
        regularisers: penalties, taken off the score while climbing.
        steps: how many.
        rate: length of a step: by how much it changes the picture before the sigmoid, about.
        seed: of the start and of the movements.

    Raises:
        ValueError: an objective does not fit the model, or another argument is out of range.
    """
    shape = checked_images(model, np.zeros((1, size, size, 3), np.float32)).shape[1:]
    if steps < 1 or rate <= 0:
        raise ValueError(f"steps, rate: got {steps}, {rate}, expected at least one step and a positive rate")
    climb = _Climb(form_of(objectives), image, checked_transforms(transforms), tuple(regularisers))
    numbers = numbers_of(objectives, climb.form, output_shapes(model, climb.form, shape))
    arrays = [tf.constant(array) for array in (np.int32(steps), np.float32(rate), np.int32(seed), *numbers)]
    arrays.insert(3, image.initial(seed, len(objectives), size))
    signature = tuple(tf.TensorSpec([None, *one.shape[1:]] if one.shape.rank else [], one.dtype) for one in arrays)
    function = compiled(model, ("maximise", climb), shape, lambda: climb.loop(model), signature=signature)
    images, history = function(*arrays)
    return Ascent(images.numpy(), history.numpy())


class _Climb(NamedTuple):
    """What shapes the compiled graph, and the graph."""

    form: Form
    image: Parametrisation
    transforms: tuple[Transform, ...]
    regularisers: tuple[Regulariser, ...]

    def loop(self, model: keras.Model) -> Callable:
        """Return the function that takes all steps: start `(N, …)` to pictures and scores `(steps, N)`."""

        def run(
            steps: tf.Tensor, rate: tf.Tensor, seed: tf.Tensor, start: tf.Tensor, *numbers: tf.Tensor
        ) -> tuple[tf.Tensor, tf.Tensor]:
            def step(
                count: tf.Tensor, parameters: tf.Tensor, moments: tuple[tf.Tensor, tf.Tensor], history: tf.TensorArray
            ) -> tuple:
                reached, gradient = self._slope(model, parameters, tf.stack([seed, count]), numbers)
                change, moments = _adam(gradient, moments, tf.cast(count + 1, tf.float32))
                return count + 1, parameters + rate * change, moments, history.write(count, reached)

            history = tf.TensorArray(tf.float32, steps, element_shape=(None,))
            resting = tf.zeros_like(start), tf.zeros_like(start)
            before = tf.constant(0), start, resting, history
            _, parameters, _, history = tf.while_loop(lambda count, *_: count < steps, step, before)
            return self.image.to_images(parameters), history.stack()

        return run

    def _slope(
        self, model: keras.Model, parameters: tf.Tensor, seed: tf.Tensor, numbers: Sequence[tf.Tensor]
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the scores `(N,)` and the gradient of what is climbed with respect to the parameters."""
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(parameters)
            pictures = self.image.to_images(parameters)
            traced = trace(model, transformed(pictures, self.transforms, seed))
            climbed = tf.reduce_sum(scores(self.form, traced, numbers, leak=_LEAK))
            for regulariser in self.regularisers:
                climbed -= tf.reduce_sum(regulariser.penalty(pictures))
        return scores(self.form, traced, numbers), tape.gradient(climbed, parameters)


def _adam(
    gradient: tf.Tensor, moments: tuple[tf.Tensor, tf.Tensor], count: tf.Tensor
) -> tuple[tf.Tensor, tuple[tf.Tensor, tf.Tensor]]:
    """Return the change at rate one and the new moments (Kingma and Ba 2015, algorithm 1); `count` starts from one."""
    mean = _MEAN * moments[0] + (1 - _MEAN) * gradient
    square = _SQUARE * moments[1] + (1 - _SQUARE) * gradient**2
    change = mean / (1 - _MEAN**count) / (tf.sqrt(square / (1 - _SQUARE**count)) + _GUARD)
    return change, (mean, square)
