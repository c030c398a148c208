"""Frontiers: the best policies at every tolerance, told by notion and rate."""

import numpy as np
import pytest

from lib.experiments.frontiers import RATES, frontiers
from lib.experiments.lending import NOTIONS, Market, best_policy, draw_applicants, frontier, policy_rate, sweep_loans

MARKET = Market(applicants=3000)
TOLERANCES = (0.0, 0.05, 1.0)


@pytest.fixture(scope="module")
def loans():
    return sweep_loans(draw_applicants(MARKET, seed=0))


@pytest.fixture(scope="module")
def found(loans):
    return frontiers(loans, MARKET, tolerances=TOLERANCES)


def test_it_tells_of_every_notion_that_sets_a_condition(found):
    assert list(found.profits) == list(found.rates) == ["demographic_parity", "equal_opportunity", "equalised_odds"]
    assert {values.shape for values in found.profits.values()} == {(3,)}
    assert {values.shape for rates in found.rates.values() for values in rates.values()} == {(3, 2)}
    assert [tuple(rates) for rates in found.rates.values()] == [RATES] * 3


def test_it_agrees_with_the_policies_one_by_one(found, loans):
    for notion in found.profits:
        np.testing.assert_allclose(found.profits[notion], frontier(loans, MARKET, notion=notion, tolerances=TOLERANCES))
        policy = best_policy(loans, MARKET, notion=notion, tolerance=TOLERANCES[1])
        for name in RATES:
            np.testing.assert_allclose(found.rates[notion][name][1], policy_rate(policy, loans, name))


def test_what_should_be_equal_is_and_without_a_condition_nothing_is_lost(found):
    for notion, rates in found.rates.items():
        for name in NOTIONS[notion]:
            gaps = np.ptp(rates[name], axis=1)
            assert (gaps <= np.array(TOLERANCES) + 1e-6).all()
        assert found.profits[notion][-1] == pytest.approx(found.unconstrained)
        assert (np.diff(found.profits[notion]) >= -1e-6).all()


def test_a_negative_tolerance_is_refused(loans):
    with pytest.raises(ValueError, match=r"tolerance: got -0\.1"):
        frontiers(loans, MARKET, tolerances=(-0.1,))
