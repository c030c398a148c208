"""Thresholds by group, with a coin toss where one threshold cannot do it: fairlearn's `ThresholdOptimizer`.

Each group's decision is 1 with probability `p_ignore · constant + (1 − p_ignore) · (p0 · [score > threshold0] + p1 ·
[score > threshold1])`. The two thresholds mix two points of the group's ROC curve into one between them; ignoring the
score now and then moves that point towards the diagonal, to where the worst group's curve lies (Hardt, Price, Srebro
2016, section 3.2).
"""

import numpy as np
import pandas as pd
from fairlearn.postprocessing import ThresholdOptimizer
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator

from lib.fairness.arguments import check_both_outcomes, checked_binary, checked_groups, checked_scores


class _ScoreItself(BaseEstimator):
    """An estimator whose prediction is the score it is given: scores exist before the thresholds are chosen."""

    def fit(self, scores: np.ndarray, outcomes: np.ndarray) -> "_ScoreItself":
        """Learn nothing. Both arguments are scikit-learn's convention."""
        del scores, outcomes
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, scores: np.ndarray) -> np.ndarray:
        """Return the one column of `scores`, `(N,)`."""
        return np.asarray(scores)[:, 0]


def fit_thresholds(
    scores: ArrayLike,
    outcomes: ArrayLike,
    groups: ArrayLike,
    *,
    constraint: str = "equalized_odds",
    objective: str = "balanced_accuracy_score",
) -> pd.DataFrame:
    """Choose randomised thresholds for each group that meet a constraint, at the best value of an objective.

    Args:
        scores: `(N,)` finite.
        outcomes: `(N,)` of 0 and 1; every group needs both.
        groups: `(N,)` names.
        constraint: of `ThresholdOptimizer`: "equalized_odds", "demographic_parity", "true_positive_rate_parity" (equal
            opportunity), "false_positive_rate_parity", ….
        objective: of `ThresholdOptimizer`: "accuracy_score" or "balanced_accuracy_score".

    Returns:
        A row per group, indexed by its name: `p_ignore`, `constant`, `p0`, `threshold0`, `p1`, `threshold1`, for
        `acceptance`. Thresholds may be infinite.

    Raises:
        ValueError: in a group all outcomes are equal, fairlearn knows no such constraint or objective, or an argument
            is not what its name says.
    """
    outcomes = checked_binary(outcomes, name="outcomes")
    scores = checked_scores(scores, people=len(outcomes))
    codes, names = checked_groups(groups, people=len(outcomes))
    check_both_outcomes(outcomes, codes, names)
    optimizer = ThresholdOptimizer(
        estimator=_ScoreItself(), constraints=constraint, objective=objective, prefit=True, predict_method="predict"
    )
    optimizer.fit(scores[:, None], outcomes, sensitive_features=codes)
    found = optimizer.interpolated_thresholder_.interpolation_dict
    return pd.DataFrame([_rule(found[code]) for code in range(len(names))], index=pd.Index(names, name="group"))


def _rule(found: dict) -> dict[str, float]:
    return {
        "p_ignore": float(found.get("p_ignore", 0)),
        "constant": float(found.get("prediction_constant", 0)),
        "p0": float(found["p0"]),
        "threshold0": float(found["operation0"].threshold),
        "p1": float(found["p1"]),
        "threshold1": float(found["operation1"].threshold),
    }


def acceptance(rules: pd.DataFrame, scores: ArrayLike, groups: ArrayLike) -> np.ndarray:
    """Return everyone's probability of the decision 1, `(N,)`; compare with uniform numbers to decide.

    Args:
        rules: as of `fit_thresholds`.
        scores: `(N,)` finite.
        groups: `(N,)` names in the index of `rules`.

    Raises:
        ValueError: lengths differ, a score is not finite, or a group has no rule.
    """
    groups = np.asarray(groups)
    scores = checked_scores(scores, people=len(groups))
    codes, names = checked_groups(groups, people=len(groups))
    if unknown := sorted(set(names) - set(rules.index)):
        raise ValueError(f"groups: got {unknown[0]}, expected one of {', '.join(map(str, rules.index))}")
    own = {column: rules.loc[names, column].to_numpy()[codes] for column in rules}
    mixed = own["p0"] * (scores > own["threshold0"]) + own["p1"] * (scores > own["threshold1"])
    return own["p_ignore"] * own["constant"] + (1 - own["p_ignore"]) * mixed
