"""Networks of one kind that learn side by side, each from pictures of its own."""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from lib.models.adam import Adam
from lib.models.autoencoders.variational import Tensor

#: From pictures, labels and what a network makes of the pictures to one number.
Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


def learn_together(
    networks: Sequence[keras.Model], batches: Sequence[tuple[np.ndarray, np.ndarray]], loss: Loss, *, rate: float
) -> None:
    """Train D networks of one architecture with Adam, a step a batch; a cosine brings its rate to 0.

    Networks as small as those for digits wait for TensorFlow longer than they compute. So their weights are stacked,
    and each operation is done once for all of them; none learns from another.

    Args:
        networks: D of them, which differ in their weights alone; what they draw at random, they draw alike.
        batches: for each network, pictures `(steps, batch, …)` and labels `(steps, batch)`.
        loss: the same for all.
        rate: at the first step.
    """
    images, labels = (np.stack(values, axis=1) for values in zip(*batches, strict=True))
    networks[0](images[0, 0])  # makes what it remembers
    weights = [network.trainable_variables for network in networks]
    stacked = [keras.Variable(np.stack(values)) for values in zip(*weights, strict=True)]
    _learn(networks[0], stacked, loss, images, labels, rate=rate)
    for place, own in enumerate(weights):
        for variable, values in zip(own, stacked, strict=True):
            variable.assign(values[place])


def _learn(
    network: keras.Model,
    stacked: list[keras.Variable],
    loss: Loss,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    rate: float,
) -> None:
    """Let weights `(D, …)` of a network learn from pictures `(steps, D, batch, …)` and their labels."""
    optimizer = Adam(keras.optimizers.schedules.CosineDecay(rate, len(images)))
    optimizer.build(stacked)

    def loss_of(one: tuple[list[Tensor], Tensor, Tensor]) -> tuple[Tensor, list[Tensor]]:
        values, x, y = one
        output, state = network.stateless_call(values, network.non_trainable_variables, x, training=True)
        return loss(x, y, output), state

    def take_all(images: tf.Tensor, labels: tf.Tensor) -> None:
        for number in tf.range(len(images)):
            with tf.GradientTape() as tape:
                values = [variable.value for variable in stacked]
                losses, states = tf.vectorized_map(loss_of, (values, images[number], labels[number]))
                total = tf.reduce_sum(losses)  # its gradient by one network's weights is that of this network's loss
            optimizer.apply(tape.gradient(total, values), stacked)
            for variable, state in zip(network.non_trainable_variables, states, strict=True):
                variable.assign(state[0])

    given = tf.constant(images), tf.constant(labels)
    tf.function(take_all).get_concrete_function(*given)(*given)
