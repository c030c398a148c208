"""Tiny ImageNet's 100 classes: BookNet's training photographs, 64×64 pixels each.

Two layouts are read: the official archive (`tiny-imagenet-200.zip`, Stanford CS231n), and a local folder of tar files
(`train-*.tar` and `val.tar` with members `wnid/file.JPEG`). Both give the same pictures in the same order.
"""

import csv
import io
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from lib.data.download import download

URL = "http://cs231n.stanford.edu/tiny-imagenet-200.zip"
SIDE = 64
Member = tuple[str, str, bytes]  # WordNet id, file name, JPEG bytes


class Split(NamedTuple):
    """Labelled pictures."""

    images: np.ndarray  #: `(N, 64, 64, 3)` uint8
    labels: np.ndarray  #: `(N,)` int64, positions in `class_names()`


@dataclass(frozen=True)
class TinyImageNet:
    """The two labelled parts of the data set."""

    train: Split
    validation: Split


def class_table() -> list[tuple[str, str]]:
    """Return the 100 classes as (WordNet id, English name), in the order of BookNet's outputs."""
    text = resources.files("lib.data").joinpath("tiny_imagenet_100.csv").read_text(encoding="utf-8")
    return [(row["wnid"], row["name"]) for row in csv.DictReader(io.StringIO(text))]


def class_names() -> list[str]:
    """Return the names of the 100 classes, in the order of BookNet's outputs."""
    return [name for _, name in class_table()]


def fetch_tiny_imagenet(folder: Path) -> Path:
    """Download the official archive (248 MB) into `folder`; return its path. Raises as `download` does."""
    md5 = "md5:90528d7ca1a48142e341f4ef8d21d0de"
    return download(URL, folder / "tiny-imagenet-200.zip", size=248_100_043, checksum=md5)


def read_tiny_imagenet(source: Path) -> TinyImageNet:
    """Decode the pictures of the 100 classes.

    Args:
        source: the official zip file, or a folder of tar files.

    Returns:
        Training and validation pictures, sorted by class, then by file name.

    Raises:
        FileNotFoundError: `source` is neither.
        ValueError: a picture is not 64×64, or a class has no picture.
    """
    source = Path(source)
    if source.is_dir() and (source / "val.tar").exists():
        return TinyImageNet(
            _decode(_read_tars(sorted(source.glob("train-*.tar")))), _decode(_read_tars([source / "val.tar"]))
        )
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            return TinyImageNet(_decode(_read_training(archive)), _decode(_read_validation(archive)))
    raise FileNotFoundError(f"source: {source} is neither tiny-imagenet-200.zip nor a folder of train-*.tar, val.tar")


def hold_back(split: Split, *, each: int, seed: int) -> tuple[Split, Split]:
    """Set the same number of pictures of every class aside.

    Args:
        split: labelled pictures.
        each: how many of each class are held back.
        seed: which ones.

    Returns:
        (what remains, what is held back).
    """
    generator = np.random.default_rng(seed)
    held = np.zeros(len(split.labels), bool)
    for label in np.unique(split.labels):
        held[generator.choice(np.flatnonzero(split.labels == label), each, replace=False)] = True
    return Split(split.images[~held], split.labels[~held]), Split(split.images[held], split.labels[held])


def _read_tars(paths: list[Path]) -> Iterator[Member]:
    for path in paths:
        with tarfile.open(path) as archive:
            for member in archive:
                if stream := archive.extractfile(member):
                    wnid, name = member.name.split("/")[-2:]
                    yield wnid, name, stream.read()


def _read_training(archive: zipfile.ZipFile) -> Iterator[Member]:
    for wnid, _ in class_table():
        prefix = f"tiny-imagenet-200/train/{wnid}/images/"
        for path in archive.namelist():
            if path.startswith(prefix) and path.endswith(".JPEG"):
                yield wnid, path.removeprefix(prefix), archive.read(path)


def _read_validation(archive: zipfile.ZipFile) -> Iterator[Member]:
    known = {wnid for wnid, _ in class_table()}
    for line in archive.read("tiny-imagenet-200/val/val_annotations.txt").decode().splitlines():
        name, wnid = line.split("\t")[:2]
        if wnid in known:
            yield wnid, name, archive.read(f"tiny-imagenet-200/val/images/{name}")


def _decode(members: Iterator[Member]) -> Split:
    position = {wnid: index for index, (wnid, _) in enumerate(class_table())}
    rows = sorted(members, key=lambda member: (position[member[0]], member[1]))
    missing = set(position) - {wnid for wnid, _, _ in rows}
    if missing:
        raise ValueError(f"source: no pictures of {len(missing)} of 100 classes, for example {min(missing)}")
    images = np.empty((len(rows), SIDE, SIDE, 3), np.uint8)
    for image, (_, name, data) in zip(images, rows, strict=True):
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        if picture.size != (SIDE, SIDE):
            raise ValueError(f"source: {name} is {picture.size[0]}×{picture.size[1]} pixels, expected {SIDE}×{SIDE}")
        image[:] = picture
    return Split(images, np.array([position[wnid] for wnid, _, _ in rows]))
