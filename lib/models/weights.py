"""Weights that ship with the book: half precision, no pickle, checked before they are loaded.

`<name>.npz` holds one float16 array per weight, in the model's order; `<name>.json` is the record of how they were
made, with the SHA-256 of the first.
"""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import keras
import numpy as np

WEIGHTS = Path(__file__).parents[1] / "weights"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same weights are the same bytes


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
    packed = _pack({key: np.asarray(weight) for key, weight in _keyed(model).items()})
    text = json.dumps(record | {"sha256": hashlib.sha256(packed).hexdigest()}, indent=1, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in ((folder / f"{name}.npz", packed), (folder / f"{name}.json", text.encode())):
        partial = path.with_name(path.name + ".part")
        partial.write_bytes(data)
        partial.replace(path)


def read_record(name: str, *, folder: Path = WEIGHTS) -> dict:
    """Return the record of how weights were made.

    Raises:
        FileNotFoundError: there is no such record.
    """
    path = folder / f"{name}.json"
    if not path.exists():
        raise FileNotFoundError(f"name: no record {path.name} in {folder}; `make train NAME={name}` writes it")
    return json.loads(path.read_text(encoding="utf-8"))


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
    expected, path = read_record(name, folder=folder)["sha256"], folder / f"{name}.npz"
    if not path.exists():
        raise FileNotFoundError(f"name: no weights {path.name} in {folder}; `make train NAME={name}` writes them")
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise ValueError(
            f"{path.name} is damaged: its SHA-256 is {found[:12]}…, expected {expected[:12]}…; fetch it again"
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        _check_fit(model, {key: arrays[key].shape for key in arrays.files}, path.name)
        for key, weight in _keyed(model).items():
            weight.assign(arrays[key].astype(np.float32))


def _keyed(model: keras.Model) -> dict[str, keras.Variable]:
    """Return the weights under position and name; paths hold counters that differ from one instance to the next."""
    return {f"{place:03d}-{weight.name}": weight for place, weight in enumerate(model.weights)}


def _pack(arrays: dict[str, np.ndarray]) -> bytes:
    """Return a compressed npz archive in half precision."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, array in arrays.items():
            with np.errstate(over="ignore"):
                half = array.astype(np.float16)
            if not np.isfinite(half).all():
                raise ValueError(f"model: {key} has values that half precision cannot hold")
            entry = io.BytesIO()
            np.lib.format.write_array(entry, half, allow_pickle=False)
            information = zipfile.ZipInfo(f"{key}.npy", _EPOCH)
            information.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(information, entry.getvalue(), compresslevel=9)
    return stream.getvalue()


def _check_fit(model: keras.Model, shapes: dict[str, tuple[int, ...]], file: str) -> None:
    """Raise unless every variable of the model is there in its shape, and nothing else."""
    wanted = {key: tuple(weight.shape) for key, weight in _keyed(model).items()}
    odd = sorted(path for path in wanted.keys() | shapes.keys() if wanted.get(path) != shapes.get(path))
    if odd:
        raise ValueError(
            f"model: {file} does not fit {model.name}: {len(odd)} of its arrays differ, first {odd[0]} "
            f"(file {shapes.get(odd[0], 'none')}, model {wanted.get(odd[0], 'none')})"
        )
