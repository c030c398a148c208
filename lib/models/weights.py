"""Weights that ship with the book: half precision, no pickle, checked before they are loaded.

`<name>.npz` holds one float16 array per weight, in the model's order; `<name>.json` is the record of how they were
made, with the SHA-256 of the first.
"""

from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np

from lib.models.archive import WEIGHTS, read_archive, write_archive


def save_weights(model: keras.Model, name: str, record: dict, *, folder: Path = WEIGHTS) -> None:
    """Write a model's weights and their record; neither file appears before it is whole.

    Args:
        model: the network.
        name: file name without ending.
        record: how the weights were made: command, seed, versions, duration, results.
        folder: where to.

    Raises:
        ValueError: a weight is not finite in half precision.
    """
    halves = {key: _halved(key, np.asarray(weight)) for key, weight in _keyed(model).items()}
    write_archive(name, halves, record, folder=folder)


def load_weights(model: keras.Model, name: str, *, folder: Path = WEIGHTS) -> None:
    """Put shipped weights into a model.

    Args:
        model: a network of the architecture that the weights were made with.
        name: file name without ending.
        folder: where they lie.

    Raises:
        FileNotFoundError: weights or record are missing.
        ValueError: the file is not the one recorded, or does not fit the model.
    """
    arrays = read_archive(name, folder=folder)
    _check_fit(model, arrays, f"{name}.npz")
    for key, weight in _keyed(model).items():
        weight.assign(arrays[key].astype(np.float32))


def _keyed(model: keras.Model) -> dict[str, keras.Variable]:
    """Return the weights under position and name; paths hold counters that differ from one instance to the next."""
    return {f"{place:03d}-{weight.name}": weight for place, weight in enumerate(model.weights)}


def _halved(key: str, weight: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        half = weight.astype(np.float16)
    if not np.isfinite(half).all():
        raise ValueError(f"model: {key} has values that half precision cannot hold")
    return half


def _check_fit(model: keras.Model, arrays: Mapping[str, np.ndarray], file: str) -> None:
    """Raise unless every variable of the model is there in its shape, and nothing else."""
    shapes = {key: array.shape for key, array in arrays.items()}
    wanted = {key: tuple(weight.shape) for key, weight in _keyed(model).items()}
    odd = sorted(path for path in wanted.keys() | shapes.keys() if wanted.get(path) != shapes.get(path))
    if odd:
        raise ValueError(
            f"model: {file} does not fit {model.name}: {len(odd)} of its arrays differ, first {odd[0]} "
            f"(file {shapes.get(odd[0], 'none')}, model {wanted.get(odd[0], 'none')})"
        )
