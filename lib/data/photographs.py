"""Photographs that scikit-image and scikit-learn install with themselves, so that no chapter needs the network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image
from skimage import data as skimage_data
from sklearn.datasets import load_sample_image


@dataclass(frozen=True)
class Photograph:
    """A photograph, where it comes from and on what terms; `alternative` says what is to be seen."""

    title: str
    credit: str
    alternative: str
    read: Callable[[], np.ndarray]


PHOTOGRAPHS = {
    "cat": Photograph(
        "a cat",
        "Chelsea, by Stéfan van der Walt (CC0), in scikit-image",
        "the face of a tabby cat, close up, its green eyes wide open",
        skimage_data.chelsea,
    ),
    "coffee": Photograph(
        "a cup of coffee",
        "Rachel Michetti, courtesy of Pikolo Espresso Bar (CC0), in scikit-image",
        "an espresso in a red cup, white inside, on a red saucer with a spoon, on a wooden table",
        skimage_data.coffee,
    ),
    "flower": Photograph(
        "a flower",
        "flickr.com/photos/vultilion/6056698931 (CC BY 2.0), in scikit-learn",
        "an orange dahlia in full bloom before a dark green background",
        lambda: load_sample_image("flower.jpg"),
    ),
    "temple": Photograph(
        "a temple",
        "flickr.com/photos/danielbuechele/6061409035 (CC BY 2.0), in scikit-learn",
        "a red Chinese tower with three curved roofs above a lake",
        lambda: load_sample_image("china.jpg"),
    ),
    "rocket": Photograph(
        "a rocket",
        "SpaceX, launch of DSCOVR (public domain), in scikit-image",
        "a slender white rocket on its launch pad at dusk, between lattice towers",
        skimage_data.rocket,
    ),
}


def load_photographs(names: Sequence[str] | None = None, *, size: int) -> np.ndarray:
    """Return whole photographs, each resized to a square with anti-aliasing, as Keras loads pictures by default.

    Args:
        names: keys of `PHOTOGRAPHS`; `None` for all.
        size: side in pixels.

    Returns:
        `(N, size, size, 3)` float32 in [0, 1].

    Raises:
        ValueError: a name is unknown, or `size` is not positive.
    """
    names = tuple(PHOTOGRAPHS) if names is None else names
    if isinstance(names, str) or not names or any(name not in PHOTOGRAPHS for name in names):
        raise ValueError(f"names: got {names!r}, expected some of {', '.join(PHOTOGRAPHS)}")
    if size != int(size) or size < 1:
        raise ValueError(f"size: got {size}, expected a whole number of pixels")
    return np.stack([_resized(PHOTOGRAPHS[name].read(), size) for name in names])


def _resized(picture: np.ndarray, size: int) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize((size, size), Image.Resampling.LANCZOS), np.float32) / 255
