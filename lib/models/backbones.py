"""Networks that others have trained, under one interface: pictures in [0, 1] go in, logits come out.

What a network of `keras.applications` expects of its input differs from one to the next. Here that preprocessing is
part of the model, so that every tool of `lib.explain` can be pointed at any of them, and at BookNet, alike.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import keras
import numpy as np
from keras import applications, layers

from lib.models.booknet import booknet_record, load_booknet

CLASS_INDEX = "imagenet_class_index.json"


class BackboneUnavailableError(FileNotFoundError):
    """The weights of a network are not at hand, or not whole; the message says where they were looked for."""


@dataclass(frozen=True)
class Backbone:
    """A trained network `model` from `(N, size, size, 3)` in [0, 1] to logits, and the names of its classes."""

    name: str
    model: keras.Model
    class_names: Sequence[str]
    size: int


@dataclass(frozen=True)
class _Network:
    """How Keras builds a network, how it prepares pictures, and the file in which it keeps the weights."""

    build: Callable[..., keras.Model]
    mode: str  # of `preprocess_input`: "tf", "torch", "caffe", or "none" where the network scales its input itself
    file: str
    size: int = 224


NETWORKS = {
    "mobilenet-0.75": _Network(partial(applications.MobileNet, alpha=0.75), "tf", "mobilenet_7_5_224_tf.h5"),
    "mobilenet": _Network(applications.MobileNet, "tf", "mobilenet_1_0_224_tf.h5"),
    "mobilenet-v2": _Network(
        applications.MobileNetV2, "tf", "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5"
    ),
    "densenet121": _Network(applications.DenseNet121, "torch", "densenet121_weights_tf_dim_ordering_tf_kernels.h5"),
    "resnet50": _Network(applications.ResNet50, "caffe", "resnet50_weights_tf_dim_ordering_tf_kernels.h5"),
    "vgg16": _Network(applications.VGG16, "caffe", "vgg16_weights_tf_dim_ordering_tf_kernels.h5"),
    "efficientnet-b0": _Network(applications.EfficientNetB0, "none", "efficientnetb0.h5"),
}


def load_backbone(name: str) -> Backbone:
    """Return a trained network by name.

    BookNet ships with the book. The weights of the others are taken from Keras's cache, `KERAS_HOME` or `~/.keras`;
    only with `EDITION=full` in the environment does Keras fetch those that are missing.

    Args:
        name: `booknet` or a key of `NETWORKS`.

    Raises:
        BackboneUnavailableError: weights or class names are not at hand, or damaged.
        ValueError: the name is unknown.
    """
    if name == "booknet":
        return Backbone(name, load_booknet(), list(booknet_record()["accuracy_per_class"]), 128)
    if name not in NETWORKS:
        raise ValueError(f"name: got {name!r}, expected booknet or one of {', '.join(NETWORKS)}")
    network = NETWORKS[name]
    weights = _cached(name, network.file, partial(network.build, weights="imagenet"))
    index = _cached(name, CLASS_INDEX, partial(applications.mobilenet.decode_predictions, np.zeros((1, 1000))))
    try:
        trained = network.build(weights=str(weights), classifier_activation=None)
        named = json.loads(index.read_text(encoding="utf-8"))
        words = [named[str(place)][1].replace("_", " ") for place in range(trained.output_shape[-1])]
    except (OSError, ValueError, KeyError) as error:
        raise BackboneUnavailableError(
            f"name: the files of {name} in {weights.parent} cannot be read ({error}); remove them and fetch them again"
        ) from None
    images = keras.Input((network.size, network.size, 3), name="images")
    model = keras.Model(images, trained(prepared(images, network.mode)), name=name.replace(".", "_"))
    return Backbone(name, model, words, network.size)


def find_backbone(name: str) -> Backbone | None:
    """Return a trained network, or print in a sentence why it is not at hand and return `None`.

    Raises:
        ValueError: the name is unknown.
    """
    try:
        return load_backbone(name)
    except BackboneUnavailableError as reason:
        print(str(reason).removeprefix("name: "))
        return None


def prepared(images: keras.KerasTensor, mode: str) -> keras.KerasTensor:
    """Turn pictures `(N, H, W, 3)` in [0, 1] into what `preprocess_input` of this mode makes of them in [0, 255]."""
    if mode == "tf":
        return layers.Rescaling(2.0, offset=-1.0, name="prepared")(images)
    if mode == "torch":
        mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
        return layers.Normalization(mean=mean, variance=[one**2 for one in deviation], name="prepared")(images)
    if mode == "caffe":  # blue, green, red
        reversed_ = keras.ops.flip(images, axis=-1)
        return layers.Rescaling(255.0, offset=[-103.939, -116.779, -123.68], name="prepared")(reversed_)
    return layers.Rescaling(255.0, name="prepared")(images)


def _cached(name: str, file: str, fetch: Callable[[], object]) -> Path:
    """Return a file of Keras's cache.

    Raises:
        BackboneUnavailableError: it is not there, and was not to be fetched or could not be.
    """
    folder = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "models"
    advice = "with EDITION=full in the environment, Keras fetches it"
    if not (folder / file).exists() and os.environ.get("EDITION") == "full":
        try:
            fetch()
        except Exception as error:  # whatever a connection can do wrong
            advice = f"fetching it failed ({error})"
    if not (folder / file).exists():
        place = f"~/{folder.relative_to(Path.home())}" if folder.is_relative_to(Path.home()) else folder
        raise BackboneUnavailableError(f"name: {name} needs the file {file} in {place}, which is not there; {advice}")
    return folder / file
