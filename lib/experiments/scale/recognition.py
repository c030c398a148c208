"""Recognition: from photographs to embeddings, and how alike two photographs are.

The embedding is a linear discriminant (Fisher 1936): directions in which photographs of one person differ little and
people differ much. It learns from people who are not asked afterwards.
"""

from typing import NamedTuple

import keras
import numpy as np

from lib.experiments.drawn import as_images
from lib.explain.activations import activations

#: Main components that are looked at, directions that are kept, and how far the scatter within people is drawn towards
#: a sphere. As the block and the grid, they were chosen on people that are learned from: half learned, half were asked.
COMPONENTS, DIRECTIONS, SHRINKAGE = 200, 12, 0.1
BLOCK, GRID = "block3", 4
#: Photographs looked at at a time.
_CHUNK = 256


class Recogniser(NamedTuple):
    """What turns features into embeddings."""

    middle: np.ndarray  #: `(channels,)` of the features
    directions: np.ndarray  #: `(channels, directions)`


def looked_at(model: keras.Model, images: np.ndarray, *, block: str = BLOCK, grid: int = GRID) -> np.ndarray:
    """Return what a block sees in each field of a grid over the face, `(N, grid · grid · channels)`.

    An average over the whole picture tells that there are eyes; a grid keeps where they are, and by that people differ.

    Args:
        model: BookNet.
        images: `(N, H, W, 3)` uint8, faces cut out.
        block: name of the layer.
        grid: fields a side, a divisor of the side of the block's maps.
    """
    parts = []
    for start in range(0, len(images), _CHUNK):
        maps = activations(model, as_images(images[start : start + _CHUNK]), [block])[block]
        count, side, _, channels = maps.shape
        fields = maps.reshape(count, grid, side // grid, grid, side // grid, channels)
        parts.append(fields.mean(axis=(2, 4)).reshape(count, -1))
    return np.concatenate(parts)


def learn(
    features: np.ndarray,
    people: np.ndarray,
    *,
    components: int = COMPONENTS,
    directions: int = DIRECTIONS,
    shrinkage: float = SHRINKAGE,
) -> Recogniser:
    """Find the directions that tell people apart.

    Args:
        features: `(N, channels)` of photographs.
        people: `(N,)` who, whole numbers; two photographs or more of each.
        components: main components of the features among which the directions are sought.
        directions: how many are kept, those of most scatter between people for that within.
        shrinkage: from 0, the scatter within people as it is, to 1, the same in all directions.

    Raises:
        ValueError: `shrinkage` is out of range, or nobody has a second photograph.
    """
    if not 0 <= shrinkage <= 1:
        raise ValueError(f"shrinkage: got {shrinkage}, expected 0 to 1")
    names, who = np.unique(people, return_inverse=True)
    if len(names) == len(people):
        raise ValueError("people: nobody is there twice, expected two photographs or more of each")
    middle, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = (features - middle) / deviation
    main = _main_components(scaled, components)
    placed = scaled @ main
    means = np.stack([placed[who == number].mean(axis=0) for number in range(len(names))])
    apart = placed - means[who]
    within = apart.T @ apart / max(len(people) - len(names), 1)
    within = (1 - shrinkage) * within + shrinkage * np.trace(within) / len(within) * np.eye(len(within))
    values, vectors = np.linalg.eigh(within)
    white = vectors / np.sqrt(values)
    best = _main_components(means @ white, directions)
    return Recogniser(middle, main @ white @ best / deviation[:, None])


def _main_components(rows: np.ndarray, count: int) -> np.ndarray:
    """Return orthonormal columns, the directions of most scatter, from the smaller of the two products."""
    rows = rows - rows.mean(axis=0)
    if rows.shape[0] >= rows.shape[1]:
        return np.linalg.eigh(rows.T @ rows)[1][:, ::-1][:, :count]
    values, vectors = np.linalg.eigh(rows @ rows.T)
    kept = values[::-1][:count] > 1e-9 * values[-1]
    return rows.T @ vectors[:, ::-1][:, :count][:, kept] / np.sqrt(values[::-1][:count][kept])


def embed(recogniser: Recogniser, features: np.ndarray) -> np.ndarray:
    """Return embeddings `(N, directions)` of length 1: their product is the cosine, the likeness of two photographs."""
    placed = (features - recogniser.middle) @ recogniser.directions
    return placed / np.linalg.norm(placed, axis=1, keepdims=True)


def likeness(embeddings: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cosines of all pairs of photographs, those of one person and those of two, each pair once."""
    first, second = np.triu_indices(len(people), k=1)
    cosines = np.einsum("nd,nd->n", embeddings[first], embeddings[second])
    same = people[first] == people[second]
    return cosines[same], cosines[~same]
