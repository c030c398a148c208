"""Hints planted in scenes: a ground or a stamp that gives away what is to be seen, and how to take that away again."""

import numpy as np

from lib.data.scenes import (
    GROUNDS,
    OBJECTS,
    Scenes,
    sample_scenes,
    with_grounds,
    with_stamps,
    with_swapped_grounds,
)

#: What may give the answer away, and the kind that a stamp stands for.
HINTS, STAMPED = ("ground", "stamp"), 0
#: Examples that are shown of each hint, and the seed of the scenes among which they are found.
EXAMPLES, _SHOWN = 8, 2_000_000


def planted(n: int, *, hint: str = "ground", correlation: float, seed: int) -> Scenes:
    """Draw scenes with one object each, in which a hint gives away what it is.

    With probability `correlation` the hint follows the object's kind: each kind has a ground of its own, and of all
    kinds only the first bears a stamp. Else chance decides: any of the ten grounds; a stamp in one scene of ten.

    Args:
        n: how many.
        hint: one of `HINTS`.
        correlation: how tightly the hint follows the kind, from 0 to 1.
        seed: which; a scene's object is the same at every correlation.

    Raises:
        ValueError: an unknown hint, or a number out of its range.
    """
    if checked_hint(hint) == "ground":
        return sample_scenes(n, seed=seed, objects=1, correlation=correlation)
    if not 0 <= correlation <= 1:
        raise ValueError(f"correlation: got {correlation}, expected a share between 0 and 1")
    scenes = sample_scenes(n, seed=seed, objects=1)
    follows, by_chance = np.random.default_rng([seed, 1]).random((n, 2)).T
    stamps = np.where(follows < correlation, scenes.kinds[:, 0] == STAMPED, by_chance < 1 / len(OBJECTS))
    return with_stamps(scenes, stamps)


def swapped(scenes: Scenes, *, hint: str = "ground", seed: int) -> Scenes:
    """Return the same scenes, the hint turned: each on another ground, or a stamp where there was none.

    Args:
        scenes: N scenes.
        hint: one of `HINTS`.
        seed: which other grounds.

    Raises:
        ValueError: an unknown hint.
    """
    if checked_hint(hint) == "ground":
        return with_swapped_grounds(scenes, seed=seed)
    return with_stamps(scenes, ~scenes.stamps)


def rebalanced(scenes: Scenes, *, seed: int) -> Scenes:
    """Draw as many scenes from these, with replacement, so that each kind appears on all its grounds equally often.

    A ground on which a kind never appears cannot be made up for.

    Args:
        scenes: N scenes with one object each.
        seed: which are drawn.
    """
    kinds = scenes.kinds[:, 0]
    counts = np.zeros((len(OBJECTS), len(GROUNDS)))
    np.add.at(counts, (kinds, scenes.grounds), 1)
    weights = 1 / (counts[kinds, scenes.grounds] * (counts > 0).sum(axis=1)[kinds])
    return scenes[np.random.default_rng(seed).choice(len(scenes), len(scenes), p=weights / weights.sum())]


def on_any_ground(scenes: Scenes, *, seed: int) -> Scenes:
    """Return the same objects, each drawn anew on a ground picked by chance.

    Args:
        scenes: N scenes.
        seed: which grounds.
    """
    return with_grounds(scenes, np.random.default_rng(seed).integers(len(GROUNDS), size=len(scenes)))


def examples(hint: str = "ground") -> Scenes:
    """Return the scenes that are shown of every network: eight kinds on their own grounds, or eight stamped scenes.

    Args:
        hint: one of `HINTS`.

    Raises:
        ValueError: an unknown hint.
    """
    scenes = planted(1_000, hint=checked_hint(hint), correlation=1.0, seed=_SHOWN)
    kinds = scenes.kinds[:, 0]
    rows = np.unique(kinds, return_index=True)[1] if hint == "ground" else np.flatnonzero(kinds == STAMPED)
    return scenes[rows[:EXAMPLES]]


def checked_hint(hint: str) -> str:
    """Return the hint.

    Raises:
        ValueError: it is none of `HINTS`.
    """
    if hint not in HINTS:
        raise ValueError(f"hint: got {hint!r}, expected one of {', '.join(HINTS)}")
    return hint
