"""A classifier trained under a fairness constraint: fairlearn's `ExponentiatedGradient`."""

import warnings

import numpy as np
from fairlearn.reductions import DemographicParity, EqualizedOdds, ExponentiatedGradient, TruePositiveRateParity
from numpy.typing import ArrayLike
from sklearn.base import ClassifierMixin

from lib.fairness.arguments import check_both_outcomes, checked_binary, checked_groups, checked_name

CONSTRAINTS = {
    "demographic_parity": DemographicParity,
    "equal_opportunity": TruePositiveRateParity,
    "equalized_odds": EqualizedOdds,
}


def fit_constrained(
    classifier: ClassifierMixin,
    features: np.ndarray,
    outcomes: ArrayLike,
    groups: ArrayLike,
    *,
    constraint: str,
    slack: float = 0.01,
) -> ExponentiatedGradient:
    """Train a mixture of classifiers whose rates differ by little between groups.

    The training is a game: one player fits the classifier to weighted outcomes, the other raises the weights of the
    people for whom the constraint is broken (Agarwal, Beygelzimer, Dudík, Langford, Wallach 2018, algorithm 1). Groups
    are used in training only, not in prediction.

    Args:
        classifier: scikit-learn classifier whose `fit` takes `sample_weight`; it is copied, not changed.
        features: `(N, columns)`.
        outcomes: `(N,)` of 0 and 1; every group needs both.
        groups: `(N,)` names.
        constraint: a key of `CONSTRAINTS`.
        slack: how far a group's rate may lie from everyone's, in the training data.

    Returns:
        The fitted mixture; `predict(features, random_state=…)` draws one of its classifiers for each row.

    Raises:
        ValueError: lengths differ, the constraint is unknown, in a group all outcomes are equal, or `slack` is not
            positive.
    """
    outcomes = checked_binary(outcomes, name="outcomes")
    codes, names = checked_groups(groups, people=len(outcomes))
    check_both_outcomes(outcomes, codes, names)
    if len(features) != len(outcomes):
        raise ValueError(f"features: got {len(features)} rows, expected one for each of {len(outcomes)} outcomes")
    if slack <= 0:
        raise ValueError(f"slack: got {slack}, expected a positive difference")
    wanted = CONSTRAINTS[checked_name(constraint, CONSTRAINTS, name="constraint")](difference_bound=slack)
    with warnings.catch_warnings():
        # fairlearn 0.15 writes to its tables in a way that pandas 4 will forbid; nothing here can be done about it.
        warnings.filterwarnings("ignore", message="Setting a", category=DeprecationWarning)
        return ExponentiatedGradient(classifier, wanted, eps=slack).fit(features, outcomes, sensitive_features=codes)
