"""The recorded run on transfer: no method studied twice, the chosen is what reports, and the shipped table is whole."""

from dataclasses import replace

import numpy as np
import pytest

from lib.experiments.transfer import learning, study
from lib.experiments.transfer.learning import Recipe
from lib.experiments.transfer.results import methods_of
from lib.experiments.transfer.study import CHOOSING, REPORTING, SAME_PLAN_SIZES, TRIED, Case, reporting_cases
from lib.experiments.transfer.tasks import SIZES, TASKS
from lib.models.archive import read_archive, read_record
from lib.training import transfer

CASE = Case(
    stage="report",
    task="faces",
    method="tuned",
    start="block7",
    recipe=Recipe(rate=1e-3, steps=1),
    each=2,
    seeds=(0, 1),
)


@pytest.fixture
def learned(monkeypatch):
    """Return the cases that are studied from now on; the first draw is right in half of the images, the last in all."""
    cases = []

    def told(case):
        cases.append(case)
        return np.linspace(0.5, 1, len(case.seeds)), np.full(len(case.seeds), 2.0)

    monkeypatch.setattr(transfer, "study", told)
    return cases


def test_a_stopped_run_goes_on_and_another_setting_is_studied_anew(learned, tmp_path):
    other = replace(CASE, each=5)
    for cases in ([CASE], [CASE, other], [CASE, other, replace(CASE, recipe=Recipe(rate=1e-3, steps=2))]):
        found = transfer.run(cases, folder=tmp_path, title="")
    assert len(learned) == len(found) == 3
    assert found[CASE] == ([0.5, 1.0], [2.0, 2.0])


@pytest.mark.usefixtures("learned")
def test_arrays_have_a_row_for_each_size_and_hold_only_what_reports(tmp_path):
    cases = [replace(CASE, each=each) for each in SIZES] + [replace(CASE, stage="choose")]
    arrays = transfer.arranged(transfer.run(cases, folder=tmp_path, title=""))
    assert arrays.keys() == {"faces tuned block7", "faces tuned block7 seconds"}
    assert arrays["faces tuned block7"].shape == (5, 2)


def test_what_is_tried_is_told_and_the_best_is_chosen(learned, tmp_path, monkeypatch):
    cases = study.choosing_cases("faces")
    good = next(case for case in cases if case.method == "tuned" and case.start == "block6")
    monkeypatch.setattr(
        transfer,
        "study",
        lambda case: (np.full(len(case.seeds), 0.9 if case == good else 0.5), np.ones(len(case.seeds))),
    )
    found = transfer.run(cases, folder=tmp_path, title="")
    assert transfer.chosen(found)["tuned"]["start"] == "block6"
    assert len(transfer.tried(found)) == len(cases) and not learned


def test_without_the_large_networks_weights_its_part_stays_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("EDITION", raising=False)
    assert transfer.probed_large("faces", folder=tmp_path / "kept") is None
    assert "needs the file" in capsys.readouterr().out


def test_the_shipped_table_is_whole_and_its_record_says_how_it_was_made():
    arrays, record = read_archive("transfer"), read_record("transfer")
    assert {"command", "seed", "versions", "machine", "duration_s", "data", "tried"} <= record.keys()
    assert record["sizes"] == list(SIZES)
    assert record["draws"] == {"choose": list(CHOOSING), "report": list(REPORTING)}
    for task in TASKS:
        methods = methods_of(arrays, task)
        assert {case.name for case in reporting_cases(task)} <= methods.keys()
        for name, right in methods.items():
            sizes = SAME_PLAN_SIZES if name == "scratch booknet" else SIZES
            assert right.shape == (len(sizes), len(REPORTING)), name
            assert ((right >= 0) & (right <= 1)).all()
        assert (arrays[f"{task} tuned {learning.TUNED_FROM} seconds"] > 0).all()


def test_what_reports_is_what_was_chosen():
    record = read_record("transfer")
    methods = {
        "scratch": (learning.SCRATCH_NETWORK, learning.SCRATCH),
        "tuned": (learning.TUNED_FROM, learning.TUNED),
    }
    for method, (start, recipe) in methods.items():
        told = record["chosen"][method]
        assert (told["start"], told["rate"], told["steps"], told["batch"]) == (start, *vars(recipe).values())
        assert recipe in TRIED[method, start]
        means = {}
        for row in record["tried"]:
            if row["method"] == method:
                means.setdefault((row["start"], row["rate"], row["steps"]), []).append(row["accuracy"])
        best = max(means, key=lambda key: np.mean(means[key]))
        assert best == (start, recipe.rate, recipe.steps)
