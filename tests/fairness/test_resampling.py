"""Weights by rarity, worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.fairness.resampling import most_telling, rarity, shares_in_bins, shuffled, uniform_over

#: Two latents of four faces. In the first, the last face is alone; in the second, faces sit two by two.
MEANS = np.array([[0.0, 0], [0, 0], [0, 1], [1, 1]])


def proportions(weights):
    return weights / weights.sum()


def test_shares_are_those_of_the_interval():
    np.testing.assert_array_equal(shares_in_bins(MEANS, bins=2), [[0.75, 0.5], [0.75, 0.5], [0.75, 0.5], [0.25, 0.5]])


def test_intervals_go_from_least_to_largest_and_a_bound_belongs_to_the_upper():
    values = np.array([[0.0], [4.9], [5], [10]])
    np.testing.assert_array_equal(shares_in_bins(values, bins=2)[:, 0], [0.5] * 4)
    np.testing.assert_array_equal(shares_in_bins(values, bins=4)[:, 0], [0.25] * 4)


def test_a_latent_that_never_changes_is_one_interval():
    np.testing.assert_array_equal(shares_in_bins(np.full((3, 1), 7.0)), np.ones((3, 1)))


def test_the_product_is_the_published_rule():
    expected = [1 / (0.85 * 0.6)] * 3 + [1 / (0.35 * 0.6)]
    found = rarity(MEANS, rule="product", alpha=0.1, bins=2)
    np.testing.assert_allclose(proportions(found), proportions(np.array(expected)))
    assert found.mean() == pytest.approx(1)


def test_the_maximum_is_that_of_latents_scaled_to_the_same_sum():
    first = proportions(np.array([1 / 0.85] * 3 + [1 / 0.35]))
    expected = np.maximum(first, 0.25)
    found = rarity(MEANS, rule="maximum", alpha=0.1, bins=2)
    np.testing.assert_allclose(proportions(found), proportions(expected))


def test_the_top_latents_are_those_of_most_divergence():
    log_variances = np.array([[0.0, -3.0]] * 4)
    np.testing.assert_array_equal(most_telling(MEANS, log_variances, top=2), [1, 0])
    found = rarity(MEANS, log_variances, alpha=0.1, bins=2, top=1)
    np.testing.assert_allclose(found, np.ones(4))


def test_a_product_over_many_latents_neither_overflows_nor_vanishes():
    means = np.random.default_rng(0).normal(size=(1_000, 500))
    found = rarity(means, rule="product", alpha=1e-6)
    assert np.isfinite(found).all() and found.max() > 0 and found.mean() == pytest.approx(1)


@given(st.floats(1e-4, 1), st.sampled_from(["product", "maximum"]))
def test_a_rarer_place_never_weighs_less_in_one_latent(alpha, rule):
    values = np.r_[np.zeros(50), np.ones(10), np.full(2, 2)][:, None]
    found = rarity(values, rule=rule, alpha=alpha, bins=3)
    assert found[0] < found[50] < found[60]


def test_with_little_alpha_each_interval_is_drawn_as_often_as_with_the_truth():
    values = np.r_[np.zeros(60), np.ones(30), np.full(10, 2.0)]
    found = proportions(rarity(values[:, None], alpha=1e-12, bins=3))
    np.testing.assert_allclose([found[values == value].sum() for value in range(3)], [1 / 3] * 3)
    np.testing.assert_allclose(proportions(uniform_over(values, bins=3)), found)


def test_shuffled_weights_are_the_same_elsewhere():
    weights = np.arange(100.0)
    found = shuffled(weights, seed=1)
    np.testing.assert_array_equal(np.sort(found), weights)
    assert (found != weights).mean() > 0.9
    np.testing.assert_array_equal(found, shuffled(weights, seed=1))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rule": "sum"}, "rule: got 'sum'"),
        ({"alpha": 0}, "alpha: got 0"),
        ({"bins": 0}, "bins: got 0"),
        ({"top": 1}, "log_variances: got None"),
        ({"log_variances": np.zeros((4, 2)), "top": 3}, "top: got 3, expected 1 to 2"),
        ({"log_variances": np.zeros((4, 3)), "top": 1}, r"log_variances: got \(4, 3\)"),
        ({"means": np.ones(4)}, r"means: got shape \(4,\)"),
        ({"means": np.full((4, 2), np.nan)}, r"means: got shape \(4, 2\)"),
    ],
)
def test_what_cannot_be_weighed_is_refused(options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        rarity(**{"means": MEANS} | options)
