"""The recorded run on shortcuts: no network twice, none trained again, and arrays in the order of the levels."""

import json
from dataclasses import replace

import numpy as np
import pytest

from lib.experiments.shortcut import Found
from lib.models.archive import read_archive, read_record
from lib.training import shortcut
from lib.training.shortcut import LEVELS, REPORTED, Case, cases, describe, run, study

SMALL = Case(hint="ground", correlation=1.0, seed=1, scenes=60, epochs=1, measured=40)


@pytest.fixture
def learned(monkeypatch):
    """Return the seeds of the networks that are trained from now on."""
    seeds, learn = [], shortcut.learn

    def counted(scenes, *, seed, epochs):
        seeds.append(seed)
        return learn(scenes, seed=seed, epochs=epochs)

    monkeypatch.setattr(shortcut, "learn", counted)
    return seeds


def test_no_two_networks_share_a_seed_with_each_other_or_with_what_measures_them():
    every = [case for table in cases().values() for row in table for case in row]
    seeds = [case.seed for case in every]
    assert len(set(seeds)) == len(seeds) and min(seeds) >= 100 and REPORTED not in seeds
    assert len(cases()["ground"]) == len(cases()["stamp"]) == 21
    assert {len(row) for row in cases()["mended"]} == {5}


def test_levels_run_from_no_shortcut_to_a_total_one():
    for levels in LEVELS.values():
        assert levels[0] == 0 and levels[-1] == 1 and (np.diff(levels) > 0).all()


def test_a_stopped_run_goes_on_with_the_network_at_which_it_stopped(learned, tmp_path, monkeypatch):
    rows = {"ground": [[SMALL], [replace(SMALL, correlation=0.5, seed=2)], [replace(SMALL, correlation=0.0, seed=3)]]}
    examine = shortcut.examine

    def stopped_at_the_second(model, **options):
        if len(learned) == 2:
            raise KeyboardInterrupt
        return examine(model, **options)

    monkeypatch.setattr(shortcut, "examine", stopped_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run(rows, folder=tmp_path)
    monkeypatch.setattr(shortcut, "examine", examine)
    run(rows, folder=tmp_path)
    assert learned == [1, 2, 2, 3]


def test_what_is_kept_of_another_setting_does_not_count(learned, tmp_path):
    study(SMALL, folder=tmp_path)
    study(replace(SMALL, epochs=2), folder=tmp_path)
    assert learned == [1, 1]


def test_what_is_read_again_is_what_was_measured(tmp_path):
    first, again = (study(SMALL, folder=tmp_path) for _ in range(2))
    assert first.found == again.found and first.maps.dtype == np.float16 and first.maps.shape == (8, 12, 12)
    np.testing.assert_array_equal(first.maps, again.maps)


def test_the_arrays_have_a_row_for_each_level_and_a_column_for_each_network(monkeypatch, tmp_path):
    def told(case, *, folder):
        del folder
        return shortcut.Studied(Found(1.0, 1 - case.correlation, case.seed, 0.5), np.full((8, 12, 12), case.seed), 2.0)

    monkeypatch.setattr(shortcut, "study", told)
    table = [
        [replace(SMALL, correlation=level, seed=seed + place) for seed in (10, 20)]
        for place, level in enumerate((0.0, 0.5, 1.0))
    ]
    arrays, seconds = run({"ground": table}, folder=tmp_path)
    assert seconds == 12
    np.testing.assert_array_equal(arrays["ground_levels"], [0, 0.5, 1])
    np.testing.assert_array_equal(arrays["ground_heat"], [[10, 20], [11, 21], [12, 22]])
    np.testing.assert_array_equal(arrays["ground_accuracy_swapped"], [[1, 1], [0.5, 0.5], [0, 0]])
    np.testing.assert_array_equal(arrays["ground_maps"][:, 0, 0, 0], [10, 11, 12])


def test_the_shipped_run_is_whole_and_its_record_says_how_it_was_made():
    arrays, record = read_archive("shortcut"), read_record("shortcut")
    assert {"command", "seed", "versions", "machine", "duration_s", "data"} <= record.keys()
    for key, table in cases().items():
        shape = len(table), len(table[0])
        assert all(arrays[f"{key}_{name}"].shape == shape for name in Found._fields)
        assert arrays[f"{key}_maps"].shape == (len(table), 8, 12, 12)
    assert record["mended"] == json.loads(json.dumps(shortcut.MENDED))
    assert record["foretold"] == describe(arrays, seconds=0)["foretold"]
