"""The networks that are explained, and the passes that no explanation of them can be faster than."""

import os
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from benchmarks.timing import Run
from lib.data.photographs import load_photographs
from lib.models.booknet import load_booknet

BATCH = 16


class Subject(NamedTuple):
    """A network, `BATCH` photographs `(16, H, W, 3)`, a class for each, and its last layer that has places."""

    name: str
    model: keras.Model
    images: np.ndarray
    classes: np.ndarray
    layer: str

    def first(self, count: int) -> tuple[keras.Model, np.ndarray, np.ndarray]:
        """Return (model, images, classes) with so many images."""
        return self.model, self.images[:count], self.classes[:count]

    @property
    def layers(self) -> list[str]:
        """Every layer but the input and MobileNet's `predictions`, which only hands the logits on."""
        return [layer.name for layer in self.model.layers[1:] if layer.name != "predictions"]


def subjects() -> list[Subject]:
    """Return MobileNet (α = 0.75) at 224 pixels and BookNet at 96 pixels, both up to their logits."""
    # Times do not depend on the weights: without a copy at hand they are random, and nothing is downloaded.
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    weights = "imagenet" if (home / "models" / "mobilenet_7_5_224_tf.h5").exists() else None
    mobilenet = keras.applications.MobileNet(alpha=0.75, weights=weights, classifier_activation=None)
    return [
        _subject("mobilenet", mobilenet, size=224, layer="conv_pw_13_relu"),
        _subject("booknet", load_booknet(), size=96, layer="block7"),
    ]


def forward(model: keras.Model, images: np.ndarray) -> Run:
    """Return one compiled forward pass, from array to array."""
    function = tf.function(lambda batch: model(batch, training=False), autograph=False)
    return lambda: function(tf.constant(images)).numpy()


def forward_and_backward(model: keras.Model, images: np.ndarray, classes: np.ndarray) -> Run:
    """Return one compiled forward and backward pass to the pixels, from array to array."""

    def gradient(batch: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(batch)
            score = tf.gather(model(batch, training=False), classes, axis=1, batch_dims=1)
        return tape.gradient(score, batch)

    function = tf.function(gradient, autograph=False)
    return lambda: function(tf.constant(images)).numpy()


def _subject(name: str, model: keras.Model, *, size: int, layer: str) -> Subject:
    photographs = load_photographs(size=size)
    images = photographs[np.arange(BATCH) % len(photographs)]
    return Subject(name, model, images, np.arange(BATCH), layer)
