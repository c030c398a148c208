"""Three tasks that install with the book, from near to what BookNet has seen to far, and draws of few images."""

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
from skimage.data import lfw_subset
from sklearn.datasets import load_digits

from lib.data.scenes import OBJECTS, render_scenes, sample_scenes

#: Of each class: images that choose, images that may be learned from, and images that report.
CHOOSING, LEARNED, REPORTING = 20, 50, 30
EACH = CHOOSING + LEARNED + REPORTING
#: Images a class that are learned from.
SIZES = (2, 5, 10, 20, 50)
#: Side in pixels of the images that networks get, and of those that a regression on pixels gets in their place.
SIDE, SCENE_PIXELS = 64, 16
SCENES_SEED = 4_000_000


class Task(NamedTuple):
    """Labelled images, as many of each class; the first `CHOOSING` of a class choose and never report."""

    name: str
    images: np.ndarray  #: `(N, 64, 64, 3)` float32 in [0, 1]
    pixels: np.ndarray  #: `(N, P)` the same at their own, smaller size, without what is the same in all channels
    labels: np.ndarray  #: `(N,)` int, from 0
    classes: tuple[str, ...]
    mirrors: bool  #: whether an image's mirror image is of the same class
    masks: np.ndarray | None = None  #: `(N, 64, 64)` bool, the object's pixels, where they are known


class Draw(NamedTuple):
    """Rows of a task's images: those that are learned from, and those that are asked."""

    learned: np.ndarray  #: `(classes · each,)`
    asked: np.ndarray  #: `(classes · 20,)` where it chooses, else `(classes · 30,)`


def load_task(name: str) -> Task:
    """Return a task, always with the same images.

    Args:
        name: `faces`, crops of Labeled Faces in the Wild against other crops of photographs; `scenes`, the object in a
            drawn scene; or `digits`, written by hand.

    Raises:
        ValueError: the name is unknown.
    """
    if name not in TASKS:
        raise ValueError(f"name: got {name!r}, expected one of {', '.join(TASKS)}")
    return TASKS[name]()


def draw(task: Task, *, each: int, seed: int, choosing: bool = False) -> Draw:
    """Draw images to learn from at random, as many of each class, and others to be asked.

    With one seed, the images of a smaller draw are among those of a larger one, and the same are asked.

    Args:
        task: which.
        each: images a class that are learned from, at most `LEARNED`.
        seed: of the draw.
        choosing: whether those kept aside for choosing are asked; else, 30 a class that are not learned from.

    Raises:
        ValueError: `each` is out of range.
    """
    if not 1 <= each <= LEARNED:
        raise ValueError(f"each: got {each}, expected 1 to {LEARNED} images a class")
    generator = np.random.default_rng(seed)
    learned, asked = [], []
    for code in range(len(task.classes)):
        rows = np.flatnonzero(task.labels == code)
        mixed = generator.permutation(rows[CHOOSING:])
        learned.append(mixed[:each])
        asked.append(rows[:CHOOSING] if choosing else mixed[LEARNED:])
    return Draw(np.concatenate(learned), np.concatenate(asked))


def enlarged(images: np.ndarray) -> np.ndarray:
    """Return grey images `(N, h, w)` in [0, 1] as `(N, 64, 64, 3)` float32, enlarged bicubically."""
    large = keras.ops.image.resize(images[..., None].astype(np.float32), (SIDE, SIDE), interpolation="bicubic")
    return np.repeat(np.clip(keras.ops.convert_to_numpy(large), 0, 1), 3, axis=-1)


def _faces() -> Task:
    crops = lfw_subset().astype(np.float32)  # the first half are faces
    labels = np.repeat([1, 0], EACH)
    return Task("faces", enlarged(crops), _flat(crops), labels, ("no face", "a face"), mirrors=True)


def _digits() -> Task:
    digits = load_digits()
    rows = _some_of_each(digits.target)
    images = (digits.images[rows] / 16).astype(np.float32)
    names = tuple(str(digit) for digit in range(10))
    return Task("digits", enlarged(images), _flat(images), digits.target[rows], names, mirrors=False)


def _scenes() -> Task:
    scenes = sample_scenes(2 * EACH * len(OBJECTS), seed=SCENES_SEED, objects=1)  # enough of every kind
    scenes = scenes[_some_of_each(scenes.kinds[:, 0])]
    images, masks, *_ = render_scenes(scenes, size=SIDE)
    by = SIDE // SCENE_PIXELS
    small = images.reshape(len(images), SCENE_PIXELS, by, SCENE_PIXELS, by, 3).mean(axis=(2, 4))
    return Task("scenes", images, _flat(small), scenes.kinds[:, 0], tuple(OBJECTS), mirrors=True, masks=masks[:, 0])


def _some_of_each(labels: np.ndarray) -> np.ndarray:
    """Return the rows of the first `EACH` images of each class, class by class."""
    rows = [np.flatnonzero(labels == code)[:EACH] for code in np.unique(labels)]
    return np.concatenate(rows)


def _flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1)


#: From near to far.
TASKS: dict[str, Callable[[], Task]] = {"faces": _faces, "scenes": _scenes, "digits": _digits}
