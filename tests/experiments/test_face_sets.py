"""Sets of faces: as many of each tone as asked for, as bytes, and a larger share of dark faces on the same faces."""

import numpy as np
import pytest

from lib.data import kept
from lib.data.faces import render_faces
from lib.experiments.drawn import as_bytes
from lib.experiments.face_sets import (
    AUDIT,
    COMMON,
    DARK,
    EQUAL,
    LIGHT,
    TONES,
    VALIDATION,
    control_set,
    measuring_attributes,
    measuring_set,
    training_set,
)

SMALL = {"faces": 40, "others": 10}


@pytest.fixture(autouse=True)
def kept_elsewhere(monkeypatch, tmp_path_factory):
    monkeypatch.setattr(kept, "KEPT", tmp_path_factory.getbasetemp() / "drawn")


def test_the_groups_do_not_overlap_and_an_equal_share_is_that_of_their_tones():
    assert set(LIGHT) < set(COMMON) and not set(COMMON) & set(DARK) and set(COMMON) | set(DARK) < set(TONES)
    assert pytest.approx(3 / 8) == EQUAL


@pytest.mark.parametrize(("dark", "count"), [(0, 0), (0.1, 4), (EQUAL, 15)])
def test_the_share_of_dark_faces_is_that_asked_for(dark, count):
    training = training_set(dark=dark, seed=0, **SMALL)
    assert training.faces.shape == (40, 64, 64, 3) and training.others.shape == (10, 64, 64, 3)
    assert training.faces.dtype == training.others.dtype == np.uint8
    assert np.isin(training.tones, DARK).sum() == count
    assert np.isin(training.tones, COMMON).sum() == 40 - count


def test_a_larger_share_changes_nothing_but_the_faces_that_it_replaces():
    few, many = (training_set(dark=dark, seed=0, **SMALL) for dark in (0.1, 0.3))
    np.testing.assert_array_equal(few.faces[:28], many.faces[:28])
    np.testing.assert_array_equal(few.faces[36:], many.faces[28:32])
    np.testing.assert_array_equal(few.others, many.others)


def test_another_seed_draws_other_faces():
    first, second = (training_set(dark=0.1, seed=seed, **SMALL) for seed in (0, 1))
    assert (first.faces != second.faces).any(axis=(1, 2, 3)).all()
    assert VALIDATION != AUDIT


def test_dark_faces_are_darker():
    training = training_set(dark=EQUAL, seed=0, **SMALL)
    brightness = training.faces[:, 24:40, 24:40].mean(axis=(1, 2, 3))
    assert brightness[np.isin(training.tones, LIGHT)].mean() > brightness[np.isin(training.tones, DARK)].mean() + 60


def test_the_control_takes_what_its_training_has_and_draws_the_tones_between():
    small = {"faces": 100, "others": 10}
    training, control = training_set(dark=EQUAL, seed=0, **small), control_set(seed=0, **small)
    counts = np.bincount(control.tones, minlength=11)[1:]
    assert counts.max() == 10 and counts[[5, 6]].tolist() == [10, 10] and counts.min() >= 5
    np.testing.assert_array_equal(control.others, training.others)
    first = control.faces[control.tones == 4][0]
    assert (training.faces[training.tones == 4] == first).all(axis=(1, 2, 3)).any()


def test_attributes_are_told_without_drawing():
    measuring, people = measuring_set(seed=VALIDATION, each=2, others=60), measuring_attributes(seed=VALIDATION, each=2)
    assert (np.abs(people.skin_tone - measuring.tones) <= 0.5).all()
    np.testing.assert_array_equal(as_bytes(render_faces(people)), measuring.faces)


def test_what_measures_has_as_many_of_each_tone_and_says_the_tone_of_clutter_where_it_has_one():
    measuring = measuring_set(seed=VALIDATION, each=2, others=60)
    np.testing.assert_array_equal(np.bincount(measuring.tones)[1:], np.full(10, 2))
    assert measuring.faces.shape == (20, 64, 64, 3) and measuring.others.shape == (60, 64, 64, 3)
    assert set(measuring.other_tones) <= {0, *TONES} and {0} < set(measuring.other_tones)


@pytest.mark.parametrize("dark", [-0.1, 0.5])
def test_a_share_that_was_not_drawn_is_refused(dark):
    with pytest.raises(ValueError, match=f"^dark: got {dark}, expected a share"):
        training_set(dark=dark, seed=0, **SMALL)
