"""The lender's frontier: what each notion of fairness leaves to earn as its tolerance grows, and who gets a loan."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lib.experiments.lending import NOTIONS, Market, best_policy, policy_rate
from lib.fairness.sweep import Sweep

#: Rates of a loan that are told for each group.
RATES = ("selection_rate", "tpr", "fpr", "ppv")


class Frontiers(NamedTuple):
    """What the best policies earn and do, by notion and tolerance."""

    tolerances: np.ndarray  #: `(K,)` how far rates that should be equal may lie apart
    profits: dict[str, np.ndarray]  #: by notion, `(K,)` pounds per applicant
    rates: dict[str, dict[str, np.ndarray]]  #: by notion and rate, `(K, groups)`
    unconstrained: float  #: pounds per applicant without any condition


def frontiers(loans: Sweep, market: Market, *, tolerances: Sequence[float]) -> Frontiers:
    """Find the best policy for every notion that sets a condition, at every tolerance.

    Args:
        loans: as of `lib.experiments.lending.sweep_loans`.
        market: profit and loss of a loan.
        tolerances: `(K,)`, at least 0.

    Raises:
        ValueError: a tolerance is negative.
    """
    notions = [notion for notion, equal in NOTIONS.items() if equal]
    policies = {
        notion: [best_policy(loans, market, notion=notion, tolerance=tolerance) for tolerance in tolerances]
        for notion in notions
    }
    return Frontiers(
        np.asarray(tolerances, float),
        {notion: np.array([policy.profit for policy in policies[notion]]) for notion in notions},
        {
            notion: {
                name: np.array([policy_rate(policy, loans, name) for policy in policies[notion]]) for name in RATES
            }
            for notion in notions
        },
        best_policy(loans, market, notion="unconstrained").profit,
    )
