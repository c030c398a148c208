"""A simulation over its cause: every cause with every seed, and the picture of the first."""

import numpy as np
import pytest

from lib.experiments.causes import over


def run(cause, seed):
    return 10 * cause + seed, {"pair": [cause, seed], "line": np.full(3, cause)}


def test_every_cause_has_a_run_with_every_seed():
    runs = over(run, [0, 0.5, 1], seeds=2)
    assert runs.causes.tolist() == [0, 0.5, 1]
    assert runs.gaps.tolist() == [[0, 1], [5, 6], [10, 11]]


def test_the_pictures_are_those_of_the_first_seed():
    runs = over(run, [0, 0.5], seeds=3)
    assert list(runs.pictures) == ["pair", "line"]
    assert runs.pictures["pair"].tolist() == [[0, 0], [0.5, 0]]
    assert runs.pictures["line"].shape == (2, 3)


@pytest.mark.parametrize(
    ("causes", "seeds", "message"),
    [
        ([], 1, r"causes: got shape \(0,\), expected at least one number \(K,\)"),
        ([[0.0]], 1, r"causes: got shape \(1, 1\)"),
        ([0.0], 0, "seeds: got 0, expected at least one"),
    ],
)
def test_no_causes_and_no_seeds_are_refused(causes, seeds, message):
    with pytest.raises(ValueError, match=message):
        over(run, causes, seeds=seeds)
