"""Recorded files: arrays in an npz without pickle, and beside it a record of how they were made, with their SHA-256."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parents[1] / "weights"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same arrays are the same bytes


def write_archive(name: str, arrays: Mapping[str, np.ndarray], record: dict, *, folder: Path = WEIGHTS) -> None:
    """Write `<name>.npz` and `<name>.json`; neither file appears before it is whole.

    Args:
        name: file name without ending.
        arrays: by key, of numbers or truths.
        record: how they were made: command, seed, versions, duration, results.
        folder: where to.
    """
    packed = _pack(arrays)
    text = json.dumps(record | {"sha256": hashlib.sha256(packed).hexdigest()}, indent=1, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in ((folder / f"{name}.npz", packed), (folder / f"{name}.json", text.encode())):
        partial = path.with_name(path.name + ".part")
        partial.write_bytes(data)
        partial.replace(path)


def read_record(name: str, *, folder: Path = WEIGHTS) -> dict:
    """Return the record of how a file was made.

    Raises:
        FileNotFoundError: there is no such record.
    """
    path = folder / f"{name}.json"
    if not path.exists():
        raise FileNotFoundError(f"name: no record {path.name} in {folder}; `make train NAME={name}` writes it")
    return json.loads(path.read_text(encoding="utf-8"))


def read_archive(name: str, *, folder: Path = WEIGHTS) -> dict[str, np.ndarray]:
    """Return the arrays of `<name>.npz` by key.

    Raises:
        FileNotFoundError: file or record are missing.
        ValueError: the file is not the one recorded, or holds a pickle.
    """
    expected, path = read_record(name, folder=folder)["sha256"], folder / f"{name}.npz"
    if not path.exists():
        raise FileNotFoundError(f"name: no file {path.name} in {folder}; `make train NAME={name}` writes it")
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise ValueError(
            f"{path.name} is damaged: its SHA-256 is {found[:12]}…, expected {expected[:12]}…; fetch it again"
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return dict(arrays)


def _pack(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return a compressed npz archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.asarray(array), allow_pickle=False)
            information = zipfile.ZipInfo(f"{key}.npy", _EPOCH)
            information.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(information, entry.getvalue(), compresslevel=9)
    return stream.getvalue()
