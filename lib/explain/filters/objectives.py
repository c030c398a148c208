"""What is to be excited: a channel, a unit, a class, a direction, or a sum of these (Olah et al. 2017, "Optimization
Objectives").

An objective gives one number per image. A list of objectives, one for each image, is read off a single pass: the kinds
and layers in it shape the compiled graph; indices, places, vectors and weights stay tensors that can be exchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import keras
import numpy as np
import tensorflow as tf

from lib.explain.compiling import compiled
from lib.explain.filters.readings import Channel, Direction, Logit, Reading, Unit
from lib.explain.tracing import Trace, trace

Shape = tuple[int, ...]
_RECTIFIERS = (keras.activations.relu, keras.activations.relu6)
#: What the graph reads, in order: a kind of reading and its layer (`None`: the logits).
Form = tuple[tuple[type[Reading], str | None], ...]


@dataclass(frozen=True)
class Objective:
    """A weighted sum of readings; objectives add, subtract and scale."""

    terms: tuple[tuple[Reading, float], ...]

    def __add__(self, other: Objective) -> Objective:
        return Objective(self.terms + other.terms) if isinstance(other, Objective) else NotImplemented

    def __mul__(self, factor: float) -> Objective:
        if not isinstance(factor, int | float | np.number):
            return NotImplemented
        return Objective(tuple((reading, weight * float(factor)) for reading, weight in self.terms))

    __rmul__ = __mul__

    def __neg__(self) -> Objective:
        return self * -1

    def __sub__(self, other: Objective) -> Objective:
        return self + -other if isinstance(other, Objective) else NotImplemented


def channel(layer: str, index: int) -> Objective:
    """Mean activation of one channel over all places of a layer.

    Args:
        layer: name, or path such as `backbone/block7` inside a nested model.
        index: of the channel.
    """
    return Objective(((Channel(layer, int(index)), 1.0),))


def unit(layer: str, index: int, position: tuple[int, int] | None = None) -> Objective:
    """Activation of one channel at a single place.

    Args:
        layer: name or path.
        index: of the channel.
        position: (row, column) on the layer's map; `None`: the centre.
    """
    place = None if position is None else (int(position[0]), int(position[1]))
    return Objective(((Unit(layer, int(index), place), 1.0),))


def class_logit(index: int) -> Objective:
    """The logit of a class; its softmax would also rise if the others fell (Simonyan et al. 2014, section 2)."""
    return Objective(((Logit(None, int(index)), 1.0),))


def direction(layer: str, vector: Sequence[float]) -> Objective:
    """Mean over all places of the projection on a direction in the space that a layer's channels span.

    Args:
        layer: name or path.
        vector: `(channels,)`, of any length above zero; it is brought to length one.

    Raises:
        ValueError: the vector has another rank, no length, or values that are not finite.
    """
    values = np.asarray(vector, np.float64)
    length = np.linalg.norm(values) if values.ndim == 1 else 0.0
    if not (np.isfinite(length) and length > 0):
        raise ValueError(f"vector: got shape {values.shape} and length {length}, expected (channels,) and not all zero")
    return Objective(((Direction(layer, tuple(values / length)), 1.0),))


def form_of(objectives: Sequence[Objective]) -> Form:
    """Return the readings that serve every objective: each kind as often as the objective that needs it most.

    Raises:
        ValueError: there is no objective, or something else among them.
    """
    if isinstance(objectives, Objective) or not objectives or not all(isinstance(o, Objective) for o in objectives):
        raise ValueError(f"objectives: got {objectives!r}, expected a list with one objective for each image")
    needed = (Counter((type(reading), reading.layer) for reading, _ in objective.terms) for objective in objectives)
    return tuple(sorted(reduce(or_, needed).elements(), key=lambda slot: (slot[0].__name__, slot[1] or "")))


def numbers_of(objectives: Sequence[Objective], form: Form, shapes: dict[str | None, Shape]) -> list[np.ndarray]:
    """Return weights `(N, slots)` float32 and, for each slot of the form, its values `(N, …)`.

    Args:
        objectives: one for each image.
        form: of these objectives.
        shapes: output shape of each layer without the batch, of the logits under `None`.

    Raises:
        ValueError: an index, a place or a vector does not fit its layer.
    """
    weights = np.zeros((len(objectives), len(form)), np.float32)
    columns: list[list[np.ndarray | None]] = [[None] * len(objectives) for _ in form]
    for row, objective in enumerate(objectives):
        free = list(range(len(form)))
        for reading, weight in objective.terms:
            slot = next(slot for slot in free if form[slot] == (type(reading), reading.layer))
            free.remove(slot)
            columns[slot][row], weights[row, slot] = reading.value(shapes[reading.layer]), weight
    return [weights, *(_filled(column) for column in columns)]


def output_shapes(model: keras.Model, form: Form, size: tuple[int, ...]) -> dict[str | None, tuple[int, ...]]:
    """Return the output shape, without the batch, of every layer in a form; of the logits under `None`."""
    names = tuple(dict.fromkeys(layer for _, layer in form))

    def build() -> Callable:
        def run(batch: tf.Tensor, classes: tf.Tensor) -> tuple[tf.Tensor, ...]:
            del classes  # part of the common signature
            traced = trace(model, batch)
            return tuple(traced.logits if name is None else traced.step(name).output for name in names)

        return run

    outputs = compiled(model, ("shapes", names), size, build).structured_outputs
    return {name: tuple(output.shape[1:]) for name, output in zip(names, outputs, strict=True)}


def scores(form: Form, traced: Trace, numbers: Sequence[tf.Tensor], *, leak: float = 0.0) -> tf.Tensor:
    """Return the score of each image `(N,)`.

    Args:
        form: what is read.
        traced: the pass to read it from.
        numbers: weights and values as `numbers_of` gives them.
        leak: share of what a ReLU cut off that is read all the same, so that a silent channel has a slope, too.
    """
    weights, *values = numbers
    readings = [
        kind.read(_output(traced, layer, leak), value) for (kind, layer), value in zip(form, values, strict=True)
    ]
    return tf.reduce_sum(tf.stack(readings, axis=1) * weights, axis=1)


def _output(traced: Trace, layer: str | None, leak: float) -> tf.Tensor:
    if layer is None:
        return traced.logits
    step = traced.step(layer)
    rectifies = isinstance(step.layer, keras.layers.ReLU) or getattr(step.layer, "activation", None) in _RECTIFIERS
    if leak and rectifies and isinstance(step.layer, keras.layers.ReLU | keras.layers.Activation):
        return tf.cast(step.output + leak * (step.input - step.output), tf.float32)
    return tf.cast(step.output, tf.float32)


def _filled(column: list[np.ndarray | None]) -> np.ndarray:
    """Stack values; where an objective does not use a slot its weight is zero and any value serves."""
    idle = np.zeros_like(next(value for value in column if value is not None))
    return np.stack([idle if value is None else value for value in column])
