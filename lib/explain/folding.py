"""A batch normalisation computed as part of the convolution before it: the same numbers with two passes less.

At inference a batch normalisation multiplies each channel and adds to it. The convolution's kernel and bias can do
both, which saves a pass over the feature map on the way there and one on the gradient's way back.
"""

import math

import keras
import tensorflow as tf

from lib.explain.tracing import Step


def fold(layer: keras.Layer, inputs: tf.Tensor, steps: list[Step]) -> tf.Tensor | None:
    """Return what a batch normalisation puts out, computed from the input of the convolution before it.

    It is a `Rewrite` for `trace`. The convolution's own output is no longer part of what follows: not to be used where
    its gradient is asked for.

    Returns:
        `None` for every other layer, where no plain convolution goes right before, and where it would not be faster.
    """
    before = next((step for step in reversed(steps) if step.output is inputs), None)
    if type(layer) is not keras.layers.BatchNormalization or before is None or not _can_fold(before, layer):
        return None
    convolution, (scale, offset) = before.layer, _affine(layer)
    if convolution.use_bias:
        offset += convolution.bias * scale
    if type(convolution) is keras.layers.DepthwiseConv2D:
        kernel = convolution.kernel * tf.reshape(scale, convolution.kernel.shape[2:])
        output = _depthwise(convolution, before.input, kernel)
    else:
        output = convolution.convolution_op(before.input, convolution.kernel * scale)
    return tf.nn.bias_add(output, offset)


def _can_fold(step: Step, norm: keras.layers.BatchNormalization) -> bool:
    convolution = step.layer
    return (
        type(convolution) in (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)
        and convolution.activation is keras.activations.linear
        and convolution.data_format == "channels_last"
        and norm.axis in (-1, 3)
        and {convolution.compute_dtype, norm.compute_dtype} == {"float32"}
        # Scaling the kernel costs a pass over it: for the deep layers' large kernels and small maps more than it saves.
        and math.prod(convolution.kernel.shape) <= math.prod(step.output.shape[1:])
    )


def _affine(norm: keras.layers.BatchNormalization) -> tuple[tf.Tensor, tf.Tensor]:
    """Return what a batch normalisation multiplies by and adds at inference."""
    scale = tf.math.rsqrt(norm.moving_variance + norm.epsilon)
    scale = scale * norm.gamma if norm.scale else scale
    offset = -norm.moving_mean * scale
    return scale, offset + norm.beta if norm.center else offset


def _depthwise(layer: keras.layers.DepthwiseConv2D, inputs: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
    return keras.ops.depthwise_conv(
        inputs,
        kernel,
        strides=layer.strides,
        padding=layer.padding,
        data_format=layer.data_format,
        dilation_rate=layer.dilation_rate,
    )
