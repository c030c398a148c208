"""What a network computes on the way: every layer's input and output, also inside nested models.

A transfer model holds its backbone as one layer, so its inner tensors are not in the outer graph. Instead of cutting
graphs apart, the model is run once while TensorFlow traces it, with each layer's `call` recorded. The compiled function
that results computes only what is asked of it: TensorFlow prunes the rest.
"""

import difflib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import keras
import tensorflow as tf

_TRACING = threading.Lock()
#: Last activations that are read one step earlier.
PROBABILITIES = (keras.activations.softmax, keras.activations.sigmoid, tf.nn.softmax, tf.nn.sigmoid)


class Step(NamedTuple):
    """One layer's work: its path (`block7`, or `backbone/block7` when nested), what went in, what came out."""

    path: str
    layer: keras.Layer
    input: tf.Tensor
    output: tf.Tensor

    @property
    def spatial(self) -> bool:
        """Whether the output is a feature map with more than one place."""
        shape = self.output.shape
        return shape.rank == 4 and shape[1] * shape[2] > 1


class Trace(NamedTuple):
    """A model's logits `(N, classes)` and its layers' work in the order in which it was done."""

    logits: tf.Tensor
    steps: list[Step]

    def step(self, layer: str | None) -> Step:
        """Return the step of a layer by path or unique name; `None`: the last with spatial size above one.

        Raises:
            ValueError: no such layer, or several.
        """
        if layer is None:
            found = [step for step in self.steps if step.spatial][-1:]
            wanted = "a layer with spatial size above one"
        else:
            exact = [step for step in self.steps if step.path == layer]
            found = exact[-1:] or [step for step in self.steps if step.path.rsplit("/", 1)[-1] == layer]
            wanted = f"one layer {layer!r}"
        if len({step.path for step in found}) == 1:
            return found[-1]
        paths = [step.path for step in self.steps]
        near = [step.path for step in found] or difflib.get_close_matches(str(layer), paths, n=3) or paths[-3:]
        raise ValueError(f"layer: expected {wanted}, the model has {len(found)}; did you mean {', '.join(near)}?")

    def feature_map(self, layer: str | None) -> Step:
        """Return the step of a layer as `step` does, if it puts out a feature map with more than one place.

        Raises:
            ValueError: no such layer, several, or one without places.
        """
        step = self.step(layer)
        if not step.spatial:
            raise ValueError(f"layer: {step.path} puts out {tuple(step.output.shape)}, expected a map of places")
        return step


#: Computes a layer's output in another way, from the layer, its input and the steps so far; `None`: as it always is.
Rewrite = Callable[[keras.Layer, tf.Tensor, list[Step]], tf.Tensor | None]


def trace(
    model: keras.Model, images: tf.Tensor, *, tape: tf.GradientTape | None = None, rewrite: Rewrite | None = None
) -> Trace:
    """Run a model in inference mode and record its layers; call it inside a `tf.function`.

    A last layer that ends in softmax or sigmoid is read before it: probabilities saturate, logits do not.

    Args:
        model: a functional or sequential Keras model, nested or not.
        images: `(N, H, W, channels)`.
        tape: watches every feature map, so that gradients with respect to any of them can be asked for.
        rewrite: is asked first how to compute each layer's output.
    """
    steps: list[Step] = []
    before: dict[str, tf.Tensor] = {}
    with _TRACING, _recorded(leaves(model), steps, before, tape, rewrite):
        output = model(images, training=False)
    while (
        isinstance(steps[-1].layer, keras.layers.Activation) and steps[-1].layer.activation is keras.activations.linear
    ):
        steps.pop()  # an activation that changes nothing hides no softmax before it
    return Trace(tf.cast(before.get(steps[-1].path, output), tf.float32), steps)


def leaves(model: keras.Model, prefix: str = "") -> Iterator[tuple[str, keras.Layer]]:
    """Yield path and layer of everything that computes, also inside nested models."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(layer, f"{prefix}{layer.name}/")
        else:
            yield prefix + layer.name, layer


@contextmanager
def _recorded(
    layers: Iterator[tuple[str, keras.Layer]],
    steps: list[Step],
    before: dict[str, tf.Tensor],
    tape: tf.GradientTape | None,
    rewrite: Rewrite | None,
) -> Iterator[None]:
    """Replace each layer's `call` by one that records, on the instance and past Keras's attribute tracking."""
    patched = []
    try:
        for path, layer in layers:
            object.__setattr__(layer, "call", _recording_call(path, layer, steps, before, tape, rewrite))
            patched.append(layer)
        yield
    finally:
        for layer in patched:
            layer.__dict__.pop("call", None)


def _recording_call(
    path: str,
    layer: keras.Layer,
    steps: list[Step],
    before: dict[str, tf.Tensor],
    tape: tf.GradientTape | None,
    rewrite: Rewrite | None,
) -> Callable:
    original, activation = layer.call, getattr(layer, "activation", None)

    def computed(inputs: object, *arguments: object, **options: object) -> tf.Tensor:
        output = rewrite(layer, inputs, steps) if rewrite is not None else None
        return original(inputs, *arguments, **options) if output is None else output

    def call(inputs: object, *arguments: object, **options: object) -> tf.Tensor:
        if isinstance(layer, keras.layers.Softmax):
            before[path] = inputs
        if activation not in PROBABILITIES:
            output = computed(inputs, *arguments, **options)
        elif isinstance(layer, keras.layers.Activation):
            before[path], output = inputs, computed(inputs, *arguments, **options)
        else:
            layer.activation = keras.activations.linear
            try:
                before[path] = computed(inputs, *arguments, **options)
            finally:
                layer.activation = activation
            output = activation(before[path])
        if tape is not None and isinstance(output, tf.Tensor) and output.shape.rank == 4:
            tape.watch(output)
        steps.append(Step(path, layer, inputs, output))
        return output

    return call
