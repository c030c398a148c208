"""Rates and tables: by hand, against fairlearn, and what holds for every table."""

import numpy as np
import pandas as pd
import pytest
from fairlearn import metrics as fairlearn_metrics
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_score

from lib.fairness.rates import CELLS, RATES, implied_fpr, rate
from lib.fairness.tables import gaps, group_metrics, group_table, undefined

# Group a: one tn, two fp, one fn, four tp. Group b: three tn, one fp, no outcome of 1.
OUTCOMES = np.array([0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0])
DECISIONS = np.array([0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 1])
GROUPS = np.array(list("aaaaaaaabbbb"))

PEOPLE = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from("abc")), min_size=1, max_size=40).map(
    lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True))
)
COUNTS = st.tuples(*[st.integers(0, 50)] * 4).map(lambda counts: dict(zip(CELLS, counts, strict=True)))


def test_a_table_by_hand():
    table = group_table(OUTCOMES, DECISIONS, GROUPS)
    assert table.index.tolist() == ["a", "b"]
    assert table[["n", *CELLS]].to_numpy().tolist() == [[8, 1, 2, 1, 4], [4, 3, 1, 0, 0]]
    assert np.issubdtype(table.dtypes["n"], np.integer)
    expected = {
        "base_rate": (5 / 8, 0),
        "selection_rate": (6 / 8, 1 / 4),
        "accuracy": (5 / 8, 3 / 4),
        "fpr": (2 / 3, 1 / 4),
        "fnr": (1 / 5, np.nan),
        "tpr": (4 / 5, np.nan),
        "tnr": (1 / 3, 3 / 4),
        "ppv": (4 / 6, 0),
        "npv": (1 / 2, 1),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(table[name], values, err_msg=name)


def test_everyone_together_by_hand():
    overall = group_metrics(OUTCOMES, DECISIONS, GROUPS).overall
    assert overall[["n", *CELLS]].tolist() == [12, 4, 3, 1, 4]
    assert overall["ppv"] == 4 / 7


def test_an_undefined_rate_is_named_and_leaves_no_gap():
    table = group_table(OUTCOMES, DECISIONS, GROUPS)
    assert undefined(table) == {("b", "fnr"): "nobody has outcome 1", ("b", "tpr"): "nobody has outcome 1"}
    differences = gaps(table)
    assert np.isnan(differences["fnr"]) and np.isnan(differences["tpr"])
    assert differences["fpr"] == pytest.approx(2 / 3 - 1 / 4)


@pytest.mark.parametrize("decision", [0, 1])
def test_a_constant_decision_leaves_one_predictive_value_undefined(decision):
    table = group_table([0, 1], [decision, decision], ["a", "a"])
    name, reason = (("ppv", "nobody is selected"), ("npv", "all are selected"))[decision]
    assert undefined(table) == {("a", name): reason}


@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_rates_agree_with_fairlearn_where_they_are_defined(people):
    outcomes, decisions, groups = people
    table = group_table(outcomes, decisions, groups)
    theirs = {
        "fpr": fairlearn_metrics.false_positive_rate,
        "fnr": fairlearn_metrics.false_negative_rate,
        "tpr": fairlearn_metrics.true_positive_rate,
        "tnr": fairlearn_metrics.true_negative_rate,
        "selection_rate": fairlearn_metrics.selection_rate,
        "ppv": lambda y, d: precision_score(y, d, zero_division=0),
    }
    for group in np.unique(groups):
        for name, metric in theirs.items():
            if not np.isnan(table.loc[group, name]):
                here = groups == group
                assert table.loc[group, name] == pytest.approx(metric(outcomes[here], decisions[here])), name


@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_a_table_depends_on_neither_the_order_nor_the_names(people, random):
    outcomes, decisions, groups = people
    order = random.sample(range(len(groups)), len(groups))
    table = group_table(outcomes, decisions, groups)
    pd.testing.assert_frame_equal(table, group_table(outcomes[order], decisions[order], groups[order]))
    renamed = group_table(outcomes, decisions, np.array([{"a": 9, "b": 7, "c": 8}[group] for group in groups]))
    expected = table.rename({"a": 9, "b": 7, "c": 8}).sort_index()
    np.testing.assert_array_equal(renamed.to_numpy(), expected.to_numpy())
    assert renamed.index.tolist() == expected.index.tolist()


@given(COUNTS)
def test_rates_follow_from_counts(counts):
    n = sum(counts.values())
    values = {name: float(rate(counts, name)) for name in RATES}
    assert all(np.isnan(value) or 0 <= value <= 1 for value in values.values())
    assert all(np.isnan(values[name]) == (sum(counts[cell] for cell in RATES[name].whole) == 0) for name in RATES)
    for one, other in (("fpr", "tnr"), ("fnr", "tpr")):
        assert np.isnan(values[one]) or values[one] + values[other] == pytest.approx(1)
    if n:
        assert values["base_rate"] * n == pytest.approx(counts["fn"] + counts["tp"])
        assert values["accuracy"] * n == pytest.approx(counts["tn"] + counts["tp"])


@given(COUNTS)
def test_the_false_positive_rate_is_implied_by_the_others(counts):
    values = {name: float(rate(counts, name)) for name in RATES}
    if counts["tp"] and counts["tn"] + counts["fp"]:
        implied = implied_fpr(values["base_rate"], ppv=values["ppv"], fnr=values["fnr"])
        assert implied == pytest.approx(values["fpr"])


def test_unequal_base_rates_force_unequal_false_positive_rates():
    np.testing.assert_allclose(implied_fpr([0.5, 0.25], ppv=0.5, fnr=0.2), [0.8, 0.8 / 3])


def test_an_unknown_rate_is_an_error():
    with pytest.raises(ValueError, match="name: got 'recall', expected one of base_rate"):
        rate(dict.fromkeys(CELLS, 1), "recall")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0.0, 0.5, 0.5), "base_rate: got"),
        ((1.0, 0.5, 0.5), "base_rate: got"),
        ((0.5, 0.0, 0.5), "ppv, fnr: got"),
        ((0.5, 0.5, 1.5), "ppv, fnr: got"),
        ((0.5, np.nan, 0.5), "ppv, fnr: got"),
    ],
)
def test_implied_rates_want_shares(values, words):
    base_rate, ppv, fnr = values
    with pytest.raises(ValueError, match=words):
        implied_fpr(base_rate, ppv=ppv, fnr=fnr)


@pytest.mark.parametrize(
    ("outcomes", "decisions", "groups", "words"),
    [
        ([], [], [], r"outcomes: got shape \(0,\), expected \(N,\) with N ≥ 1"),
        ([[0, 1]], [0], ["a"], r"outcomes: got shape \(1, 2\)"),
        ([0, 2], [0, 1], ["a", "b"], "outcomes: got 2, expected only 0 and 1"),
        ([0, 1], [0, np.nan], ["a", "b"], "decisions: got nan, expected only 0 and 1"),
        ([0, 1], [0], ["a", "b"], "decisions: got 1, expected one for each of 2 outcomes"),
        ([0, 1], [0, 1], ["a"], r"groups: got shape \(1,\), expected one for each of 2 people"),
        ([0, 1], [0, 1], np.array(["a", None], object), "groups: got None, expected a name for everyone"),
        ([0, 1], [0, 1], [1.0, np.nan], "groups: got nan, expected a name for everyone"),
    ],
)
def test_wrong_people_are_an_error(outcomes, decisions, groups, words):
    with pytest.raises(ValueError, match=words):
        group_table(outcomes, decisions, groups)
