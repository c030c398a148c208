"""Guided backpropagation: the gradient, but with what would lower the logit held back at every ReLU."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.compiling import compiled, in_chunks
from lib.explain.tracing import trace

#: TensorFlow's rectifying operations. Every form of ReLU ends in one of them: a layer, an activation, a function.
_GUIDED = {"Relu": "GuidedRelu", "Relu6": "GuidedRelu6"}


def guided_backpropagation(model: keras.Model, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Guided backpropagation (Springenberg et al. 2015, section 3.4): gradients pass each ReLU only where positive.

    It acts on every ReLU, with or without a ceiling, whether it is a layer, a layer's activation or a function, also
    inside nested models; other activations, the leaky ReLU among them, keep their gradient. The maps are crisp, but
    they hardly depend on the class (Adebayo et al. 2018): a picture of what the network sees, not of why it decides.

    Args:
        model: any functional or sequential network, nested or not. It is not changed.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.

    Returns:
        `(N, H, W, 3)`, signed: logit per unit of brightness, as far as it was let through.

    Raises:
        ValueError: images or classes do not fit the model.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)

    def build() -> Callable:
        def run(batch: tf.Tensor, chosen: tf.Tensor) -> tuple[tf.Tensor]:
            with tf.compat.v1.get_default_graph().gradient_override_map(_GUIDED):
                score = tf.gather(trace(model, batch).logits, chosen, axis=1, batch_dims=1)
            # A tape would not ask which gradient an operation was given.
            return tuple(tf.gradients(score, batch, unconnected_gradients="zero"))

        return run

    (gradients,) = in_chunks(compiled(model, ("guided",), images.shape[1:], build), images, classes)
    return gradients


@tf.RegisterGradient("GuidedRelu")
def _guided_relu(operation: tf.Operation, gradient: tf.Tensor) -> tf.Tensor:
    return tf.where(operation.outputs[0] > 0, tf.nn.relu(gradient), 0)


@tf.RegisterGradient("GuidedRelu6")
def _guided_relu6(operation: tf.Operation, gradient: tf.Tensor) -> tf.Tensor:
    return tf.where(operation.outputs[0] < 6, _guided_relu(operation, gradient), 0)
