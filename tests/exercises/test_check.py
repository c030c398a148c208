"""`check`: what is right in any form, what is wrong with a hint of its own, and that it raises nothing."""

import math
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from lib.exercises import check
from lib.exercises.chapters import heatmaps
from lib.exercises.checking import exercise_of
from lib.exercises.exercise import Slip, of_function, of_value
from lib.exercises.reading import AgainError, EmptyError, is_empty
from lib.exercises.result import Result


def test_every_usual_slip_gets_its_own_hint(exercise):
    assert exercise.slips
    for slip in exercise.slips:
        result = check(exercise.label, slip.answer)
        assert result.verdict == "again" and slip.hint in result.words, (slip.hint, result)


def test_a_hint_never_gives_the_answer_away():
    for label, right in {"ex-compas-rate": 0.2, "ex-business-margin": 0.8875}.items():
        assert check(label, right).verdict == "right"
        for answer in [*(slip.answer for slip in exercise_of(label).slips), 123.0, -right]:
            assert f"{right}" not in check(label, answer).words


class Hostile:
    """Answers every question with an error."""

    def __array__(self, *arguments, **options):
        raise RuntimeError("no array")

    def __repr__(self):
        raise RuntimeError("no words")

    __eq__ = __bool__ = __len__ = __iter__ = __float__ = __repr__
    __hash__ = None


def endless(*arguments):
    return endless(*arguments)


def spoils(*arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = 0
    return arguments[0]


ODD = {
    "None": None,
    "text": "0.5",
    "bytes": b"1",
    "nothing": [],
    "mapping": {"a": 1},
    "set": {1, 2},
    "infinity": math.inf,
    "nan": math.nan,
    "complex": 1j,
    "complex array": np.ones(2, complex),
    "huge": 10**400,
    "ragged": [[1, 2], [3]],
    "words": np.array(["a", "b"]),
    "dates": np.array(["2020-01-01"], "datetime64[D]"),
    "large array": np.zeros((50, 60, 3)),
    "object": object(),
    "hostile": Hostile(),
    "class": Hostile,
    "generator": (number for number in range(3)),
    "frame": pd.DataFrame({"a": ["x", "y"]}),
    "no arguments": lambda: 1,
    "division": lambda *_: 1 / 0,
    "returns None": lambda *_: None,
    "returns text": lambda *_: "much",
    "returns nan": lambda *_: math.nan,
    "returns a function": lambda *_: endless,
    "returns a hostile thing": lambda *_: Hostile(),
    "returns another shape": lambda *_: np.zeros((2, 2, 2, 2)),
    "endless": endless,
    "leaves": lambda *_: sys.exit("enough"),
    "spoils": spoils,
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_the_answer_is_there_is_a_kind_word_and_no_error(name):
    for label in (
        "ex-compas-rate",
        "ex-network-kernel",
        "ex-network-map",
        "ex-heatmaps-weights",
        "ex-content-direction",
    ):
        result = check(label, ODD[name])
        assert result.verdict == "again" and len(result.words) > 20
        assert repr(result) and result._repr_html_()


def test_a_function_cannot_spoil_the_inputs_of_the_next_answer():
    check("ex-heatmaps-weights", spoils)
    assert check("ex-heatmaps-weights", heatmaps.evidence).verdict == "right"


@pytest.mark.parametrize(
    "answer", [0.2, np.float32(0.2), np.array(0.2), np.array([0.2]), [0.2], Decimal("0.2"), Fraction(1, 5), 0.2004]
)
def test_equal_numbers_of_any_kind_are_right(answer):
    assert check("ex-compas-rate", answer).verdict == "right"


@pytest.mark.parametrize("form", [list, tuple, pd.Series, np.float32, lambda values: values.tolist()])
def test_equal_arrays_of_any_kind_are_right(form):
    def direction(codes, worn):
        return form(codes[worn].mean(axis=0) - codes[~worn].mean(axis=0))

    assert check("ex-content-direction", direction).verdict == "right"


def test_per_cent_are_recognised():
    assert "per cent" in check("ex-compas-rate", 20).words


def test_the_shape_that_is_asked_for_is_named():
    assert "single number" in check("ex-true-overlap", lambda *_: [0.1, 0.2]).words
    assert "(4,)" in check("ex-content-direction", lambda codes, _: codes[0, :2]).words


def test_a_hint_shows_what_the_function_does_on_the_first_trial_it_fails():
    words = check("ex-network-map", lambda pixels, *_: 222 if pixels == 224 else 11).words
    assert "pixels = 96, kernel = 5, padding = 2, stride = 2" in words and "returns 11," in words and "222" not in words


def test_an_error_in_the_function_is_told_with_its_inputs():
    words = check("ex-network-map", lambda pixels, _, padding, __: pixels / padding).words
    assert "ZeroDivisionError" in words and "padding = 0" in words


def test_a_value_handed_over_for_a_function_and_the_other_way_round():
    assert "without brackets" in check("ex-network-map", 222).words
    assert "Call it" in check("ex-compas-rate", lambda: 0.2).words


@pytest.mark.parametrize("answer", [..., (..., 1), [1, ...], {"a": ...}, np.array([..., 1], object)])
def test_dots_anywhere_in_an_answer_mean_that_it_is_not_filled_in(answer):
    assert is_empty(answer)
    assert check("ex-compas-rate", answer).verdict == "empty"
    assert check("ex-network-map", lambda *_: answer).verdict == "empty"


def test_a_function_that_trips_over_its_dots_is_not_filled_in():
    assert check("ex-network-map", lambda pixels, *_: pixels + ...).verdict == "empty"


@pytest.mark.parametrize(
    "label", ["ex-network-nothing", "ex-nowhere-map", "ex-network", "network", "", None, 3, "ex-os-path"]
)
def test_an_unknown_label_is_an_error_of_the_chapter(label):
    with pytest.raises(ValueError, match="label: got"):
        check(label, ...)


def test_a_note_is_safe_markup():
    note = Result("again", "`a < b` & <script>")._repr_html_()
    assert "<code>a &lt; b</code> &amp; &lt;script&gt;" in note and 'class="check-note check-again"' in note
    assert repr(Result("right", "Good.")) == "✓ Right. Good."


def test_small_and_negative_numbers_are_compared_by_their_size():
    exercise = of_value("ex-a-b", -1e-7, why="", slips=[], otherwise="no", within=0.01)
    exercise.judge(-1.005e-7)
    for wrong in (0, 1e-7, -1.1e-7):
        with pytest.raises(AgainError):
            exercise.judge(wrong)


def test_a_slip_is_told_before_the_shape():
    exercise = of_function(
        "ex-a-b", lambda values: values.mean(axis=0), on=[(np.eye(3) + 1,)], why="", otherwise="no",
        slips=[Slip(lambda values: values, "not averaged")],
    )  # fmt: skip
    with pytest.raises(AgainError, match="not averaged"):
        exercise.judge(lambda values: values)
    with pytest.raises(AgainError, match="shape"):
        exercise.judge(lambda values: values[:2])
    with pytest.raises(EmptyError):
        exercise.judge(lambda _: ...)
