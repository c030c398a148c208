"""What a bias costs that nobody measured, in money, as the market moves."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from lib.experiments.lending import THRESHOLDS, Applicants, Market, best_policy, draw_applicants, sweep_loans, two_draws


class Lender(NamedTuple):
    """One threshold for all, and how much lower than the truth group B's log-odds of repaying come out."""

    threshold: float
    amount: float

    def lends(self, applicants: Applicants) -> np.ndarray:
        """Return to whom the lender lends, `(N,)` booleans; `applicants` have true scores."""
        return understate(applicants, self.amount).scores >= self.threshold


def understate(applicants: Applicants, amount: float) -> Applicants:
    """Return applicants as a lender sees them who records a feature of group B, such as income, too low.

    Args:
        applicants: with true scores.
        amount: how much lower B's log-odds of repaying come out; below 0, higher.
    """
    lower = expit(logit(applicants.scores) - amount)
    return applicants._replace(scores=np.where(applicants.groups == "B", lower, applicants.scores))


def tuned(market: Market, *, amount: float, seed: int) -> Lender:
    """Return the lender who has tried every one threshold on a market, seeing understated scores.

    Args:
        market: where the lender tries.
        amount: as of `understate`.
        seed: of the applicants.
    """
    seen = understate(draw_applicants(market, seed=seed), amount)
    policy = best_policy(sweep_loans(seen), market, notion="one_threshold")
    return Lender(float(THRESHOLDS[policy.weights[0].argmax()]), amount)


def cost_of_bias(markets: Sequence[Market], *, known: Market, amount: float, seed: int) -> pd.DataFrame:
    """Show what a bias costs that nobody measured, as the market moves away from the one that was known.

    One lender sees true scores, one sees those of group B understated. Both choose the one threshold that earns most
    among applicants of the known market, and keep it for new applicants of each of the others. A third sees what the
    second sees, and chooses anew in each market.

    Args:
        markets: for example with a growing share of group B.
        known: where thresholds are chosen.
        amount: as of `understate`.
        seed: of the applicants.

    Returns:
        A row per market: its `share` and group B's `repayment`; `profit` with true scores; `cost`, how much less the
        second lender earns; `cost_retuned`, how much less the third; all three in pounds per applicant; `missed`, the
        share of group B's repayers whom the first lender serves and the second does not, NaN if there are none.
    """
    choose, report = two_draws(seed)
    fair, biased = (tuned(known, amount=seen, seed=choose) for seen in (0.0, amount))
    rows = []
    for market in markets:
        people, retuned = draw_applicants(market, seed=report), tuned(market, amount=amount, seed=choose)
        value = np.where(people.repaid, market.profit, -market.loss)
        served, kept, anew = (lender.lends(people) for lender in (fair, biased, retuned))
        profit, *others = ((value * lent).mean() for lent in (served, kept, anew))
        repayers = (people.groups == "B") & (people.repaid == 1)
        missed = (served & ~kept)[repayers].mean() if repayers.any() else np.nan
        cost, cost_retuned = (float(profit - other) for other in others)
        row = {"share": market.share, "repayment": market.repayment[1], "profit": float(profit), "cost": cost}
        rows.append(row | {"cost_retuned": cost_retuned, "missed": float(missed)})
    return pd.DataFrame(rows)


def costs_over_years(markets: Sequence[Market], *, known: Market, amount: float, seeds: Sequence[int]) -> pd.DataFrame:
    """Repeat `cost_of_bias` with other applicants: a row per seed and market, and the column `seed`."""
    years = [cost_of_bias(markets, known=known, amount=amount, seed=seed).assign(seed=seed) for seed in seeds]
    return pd.concat(years, ignore_index=True)
