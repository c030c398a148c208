"""The table of scenes: as many of each as stated, places uniform, shortcuts as strong as asked for."""

from dataclasses import fields

import numpy as np
import pytest

from lib.data.scenes import (
    GROUNDS,
    OBJECTS,
    label_shares,
    sample_scenes,
    with_grounds,
    with_stamps,
    with_swapped_grounds,
)
from lib.data.scenes.objects import object_masters
from lib.data.scenes.sampling import ALONE, APART, BESIDE, MARGIN


def same(first, second, *, but=()) -> bool:
    names = [field.name for field in fields(first) if field.name not in but]
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


def test_the_same_seed_gives_the_same_scenes_however_many():
    assert same(sample_scenes(50, seed=1), sample_scenes(50, seed=1))
    assert same(sample_scenes(50, seed=1)[:20], sample_scenes(20, seed=1))
    assert not np.array_equal(sample_scenes(50, seed=1).centres, sample_scenes(50, seed=2).centres)


def test_scenes_can_be_picked_by_place_and_by_truth():
    scenes = sample_scenes(6, seed=1)
    assert same(scenes[np.array([1, 3])], scenes[np.arange(6) % 2 == 1][:2])
    assert len(scenes[2:]) == 4


def test_kinds_and_grounds_are_even_and_more_than_half_hold_two_of_different_kinds():
    scenes = sample_scenes(10_000, seed=3)
    for codes in (*scenes.kinds.T, scenes.grounds):
        counts = np.bincount(codes[codes >= 0], minlength=10)
        assert len(counts) == 10 and counts.min() > 0.85 * counts.mean() and counts.max() < 1.15 * counts.mean()
    pairs = scenes.kinds[scenes.kinds[:, 1] >= 0]
    assert 0.58 < len(pairs) / len(scenes) < 0.62
    assert (pairs[:, 0] != pairs[:, 1]).all()


@pytest.mark.parametrize(("objects", "share"), [(1, 0), (2, 1)])
def test_the_number_of_objects_can_be_fixed(objects, share):
    assert (sample_scenes(200, seed=1, objects=objects).kinds[:, 1] >= 0).mean() == share


def test_only_the_kinds_asked_for_appear():
    scenes = sample_scenes(300, seed=1, kinds=("key", "mug"))
    assert set(np.unique(scenes.kinds)) == {-1, OBJECTS.index("key"), OBJECTS.index("mug")}


def test_areas_lie_in_their_range():
    scenes = sample_scenes(2000, seed=4)
    areas = scenes.radii**2 * object_masters().areas[scenes.kinds]
    two = scenes.kinds[:, 1] >= 0
    assert areas[~two, 0].min() >= ALONE[0] - 1e-9 and areas[~two, 0].max() <= ALONE[1] + 1e-9
    assert areas[two].min() >= BESIDE[0] - 1e-9 and areas[two].max() <= BESIDE[1] + 1e-9


def test_circles_lie_inside_and_first_centres_are_uniform_over_where_they_fit():
    scenes = sample_scenes(5000, seed=5)
    reach = scenes.radii[..., None] + MARGIN
    assert (scenes.centres >= reach - 1e-9).all() and (scenes.centres <= 1 - reach + 1e-9).all()
    place = ((scenes.centres - reach) / (1 - 2 * reach))[:, 0]
    counts, _, _ = np.histogram2d(*place.T, bins=5, range=[[0, 1], [0, 1]])
    assert ((counts - 200) ** 2 / 200).sum() < 52  # chi-square, 24 degrees of freedom: exceeded once in 1,000


def test_two_objects_keep_their_distance_nearly_always():
    scenes = sample_scenes(3000, seed=6, objects=2)
    far = np.linalg.norm(scenes.centres[:, 0] - scenes.centres[:, 1], axis=1)
    discs = scenes.radii * np.sqrt(object_masters().areas[scenes.kinds] / np.pi)
    assert (far >= APART * discs.sum(axis=1)).mean() > 0.97


@pytest.mark.parametrize(("correlation", "share"), [(0, 0.1), (0.5, 0.55), (1, 1)])
def test_the_ground_follows_the_first_object_as_tightly_as_asked(correlation, share):
    scenes = sample_scenes(8000, seed=7, correlation=correlation)
    assert (scenes.grounds == scenes.kinds[:, 0]).mean() == pytest.approx(share, abs=0.02 * (share < 1))
    assert set(scenes.grounds) == set(range(10))


@pytest.mark.parametrize("stamp", [0, 0.5, 1])
def test_stamps_lie_on_one_class_alone_and_as_often_as_asked(stamp):
    scenes = sample_scenes(6000, seed=8, stamp=stamp, stamped="fish")
    holds = (scenes.kinds == OBJECTS.index("fish")).any(axis=1)
    assert scenes.stamps[holds].mean() == pytest.approx(stamp, abs=0.05 * (0 < stamp < 1))
    assert not scenes.stamps[~holds].any()


def test_shortcuts_change_nothing_else():
    plain = sample_scenes(100, seed=9)
    assert same(plain, sample_scenes(100, seed=9, correlation=0.7, stamp=0.7), but=("grounds", "stamps"))


def test_labels_share_by_hand():
    scenes = sample_scenes(100, seed=1)
    scenes.kinds[:2] = [[3, -1], [0, 9]]
    expected = np.zeros((2, 10))
    expected[0, 3], expected[1, 0], expected[1, 9] = 1, 0.5, 0.5
    np.testing.assert_array_equal(label_shares(scenes)[:2], expected)
    np.testing.assert_allclose(label_shares(scenes).sum(axis=1), 1)


def test_grounds_can_be_set_and_swapped():
    scenes = sample_scenes(3000, seed=10, correlation=1)
    snow = with_grounds(scenes, "snow")
    assert (snow.grounds == GROUNDS.index("snow")).all() and same(scenes, snow, but=("grounds",))
    swapped = with_swapped_grounds(scenes, seed=1)
    assert same(scenes, swapped, but=("grounds",)) and (swapped.grounds != scenes.grounds).all()
    steps = np.bincount((swapped.grounds - scenes.grounds) % 10, minlength=10)
    assert steps[0] == 0 and steps[1:].min() > 270
    assert same(with_grounds(swapped, scenes.grounds), scenes)


def test_stamps_can_be_set():
    scenes = sample_scenes(4, seed=1)
    assert with_stamps(scenes, True).stamps.tolist() == [True] * 4
    some = with_stamps(scenes, np.array([True, False, False, True]))
    assert some.stamps.tolist() == [True, False, False, True] and same(some, scenes, but=("stamps",))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n": 0}, "n: got 0, expected at least one scene"),
        ({"objects": 3}, "objects: got 3, expected 1, 2 or None"),
        ({"kinds": ("dog", "key")}, r"kinds: got \('dog', 'key'\), expected at least 2 different ones of boat"),
        ({"kinds": ("key",)}, "kinds: got .* at least 2 different"),
        ({"kinds": (), "objects": 1}, "kinds: got .* at least 1 different"),
        ({"kinds": ("key", "key", "mug")}, "kinds: got"),
        ({"kinds": "key"}, "kinds: got 'key'"),
        ({"correlation": 1.1}, "correlation: got 1.1, expected a share between 0 and 1"),
        ({"stamp": -0.1}, "stamp: got -0.1, expected a share"),
        ({"stamped": "dog"}, "stamped: got 'dog', expected one of boat"),
    ],
)
def test_what_makes_no_scene_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        sample_scenes(**{"n": 5, "seed": 1} | options)


@pytest.mark.parametrize("grounds", ["moon", np.array([0, 1]), np.array([0, 1, 10]), np.array([-1, 0, 0])])
def test_an_unknown_ground_is_refused(grounds):
    with pytest.raises(ValueError, match="grounds: got"):
        with_grounds(sample_scenes(3, seed=1), grounds)


@pytest.mark.parametrize("stamps", [np.array([True]), np.array([0, 1, 1])])
def test_what_is_no_truth_for_each_scene_is_refused(stamps):
    with pytest.raises(ValueError, match="stamps: got"):
        with_stamps(sample_scenes(3, seed=1), stamps)
