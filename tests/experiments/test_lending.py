"""Lending: profit by hand, and what must hold of every price."""

from dataclasses import replace

import numpy as np
import pytest

from lib.experiments.lending import (
    GROUPS,
    NOTIONS,
    THRESHOLDS,
    Applicants,
    Market,
    best_policy,
    draw_applicants,
    frontier,
    policy_profit,
    policy_rate,
    price_of_fairness,
    prices_on_new_applicants,
    profit_by_threshold,
    sweep_loans,
    two_draws,
)

MARKET = Market()
# Four applicants of each group; A's scores tell repayers apart, B's do not.
BY_HAND = Applicants(
    np.array([0.9, 0.8, 0.3, 0.2, 0.9, 0.8, 0.3, 0.2]), np.array([1, 1, 0, 0, 1, 0, 1, 0]), np.repeat(GROUPS, 4)
)
EVEN = Market(profit=100, loss=100)


@pytest.fixture(scope="module")
def loans():
    return sweep_loans(draw_applicants(MARKET, seed=0))


def at(threshold):
    return int(np.argmin(np.abs(THRESHOLDS - threshold)))


def test_profit_by_hand():
    profit = profit_by_threshold(sweep_loans(BY_HAND), Market(profit=10, loss=30))
    columns = [at(threshold) for threshold in (0, 0.25, 0.5, 0.85, 1)]
    np.testing.assert_array_equal(profit[:, columns], [[-40, -10, 20, 10, 0], [-40, -10, -20, 10, 0]])


def test_policies_by_hand():
    loans = sweep_loans(BY_HAND)
    free = best_policy(loans, EVEN, notion="unconstrained")
    assert free.profit == pytest.approx((200 + 100) / 8)
    assert best_policy(loans, EVEN, notion="one_threshold").profit == pytest.approx(200 / 8)
    # A lends to half its applicants. So does B, by lot: to the best or to all but the last, either of which earns 100.
    parity = best_policy(loans, EVEN, notion="demographic_parity")
    assert parity.profit == pytest.approx((200 + 100) / 8)
    np.testing.assert_allclose(policy_rate(parity, loans, "selection_rate"), 0.5)
    # The points (fpr, tpr) that are open to B reach to (0, ½) and (½, 1), where each group earns 100.
    odds = best_policy(loans, EVEN, notion="equalised_odds")
    assert odds.profit == pytest.approx(200 / 8)


def test_equalised_odds_earn_what_the_common_part_of_the_roc_curves_allows(loans):
    """Hardt, Price, Srebro 2016: the best point below both concave hulls."""
    grid = np.linspace(0, 1, 501)
    hulls = []
    for fpr, tpr in zip(loans.rate("fpr"), loans.rate("tpr"), strict=True):
        chords = [
            np.interp(grid, [fpr[j], fpr[i]], [tpr[j], tpr[i]], left=-1, right=-1)
            for i in range(0, len(fpr), 4)
            for j in range(i, len(fpr), 4)
        ]
        hulls.append(np.max(chords, axis=0))
    repaid, failed = (loans.tp + loans.fn)[:, 0].sum(), (loans.fp + loans.tn)[:, 0].sum()
    earned = MARKET.profit * repaid * np.min(hulls, axis=0) - MARKET.loss * failed * grid
    expected = earned.max() / (repaid + failed)
    assert best_policy(loans, MARKET, notion="equalised_odds").profit == pytest.approx(expected, rel=5e-3)


@pytest.mark.parametrize(("notion", "rates"), NOTIONS.items())
def test_a_notion_equalises_its_rates_and_no_lottery_is_negative(loans, notion, rates):
    policy = best_policy(loans, MARKET, notion=notion)
    np.testing.assert_allclose(policy.weights.sum(axis=1), 1)
    assert policy.weights.min() >= -1e-12
    for name in rates:
        assert np.ptp(policy_rate(policy, loans, name)) < 1e-6
    counted = (policy.weights * profit_by_threshold(loans, MARKET)).sum() / MARKET.applicants
    assert policy.profit == pytest.approx(counted)


def test_prices_rise_with_what_is_demanded(loans):
    table = price_of_fairness(loans, MARKET)
    price = table["price"]
    assert price["unconstrained"] == 0
    assert 0 <= price["one_threshold"] < 5, "scores are calibrated, so one threshold is nearly the best"
    assert price["one_threshold"] < price["equal_opportunity"] < price["equalised_odds"]
    assert price["one_threshold"] < price["demographic_parity"]
    assert table.loc["one_threshold", "selection_rate_gap"] > 0.1
    assert table.loc["equalised_odds", "tpr_gap"] < 1e-6 and table.loc["equalised_odds", "ppv_gap"] > 0.01


def test_alike_groups_pay_nothing():
    one = draw_applicants(replace(MARKET, share=0.0), seed=0)
    twice = Applicants(np.tile(one.scores, 2), np.tile(one.repaid, 2), np.repeat(GROUPS, MARKET.applicants))
    np.testing.assert_allclose(price_of_fairness(sweep_loans(twice), MARKET)["price"], 0, atol=1e-6)


@pytest.mark.parametrize("notion", ["demographic_parity", "equal_opportunity", "equalised_odds"])
def test_a_frontier_rises_to_what_is_earned_without_constraint(loans, notion):
    profits = frontier(loans, MARKET, notion=notion, tolerances=[0, 0.05, 0.1, 0.2, 1])
    assert (np.diff(profits) >= -1e-6).all() and profits[1] > profits[0]
    assert profits[-1] == pytest.approx(best_policy(loans, MARKET, notion="unconstrained").profit)


def test_the_applicants_are_as_the_market_says_and_their_scores_calibrated():
    people = draw_applicants(replace(MARKET, applicants=100_000), seed=1)
    assert (people.groups == "B").mean() == pytest.approx(0.3, abs=0.01)
    for group, expected in zip(GROUPS, MARKET.repayment, strict=True):
        assert people.repaid[people.groups == group].mean() == pytest.approx(expected, abs=0.01)
        near = (people.groups == group) & (np.abs(people.scores - MARKET.break_even) < 0.05)
        assert people.repaid[near].mean() == pytest.approx(MARKET.break_even, abs=0.02)
    assert MARKET.break_even == 0.8


def test_a_policy_earns_with_others_what_its_loans_bring():
    policy = best_policy(sweep_loans(BY_HAND), EVEN, notion="unconstrained")
    assert policy_profit(policy, sweep_loans(BY_HAND), EVEN) == pytest.approx(policy.profit)
    turned = BY_HAND._replace(repaid=1 - BY_HAND.repaid)
    lent = policy.weights @ np.array([[threshold <= score for score in BY_HAND.scores[:4]] for threshold in THRESHOLDS])
    by_hand = 100 * (lent.ravel() * (2 * turned.repaid - 1)).sum() / 8
    assert policy_profit(policy, sweep_loans(turned), EVEN) == pytest.approx(by_hand)


def test_prices_on_new_applicants_are_those_of_policies_chosen_on_others():
    market = replace(MARKET, applicants=2000)
    table = prices_on_new_applicants(market, seeds=[3, 4])
    assert table.index.tolist() == [3, 4]
    assert list(table) == ["demographic_parity", "equal_opportunity", "equalised_odds", "one_threshold"]
    chosen, reported = (sweep_loans(draw_applicants(market, seed=seed)) for seed in two_draws(4))
    free, odds = (best_policy(chosen, market, notion=notion) for notion in ("unconstrained", "equalised_odds"))
    price = policy_profit(free, reported, market) - policy_profit(odds, reported, market)
    assert table.loc[4, "equalised_odds"] == pytest.approx(price)


def test_what_is_chosen_on_one_draw_is_reported_on_another():
    assert len({*two_draws(0), *two_draws(1)}) == 4 and two_draws(0) == two_draws(0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"notion": "parity"}, "notion: got 'parity', expected one of unconstrained"),
        ({"notion": "equal_opportunity", "tolerance": -0.1}, r"tolerance: got -0\.1, expected a difference"),
    ],
)
def test_a_policy_wants_a_known_notion_and_a_tolerance(loans, options, words):
    with pytest.raises(ValueError, match=words):
        best_policy(loans, MARKET, **options)
