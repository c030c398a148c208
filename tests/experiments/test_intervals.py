"""Bootstrap intervals: where they lie, how wide they are, and what pairing buys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.experiments.intervals import difference_interval, mean_interval, ratio_interval, student_interval

VALUES = np.random.default_rng(0).normal(3.0, 2.0, 400)


def test_an_interval_is_as_wide_as_theory_says():
    estimate, low, high = mean_interval(VALUES, seed=0)
    assert estimate == VALUES.mean() and low < estimate < high
    assert high - low == pytest.approx(2 * 1.96 * VALUES.std() / 20, rel=0.1)
    narrow = mean_interval(VALUES, level=0.5, seed=0)
    assert narrow.high - narrow.low == pytest.approx(2 * 0.674 * VALUES.std() / 20, rel=0.1)


def test_most_intervals_hold_the_truth():
    generator = np.random.default_rng(1)
    held = [
        low <= 0 <= high
        for _, low, high in (mean_interval(generator.normal(size=50), draws=400, seed=0) for _ in range(200))
    ]
    assert 0.88 < np.mean(held) < 0.99


def test_values_that_agree_leave_no_doubt():
    assert mean_interval(np.full(5, 0.25), seed=0) == (0.25, 0.25, 0.25)


def test_draws_follow_from_the_seed_and_not_from_how_many_fit_in_memory(monkeypatch):
    whole = mean_interval(VALUES, seed=0)
    assert whole == mean_interval(VALUES, seed=0) != mean_interval(VALUES, seed=1)
    monkeypatch.setattr("lib.experiments.intervals._VALUES", 1000)
    assert mean_interval(VALUES, seed=0) == pytest.approx(whole)


def test_pairing_takes_out_what_images_share():
    hard = np.random.default_rng(2).normal(0, 5, 400)
    first, second = hard + VALUES / 10 + 0.5, hard
    paired = difference_interval(first, second, seed=0)
    assert paired == mean_interval(first - second, seed=0)
    assert paired.low > 0 and mean_interval(first, seed=0).low < mean_interval(second, seed=0).high


@given(st.floats(-5, 5), st.integers(0, 3))
def test_a_shift_shifts_the_interval(shift, seed):
    plain, shifted = (
        np.array(mean_interval(values, draws=50, seed=seed)) for values in (VALUES[:20], VALUES[:20] + shift)
    )
    np.testing.assert_allclose(shifted, plain + shift, atol=1e-9)


@pytest.mark.parametrize(
    ("values", "options", "words"),
    [
        (np.zeros((2, 2)), {}, "values: got shape"),
        (np.zeros(1), {}, "values: .* expected two or more"),
        (np.array([0, np.nan]), {}, "values: .* finite"),
        (np.zeros(2), {"level": 1}, "level: got 1"),
        (np.zeros(2), {"draws": 0}, "draws: got 0"),
    ],
)
def test_wrong_arguments_get_one_clear_error(values, options, words):
    with pytest.raises(ValueError, match=words):
        mean_interval(values, seed=0, **options)


def test_pairs_have_one_shape():
    with pytest.raises(ValueError, match=r"second: got shape \(3,\) for \(2,\)"):
        difference_interval(np.zeros(2), np.zeros(3), seed=0)


def test_students_interval_by_hand():
    """Of 1, 2, 3 the deviation is 1, and t of two degrees of freedom 4.3027."""
    estimate, low, high = student_interval([1, 2, 3])
    assert estimate == 2
    assert (low, high) == pytest.approx((2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5), abs=1e-4)


def test_the_ends_of_a_ratios_interval_are_where_students_touches_0():
    generator = np.random.default_rng(0)
    second = generator.normal(40, 8, 5)
    first = 0.3 * second + generator.normal(0, 3, 5)
    estimate, low, high = ratio_interval(first, second)
    assert estimate == pytest.approx(first.mean() / second.mean()) and low < estimate < high
    assert student_interval(first - low * second).low == pytest.approx(0, abs=1e-9)
    assert student_interval(first - high * second).high == pytest.approx(0, abs=1e-9)


def test_what_always_has_the_same_ratio_leaves_no_doubt():
    assert ratio_interval([4, 5, 6], [16, 20, 24]) == pytest.approx((0.25, 0.25, 0.25))


def test_few_values_that_have_no_interval_are_refused():
    with pytest.raises(ValueError, match=r"^values: got shape \(1,\)"):
        student_interval([1.0])
    with pytest.raises(ValueError, match=r"^level: got 1"):
        student_interval([1.0, 2.0], level=1)
    with pytest.raises(ValueError, match=r"^second: got shape \(3,\) for \(2,\)"):
        ratio_interval([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"^second: got mean 0, expected one"):
        ratio_interval([1, 2], [-1, 1])
