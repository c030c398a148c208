"""A face detector from a handful of drawn faces: a frozen backbone, a logistic regression, and whom the two find."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.data.faces import GLASSES, Faces
from lib.experiments.face_sets import COMMON, DARK, LIGHT, TONES
from lib.experiments.intervals import Interval
from lib.experiments.scale.resampling import gap_of, mean_of
from lib.experiments.transfer.probes import fit_head

#: Share of the clutter that passes, share of dark faces where they are rare, and how often faces are drawn.
PASSING, RARE, DRAWS = 0.05, 0.03, 12


class Pool(NamedTuple):
    """Features of what a detector may learn from."""

    faces: np.ndarray  #: `(F, channels)`
    tones: np.ndarray  #: `(F,)` whole numbers in `TONES`
    others: np.ndarray  #: `(G, channels)` of pictures without a face


class Mixture(NamedTuple):
    """Which tones are drawn: some in equal shares, and dark ones, if they are not among these, in a small share."""

    tones: tuple[int, ...]
    dark: float = 0.0


MIXTURES = {
    "light faces only": Mixture(LIGHT),
    "3% dark": Mixture(COMMON, dark=RARE),
    "equal shares": Mixture(TONES),
}


def draw_faces(tones: np.ndarray, mixture: Mixture, *, size: int, seed: int) -> np.ndarray:
    """Return rows `(size,)` of faces drawn without replacement, each of the mixture's tones as often.

    Where the size is no multiple of the number of tones, chance decides which tones come once more. The number of dark
    faces is drawn as well: of 50 faces as they come, one or two are dark, sometimes none.

    Args:
        tones: `(F,)` of all faces.
        mixture: which tones.
        size: how many faces.
        seed: of the draw.

    Raises:
        ValueError: there are too few faces of a tone.
    """
    generator = np.random.default_rng(seed)
    dark = generator.binomial(size, mixture.dark)
    rows = [*_some_of_each(tones, DARK, dark, generator), *_some_of_each(tones, mixture.tones, size - dark, generator)]
    return np.array(rows)


def found_by(
    pool: Pool,
    faces: np.ndarray,
    others: np.ndarray,
    mixture: Mixture,
    *,
    size: int,
    draws: Sequence[int] = range(DRAWS),
    passing: float = PASSING,
) -> np.ndarray:
    """Return `(draws, F)` bool: which faces are found by detectors that learn from as many faces as other pictures.

    Args:
        pool: what is learned from.
        faces: `(F, channels)`, features of the faces that are asked for.
        others: `(G, channels)`, features of pictures without a face; as many pass each detector's threshold.
        mixture: whose faces are drawn from the pool.
        size: how many of them.
        draws: seeds, one a detector.
        passing: share of `others` above the threshold.
    """
    found = np.empty((len(draws), len(faces)), bool)
    for row, seed in enumerate(draws):
        some_others, some_faces = example_rows(pool, mixture, size=size, seed=seed)
        examples = np.concatenate([pool.others[some_others], pool.faces[some_faces]])
        kernel, bias = fit_head(examples, np.repeat([0, 1], size))
        weights, constant = kernel[:, 1] - kernel[:, 0], bias[1] - bias[0]
        threshold = np.quantile(others @ weights + constant, 1 - passing)
        found[row] = faces @ weights + constant > threshold
    return found


def example_rows(pool: Pool, mixture: Mixture, *, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of the pool's other pictures and of its faces, `(size,)` each, from which a detector learns.

    Args:
        pool: from which they are drawn.
        mixture: which tones.
        size: of each, how many.
        seed: of the draw.

    Raises:
        ValueError: there are too few pictures, or too few faces of a tone.
    """
    if len(pool.others) < size:
        raise ValueError(f"size: got {size}, but the pool has {len(pool.others)} pictures without a face")
    others = np.random.default_rng([seed, 1]).permutation(len(pool.others))[:size]
    return others, draw_faces(pool.tones, mixture, size=size, seed=seed)


def shares_within(found: np.ndarray, within: Mapping[str, np.ndarray], *, seed: int = 0) -> pd.DataFrame:
    """Return for each group the `share` of its faces that is found, and `low` and `high` over draws and people.

    Args:
        found: `(draws, F)` bool, a face a person.
        within: by name, `(F,)` bool.
        seed: of the resamples.
    """
    rows = {name: mean_of(found[:, some].astype(float), seed=seed) for name, some in within.items()}
    return pd.DataFrame(rows, index=["share", "low", "high"]).T


def gap_between(found: np.ndarray, groups: np.ndarray, *, seed: int = 0) -> Interval:
    """Return how much more often light faces are found than dark ones, in points, with an interval over both.

    Args:
        found: `(draws, F)` bool, a face a person.
        groups: `(F,)` names, of which "light" and "dark" are compared.
        seed: of the resamples.
    """
    values = 100 * found
    return gap_of(values[:, groups == "light"], values[:, groups == "dark"], seed=seed)


def circumstances(people: Faces) -> dict[str, np.ndarray]:
    """Return by name, for each of N faces, `(N,)` bool: in what light, and with what on the head."""
    worn = {name: people.glasses == code for code, name in enumerate(GLASSES)}
    return {
        "dim light": people.exposure < 1,
        "bright light": people.exposure >= 1,
        "lit from one side": (np.abs(people.light_azimuth) > 45) & (people.light_strength > 0.5),
        "nothing worn": worn["none"] & (people.hat == 0),
        "glasses": worn["glasses"],
        "sunglasses": worn["sunglasses"],
        "hat or scarf": people.hat > 0,
    }


def _some_of_each(tones: np.ndarray, wanted: Sequence[int], count: int, generator: np.random.Generator) -> list[int]:
    order, rows = generator.permutation(wanted), []
    for place, tone in enumerate(order):
        number = count // len(order) + (place < count % len(order))
        there = generator.permutation(np.flatnonzero(tones == tone))
        if number > len(there):
            raise ValueError(f"size: asks for {number} faces of tone {tone}, but there are {len(there)}")
        rows.extend(there[:number])
    return rows
