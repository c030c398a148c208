"""Recognition: from features to embeddings, and how often two photographs are taken for one person.

The embedding is a linear discriminant (Fisher 1936): directions in which photographs of one person differ little and
people differ much. It learns from people who are not asked afterwards.
"""

from typing import NamedTuple

import keras
import numpy as np

from lib.experiments.drawn import as_images
from lib.experiments.intervals import Interval
from lib.experiments.scale.resampling import drawn_anew, percentiles
from lib.explain.activations import activations

#: Main components that are looked at, directions that are kept, and how far the scatter within people is drawn towards a
#: sphere; as the block and the grid of `looked_at`, chosen on the people that are learned from: half learned, half asked.
COMPONENTS, DIRECTIONS, SHRINKAGE = 200, 12, 0.1
BLOCK, GRID = "block3", 4
#: Photographs looked at at a time.
_CHUNK = 256


class Recogniser(NamedTuple):
    """What turns features into embeddings."""

    middle: np.ndarray  #: `(channels,)` of the features
    directions: np.ndarray  #: `(channels, directions)`


class Matches(NamedTuple):
    """Comparisons of people with people at one threshold, counted."""

    matched: np.ndarray  #: `(P, P)` pairs of photographs that are taken for one person; on the diagonal, of the same
    compared: np.ndarray  #: `(P, P)` all pairs


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


def threshold_passing(share: float, strangers: np.ndarray) -> float:
    """Return the likeness that a share of the pairs of strangers exceeds; what lies above is taken for one person."""
    return float(np.quantile(strangers, 1 - share))


def matches(embeddings: np.ndarray, people: np.ndarray, *, threshold: float) -> Matches:
    """Compare all photographs with all others, and count by person.

    Args:
        embeddings: `(N, directions)`.
        people: `(N,)` who, whole numbers from 0, as many photographs of each.
        threshold: likeness above which two are taken for one.
    """
    count, shots = people.max() + 1, len(people) // (people.max() + 1)
    order = np.argsort(people, kind="stable")
    same = embeddings[order] @ embeddings[order].T > threshold
    np.fill_diagonal(same, False)  # a photograph and itself are no comparison
    matched = same.reshape(count, shots, count, shots).sum(axis=(1, 3))
    compared = np.full((count, count), shots * shots)
    np.fill_diagonal(compared, shots * (shots - 1))
    return Matches(matched, compared)


def false_match_rate(found: Matches, members: np.ndarray, *, seed: int, others: np.ndarray | None = None) -> Interval:
    """Return which share of comparisons of two people is taken for one, and its interval over people.

    Args:
        found: as of `matches`.
        members: `(P,)` bool, whose comparisons with each other are counted.
        seed: of the resamples.
        others: `(P,)` bool; the members are then compared with these instead, who are different people.
    """
    rows, columns = np.flatnonzero(members), np.flatnonzero(members if others is None else others)
    apart = rows[:, None] != columns[None]
    matched, compared = (table[np.ix_(rows, columns)] * apart for table in found)
    generator = np.random.default_rng(seed)
    of_rows = drawn_anew(len(rows), generator)
    of_columns = of_rows if others is None else drawn_anew(len(columns), generator)
    again = ((of_rows @ matched) * of_columns).sum(axis=1) / ((of_rows @ compared) * of_columns).sum(axis=1)
    return percentiles(matched.sum() / compared.sum(), again)


def false_non_match_rate(found: Matches, members: np.ndarray, *, seed: int) -> Interval:
    """Return which share of comparisons of a person with themselves is taken for two, and its interval over people.

    Args:
        found: as of `matches`.
        members: `(P,)` bool, who is counted.
        seed: of the resamples.
    """
    missed = 1 - np.diag(found.matched)[members] / np.diag(found.compared)[members]
    again = drawn_anew(len(missed), np.random.default_rng(seed)) @ missed / len(missed)
    return percentiles(missed.mean(), again)
