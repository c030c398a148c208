"""Networks made ready: for training, and for many inputs."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import keras
import numpy as np
import tensorflow as tf

from lib.models.pictures import as_floats

#: Inputs that a network computes at a time outside training.
BATCH = 64
Network = TypeVar("Network", bound=keras.Model)


def compiled(
    network: Network,
    optimizer: keras.Optimizer,
    loss: keras.losses.Loss | Callable[..., keras.KerasTensor] | None = None,
    **options: object,
) -> Network:
    """Compile a network, make what its optimiser remembers, and return the network.

    Left to `fit`, the optimiser's variables are made while TensorFlow traces the first step, which it then has to trace
    a second time: for networks as small as the book's, that takes as long as fifty steps.

    Args:
        network: whose layers are built; it will learn with what is trainable in it now.
        optimizer: not used before.
        loss: as of `keras.Model.compile`; `None`: the network's own.
        options: of `keras.Model.compile`.
    """
    network.compile(optimizer, loss, **options)
    optimizer.build(network.trainable_variables)
    return network


def renewed(network: Network, fresh: Network) -> Network:
    """Return a network that has learned, in the state of one that has not: it learns anew without being traced anew.

    For networks as small as the book's, tracing takes as long as a third of their training.

    Args:
        network: as `compiled` returned it; what it has learned is gone.
        fresh: of the same architecture, losses and rates, compiled, with the weights to begin with.

    Raises:
        ValueError: the two do not have the same weights, or optimisers.
    """
    mine, other = ([*one.variables, *one.optimizer.variables] for one in (network, fresh))
    shapes, expected = ([tuple(variable.shape) for variable in some] for some in (other, mine))
    if shapes != expected:
        raise ValueError(f"fresh: got variables of shapes {shapes}, expected those of the network, {expected}")
    # A rate is part of what was traced: a network with another one would go on with its old rate.
    rule, wanted = ({**one.optimizer.get_config(), "name": None} for one in (fresh, network))
    if rule != wanted:
        raise ValueError(f"fresh: got the optimiser {rule}, expected that of the network, {wanted}")
    for variable, value in zip(mine, other, strict=True):
        variable.assign(value)
    return network


def traced(network: keras.Model, *, layer: str | None = None) -> Callable:
    """Return a network in inference mode as a TensorFlow graph, traced once and kept with the network.

    For hundreds of inputs it takes two thirds of the time of the network itself, which computes layer by layer.

    Args:
        network: with one input, whose batch may have any size; what it learns later counts.
        layer: whose output is returned; `None`: the network's.
    """
    graphs = network.__dict__.setdefault("_traced", {})  # past Keras's tracking of attributes
    if layer not in graphs:
        part = network if layer is None else keras.Model(network.input, network.get_layer(layer).output)
        signature = tf.TensorSpec(part.input_shape, part.inputs[0].dtype)
        function = tf.function(partial(part, training=False), input_signature=[signature], autograph=False)
        graphs[layer] = function.get_concrete_function()
    return graphs[layer]


def outputs(network: keras.Model, values: np.ndarray, *, layer: str | None = None) -> list[np.ndarray]:
    """Return each output of a network for N inputs, pictures as uint8 or floats, computed `BATCH` at a time.

    One batch is computed layer by layer: tracing the network would take longer.

    Args:
        network: as for `traced`.
        values: `(N, …)`.
        layer: as for `traced`.
    """
    few = layer is None and len(values) <= BATCH
    apply = partial(network, training=False) if few else traced(network, layer=layer)
    parts = [keras.tree.flatten(apply(as_floats(values[s : s + BATCH]))) for s in range(0, len(values), BATCH)]
    return [np.concatenate([keras.ops.convert_to_numpy(part) for part in some]) for some in zip(*parts, strict=True)]
