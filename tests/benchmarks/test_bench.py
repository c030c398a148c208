"""The harness with clocks and runs that are made up: turns, medians, ratios, verdicts, what is written, how it ends."""

import gc
import json
from contextlib import nullcontext
from itertools import cycle

import pytest

from benchmarks.__main__ import main
from benchmarks.frames import LIMIT_MS, Frames, frames
from benchmarks.record import write_record
from benchmarks.rows import Case, compared, rate, write
from benchmarks.timing import medians

FIELDS = ["name", "ours_ms", "peer", "peer_ms", "ratio", "bound", "ok"]


class Watch:
    """A clock that runs only while something is done, and a list of what was done."""

    def __init__(self):
        self.now, self.done = 0.0, []

    def __call__(self):
        return self.now

    def run(self, name, *lasting):
        durations = cycle(lasting)

        def work():
            self.done.append(name)
            self.now += next(durations)

        return work


def faked(monkeypatch, **times):
    """Cases whose runs are their own times."""
    monkeypatch.setattr("benchmarks.rows.medians", lambda runs, **_: [run() for run in runs])
    return lambda: [
        Case(name, lambda ours=ours: ours, 2, "limit", lambda theirs=theirs: theirs)
        for name, (ours, theirs) in times.items()
    ]


def test_runs_take_turns_and_every_other_round_goes_backwards():
    watch = Watch()
    medians([watch.run("a", 1), watch.run("b", 1)], seconds=0, least=3, warm_up=2, clock=watch)
    assert "".join(watch.done) == "aabb" + "ab" + "ba" + "ab"


def test_the_median_leaves_out_the_warm_up_and_what_disturbed():
    watch = Watch()
    slow_first = watch.run("a", 100, 1, 2, 60, 3, 4)
    assert medians([slow_first, watch.run("b", 5)], seconds=0, least=5, warm_up=1, clock=watch) == [3, 5]


@pytest.mark.parametrize(("seconds", "rounds"), [(0, 2), (9, 3), (13, 5), (1e9, 6)])
def test_time_is_used_between_the_least_and_the_most_rounds(seconds, rounds):
    watch = Watch()
    medians([watch.run("a", 1), watch.run("b", 2)], seconds=seconds, least=2, most=6, warm_up=0, clock=watch)
    assert watch.done.count("a") == watch.done.count("b") == rounds


def test_garbage_is_not_collected_while_the_clock_runs_and_is_again_afterwards():
    def fails():
        raise RuntimeError(str(gc.isenabled()))

    enabled = []
    medians([lambda: enabled.append(gc.isenabled())], seconds=0, least=2, warm_up=0)
    assert enabled == [False, False]
    with pytest.raises(RuntimeError, match="False"):
        medians([fails], seconds=0, warm_up=0)
    assert gc.isenabled() and gc.get_freeze_count() == 0


@pytest.mark.parametrize(("theirs", "ratio", "ok"), [(0.02, 2.0, True), (0.0199, 1.99, False), (0.05, 5.0, True)])
def test_a_ratio_is_the_peers_time_by_ours(theirs, ratio, ok):
    row = compared("x", 0.01, "limit", theirs, bound=2)
    assert (row.ours_ms, row.peer_ms, row.ratio, row.ok) == (10, pytest.approx(theirs * 1000), ratio, ok)


@pytest.mark.parametrize(("seconds", "ok"), [(0.01, True), (0.0101, False)])
def test_a_rate_has_no_peer(seconds, ok):
    row = rate("x", seconds, bound=100)
    assert (row.ours_ms, row.peer, row.peer_ms, row.ratio, row.ok) == (seconds * 1000, None, None, None, ok)


def test_a_case_is_measured_in_turns_with_its_peer_or_alone(monkeypatch):
    monkeypatch.setattr("benchmarks.rows.medians", lambda runs, *, seconds: [run() * seconds for run in runs])
    against = Case("cam.toy", lambda: 1, 3, "tf-keras-vis", lambda: 4).measured(seconds=2)
    assert (against.name, against.ours_ms, against.peer_ms, against.ratio) == ("cam.toy.tf_keras_vis", 2000, 8000, 4)
    alone = Case("scenes", lambda: 1, 9, units=20).measured(seconds=2)
    assert (alone.name, alone.ours_ms, alone.peer, alone.ok) == ("scenes", 100, None, True)


@pytest.mark.parametrize(("typical", "ok"), [(3.0, True), (LIMIT_MS, True), (16.5, False)])
def test_a_figure_is_held_to_the_frames_of_a_second(monkeypatch, typical, ok):
    monkeypatch.setattr("benchmarks.frames.chromium", lambda program: nullcontext(program))
    monkeypatch.setattr("benchmarks.frames.find_chromium", lambda: "a browser")
    shown = []
    monkeypatch.setattr("benchmarks.frames.milliseconds", lambda *some: shown.append(some) or [1, typical, 90])
    row = Frames("frames.toy", lambda: "a figure").measured(seconds=6)
    assert shown == [("a figure", "a browser")]
    assert (row.name, row.ours_ms, row.peer, row.bound, row.ok) == ("frames.toy", typical, None, 62.5, ok)


def test_no_figure_is_built_before_it_is_measured_and_none_without_a_browser(monkeypatch, capsys):
    monkeypatch.setattr("benchmarks.frames.Market", lambda: pytest.fail("built too soon"))
    monkeypatch.setattr("benchmarks.frames.find_chromium", lambda: "a browser")
    assert [each.name for each in frames()] == ["frames.threshold_explorer", "frames.frontier_explorer"]
    monkeypatch.setattr("benchmarks.frames.find_chromium", lambda: None)
    assert list(frames()) == [] and "Chromium is not installed" in capsys.readouterr().err


def test_a_line_says_what_was_reached_and_what_was_wanted():
    assert "✗ cam" in (line := compared("cam", 0.01, "limit", 0.005, bound=0.87).line())
    assert "10.00 ms" in line and "5.00 ms" in line and "0.50 × limit, at least 0.87 ×" in line
    assert "50 /s, at least 40 /s" in rate("scenes", 0.02, bound=40).line()


def test_the_report_is_a_list_of_rows(tmp_path):
    path = tmp_path / "report" / "bench.json"
    write(path, [compared("x", 0.01, "limit", 0.02, bound=2), rate("y", 0.02, bound=100)])
    first, second = json.loads(path.read_text())
    assert list(first) == list(second) == FIELDS
    assert list(second.values()) == ["y", 20.0, None, None, None, 100, False]


def test_a_run_that_reaches_every_bar_ends_well(tmp_path, monkeypatch, capsys):
    path = tmp_path / "bench.json"
    assert main([], faked(monkeypatch, fast=(1, 2), faster=(1, 3)), report=path) == 0
    assert [row["name"] for row in json.loads(path.read_text())] == ["fast.limit", "faster.limit"]
    assert "2 rows, 0 below the bar" in capsys.readouterr().out


def test_a_missed_bar_ends_the_run_and_is_named_but_written_all_the_same(tmp_path, monkeypatch, capsys):
    path = tmp_path / "bench.json"
    assert main([], faked(monkeypatch, fast=(1, 2), slow=(2, 3)), report=path) == 1
    assert [row["ok"] for row in json.loads(path.read_text())] == [True, False]
    assert "✗ slow.limit: 1.50 × limit, expected 2 ×" in capsys.readouterr().out


def test_some_rows_can_be_run_and_then_nothing_is_written(tmp_path, monkeypatch, capsys):
    path, cases = tmp_path / "bench.json", faked(monkeypatch, fast=(1, 2), slow=(2, 3))
    assert main(["--only", "fast"], cases, report=path) == 0
    assert main(["--only", "absent"], cases, report=path) == 1
    assert "no row's name contains 'absent'" in capsys.readouterr().out
    assert not path.exists()


def test_a_part_cannot_be_recorded(monkeypatch, capsys):
    with pytest.raises(SystemExit):
        main(["--only", "fast", "--record"], faked(monkeypatch, fast=(1, 2)))
    assert "--record" in capsys.readouterr().err


def test_a_record_says_how_it_was_made_and_on_what_kind_of_machine(tmp_path):
    path = tmp_path / "bench.json"
    write_record([rate("y", 0.02, bound=10)], seed=3, duration_s=61.4, path=path, peers=["pytest"])
    made = json.loads(path.read_text())
    assert made["command"] == "make bench ARGS=--record" and made["seed"] == 3 and made["duration_s"] == 61
    assert {"python", "keras", "numpy", "pytest"} <= made["versions"].keys()
    assert " cores, " in made["machine"] and len(made["date"]) == len("2026-01-01")
    assert [list(row) for row in made["rows"]] == [FIELDS]
