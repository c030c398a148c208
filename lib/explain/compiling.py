"""Functions of a model that are compiled once, kept with it, and given many images a chunk at a time."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.explain.tracing import leaves

#: Images a compiled function is given at a time: fast on two cores, and a bound on memory.
CHUNK = 32
#: A class for each image, as a compiled function takes them.
CLASSES = tf.TensorSpec((None,), tf.int32)


def pictures(size: tuple[int, ...]) -> tf.TensorSpec:
    """Return the signature of a batch of pictures `(N, *size)`."""
    return tf.TensorSpec((None, *size), tf.float32)


def compiled(
    model: keras.Model,
    key: tuple,
    size: tuple[int, ...],
    build: Callable[[], Callable],
    *,
    signature: tuple[tf.TensorSpec, ...] | None = None,
) -> Callable:
    """Return the function that `build` makes, compiled once per model, `key` and image size for any batch.

    It takes images `(N, *size)` float32 and classes `(N,)` int32, or what `signature` says; whatever changes the
    signature belongs into `key`. The cache lives on the model and goes with it.
    """
    cache = model.__dict__.setdefault("_explain_cache", {})
    layers = tuple(id(layer) for _, layer in leaves(model))  # a sequential model can be given others
    if (key, size, layers) not in cache:
        usual = (pictures(size), CLASSES)
        function = tf.function(build(), input_signature=usual if signature is None else signature, autograph=False)
        cache[key, size, layers] = function.get_concrete_function()
    return cache[key, size, layers]


def in_chunks(function: Callable, images: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    """Apply a compiled function to `CHUNK` images at a time; return its outputs, joined along the batch."""
    parts = []
    for start in range(0, len(images), CHUNK):
        rows = slice(start, start + CHUNK)
        outputs = function(*(tf.constant(array[rows]) for array in (images, *others)))
        parts.append([output.numpy() for output in outputs])
    return [pieces[0] if len(pieces) == 1 else np.concatenate(pieces) for pieces in zip(*parts, strict=True)]
