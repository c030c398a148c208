"""Logits of many images, as fast as the machine gives them: for methods that ask the network again and again.

LiteRT, with the XNNPACK kernels, needs one half to four fifths of TensorFlow's time for the same logits. It works on a
copy of the network with the weights as they were: the copy is compared with the network before it is used, and made
anew when they differ.
"""

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from lib.explain.compiling import compiled, in_chunks, pictures
from lib.explain.tracing import trace

#: Images `(n, H, W, 3)` float32 to logits `(n, classes)`.
Forward = Callable[[np.ndarray], np.ndarray]
#: Images at a time: larger blocks gain nothing on two cores, and take more memory.
BLOCK = 8
#: Passes from which a copy is made. It takes 0.4 s more than TensorFlow's first pass, which LiteRT wins back in about
#: 250 passes of a MobileNet at 224 pixels and in 900 of BookNet at 96: a network asked so often will be asked again.
WORTH_A_COPY = 100


class _Copy(NamedTuple):
    """The network in LiteRT and what it was made from; `run` is missing where LiteRT cannot do it."""

    function: Callable
    weights: list[np.ndarray]
    run: Forward | None


def forward(model: keras.Model, size: tuple[int, ...], *, passes: int) -> Forward:
    """Return a function from images to logits, in inference mode and before a final softmax or sigmoid.

    It knows the weights of today: ask for it again before each use. Give it `blocks` of images.

    Args:
        model: a functional or sequential Keras model, nested or not.
        size: height, width and channels of the images.
        passes: how many images it will be given; what a network has been given so far decides on a copy.
    """
    function = compiled(
        model, ("forward",), size, lambda: lambda batch: (trace(model, batch).logits,), signature=(pictures(size),)
    )
    copies, given = (model.__dict__.setdefault(name, {}) for name in ("_explain_copies", "_explain_passes"))
    if size in copies and not _is_current(copies[size], function, model):
        del copies[size], given[size]  # a network in training changes too often to be copied each time
    given[size] = given.get(size, 0) + passes
    if size not in copies and given[size] >= WORTH_A_COPY:
        copies[size] = _Copy(function, _weights(model), _converted(function))
    copy = copies.get(size)
    if copy is None or copy.run is None:
        return lambda images: in_chunks(function, images)[0]
    return copy.run


def blocks(count: int) -> list[np.ndarray]:
    """Return the numbers from 0 to `count`, exclusive, in blocks of a size that suits `forward`."""
    return [np.arange(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]


def _weights(model: keras.Model) -> list[np.ndarray]:
    return [variable.numpy() for variable in model.variables]


def _is_current(copy: _Copy, function: Callable, model: keras.Model) -> bool:
    """Whether a copy was made of these layers with these weights: comparing takes as long as two or three passes."""
    if copy.function is not function or copy.run is None:
        return copy.function is function
    return all(map(np.array_equal, copy.weights, _weights(model)))


def _converted(function: Callable) -> Forward | None:
    try:
        with _quiet():
            content = tf.lite.TFLiteConverter.from_concrete_functions([function]).convert()
            run = _interpreted(tf.lite.Interpreter(model_content=content, num_threads=_cores()))
            run(np.zeros((2, *function.inputs[0].shape[1:]), np.float32))
    except Exception:  # what LiteRT cannot do, TensorFlow can; each stage has errors of its own
        return None
    return run


def _interpreted(interpreter: tf.lite.Interpreter) -> Forward:
    (taken,), (given,) = interpreter.get_input_details(), interpreter.get_output_details()
    working = threading.Lock()

    def run(images: np.ndarray) -> np.ndarray:
        with working:
            # Takes a tenth of a millisecond: a last block that is smaller need not be filled up.
            interpreter.resize_tensor_input(taken["index"], images.shape)
            interpreter.allocate_tensors()
            interpreter.set_tensor(taken["index"], images)
            interpreter.invoke()
            return interpreter.get_tensor(given["index"])

    return run


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep LiteRT's advice to programmers out of the reader's notebook: Python's warnings, and what C++ writes."""
    log, shown = logging.getLogger("absl"), os.dup(2)
    level = log.level
    try:
        log.setLevel(logging.ERROR)
        with Path(os.devnull).open("w") as nowhere, warnings.catch_warnings():
            os.dup2(nowhere.fileno(), 2)
            warnings.simplefilter("ignore")
            yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        log.setLevel(level)
