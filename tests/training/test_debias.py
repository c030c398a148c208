"""The recorded run on debiasing: no detector twice, none trained again, and what is read is what was measured."""

from dataclasses import replace

import numpy as np
import pytest

from lib.experiments.debias_table import as_table
from lib.experiments.debiasing import (
    CHOOSING,
    MAPPED,
    MORE,
    REPORTING,
    Case,
    Row,
    choose,
    choosing_cases,
    map_cases,
    more_cases,
    reporting_cases,
)
from lib.experiments.detection import Found, Recipe
from lib.models.archive import read_archive, read_record
from lib.training import debias

TONES = np.linspace(0.1, 1, 10, dtype=np.float32)


def row(name, gap=0.0):
    """Return a row whose dark faces are found less often by `gap`."""
    recall = np.where(np.arange(1, 11) >= 8, 0.9 - gap, 0.9).astype(np.float32)
    return Row(name, Found(recall, TONES / 2, TONES / 3, TONES / 4, 0.2, 0.9, 0.8), 0.5, 0.25)


@pytest.fixture
def trained(monkeypatch):
    """Return the cases that are trained from now on; none with 0.4 of gap, all else with what its rule's α is."""
    cases = []

    def told(case):
        cases.append(case)
        return [row(case.name, 0.4 if case.condition == "none" else case.recipe.alpha)]

    monkeypatch.setattr(debias, "study", told)
    monkeypatch.setattr(debias, "draw_apart", lambda case: None)  # noqa: ARG005
    return cases


def test_seeds_that_choose_do_not_report_and_the_map_has_its_own():
    assert not {*CHOOSING} & {*REPORTING, *MORE} and not {*MAPPED} & {*CHOOSING, *REPORTING, *MORE}
    every = [*choosing_cases(), *reporting_cases(Recipe()), *map_cases(Recipe()), *more_cases(Recipe())]
    assert len({repr(case) for case in every}) == len(every)


def test_the_run_chooses_before_it_reports_and_goes_on_where_it_stopped(trained, tmp_path):
    rows, chosen, _ = debias.run_all(tmp_path)
    assert (chosen.alpha, chosen.top) == (0.001, None)
    assert {case.recipe.alpha for case, _ in rows if case.stage == "map"} == {0.001}
    later = [cases(chosen) for cases in (reporting_cases, map_cases, more_cases)]
    count = len(trained)
    assert count == len(rows) == len(choosing_cases()) + sum(map(len, later))
    debias.run_all(tmp_path)
    assert len(trained) == count


def test_what_is_kept_of_another_setting_does_not_count(trained, tmp_path):
    case = Case(stage="report", name="none", condition="none", seed=3, recipe=Recipe())
    for one in (case, replace(case, recipe=Recipe(steps=80)), replace(case, dark=0.1), case):
        debias.studied(one, folder=tmp_path)
    assert len(trained) == 3


def test_what_is_read_again_is_what_was_measured(trained, tmp_path):
    case = Case(stage="report", name="none", condition="none", seed=3, recipe=Recipe())
    (first,), _ = debias.studied(case, folder=tmp_path)
    (again,), _ = debias.studied(case, folder=tmp_path)
    assert len(trained) == 1 and again.name == "none"
    for field in Found._fields:
        np.testing.assert_allclose(getattr(again.found, field), getattr(row("none", 0.4).found, field), rtol=1e-6)
        np.testing.assert_array_equal(getattr(again.found, field), getattr(first.found, field))
    assert (again.effective, again.dark_weight) == (0.5, 0.25)


def test_the_shipped_run_is_whole_and_its_record_says_how_it_was_made():
    arrays, record = read_archive("debias"), read_record("debias")
    assert {"command", "seed", "versions", "machine", "duration_s", "data"} <= record.keys()
    table = as_table(arrays, record["rows"])
    chosen = choose(table)
    assert record["chosen"] == {"rule": chosen.rule, "alpha": chosen.alpha, "top": chosen.top}
    assert (chosen.rule, chosen.alpha, chosen.top) == (Recipe.rule, Recipe.alpha, Recipe.top)
    later = [cases(chosen) for cases in (reporting_cases, map_cases, more_cases)]
    # A detector without resampling that reports has a second row: the same with a threshold for each tone.
    assert len(table) == len(choosing_cases()) + sum(map(len, later)) + len({*REPORTING, *MORE})
    assert arrays["recall"].shape == (len(table), 10)
