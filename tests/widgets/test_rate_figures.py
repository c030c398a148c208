"""The two figures about rates of two groups: what they say, by hand."""

import gzip
import re

import numpy as np
import pandas as pd
import pytest

from lib.data.compas import load_counts, people
from lib.fairness.tables import group_table
from lib.widgets.frontier_explorer import FrontierExplorer
from lib.widgets.threshold_explorer import ThresholdExplorer, words
from tests.widgets.rate_toys import frontier, judged, thresholds


def test_the_counts_of_both_groups_lie_between_the_cuts():
    figure = thresholds()
    assert figure.groups == ["north", "south"]
    assert figure.cuts == ["from 1", "from 2", "from 3", "from 4", "nobody"]
    assert figure.people == [
        {"without": [3, 1, 0, 1], "having": [0, 1, 2, 2]},
        {"without": [2, 2, 2, 0], "having": [1, 1, 1, 1]},
    ]
    assert (figure.first, figure.second) == (2, 2)


def test_the_table_follows_the_sliders():
    figure = thresholds()
    figure.first, figure.second = 1, 3
    table = figure.table()
    assert table["threshold"].tolist() == ["from 2", "from 4"]
    assert table[["tn", "fp", "fn", "tp"]].to_numpy().tolist() == [[3, 2, 0, 5], [6, 0, 3, 1]]
    assert table["fpr"].tolist() == [0.4, 0] and table["fnr"].tolist() == [0, 0.75]
    assert table["ppv"].tolist() == [5 / 7, 1] and table["selection_rate"].tolist() == [0.7, 0.1]


def test_the_table_agrees_with_the_books_own_at_any_thresholds():
    figure, frame = thresholds(), judged()
    for cut in (1, 2, 3, 4):
        figure.first = figure.second = cut - 1
        book = group_table(frame["outcome"], frame["score"] >= cut, frame["group"])
        pd.testing.assert_frame_equal(figure.table()[list(book.columns[1:5])], book[["tn", "fp", "fn", "tp"]])
        np.testing.assert_allclose(figure.table()["ppv"], book["ppv"])


def test_the_sentence_names_thresholds_rates_and_what_agrees():
    figure = thresholds()
    assert figure.shown["words"] == (
        "north from 3, south from 3: false positive rate (FPR) 20% and 33%; false negative rate (FNR) 20% and 50%; "
        "positive predictive value (PPV) 80% and 50%; selection rate 50% and 40%. "
        "Within 2.5 points of each other: none."
    )
    assert words(figure.table(), near=0.11).endswith("Within 11 points of each other: selection rate.")
    figure.first = figure.second = 4
    said = words(figure.table(), near=0.025)
    assert "positive predictive value (PPV) undefined where nobody is selected; selection rate 0% and 0%" in said
    assert said.endswith("other: false positive rate (FPR), false negative rate (FNR), selection rate.")


def test_many_scores_are_shown_in_fiftieths():
    generator = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"score": generator.random(5000), "outcome": generator.integers(0, 2, 5000), "group": ["a", "b"] * 2500}
    )
    figure = ThresholdExplorer(frame, label="many", threshold=0.5)
    sizes = [np.add(group["without"], group["having"]).sum() for group in figure.people]
    assert len(figure.cuts) == 51 and sizes == [2500, 2500]
    places = np.add.reduce([np.add(group["without"], group["having"]) for group in figure.people])
    assert places.tolist() == [100] * 50
    assert figure.cuts[figure.first].startswith("from 0.5")
    assert figure.table()["selection_rate"].between(0.45, 0.55).all()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (judged().drop(columns="group"), "people: lacks group, expected the columns score, outcome, group"),
        (judged().assign(group="all"), "people: got 1 groups, expected two"),
        (judged().assign(outcome=2), "outcomes: got 2, expected only 0 and 1"),
        (judged().assign(score=np.nan), "scores: got nan, expected finite numbers"),
    ],
)
def test_other_people_are_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        ThresholdExplorer(changed, label="people")


def test_the_figures_of_the_book_are_small_and_ask_for_nothing():
    counts = load_counts()
    two = people(counts[counts["race"].isin(["African-American", "Caucasian"])])
    frame = pd.DataFrame({"score": two.deciles, "outcome": two.outcomes, "group": two.groups})
    for figure in (ThresholdExplorer(frame, label="small"), frontier(levels=21)):
        page = figure.page().encode()
        assert len(page) <= 60_000 and len(gzip.compress(page)) <= 15_000
        assert not re.search(r"^import |import\(|https?://|fetch\(", figure._esm + figure._css, re.MULTILINE)


def test_a_condition_is_told_in_money():
    figure = frontier()
    assert figure.shown["words"] == (
        "Demographic parity: both groups get loans equally often. Met exactly, it leaves the lender £80.00 per "
        "applicant. It costs £20.00 each, £20,000 for 1,000 applicants, 20.0% of the profit."
    )
    figure.notion, figure.level = 1, 2
    assert figure.shown["words"] == (
        "Equal opportunity: those who would repay get loans equally often in both groups. Met to within 10 points, it "
        "leaves the lender £99.50 per applicant. It costs £0.50 each, £500 for 1,000 applicants, 0.5% "
        "of the profit."
    )
    assert figure.shown["rates"] == [[0.5, 0.6], [0.7, 0.8], [0.2, 0.3], [0.9, 0.8]]
    assert figure.levels == ["0 points", "5 points", "10 points"]
    assert figure.notions == ["demographic parity", "equal opportunity"]


def test_the_chart_ends_below_the_lowest_and_above_the_highest_profit():
    figure = frontier()
    assert figure.ends == {"low": "80", "high": "100"}
    assert figure.limit == pytest.approx(20 / 21, abs=1e-4)
    assert figure.curves[0] == pytest.approx([0, 10 / 21, 15 / 21], abs=1e-4)


def parts() -> dict:
    rates = {name: np.full((2, 2), 0.5) for name in ("selection_rate", "tpr", "fpr", "ppv")}
    return {
        "tolerances": np.array([0.0, 0.1]),
        "profits": {"equal_opportunity": np.array([1.0, 2.0])},
        "rates": {"equal_opportunity": rates},
        "unconstrained": 3.0,
    }


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"tolerances": np.array([0.1, 0.0])}, "tolerances: got .*, expected at least two shares"),
        ({"tolerances": np.zeros((2, 2))}, r"tolerances: got shape \(2, 2\), expected \(K\)"),
        ({"profits": {}}, "profits, rates: got .*, expected the same of"),
        ({"profits": {"luck": np.zeros(2)}}, "profits, rates: got .*, expected the same of"),
        ({"profits": {"equal_opportunity": np.zeros(3)}}, r"profits\['equal_opportunity'\]: got shape"),
        ({"unconstrained": 1.5}, r"profits\['equal_opportunity'\]: got 2.0, more than 1.5 without a condition"),
        ({"rates": {"equal_opportunity": {}}}, r"rates\['equal_opportunity'\]: lacks selection_rate"),
        (
            {"rates": {"equal_opportunity": dict.fromkeys(("selection_rate", "tpr", "fpr", "ppv"), np.zeros(2))}},
            r"rates\['equal_opportunity'\]\['selection_rate'\]: got shape \(2,\), expected \(2, 2\)",
        ),
    ],
)
def test_frontiers_that_do_not_belong_together_are_named(changed, message):
    with pytest.raises(ValueError, match=message):
        FrontierExplorer(**parts() | changed, applicants=10, label="frontier")
