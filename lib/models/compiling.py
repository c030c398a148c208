"""Networks made ready for training."""

from collections.abc import Callable
from typing import TypeVar

import keras

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
