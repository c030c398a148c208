"""The figure of an effect by its cause: what it says, by hand."""

import gzip
import re

import numpy as np
import pytest

from lib.widgets.cause_explorer import CauseExplorer
from tests.widgets.cause_toys import bars, bars_run, lines


def test_a_setting_is_told_in_a_sentence_with_its_gap():
    figure = bars()
    assert figure.levels == ["0%", "25%", "50%", "75%", "100%"]
    assert figure.shown["words"] == "With 0% friends, the south is found 0 points less often."
    figure.level = 2
    assert figure.shown["words"] == "With 50% friends, the south is found 22 points less often."
    assert figure.shown["told"] == "22 points"


def test_bars_are_those_of_the_first_run():
    figure = bars(level=4)
    assert figure.names == ["In the set", "Found"] and figure.groups == ["north", "south"]
    assert figure.shown["values"] == [[0.74, 0.26], [0.9, 0.46]]
    assert figure.ends == []


def test_lines_may_look_alike():
    figure = lines()
    assert figure.names == ["one", "others"] and figure.groups == []
    assert figure.shown["values"] == [[[0.5, 0.375, 0.25]], [[0.5, 0.625, 0.75], [0.25, 0.188, 0.125]]]
    assert figure.shown["words"] == "After a head start of 0.5, 25% is lost."


def test_the_curve_holds_mean_lowest_and_highest_run_between_round_numbers():
    figure = bars()
    assert figure.scale == {"low": "0", "high": "50"}  # the highest of all runs is 46 points
    np.testing.assert_allclose(figure.curve["low"], np.linspace(0, 0.44, 5) / 0.5, atol=5e-4)
    np.testing.assert_allclose(figure.curve["mean"], np.linspace(0.01, 0.45, 5) / 0.5, atol=5e-4)
    np.testing.assert_allclose(figure.curve["high"], np.linspace(0.02, 0.46, 5) / 0.5, atol=5e-4)
    assert figure.note.endswith("mean, lowest and highest of 3 runs.")
    figure.level = 4
    assert figure.shown["height"] == figure.curve["low"][4]


def test_an_effect_that_turns_round_has_room_below_none():
    figure = lines(level=0)
    assert figure.scale == {"low": "−25", "high": "80"}
    assert figure.shown["told"] == "−25%" and figure.shown["height"] == 0


def test_what_rounds_to_none_has_no_sign_and_no_room():
    gaps = np.array([[-0.004], [0.5]])
    said = {"label": "x", "knob": "x", "effect": "x", "sentence": "{gap}"}
    figure = CauseExplorer(np.array([0.0, 1.0]), gaps, {"row": np.full((2, 2), 0.5)}, **said)
    assert figure.scale["low"] == "0" and figure.shown["words"] == "0 points"


def test_in_a_kernel_every_move_is_another_run():
    figure = bars(live=True)
    figure.level = 2
    told = [figure.shown["told"]]
    for level in (1, 2):
        figure.level = level
    assert [*told, figure.shown["told"]] == ["25 points", "27 points"]  # with the seeds 3 and 5
    assert figure.shown["values"][1] == [0.9, 0.63]
    assert figure.state(2)["told"] == "22 points"


def test_it_is_small_and_asks_for_nothing():
    for figure in (bars(), lines()):
        page = figure.page()
        assert len(gzip.compress(page.encode())) <= 9_000
        assert "<noscript>" in page and f"<p>{figure.shown['words']}</p>" in page
        assert not re.search(r"^import |import\(|https?://|fetch\(", figure._esm + figure._css, re.MULTILINE)


def parts() -> dict:
    return {
        "causes": np.array([0.0, 1.0]),
        "gaps": np.zeros((2, 3)),
        "pictures": {"row": np.full((2, 2), 0.5)},
    }


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"causes": np.array([1.0, 0.0])}, "causes: got .*, expected at least two numbers that rise"),
        ({"causes": np.zeros((2, 1))}, r"causes: got shape \(2, 1\), expected \(K\)"),
        ({"gaps": np.zeros(2)}, r"gaps: got shape \(2,\), expected \(2, seeds\)"),
        ({"pictures": {}}, "pictures: got 0, expected at least one"),
        ({"pictures": {"row": np.zeros((2, 3))}}, r"pictures\['row'\]: got shape \(2, 3\), expected \(2, 2\)"),
        (
            {"pictures": {"row": np.full((2, 2), 1.5)}},
            r"pictures\['row'\]: got 1.5 to 1.5, expected values in \[0, 1\]",
        ),
        ({"pictures": {"row": np.zeros(2)}, "ends": ("a", "b")}, r"pictures\['row'\]: got shape \(2,\)"),
        ({"pictures": dict.fromkeys("abcd", np.zeros((2, 5))), "ends": ("a", "b")}, "of lines at most 3"),
        ({"groups": ("all",)}, "groups, ends: got .*, expected two groups"),
        ({"ends": ("first",)}, "groups, ends: got .*, expected two groups, or the two ends of lines"),
        ({"level": 2}, "level: got 2, expected the number of one of 2 causes"),
    ],
)
def test_parts_that_do_not_belong_together_are_named(changed, message):
    with pytest.raises(ValueError, match=message):
        CauseExplorer(**parts() | changed, label="x", knob="x", effect="x", sentence="{gap}")


def test_the_toys_run_as_they_say():
    assert bars_run(0.5, 3) == (0.25, {"In the set": [0.62, 0.38], "Found": [0.9, pytest.approx(0.65)]})
