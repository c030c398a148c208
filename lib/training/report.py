"""How good a trained network is: the numbers that go into its record."""

import platform
from collections.abc import Iterable
from importlib.metadata import version

import keras
import numpy as np

from lib.data.tiny_imagenet import Split


def predict(model: keras.Model, images: np.ndarray, *, size: int) -> np.ndarray:
    """Return logits `(N, classes)` of uint8 pictures `(N, H, W, 3)` resized (bilinear) to `size` pixels."""
    chunks = np.array_split(images, max(1, len(images) // 100))
    resized = (keras.ops.image.resize(chunk / np.float32(255), (size, size)) for chunk in chunks)
    return np.concatenate([model.predict_on_batch(keras.ops.convert_to_numpy(chunk)) for chunk in resized])


def accuracy(logits: np.ndarray, labels: np.ndarray, *, top: int = 1) -> float:
    """Return the share of rows whose label is among the `top` largest of the logits `(N, classes)`."""
    best = np.argpartition(-logits, top - 1, axis=1)[:, :top]
    return float((best == labels[:, None]).any(axis=1).mean())


def accuracy_by_size(model: keras.Model, split: Split, *, sizes: Iterable[int]) -> dict[int, float]:
    """Return top-1 accuracy at each input size in pixels."""
    return {size: accuracy(predict(model, split.images, size=size), split.labels) for size in sizes}


def accuracy_per_class(logits: np.ndarray, labels: np.ndarray, names: list[str]) -> dict[str, float]:
    """Return the share of each class's pictures that are named right."""
    right = logits.argmax(axis=1) == labels
    return {name: round(float(right[labels == index].mean()), 4) for index, name in enumerate(names)}


def confusions(logits: np.ndarray, labels: np.ndarray, names: list[str], *, most: int = 20) -> list[list]:
    """Return the most frequent mistakes as [true name, predicted name, count]; what never happens is none."""
    table = np.zeros((len(names), len(names)), int)
    np.add.at(table, (labels, logits.argmax(axis=1)), 1)
    np.fill_diagonal(table, 0)
    worst = np.argsort(-table, axis=None, kind="stable")[:most]
    pairs = np.stack(np.divmod(worst, len(names)), axis=1).tolist()
    return [
        [names[true], names[predicted], int(table[true, predicted])]
        for true, predicted in pairs
        if table[true, predicted]
    ]


def provenance(command: str, *, seed: int, duration_s: float) -> dict:
    """Return what is needed to make a recorded run again: command, seed, versions, machine and duration."""
    packages = ("keras", keras.backend.backend(), "numpy")
    return {
        "command": command,
        "seed": seed,
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in packages},
        "machine": f"{platform.system()} {platform.machine()}",
        "duration_s": round(duration_s),
    }


def _version(package: str) -> str:
    """Return an installed version; TensorFlow's CPU wheel goes by its own name."""
    try:
        return version(package)
    except ModuleNotFoundError:
        return version(f"{package}-cpu")
