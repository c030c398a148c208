"""Scenes as a table of attributes: what is where, in which colour, on which ground. Pictures are drawn from it."""

from dataclasses import dataclass, fields, replace

import numpy as np

from lib.data.scenes.grounds import GROUNDS
from lib.data.scenes.objects import OBJECTS

#: Most objects in a scene, and the code of the kind of one that is not there.
SLOTS, ABSENT = 2, -1


@dataclass(frozen=True, eq=False)
class Scenes:
    """N scenes, a row each; lengths are shares of the picture's side, places are (y, x) from the upper left."""

    kinds: np.ndarray  #: `(N, 2)` codes in `OBJECTS`; -1 in the second column where a scene holds one object
    grounds: np.ndarray  #: `(N,)` codes in `GROUNDS`
    centres: np.ndarray  #: `(N, 2, 2)` middle of the circle around each object
    radii: np.ndarray  #: `(N, 2)` of that circle
    angles: np.ndarray  #: `(N, 2)` radians, clockwise
    mirrored: np.ndarray  #: `(N, 2)` bool
    colours: np.ndarray  #: `(N, 2, 3)` each object's own colour, in [0, 1]
    offsets: np.ndarray  #: `(N, 2)` where on the ground's tile a picture begins, in [0, 1)
    tints: np.ndarray  #: `(N, 3)` factors around 1 of red, green and blue
    stamps: np.ndarray  #: `(N,)` bool: whether a stamp lies in the lower left corner

    def __len__(self) -> int:
        """Return the number of scenes."""
        return len(self.kinds)

    def __getitem__(self, rows: slice | np.ndarray) -> "Scenes":
        """Return some of the scenes: a slice, places or truths."""
        return Scenes(*(getattr(self, field.name)[rows] for field in fields(self)))


def label_shares(scenes: Scenes) -> np.ndarray:
    """Return `(N, len(OBJECTS))` float32: which kinds a scene holds, in equal shares that sum to 1."""
    present = (scenes.kinds[..., None] == np.arange(len(OBJECTS))).any(axis=1).astype(np.float32)
    return present / present.sum(axis=1, keepdims=True)


def with_grounds(scenes: Scenes, grounds: str | np.ndarray) -> Scenes:
    """Return the same scenes on other grounds; nothing else changes.

    Args:
        scenes: N scenes.
        grounds: one of `GROUNDS` for all, or `(N,)` codes.

    Raises:
        ValueError: an unknown ground, or not one for each scene.
    """
    if isinstance(grounds, str):
        if grounds not in GROUNDS:
            raise ValueError(f"grounds: got {grounds!r}, expected one of {', '.join(GROUNDS)}")
        grounds = np.full(len(scenes), GROUNDS.index(grounds))
    grounds = np.asarray(grounds)
    if grounds.shape != (len(scenes),) or not np.isin(grounds, np.arange(len(GROUNDS))).all():
        raise ValueError(f"grounds: got shape {grounds.shape}, expected {len(scenes)} codes below {len(GROUNDS)}")
    return replace(scenes, grounds=grounds)


def with_swapped_grounds(scenes: Scenes, *, seed: int) -> Scenes:
    """Return the same scenes, each on another ground than before, any of the others as often."""
    steps = np.random.default_rng(seed).integers(1, len(GROUNDS), len(scenes))
    return with_grounds(scenes, (scenes.grounds + steps) % len(GROUNDS))


def with_stamps(scenes: Scenes, stamps: bool | np.ndarray) -> Scenes:
    """Return the same scenes with a stamp where `stamps`, one truth for all or `(N,)`; nothing else changes.

    Raises:
        ValueError: not one truth for each scene.
    """
    stamps = np.asarray(stamps)
    if stamps.dtype != bool or stamps.shape not in ((), (len(scenes),)):
        raise ValueError(
            f"stamps: got {stamps.dtype} {stamps.shape}, expected a truth for each of {len(scenes)} scenes"
        )
    return replace(scenes, stamps=np.broadcast_to(stamps, len(scenes)))
