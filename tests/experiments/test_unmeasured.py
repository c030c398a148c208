"""A bias that nobody measured: by hand, and what must hold as the market moves."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.experiments.lending import GROUPS, Applicants, Market, draw_applicants, two_draws
from lib.experiments.unmeasured import Lender, cost_of_bias, costs_over_years, tuned, understate

MARKET = Market()
HALF = float(np.log(2))
PEOPLE = Applicants(np.array([0.9, 0.8, 0.9, 0.75]), np.array([1, 0, 1, 1]), np.repeat(GROUPS, 2))


def test_understating_touches_one_group_only():
    seen = understate(PEOPLE, HALF)
    np.testing.assert_array_equal(seen.scores[:2], PEOPLE.scores[:2])
    np.testing.assert_allclose(seen.scores[2:] / (1 - seen.scores[2:]), [9 / 2, 3 / 2])
    assert seen.repaid is PEOPLE.repaid and seen.groups is PEOPLE.groups


@pytest.mark.parametrize(
    ("threshold", "amount", "lent"),
    [(0.8, 0.0, [1, 1, 1, 0]), (0.8, HALF, [1, 1, 1, 0]), (0.85, HALF, [1, 0, 0, 0]), (0.5, 5.0, [1, 1, 0, 0])],
)
def test_a_lender_lends_by_what_it_sees(threshold, amount, lent):
    assert Lender(threshold, amount).lends(PEOPLE).tolist() == [bool(one) for one in lent]


def test_with_true_scores_the_threshold_lies_near_break_even_and_with_understated_ones_below():
    fair, biased = (tuned(replace(MARKET, applicants=200_000, share=0.6), amount=a, seed=0) for a in (0.0, 1.0))
    assert fair.threshold == pytest.approx(MARKET.break_even, abs=0.03) and fair.amount == 0
    assert biased.threshold < fair.threshold - 0.05


def test_the_cost_is_what_two_lenders_earn_apart():
    known, market = replace(MARKET, share=0.1), replace(MARKET, share=0.5, applicants=3000)
    (row,) = cost_of_bias([market], known=known, amount=HALF, seed=7).to_dict("records")
    choose, report = two_draws(7)
    people = draw_applicants(market, seed=report)
    lent = [tuned(known, amount=amount, seed=choose).lends(people) for amount in (0.0, HALF)]
    anew = tuned(market, amount=HALF, seed=choose).lends(people)
    earned = [sum(1200 if repaid else -4800 for repaid in people.repaid[some]) / 3000 for some in (*lent, anew)]
    assert row["profit"] == pytest.approx(earned[0])
    assert row["cost"] == pytest.approx(earned[0] - earned[1])
    assert row["cost_retuned"] == pytest.approx(earned[0] - earned[2])
    repayers = (people.groups == "B") & (people.repaid == 1)
    assert row["missed"] == pytest.approx((repayers & lent[0] & ~lent[1]).sum() / repayers.sum())
    assert (row["share"], row["repayment"]) == (0.5, 0.75)


def test_no_bias_costs_nothing_and_a_group_that_is_not_there_misses_nothing():
    shares = (0.0, 0.4)
    table = cost_of_bias([replace(MARKET, share=share) for share in shares], known=MARKET, amount=0.0, seed=0)
    assert table["share"].tolist() == list(shares)
    assert table["cost"].tolist() == [0, 0] and np.isnan(table["missed"][0]) and table["missed"][1] == 0


def test_it_costs_more_the_more_people_it_meets_and_choosing_anew_takes_some_of_it_back():
    markets = [replace(MARKET, share=share, applicants=100_000) for share in (0.1, 0.3, 0.7)]
    table = cost_of_bias(markets, known=replace(MARKET, share=0.1, applicants=100_000), amount=HALF, seed=0)
    assert (np.diff(table["cost"]) > 5).all() and (table["missed"] > 0.15).all()
    assert table["cost_retuned"][2] < table["cost"][2] - 5


def test_years_stand_below_each_other():
    markets, options = [replace(MARKET, applicants=500)] * 2, {"known": MARKET, "amount": HALF}
    table = costs_over_years(markets, seeds=[3, 5], **options)
    assert table["seed"].tolist() == [3, 3, 5, 5]
    again = cost_of_bias(markets, seed=5, **options)
    pd.testing.assert_frame_equal(table[2:].drop(columns="seed").reset_index(drop=True), again)
