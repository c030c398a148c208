"""Scores: calibration, sweeps, randomised thresholds and training under a constraint."""

import numpy as np
import pytest
from fairlearn.postprocessing import ThresholdOptimizer
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression

from lib.fairness.calibration import calibration
from lib.fairness.intervals import wilson
from lib.fairness.rates import CELLS, RATES
from lib.fairness.reductions import fit_constrained
from lib.fairness.sweep import sweep
from lib.fairness.tables import gaps, group_table
from lib.fairness.thresholds import acceptance, fit_thresholds

PEOPLE = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1), st.sampled_from("abc")), min_size=1, max_size=40).map(
    lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True))
)


def drawn(n=2000, seed=0):
    """Two groups; the score says less about b and its outcomes are rarer."""
    generator = np.random.default_rng(seed)
    groups = np.where(generator.random(n) < 0.3, "b", "a")
    outcomes = (generator.random(n) < np.where(groups == "a", 0.6, 0.3)).astype(int)
    return outcomes * np.where(groups == "a", 2.0, 1.0) + generator.normal(size=n), outcomes, groups


def test_calibration_by_hand():
    table = calibration([1, 2, 2, 3, 1], [0, 1, 0, 1, 1], list("aaaab"), edges=[0.5, 1.5, 2.5, 3])
    assert table["group"].tolist() == list("aaabbb")
    assert table["n"].tolist() == [1, 2, 1, 1, 0, 0]
    assert table["bin_low"].tolist() == [0.5, 1.5, 2.5] * 2 and table["bin_high"].tolist() == [1.5, 2.5, 3] * 2
    np.testing.assert_array_equal(table["mean_score"], [1, 2, 3, 1, np.nan, np.nan])
    np.testing.assert_array_equal(table["observed"], [0, 0.5, 1, 1, np.nan, np.nan])
    np.testing.assert_array_equal(table[["low", "high"]].T, wilson([0, 1, 1, 1, 0, 0], [1, 2, 1, 1, 0, 0]))


@given(PEOPLE)
def test_calibration_loses_nobody(people):
    scores, outcomes, groups = people
    table = calibration(scores, outcomes, groups, edges=[0, 2, 4, 6])
    assert table["n"].sum() == len(scores)
    assert (table["n"] * table["observed"]).sum() == pytest.approx(outcomes.sum())
    assert (table["n"] * table["mean_score"]).sum() == pytest.approx(scores.sum())


@pytest.mark.parametrize(
    ("scores", "edges", "words"),
    [
        ([0.5, np.nan], [0, 1], "scores: got nan, expected finite numbers"),
        ([0.5], [0, 1], r"scores: got shape \(1,\), expected one for each of 2 people"),
        ([0.5, 1.5], [0, 1], r"scores: got 0\.5 to 1\.5, outside the edges 0\.0 to 1\.0"),
        ([0.5, 0.6], [0, 0], r"edges: got \[0\. 0\.\], expected at least two, ascending"),
        ([0.5, 0.6], [0], r"edges: got \[0\.\], expected at least two, ascending"),
    ],
)
def test_calibration_wants_scores_within_ascending_edges(scores, edges, words):
    with pytest.raises(ValueError, match=words):
        calibration(scores, [0, 1], ["a", "b"], edges=edges)


@settings(max_examples=50, deadline=None)
@given(PEOPLE, st.lists(st.sampled_from([-np.inf, 0, 0.5, 1, 2, 4, 6, 7, np.inf]), min_size=1).map(sorted))
def test_a_sweep_is_a_table_for_every_threshold(people, thresholds):
    scores, outcomes, groups = people
    swept = sweep(scores, outcomes, groups, thresholds)
    names = np.unique(groups)
    assert swept.groups.tolist() == names.tolist() and swept.tp.shape == (len(names), len(thresholds))
    for row, name in enumerate(names):
        for column, threshold in enumerate(thresholds):
            here, selected = groups == name, scores >= threshold
            for cell in CELLS:
                wanted = (outcomes == (cell in ("fn", "tp"))) & (selected == (cell in ("fp", "tp"))) & here
                assert getattr(swept, cell)[row, column] == wanted.sum()


def test_the_rates_of_a_sweep_are_those_of_tables():
    scores, outcomes, groups = drawn(300)
    swept = sweep(scores, outcomes, groups, [-np.inf, 0.3, np.inf])
    for column, threshold in enumerate(swept.thresholds):
        table = group_table(outcomes, scores >= threshold, groups)
        for name in RATES:
            np.testing.assert_array_equal(swept.rate(name)[:, column], table[name])
    assert np.isnan(swept.rate("ppv")[:, 2]).all() and np.isnan(swept.rate("npv")[:, 0]).all()


@pytest.mark.parametrize("thresholds", [[2, 1], [], 1.0, [0, np.nan]])
def test_thresholds_ascend(thresholds):
    with pytest.raises(ValueError, match=r"thresholds: got shape .* that ascend"):
        sweep([0.5], [1], ["a"], thresholds)


def test_a_sweep_wants_a_finite_score_for_everyone():
    with pytest.raises(ValueError, match="scores: got inf, expected finite numbers"):
        sweep([0.5, np.inf], [0, 1], ["a", "a"], [0.5])


def expected_rates(chance, outcomes, groups):
    """(tpr, fpr) of a randomised decision, a row per group."""
    return np.array(
        [[chance[(groups == group) & (outcomes == outcome)].mean() for outcome in (1, 0)] for group in ("a", "b")]
    )


def test_randomised_thresholds_equalise_odds_where_one_threshold_does_not():
    scores, outcomes, groups = drawn()
    chance = acceptance(fit_thresholds(scores, outcomes, groups), scores, groups)
    assert ((chance >= 0) & (chance <= 1)).all() and ((chance > 0.01) & (chance < 0.99)).any()
    first, second = expected_rates(chance, outcomes, groups)
    np.testing.assert_allclose(first, second, atol=1e-9)
    assert first[0] - first[1] > 0.3
    one_threshold = gaps(group_table(outcomes, scores >= 1, groups))
    assert one_threshold["tpr"] > 0.2


@pytest.mark.parametrize(
    ("constraint", "equal"), [("true_positive_rate_parity", "tpr"), ("demographic_parity", "selection")]
)
def test_the_constraint_is_what_is_equal(constraint, equal):
    scores, outcomes, groups = drawn()
    rules = fit_thresholds(scores, outcomes, groups, constraint=constraint, objective="accuracy_score")
    chance = acceptance(rules, scores, groups)
    tpr = expected_rates(chance, outcomes, groups)[:, 0]
    selection = np.array([chance[groups == group].mean() for group in ("a", "b")])
    values = {"tpr": tpr, "selection": selection}
    assert abs(np.diff(values.pop(equal))) < 1e-9
    assert all(abs(np.diff(other)) > 0.01 for other in values.values())


def test_the_rules_are_those_of_fairlearn():
    scores, outcomes, groups = drawn()

    class Same(BaseEstimator):
        def fit(self, rows, outcomes):
            self.rows_, self.outcomes_ = rows, outcomes
            return self

        def predict(self, rows):
            return rows[:, 0]

    optimizer = ThresholdOptimizer(
        estimator=Same().fit(scores, outcomes),
        constraints="equalized_odds",
        objective="balanced_accuracy_score",
        prefit=True,
        predict_method="predict",
    )
    optimizer.fit(scores[:, None], outcomes, sensitive_features=groups)
    drawn_by_fairlearn = optimizer.predict(scores[:, None], sensitive_features=groups, random_state=3)
    chance = acceptance(fit_thresholds(scores, outcomes, groups), scores, groups)
    ours = chance >= np.random.RandomState(3).rand(len(chance))
    np.testing.assert_array_equal(ours, drawn_by_fairlearn)


@pytest.mark.parametrize("constant", [0, 1])
def test_every_group_needs_both_outcomes(constant):
    scores, outcomes, groups = drawn(100)
    outcomes[groups == "b"] = constant
    for fit in (
        lambda: fit_thresholds(scores, outcomes, groups),
        lambda: fit_constrained(
            LogisticRegression(), scores[:, None], outcomes, groups, constraint="demographic_parity"
        ),
    ):
        with pytest.raises(ValueError, match="outcomes: all are equal in group b, expected 0 and 1 in every group"):
            fit()


def test_a_group_without_a_rule_is_an_error():
    scores, outcomes, groups = drawn(200)
    rules = fit_thresholds(scores, outcomes, groups)
    with pytest.raises(ValueError, match="groups: got c, expected one of a, b"):
        acceptance(rules, [0.5], ["c"])


def test_training_under_a_constraint_narrows_the_gap_and_leaves_the_classifier_alone():
    scores, outcomes, groups = drawn()
    features, classifier = np.c_[scores, groups == "b"], LogisticRegression()
    free = gaps(group_table(outcomes, classifier.fit(features, outcomes).predict(features), groups))
    before = classifier.coef_.copy()
    mixture = fit_constrained(classifier, features, outcomes, groups, constraint="demographic_parity", slack=0.02)
    held = gaps(group_table(outcomes, mixture.predict(features, random_state=0), groups))
    np.testing.assert_array_equal(classifier.coef_, before)
    assert free["selection_rate"] > 0.3 and held["selection_rate"] < 0.1


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        (99, {"constraint": "demographic_parity"}, "features: got 99 rows, expected one for each of 100 outcomes"),
        (100, {"constraint": "parity"}, "constraint: got 'parity', expected one of demographic_parity"),
        (100, {"constraint": "equalized_odds", "slack": 0}, "slack: got 0, expected a positive difference"),
    ],
)
def test_training_under_a_constraint_wants_a_known_one(rows, options, words):
    scores, outcomes, groups = drawn(100)
    with pytest.raises(ValueError, match=words):
        fit_constrained(LogisticRegression(), scores[:rows, None], outcomes, groups, **options)
