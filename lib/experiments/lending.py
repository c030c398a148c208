"""What fairness and bias cost a lender, in money.

Everything here is synthetic: two groups of applicants, A and B, whose scores are their true probabilities of repaying.
So the scores are calibrated in both groups, and one threshold for all, where profit and loss balance, earns the most;
every other notion of fairness has a price. Margins, losses and default rates are of a plausible size for unsecured
loans of 10,000 pounds, and no lender's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from lib.fairness.arguments import checked_name
from lib.fairness.rates import CELLS, rate
from lib.fairness.sweep import Sweep, sweep

GROUPS = np.array(["A", "B"])
#: From lending to all (0) to lending to nobody (1).
THRESHOLDS = np.linspace(0, 1, 201)
#: Which rates a notion wants to be equal between groups (Hardt, Price, Srebro 2016).
NOTIONS = {
    "unconstrained": (),
    "demographic_parity": ("selection_rate",),
    "equal_opportunity": ("tpr",),
    "equalised_odds": ("tpr", "fpr"),
}


@dataclass(frozen=True)
class Market:
    """Who applies, and what a loan brings."""

    applicants: int = 20_000
    share: float = 0.3  #: of group B among applicants
    repayment: tuple[float, float] = (0.85, 0.75)  #: mean probability of repaying, in A and in B
    concentration: float = 6.0  #: the larger, the closer scores lie to their group's mean: a + b of a beta distribution
    profit: float = 1200.0  #: pounds earned by a loan that is repaid
    loss: float = 4800.0  #: pounds lost by one that is not

    @property
    def break_even(self) -> float:
        """The probability of repaying at which a loan neither earns nor loses."""
        return self.loss / (self.profit + self.loss)


class Applicants(NamedTuple):
    """One entry per applicant."""

    scores: np.ndarray  #: `(N,)` probability of repaying, in (0, 1)
    repaid: np.ndarray  #: `(N,)` int64, whether the loan is, or would be, repaid
    groups: np.ndarray  #: `(N,)` "A" or "B"


class Policy(NamedTuple):
    """How often each group meets each threshold, and what that earns."""

    weights: np.ndarray  #: `(groups, thresholds)`, each row sums to 1; more than one entry above 0 is a lottery
    profit: float  #: pounds per applicant


def draw_applicants(market: Market, *, seed: int) -> Applicants:
    """Draw applicants; markets that differ only in money have the same ones."""
    generator = np.random.default_rng(seed)
    group = (generator.random(market.applicants) < market.share).astype(int)
    mean = np.array(market.repayment)[group]
    scores = generator.beta(mean * market.concentration, (1 - mean) * market.concentration)
    return Applicants(scores, (generator.random(market.applicants) < scores).astype(int), GROUPS[group])


def sweep_loans(applicants: Applicants) -> Sweep:
    """Count loans for both groups at each of `THRESHOLDS`: the decision is a loan, the outcome its repayment."""
    return sweep(applicants.scores, applicants.repaid, applicants.groups, THRESHOLDS)


def profit_by_threshold(loans: Sweep, market: Market) -> np.ndarray:
    """Return what each group's loans earn at each threshold, `(groups, thresholds)` in pounds."""
    return market.profit * loans.tp - market.loss * loans.fp


def best_policy(loans: Sweep, market: Market, *, notion: str, tolerance: float = 0.0) -> Policy:
    """Find the policy that earns the most among those that a notion of fairness allows.

    A policy is a lottery over thresholds for each group, so that profit and rates are linear in its weights and a
    linear program finds the optimum. One lottery for both groups is "one_threshold"; its optimum needs no chance.

    Args:
        loans: as of `sweep_loans`.
        market: profit and loss of a loan.
        notion: a key of `NOTIONS`, or "one_threshold".
        tolerance: how far rates that should be equal may lie apart.

    Raises:
        ValueError: the notion is unknown, or `tolerance` is negative.
    """
    checked_name(notion, (*NOTIONS, "one_threshold"), name="notion")
    if tolerance < 0:
        raise ValueError(f"tolerance: got {tolerance}, expected a difference of at least 0")
    earned = profit_by_threshold(loans, market) / (loans.tn + loans.fp + loans.fn + loans.tp)[:, :1].sum()
    if notion == "one_threshold":
        best = earned.sum(axis=0).argmax()
        weights = np.zeros(earned.shape)
        weights[:, best] = 1
        return Policy(weights, float(earned[:, best].sum()))
    return _solve(earned, [loans.rate(name) for name in NOTIONS[notion]], tolerance)


def _solve(earned: np.ndarray, rates: list[np.ndarray], tolerance: float) -> Policy:
    """Maximise what is earned; unknowns are the weights, group by group, and for each rate the level it lies around."""
    groups, thresholds = earned.shape
    sums = np.kron(np.eye(groups), np.ones(thresholds))
    near = [sums * values.ravel() for values in rates]
    levels = np.kron(np.eye(len(rates)), np.ones((groups, 1)))
    around = np.hstack([np.vstack([np.empty((0, earned.size)), *near]), -levels])
    found = linprog(
        np.concatenate([-earned.ravel(), np.zeros(len(rates))]),
        A_ub=np.vstack([around, -around]),
        b_ub=np.full(2 * len(around), tolerance / 2),
        A_eq=np.hstack([sums, np.zeros((groups, len(rates)))]),
        b_eq=np.ones(groups),
        bounds=(0, 1),
    )
    return Policy(found.x[: earned.size].reshape(earned.shape), float(-found.fun))


def policy_rate(policy: Policy, loans: Sweep, name: str) -> np.ndarray:
    """Return the expected rate of each group, `(groups,)`; `name` is a key of `lib.fairness.rates.RATES`."""
    return rate({cell: (policy.weights * getattr(loans, cell)).sum(axis=1) for cell in CELLS}, name)


def policy_profit(policy: Policy, loans: Sweep, market: Market) -> float:
    """Return what a policy earns with any loans, also others than it was chosen on, in pounds per applicant."""
    applicants = (loans.tn + loans.fp + loans.fn + loans.tp)[:, :1].sum()
    return float((policy.weights * profit_by_threshold(loans, market)).sum() / applicants)


def price_of_fairness(loans: Sweep, market: Market) -> pd.DataFrame:
    """Compare what each notion of fairness earns, costs and equalises.

    Returns:
        A row per notion: `profit` and `price` (what it earns less than unconstrained) in pounds per applicant, and the
        differences between groups `selection_rate_gap`, `tpr_gap`, `fpr_gap`, `ppv_gap`.
    """
    policies = {notion: best_policy(loans, market, notion=notion) for notion in (*NOTIONS, "one_threshold")}
    table = pd.DataFrame({"profit": {notion: policy.profit for notion, policy in policies.items()}})
    table["price"] = table.loc["unconstrained", "profit"] - table["profit"]
    for name in ("selection_rate", "tpr", "fpr", "ppv"):
        table[f"{name}_gap"] = [float(np.ptp(policy_rate(policy, loans, name))) for policy in policies.values()]
    return table


def frontier(loans: Sweep, market: Market, *, notion: str, tolerances: Sequence[float]) -> np.ndarray:
    """Return the most that can be earned at each tolerance, `(K,)` in pounds per applicant."""
    return np.array([best_policy(loans, market, notion=notion, tolerance=tolerance).profit for tolerance in tolerances])


def prices_on_new_applicants(market: Market, *, seeds: Sequence[int]) -> pd.DataFrame:
    """Choose every policy on one draw of applicants and count what it costs on another, once for each seed.

    A policy fits the accidents of the applicants that it was chosen on, the more so the freer it is; only new ones show
    what it is worth.

    Args:
        market: of both draws.
        seeds: of the pairs of draws.

    Returns:
        A row per seed and a column per notion, "one_threshold" among them: what it earns less than the unconstrained
        policy, in pounds per applicant; below 0, more.
    """
    return pd.DataFrame([_prices(market, seed) for seed in seeds], index=pd.Index(seeds, name="seed"))


def _prices(market: Market, seed: int) -> dict[str, float]:
    known, new = (sweep_loans(draw_applicants(market, seed=draw)) for draw in two_draws(seed))
    notions = (*NOTIONS, "one_threshold")
    earned = {name: policy_profit(best_policy(known, market, notion=name), new, market) for name in notions}
    return {name: earned["unconstrained"] - earned[name] for name in notions if name != "unconstrained"}


def two_draws(seed: int) -> tuple[int, int]:
    """Return the seeds of two independent draws, to choose on one and to report on the other."""
    first, second = np.random.SeedSequence(seed).generate_state(2)
    return int(first), int(second)
