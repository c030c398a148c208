"""Adam for networks that are trained while a page is read."""

import keras
import tensorflow as tf


class Adam(keras.optimizers.Adam):
    """Keras's Adam (Kingma and Ba 2015, the end of section 2), each variable's step a single operation of TensorFlow.

    Keras spells a step out in fourteen, which take about a second more to trace for a network of thirty variables. The
    steps are the same, but for rounding.
    """

    def update_step(self, gradient: tf.Tensor, variable: tf.Variable, learning_rate: tf.Tensor) -> None:
        """Take a step, in place."""
        if self.amsgrad:
            super().update_step(gradient, variable, learning_rate)
            return
        place, step = self._get_variable_index(variable), tf.cast(self.iterations.value, variable.dtype) + 1
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[place].value.handle,
            v=self._velocities[place].value.handle,
            beta1_power=self.beta_1**step,
            beta2_power=self.beta_2**step,
            lr=tf.cast(learning_rate, variable.dtype),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.convert_to_tensor(gradient, variable.dtype),
        )
