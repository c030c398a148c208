"""Every effect vanishes when its cause is off, and grows with it."""

from functools import cache

import numpy as np
import pytest

from lib.experiments.bias import (
    label,
    latent,
    measurement,
    patrols,
    prejudice,
    sample,
    selection,
    simpson,
    sketches,
)

#: Module, causes that grow, how large the effect may be without the cause, and how large it must be at the end.
KINDS = [
    (sketches, (0, 0.25, 1), 1e-12, 0.9),
    (patrols, (0, 0.9, 1), 0.02, 0.15),
    (latent, (0, 0.5, 1), 0.04, 0.5),
    (selection, (0, 0.5, 1), 0.03, 0.8),
    (sample, (0, 0.8, 1), 0.02, 0.4),
    (prejudice, (0, 0.5, 1), 0.03, 0.2),
    (measurement, (0, 0.5, 1), 0.03, 0.4),
    (label, (0, 0.25, 0.5), 0.02, 0.15),
    (simpson, (0, 0.4, 0.8), 0.01, 0.3),
]
NAMES = [module.__name__.rpartition(".")[2] for module, *_ in KINDS]


@cache
def mean_gap(module, cause):
    return np.mean([module.simulate(cause, seed=seed).gap for seed in range(3)])


@pytest.mark.parametrize(("module", "causes", "without", "at_least"), KINDS, ids=NAMES)
def test_the_effect_vanishes_without_its_cause(module, causes, without, at_least):
    assert abs(mean_gap(module, causes[0])) <= without < at_least


@pytest.mark.parametrize(("module", "causes", "without", "at_least"), KINDS, ids=NAMES)
def test_the_effect_grows_with_its_cause(module, causes, without, at_least):
    none, some, much = (mean_gap(module, cause) for cause in causes)
    assert none + without < some < much
    assert much >= at_least


@pytest.mark.parametrize(("module", "causes", "without", "at_least"), KINDS, ids=NAMES)
def test_a_simulation_follows_from_its_seed(module, causes, without, at_least):
    first, again, other = (module.simulate(causes[1], seed=seed) for seed in (7, 7, 8))
    assert all(np.array_equal(one, same) for one, same in zip(first, again, strict=True))
    assert not all(np.array_equal(one, different) for one, different in zip(first, other, strict=True))
    assert first.gap == again.gap > without and at_least > 0


def test_sketches_are_strokes_within_their_frame():
    drawn = sketches.draw("flat shoe", 5, generator=np.random.default_rng(0))
    assert drawn.shape == (5, sketches.SIDE, sketches.SIDE)
    assert set(np.unique(drawn)) == {0, 1}
    assert (drawn.sum(axis=(1, 2)) > 20).all() and len(np.unique(drawn, axis=0)) == 5


def test_the_recogniser_forgets_only_the_rare_kind():
    lessons = sketches.simulate(1.0, seed=0)
    (flat_first, heeled_first), (flat_last, heeled_last) = lessons.recognised[[0, -1]]
    assert heeled_last < heeled_first - 0.1 and abs(flat_last - flat_first) < 0.02


def test_the_lessons_keep_the_sketches_that_they_tell_of():
    lessons = sketches.simulate(1.0, rounds=4, memory=40, seed=0)
    assert lessons.remembered.shape == (2, 40, 16, 16) and lessons.unseen.shape == (2, 100, 16, 16)
    assert lessons.accepted.shape == (4, 2, 100) and lessons.recognised.shape == (4, 2)
    first, last = lessons.remembered
    # With sixty new ones a round, nothing of the first forty is left.
    assert not (first[:, None] == last).all(axis=(2, 3)).any()


def test_most_of_the_nearest_sketches_decide():
    shoes, chairs = np.array([[0.0]] * 3 + [[4.0]]), np.array([[5.0]] * 4 + [[9.0]] * 2)
    accepted = sketches._accepts(shoes, chairs, np.array([[0.0], [9.0]]))
    assert accepted.tolist() == [True, False]  # four of the seven nearest are shoes; one is


def test_without_feedback_patrols_go_where_crime_is():
    sent = patrols.simulate(0.0, crime=(0.6, 0.3), days=3000, seed=0).sent
    assert sent.shape == (3001, 200) and (sent[0] == 0.5).all()
    np.testing.assert_allclose(sent[-1], 0.6 / 0.9, atol=0.05)


def test_with_feedback_a_little_more_crime_takes_most_patrols():
    sent = patrols.simulate(1.0, crime=(0.55, 0.45), days=5000, seed=0).sent.mean(axis=1)
    assert sent[-1] > 0.7 > 0.55 > sent[10]


def test_a_pure_urn_spreads_as_polyas():
    """Equal districts, two records each: the limit is Beta(2, 2), whose standard deviation is √(1/20)."""
    assert patrols.simulate(1.0, days=2000, cities=2000, seed=0).gap == pytest.approx(np.sqrt(1 / 20), abs=0.01)


def test_prejudice_needs_a_stand_in():
    blind = prejudice.simulate(1.0, stand_in=0.5, seed=0)
    assert abs(blind.gap) < 0.03 < blind.verdicts[0] - blind.verdicts[1]
    seeing = prejudice.simulate(1.0, seed=0)
    assert abs(np.diff(seeing.selected_without)[0]) < 0.03 < 0.2 < seeing.gap


def test_an_audit_against_the_records_sees_no_label_bias():
    audits = [label.simulate(0.5, seed=seed) for seed in range(3)]
    assert abs(np.mean([audit.visible_gap for audit in audits])) < 0.02
    for audit in audits:
        assert audit.recorded[1] / audit.needed[1] == pytest.approx(0.5, abs=0.05)
        assert audit.needed[0] == pytest.approx(audit.needed[1], abs=0.03)


def test_simpsons_sign_turns_between_departments_and_university():
    counts = simpson.simulate(0.8, seed=0)
    assert (counts.within < 0).all() and counts.overall > 0.2
    straight = simpson.simulate(0.0, seed=0)
    assert straight.overall == pytest.approx(-0.03, abs=0.01)


def test_simpsons_rates_by_hand():
    counts = simpson.Applications(np.array([[8, 2], [2, 8]]), np.array([[4, 1], [0, 1]]))
    np.testing.assert_allclose(counts.within, [0, -1 / 8])
    assert counts.overall == pytest.approx(0.4 - 0.2)
    assert counts.gap == pytest.approx(0.2 + 1 / 16)


def test_the_portraits_mirror_the_collectors():
    shares = [selection.simulate(homophily, seed=0).share for homophily in (0.0, 0.5, 1.0)]
    np.testing.assert_allclose(shares, [0.5, 0.26, 0.02], atol=0.03)


def test_the_bar_admits_the_share_it_should():
    found = measurement.simulate(1.0, seed=0)
    assert found.admitted.mean() == pytest.approx(0.3) and found.admitted[0] > found.admitted[1]


def test_a_sample_without_nights_has_none():
    views = sample.simulate(1.0, seed=0)
    assert views.nights == 0 and views.accuracy[1] < 0.6 < 0.85 < views.accuracy[0]


def test_past_appointments_differ_as_much_as_the_head_start_made_them():
    found = latent.simulate(1.0, seed=0)
    assert found.past[0] == pytest.approx(0.5, abs=0.02) and found.past[1] < 0.25
    assert found.scores.shape == (2, len(latent.SKILLS)) and (np.diff(found.scores) > 0).all()
