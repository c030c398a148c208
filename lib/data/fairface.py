"""FairFace: photographs of people, labelled with age, gender and race. Part of the full edition alone.

Kärkkäinen and Joo, *FairFace: Face attribute dataset for balanced race, gender, and age for bias measurement and
mitigation*, WACV 2021; CC BY 4.0. The book reads the validation part of Hugging Face's copy, in the crops that hold
little more than the face (configuration 0.25).
"""

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
from PIL import Image

from lib.data.hub import HubFolder, fetch_files

FOLDER = Path(__file__).parents[2] / "_build" / "data" / "fairface"
SOURCE = HubFolder(
    repository="HuggingFaceM4/FairFace",
    revision="54d573cdb8b5af490ba8da9da2799628f6e5c496",
    folder="0.25",
    prefix="validation-",
    licence="CC BY 4.0",
)
#: The classes in the words and the order of the data set's card: a number in a file is a place in these.
CLASSES = {
    "age": ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "more than 70"),
    "gender": ("Male", "Female"),
    "race": ("East Asian", "Indian", "Black", "White", "Middle Eastern", "Latino_Hispanic", "Southeast Asian"),
}


class FairFace(NamedTuple):
    """Photographs of people, and what is recorded about them."""

    images: np.ndarray  #: `(N, size, size, 3)` float32 in [0, 1]
    age: np.ndarray  #: `(N,)` names of `CLASSES["age"]`
    gender: np.ndarray  #: `(N,)` names of `CLASSES["gender"]`
    race: np.ndarray  #: `(N,)` names of `CLASSES["race"]`
    origin: str  #: where they come from, and on what terms


def find_fairface(*, size: int, folder: Path = FOLDER, source: HubFolder = SOURCE) -> FairFace | None:
    """Return the photographs in the full edition; else say in a sentence what it would download, and return `None`.

    The full edition is `EDITION=full` in the environment.

    Args:
        size: as for `read_fairface`.
        folder: where the files are kept.
        source: which files.

    Raises:
        ConnectionError, ModuleNotFoundError, ValueError: as `load_fairface`.
    """
    if os.environ.get("EDITION") != "full":
        print(
            f"FairFace belongs to the full edition. With EDITION=full in the environment, the validation part is"
            f" downloaded once, some 63 MB ({source.licence}), from {source.hub}/datasets/{source.repository}, into"
            f" the folder {'/'.join(folder.parts[-3:])}. Nothing is downloaded now."
        )
        return None
    return load_fairface(size=size, folder=folder, source=source)


def load_fairface(
    *, size: int, folder: Path = FOLDER, source: HubFolder = SOURCE, say: Callable[[str], object] = print
) -> FairFace:
    """Download the validation part, unless it is in `folder`, and decode it.

    Args:
        size: as for `read_fairface`.
        folder: where the files are kept.
        source: which files.
        say: takes the account of what will be downloaded.

    Raises:
        ModuleNotFoundError: nothing that reads parquet is installed; nothing is downloaded then.
        ConnectionError: the files could not be downloaded. A page that merely said so would be kept as built.
        ValueError: as `fetch_files` and `read_fairface`.
    """
    _polars()
    people = read_fairface(_fetched(source, folder, say), size=size)
    where = f"{source.hub}/datasets/{source.repository}, revision {source.revision}"
    return people._replace(origin=f"FairFace, {where}, {source.licence}: {people.origin}")


def read_fairface(paths: Sequence[Path], *, size: int) -> FairFace:
    """Decode photographs, each shrunk to a square by averaging areas.

    Args:
        paths: parquet files with the columns `image` (a struct with `bytes`), `age`, `gender` and `race`.
        size: side in pixels; N photographs take 12·N·size² bytes.

    Returns:
        All photographs, in the order of the files; the origin is the files' names.

    Raises:
        ModuleNotFoundError: nothing that reads parquet is installed.
        ValueError: no file or no photograph; a file is not as described or records other classes than `CLASSES`; a
            class number is none of them; a photograph cannot be decoded or is no square; `size` is not positive.
    """
    if size != int(size) or size < 1:
        raise ValueError(f"size: got {size}, expected a whole number of pixels")
    tables = [_table(Path(path)) for path in paths]
    count = sum(len(pictures) for pictures, _ in tables)
    if not count:
        raise ValueError(f"paths: got {len(tables)} files with no photograph, expected at least one")
    images, place = np.empty((count, size, size, 3), np.float32), 0
    for path, (pictures, _) in zip(paths, tables, strict=True):
        for row, data in enumerate(pictures):
            images[place] = _decoded(data, size, where=f"{path}, row {row}")
            place += 1
    named = {column: np.concatenate([names[column] for _, names in tables]) for column in CLASSES}
    return FairFace(images, **named, origin=", ".join(Path(path).name for path in paths))


def main() -> None:
    """Download ahead of a build and show the progress: `make fairface`."""
    try:
        paths = _fetched(SOURCE, FOLDER, print)
    except (ConnectionError, ValueError) as error:
        sys.exit(str(error))
    print("In place and checked: " + ", ".join(map(str, paths)))


def _fetched(source: HubFolder, folder: Path, say: Callable[[str], object]) -> list[Path]:
    try:
        return fetch_files(source, folder, say=say)
    except OSError as error:
        advice = "what has arrived is kept: run this again to go on"
        raise ConnectionError(f"FairFace could not be downloaded from {source.hub} ({error}); {advice}") from error


def _table(path: Path) -> tuple[list[bytes | None], dict[str, np.ndarray]]:
    """Return the encoded photographs of a file, and everyone's class names by column."""
    polars = _polars()
    try:
        recorded = polars.read_parquet_metadata(path)
        wanted = [polars.col("image").struct.field("bytes"), *CLASSES]
        table = polars.scan_parquet(path, glob=False).select(wanted).collect()
    except (OSError, polars.exceptions.PolarsError) as error:
        raise ValueError(
            f"paths: {path} is no parquet file with image.bytes, {', '.join(CLASSES)} ({str(error).splitlines()[0]})"
        ) from None
    _check_classes(path, recorded.get("huggingface"))
    return table["bytes"].to_list(), {column: _named(path, column, table[column].to_list()) for column in CLASSES}


def _check_classes(path: Path, recorded: str | None) -> None:
    """Check that the class names which Hugging Face's writer leaves in a file are those of the card."""
    features = json.loads(recorded)["info"]["features"] if recorded else {}
    for column, known in CLASSES.items():
        names = features.get(column, {}).get("names", known)
        if tuple(names) != known:
            raise ValueError(f"paths: {path} records {column} as {names}, expected {list(known)}")


def _named(path: Path, column: str, numbers: list[int | None]) -> np.ndarray:
    odd = [number for number in numbers if number not in range(len(CLASSES[column]))]
    if odd:
        raise ValueError(f"paths: {path} has {column} {odd[0]}, expected 0 to {len(CLASSES[column]) - 1}")
    return np.array(CLASSES[column])[np.array(numbers, int)]


def _decoded(data: bytes | None, size: int, *, where: str) -> np.ndarray:
    try:
        picture = Image.open(io.BytesIO(data or b"")).convert("RGB")
    except OSError as error:
        raise ValueError(f"paths: {where}: the photograph cannot be decoded ({error})") from None
    if picture.width != picture.height:
        raise ValueError(f"paths: {where}: got {picture.width}×{picture.height} pixels, expected a square")
    return np.asarray(picture.resize((size, size), Image.Resampling.BOX), np.float32) / 255


def _polars() -> ModuleType:
    """Return the package that reads parquet, which only the full edition needs."""
    try:
        import polars
    except ModuleNotFoundError:
        advice = "install what requirements.txt lists, or the extra `full` of this package"
        raise ModuleNotFoundError(f"FairFace is read with polars, which is not installed; {advice}") from None
    return polars


if __name__ == "__main__":
    main()
