"""The two errors of a verification: strangers taken for one person, and one person taken for two, by group."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.experiments.intervals import Interval
from lib.experiments.scale.recognition import embed, learn, likeness
from lib.experiments.scale.resampling import drawn_anew, percentiles

#: Share of the pairs of strangers that is taken for one person, where the threshold is set.
PASSING = 0.01


class Matches(NamedTuple):
    """Comparisons of people with people at one threshold, counted."""

    matched: np.ndarray  #: `(P, P)` pairs of photographs that are taken for one person; on the diagonal, of the same
    compared: np.ndarray  #: `(P, P)` all pairs


def threshold_by_halves(
    features: np.ndarray, people: np.ndarray, *, learners: np.ndarray | None = None, passing: float = PASSING
) -> float:
    """Return the likeness that a share of the pairs of strangers exceeds, above which two are taken for one person.

    Nobody may set a threshold who has been learned from: to these, strangers look less alike. So a recogniser learns
    from every other person and is asked about the rest.

    Args:
        features: `(N, channels)` of photographs, by person.
        people: `(N,)` who, whole numbers from 0; people of ten tones in turn.
        learners: `(N,)` bool, whose photographs may be learned from; `None`: everybody's.
        passing: the share.
    """
    learning = people % 20 < 10
    asked = ~learning
    if learners is not None:
        learning &= learners
    recogniser = learn(features[learning], people[learning])
    _, strangers = likeness(embed(recogniser, features[asked]), people[asked])
    return float(np.quantile(strangers, 1 - passing))


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

    Raises:
        ValueError: there are no two people to compare.
    """
    rows, columns = np.flatnonzero(members), np.flatnonzero(members if others is None else others)
    apart = rows[:, None] != columns[None]
    if not apart.any():
        raise ValueError(f"members: got {len(rows)}, expected two people or more to compare")
    matched, compared = (table[np.ix_(rows, columns)] * apart for table in found)
    generator = np.random.default_rng(seed)
    of_rows = drawn_anew(len(rows), generator)
    of_columns = of_rows if others is None else drawn_anew(len(columns), generator)
    part, whole = (((of_rows @ table) * of_columns).sum(axis=1) for table in (matched, compared))
    again = np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)  # one person drawn again and again
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


def errors_by(found: Matches, groups: np.ndarray, *, seed: int = 0) -> pd.DataFrame:
    """Return for each group, sorted, both error rates with their intervals; strangers are of the same group.

    Args:
        found: as of `matches`.
        groups: `(P,)` names or numbers.
        seed: of the resamples.

    Returns:
        A row a group, with `share`, `low` and `high` under each of "false match" and "false non-match".
    """
    rows = {}
    for group in np.unique(groups):
        members = groups == group
        both = false_match_rate(found, members, seed=seed), false_non_match_rate(found, members, seed=seed)
        rows[group] = np.concatenate(both)
    columns = pd.MultiIndex.from_product([["false match", "false non-match"], ["share", "low", "high"]])
    return pd.DataFrame(rows, index=columns).T
