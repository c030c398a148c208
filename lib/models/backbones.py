"""Networks trained on photographs, all under one roof: pictures in [0, 1] in, logits out.

Each network of `keras.applications` wants its pictures prepared in its own way and ends in a softmax. Here the
preparation is part of the model and the softmax is left off, so that every tool of `lib.explain` takes any of them.
"""

import json
import os
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import keras
from keras import applications, layers

from lib.models.booknet import booknet_record, build_booknet, load_booknet

_WEIGHTS_URL = "https://storage.googleapis.com/tensorflow/keras-applications/"
_CLASSES_URL = "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json"
#: Seconds without an answer after which a server counts as out of reach.
_PATIENCE = 10
#: Mean and standard deviation of ImageNet's red, green and blue in [0, 1]; Caffe's networks take the mean in 0 … 255.
_MEAN, _DEVIATION, _CAFFE_MEAN = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225), (123.68, 116.779, 103.939)


@dataclass(frozen=True)
class Backbone:
    """A network and what is needed to use it.

    Attributes:
        name: as given to `load_backbone`.
        model: functional, from images `(N, H, W, 3)` float32 in [0, 1] to logits `(N, classes)`.
        class_names: one for each logit.
        input_size: side in pixels at which the network does best.
        last_stage: name of the last layer that still has places: what Grad-CAM weighs.
    """

    name: str
    model: keras.Model
    class_names: list[str]
    input_size: int
    last_stage: str


@dataclass(frozen=True)
class _Network:
    """How a network of `keras.applications` is built, prepared and where its weights lie below `_WEIGHTS_URL`."""

    build: Callable[..., keras.Model]
    size: int
    mode: str  # "tf": [−1, 1] · "torch": standardised · "caffe": BGR less the mean · "raw": 0 … 255, the rest inside
    weights: str
    any_size: bool = True


def _kernels(name: str) -> str:
    return f"{name}_weights_tf_dim_ordering_tf_kernels"


NETWORKS = {
    "mobilenet": _Network(applications.MobileNet, 224, "tf", "mobilenet/mobilenet_1_0_224_tf.h5"),
    "mobilenet-0.75": _Network(
        partial(applications.MobileNet, alpha=0.75), 224, "tf", "mobilenet/mobilenet_7_5_224_tf.h5"
    ),
    "mobilenetv2": _Network(applications.MobileNetV2, 224, "tf", f"mobilenet_v2/{_kernels('mobilenet_v2')}_1.0_224.h5"),
    "mobilenetv3-small": _Network(
        applications.MobileNetV3Small, 224, "raw", "mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float.h5"
    ),
    "resnet50": _Network(applications.ResNet50, 224, "caffe", f"resnet/{_kernels('resnet50')}.h5"),
    "vgg16": _Network(applications.VGG16, 224, "caffe", f"vgg16/{_kernels('vgg16')}.h5", any_size=False),
    "densenet121": _Network(applications.DenseNet121, 224, "torch", f"densenet/{_kernels('densenet121')}.h5"),
    "inceptionv3": _Network(applications.InceptionV3, 299, "tf", f"inception_v3/{_kernels('inception_v3')}.h5"),
    "xception": _Network(applications.Xception, 299, "tf", f"xception/{_kernels('xception')}.h5"),
}


def load_backbone(name: str, *, weights: str | None = "imagenet") -> Backbone:
    """Return a trained network.

    Args:
        name: "booknet", which ships with the book, or a key of `NETWORKS`, read from Keras's cache (`KERAS_HOME`, else
            `~/.keras`) or fetched into it.
        weights: "imagenet": trained (BookNet: on 100 classes of Tiny ImageNet); `None`: random, its classes unnamed.

    Raises:
        ValueError: the name or the weights are unknown.
        FileNotFoundError: a file is neither in the cache nor can it be fetched.
    """
    if weights not in ("imagenet", None):
        raise ValueError(f"weights: got {weights!r}, expected 'imagenet' or None")
    if name == "booknet":
        model = build_booknet() if weights is None else load_booknet()
        names, size = list(booknet_record()["accuracy_per_class"]), booknet_record()["input_size"]
    elif name in NETWORKS:
        names = _imagenet_classes() if weights else [f"class {number}" for number in range(1000)]
        model, size = _build(name, weights), NETWORKS[name].size
    else:
        raise ValueError(f"name: got {name!r}, expected one of booknet, {', '.join(NETWORKS)}")
    return Backbone(name, model, names, size, _last_stage(model))


def _build(name: str, weights: str | None) -> keras.Model:
    network = NETWORKS[name]
    path = weights and _cached(_WEIGHTS_URL + network.weights)
    side = None if network.any_size else network.size
    images = keras.Input((side, side, 3), name="images")
    built = network.build(input_tensor=_prepared(images, network.mode), weights=path, classifier_activation=None)
    return keras.Model(images, built.output, name=name)


def _prepared(images: keras.KerasTensor, mode: str) -> keras.KerasTensor:
    """Bring pictures in [0, 1] to what the network was trained on."""
    if mode == "tf":
        return layers.Rescaling(2.0, offset=-1.0, name="prepare")(images)
    if mode == "torch":
        scale = [1 / deviation for deviation in _DEVIATION]
        offset = [-mean / deviation for mean, deviation in zip(_MEAN, _DEVIATION, strict=True)]
        return layers.Rescaling(scale, offset=offset, name="prepare")(images)
    if mode == "caffe":
        return layers.Rescaling(255.0, offset=[-mean for mean in _CAFFE_MEAN], name="prepare")(images)[..., ::-1]
    return layers.Rescaling(255.0, name="prepare")(images)


def _imagenet_classes() -> list[str]:
    index = json.loads(Path(_cached(_CLASSES_URL)).read_text(encoding="utf-8"))
    return [index[str(number)][1].replace("_", " ") for number in range(1000)]


def _cached(url: str) -> str:
    """Return the path of a file in Keras's cache, fetched if need be; it gets its name only once it is whole."""
    folder = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser() / "models"
    path = folder / url.rsplit("/", 1)[-1]
    if path.exists():
        return str(path)
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as parts:
            fetched = keras.utils.get_file(path.name, url, cache_dir=parts, cache_subdir="")
            Path(fetched).replace(path)
    except Exception as error:  # Keras raises a bare Exception when an address cannot be reached
        raise FileNotFoundError(
            f"{path.name} is not in {folder} and cannot be fetched ({error}); connect to the network or put the file "
            "there, or set KERAS_HOME to a folder whose models/ has it"
        ) from error
    finally:
        socket.setdefaulttimeout(before)
    return str(path)


def _last_stage(model: keras.Model) -> str:
    """Return the name of the last layer whose output is a map; pooling may keep two dimensions of one place."""
    maps = [layer for layer in model.layers if len(layer.output.shape) == 4 and layer.output.shape[1:3] != (1, 1)]
    return maps[-1].name
