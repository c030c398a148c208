"""Networks of one kind that learn side by side, each from pictures of its own."""

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

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
    first = networks[0]
    first(images[0, 0])  # makes what it remembers
    weights = [network.trainable_variables for network in networks]
    learned = [keras.Variable(np.stack(values)) for values in zip(*weights, strict=True)]
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, len(images)))
    optimizer.build(learned)

    def loss_of(values: list[Tensor], x: Tensor, y: Tensor) -> tuple[Tensor, list[Tensor]]:
        output, state = first.stateless_call(values, first.non_trainable_variables, x, training=True)
        return loss(x, y, output), state

    def learn(images: tf.Tensor, labels: tf.Tensor) -> None:
        for number in tf.range(len(images)):
            with tf.GradientTape() as tape:
                values = [variable.value for variable in learned], images[number], labels[number]
                losses, states = tf.vectorized_map(lambda one: loss_of(*one), values)
                total = tf.reduce_sum(losses)  # the gradient of which, by a network's weights, is its own loss's
            optimizer.apply(tape.gradient(total, [variable.value for variable in learned]), learned)
            for variable, state in zip(first.non_trainable_variables, states, strict=True):
                variable.assign(state[0])

    given = tf.constant(images), tf.constant(labels)
    tf.function(learn).get_concrete_function(*given)(*given)
    for place, own in enumerate(weights):
        for variable, values in zip(own, learned, strict=True):
            variable.assign(values[place])
