"""An audit: shares, gaps and thresholds by hand, and a detector that learns what is to be told apart."""

import numpy as np
import pytest

from lib.data.faces import GLASSES, sample_attributes
from lib.experiments import audit
from lib.experiments.face_sets import Training


def test_half_of_the_clutter_passes_the_threshold_of_a_half():
    scores = np.arange(100.0)
    for share in (0.05, 0.5):
        assert (scores > audit.threshold_passing(share, scores)).mean() == pytest.approx(share)


def test_tones_belong_to_groups():
    found = audit.skin_groups(np.array([0, 1, 3, 4, 7, 8, 10]))
    assert found.tolist() == ["none", "light", "light", "middle", "middle", "dark", "dark"]


def test_shares_come_with_wilson_s_interval():
    table = audit.shares_by(np.array([True, True, False, False, True]), np.array([2, 2, 2, 2, 1]))
    assert table.index.tolist() == [1, 2]
    assert table["share"].tolist() == [1.0, 0.5] and table["n"].tolist() == [1, 4]
    # Two of four at 95 %: (0.5 ± 1.96 √(0.25/4 + 1.96²/64) / (1 + 1.96²/4)), by hand 0.150 and 0.850.
    assert table.loc[2, ["low", "high"]].tolist() == pytest.approx([0.1500, 0.8500], abs=1e-3)
    assert (table["low"] <= table["share"]).all() and (table["share"] <= table["high"]).all()


def test_the_gap_leaves_out_the_middle_and_has_a_sign():
    groups = np.repeat(["light", "middle", "dark"], 100)
    found = np.concatenate([np.arange(100) < 90, np.zeros(100, bool), np.arange(100) < 40])
    gap = audit.gap_of(found, groups)
    assert gap.interval.estimate == pytest.approx(0.5)
    assert 0.3 < gap.interval.low < 0.5 < gap.interval.high < 0.7
    assert gap.p_value == pytest.approx(1e-4)
    turned = audit.gap_of(found[::-1], groups)
    assert turned.interval.estimate == pytest.approx(-0.5) and turned.p_value == pytest.approx(1e-4)


def test_no_gap_is_no_finding():
    found, groups = np.tile([True, False], 100), np.repeat(["light", "dark"], 100)
    gap = audit.gap_of(found, groups)
    assert gap.interval.estimate == 0 and gap.p_value == 1
    assert gap.interval.low < 0 < gap.interval.high


def test_everyone_is_in_one_light_one_age_and_one_kind_of_glasses():
    people = sample_attributes(200, seed=0)
    within = audit.circumstances(people)
    for names in (("dim light", "bright light"), ("no glasses", *GLASSES[1:]), ("under 35", "35 to 59", "60 and over")):
        assert (np.sum([within[name] for name in names], axis=0) == 1).all()
    assert people.exposure[within["dim light"]].max() < people.exposure[within["bright light"]].min()


def test_crossing_counts_each_pair():
    groups = np.array(["light", "light", "dark", "dark", "dark", "middle"])
    within = {"all": np.ones(6, bool), "some": np.array([1, 0, 1, 1, 0, 1], bool)}
    table = audit.crossed(np.array([1, 0, 1, 0, 0, 1], bool), groups, within)
    assert table.loc[("some", "dark"), ["share", "n"]].tolist() == [0.5, 2]
    assert table.loc[("all", "dark"), "share"] == pytest.approx(1 / 3)
    assert table.loc[("some", "light"), "share"] == 1 and "middle" not in table.index.get_level_values("skin")


def test_more_clutter_passing_means_more_faces_found():
    scores, groups = np.array([9.5, 8.5, 4.5, 0.5]), np.array(["light", "light", "dark", "dark"])
    found = audit.passing(scores, groups, np.arange(10.0), shares=np.array([0.1, 0.6, 0.99]))
    np.testing.assert_allclose(found.recall, [[1, 1, 1], [0, 0.5, 1]])
    np.testing.assert_allclose(found.gap, [1, 0.5, 0])


def test_a_detector_learns_to_tell_bright_from_dark_and_is_the_same_again():
    generator = np.random.default_rng(0)
    bright = generator.integers(150, 255, (40, 64, 64, 3), np.uint8)
    dim = generator.integers(0, 100, (40, 64, 64, 3), np.uint8)
    training = Training(bright, np.ones(40, int), dim)
    first = audit.learn(training, seed=3, steps=12)
    again = audit.learn(training, seed=3, steps=12, anew=audit.learn(training, seed=4, steps=12))
    np.testing.assert_allclose(audit.scores_of(first, bright[:5]), audit.scores_of(again, bright[:5]), atol=1e-3)
    assert audit.scores_of(first, bright).min() > audit.scores_of(first, dim).max()
