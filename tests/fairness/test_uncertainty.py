"""Intervals and tests: against scipy, by hand, and what holds for all."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import permutation_test as scipy_permutation_test

from lib.fairness.intervals import bootstrap_difference, wilson
from lib.fairness.permutation import permutation_test

SHARES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def people(first, second):
    """Outcomes, decisions and groups of two groups from their counts (tn, fp, fn, tp)."""
    outcomes = [np.repeat([0, 0, 1, 1], counts) for counts in (first, second)]
    decisions = [np.repeat([0, 1, 0, 1], counts) for counts in (first, second)]
    return np.concatenate(outcomes), np.concatenate(decisions), np.repeat(["a", "b"], [sum(first), sum(second)])


@given(SHARES, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilsons_interval_is_that_of_scipy(share, confidence):
    k, n = share
    expected = binomtest(k, n).proportion_ci(confidence_level=confidence, method="wilson")
    np.testing.assert_allclose(wilson(k, n, confidence=confidence), (expected.low, expected.high), atol=1e-12)


@given(SHARES)
def test_wilsons_interval_contains_the_share(share):
    k, n = share
    low, high = wilson(k, n)
    assert low <= k / n <= high


def test_wilsons_interval_by_hand():
    low, high = wilson([0, 5, 10, 0], [10, 10, 10, 0])
    np.testing.assert_allclose(low, [0, 0.2366, 0.7225, np.nan], atol=5e-5)
    np.testing.assert_allclose(high, [0.2775, 0.7634, 1, np.nan], atol=5e-5)


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2), ([1, 2], 3), (np.nan, 2)])
def test_successes_are_a_part_of_trials(k, n):
    with pytest.raises(ValueError, match="successes: got shape"):
        wilson(k, n)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match=f"confidence: got {confidence}, expected a share between 0 and 1"):
        wilson(1, 2, confidence=confidence)


def test_the_bootstrap_agrees_with_the_normal_approximation():
    data = people((300, 200, 100, 400), (600, 100, 150, 150))
    interval = bootstrap_difference(*data, name="fpr", pair=("a", "b"), seed=0)
    difference, spread = 200 / 500 - 100 / 700, np.sqrt(0.4 * 0.6 / 500 + 1 / 7 * 6 / 7 / 700)
    assert interval.estimate == pytest.approx(difference)
    np.testing.assert_allclose(interval[1:], difference + 1.96 * spread * np.array([-1, 1]), atol=0.005)


def test_the_bootstrap_follows_from_its_seed_and_turns_with_the_pair():
    data = people((30, 20, 10, 40), (60, 10, 15, 15))
    first, again = (bootstrap_difference(*data, name="ppv", pair=("a", "b"), seed=1) for _ in range(2))
    turned = bootstrap_difference(*data, name="ppv", pair=("b", "a"), seed=1)
    assert first == again
    assert turned.estimate == -first.estimate and turned.low < turned.estimate < turned.high


def test_a_certain_share_has_no_width_but_a_value():
    data = people((5, 0, 1, 1), (0, 5, 1, 1))
    assert bootstrap_difference(*data, name="fpr", pair=("a", "b"), seed=0) == (-1, -1, -1)


@pytest.mark.parametrize(
    ("name", "pair", "words"),
    [
        ("fpr", ("a", "c"), "pair: got 'c', expected one of a, b"),
        ("recall", ("a", "b"), "name: got 'recall'"),
        ("fnr", ("a", "b"), "pair: fnr is undefined for b, where nobody has outcome 1"),
    ],
)
def test_the_bootstrap_wants_known_groups_and_defined_rates(name, pair, words):
    with pytest.raises(ValueError, match=words):
        bootstrap_difference(*people((3, 2, 1, 4), (6, 1, 0, 0)), name=name, pair=pair, seed=0)


def test_the_p_value_is_that_of_all_permutations():
    outcomes, decisions, groups = people((1, 4, 0, 0), (4, 1, 0, 0))
    found = permutation_test(outcomes, decisions, groups, name="fpr", permutations=200_000, seed=0)
    splits = [decisions[list(chosen)].sum() for chosen in combinations(range(10), 5)]
    exact = np.mean([abs(ones - (5 - ones)) >= 3 for ones in splits])
    assert found.gap == pytest.approx(3 / 5)
    assert found.p_value == pytest.approx(exact, abs=0.005)


def test_it_agrees_with_scipy_where_groups_differ_in_size():
    outcomes, decisions, groups = people((30, 20, 0, 0), (60, 15, 0, 0))
    found = permutation_test(outcomes, decisions, groups, name="selection_rate", seed=0)
    theirs = scipy_permutation_test(
        (decisions[groups == "a"], decisions[groups == "b"]),
        lambda one, other, axis: np.abs(one.mean(axis) - other.mean(axis)),
        vectorized=True,
        n_resamples=9999,
        alternative="greater",
        rng=np.random.default_rng(1),
    )
    assert found.gap == pytest.approx(theirs.statistic)
    assert found.p_value == pytest.approx(theirs.pvalue, abs=0.01)


def test_a_p_value_is_never_zero():
    found = permutation_test(*people((500, 0, 0, 0), (0, 500, 0, 0)), name="fpr", permutations=99, seed=0)
    assert found.gap == 1 and found.p_value == 1 / 100
    assert found.null.shape == (99,) and (found.null < 1).all()


def test_equal_groups_have_a_p_value_of_one():
    found = permutation_test(*people((5, 5, 1, 1), (5, 5, 1, 1)), name="fpr", permutations=99, seed=0)
    assert found.gap == 0 and found.p_value == 1


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["fpr", "ppv", "accuracy"]))
def test_a_test_depends_on_neither_the_order_nor_the_names(random, name):
    outcomes, decisions, groups = people((7, 3, 2, 5), (4, 6, 5, 2))
    order = random.sample(range(len(groups)), len(groups))
    first = permutation_test(outcomes, decisions, groups, name=name, seed=0)
    shuffled = permutation_test(outcomes[order], decisions[order], groups[order], name=name, seed=0)
    renamed = permutation_test(outcomes, decisions, np.where(groups == "a", "z", "b"), name=name, seed=0)
    assert first.p_value == shuffled.p_value
    assert renamed.gap == pytest.approx(first.gap) and renamed.p_value == pytest.approx(first.p_value, abs=0.03)


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        (([0, 1], [0, 1], ["a", "a"]), {}, "groups: got only a, expected two or more"),
        (people((1, 1, 1, 1), (1, 1, 1, 1)), {"permutations": 0}, "permutations: got 0, expected at least 1"),
        (people((0, 0, 1, 1), (1, 1, 1, 1)), {}, "groups: fpr is undefined for a, where nobody has outcome 0"),
    ],
)
def test_a_test_wants_two_groups_with_a_defined_rate(data, options, words):
    with pytest.raises(ValueError, match=words):
        permutation_test(*data, name="fpr", seed=0, **options)
