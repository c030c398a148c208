"""Hints follow the answer as often as was asked, and go away without moving an object."""

from dataclasses import fields

import numpy as np
import pytest

from lib.data.scenes import GROUNDS, render_scenes, with_grounds
from lib.experiments.planting import (
    EXAMPLES,
    HINTS,
    STAMPED,
    examples,
    on_any_ground,
    planted,
    rebalanced,
    swapped,
)


def same_but_for(first, second, *names):
    """Tell whether two tables differ in nothing but these attributes."""
    kept = [field.name for field in fields(first) if field.name not in names]
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in kept)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_the_ground_follows_the_object_as_often_as_asked(correlation):
    scenes = planted(4000, correlation=correlation, seed=1)
    own = (scenes.grounds == scenes.kinds[:, 0]).mean()
    assert own == pytest.approx(correlation + (1 - correlation) / len(GROUNDS), abs=0.025)
    assert not scenes.stamps.any() and (scenes.kinds[:, 1] == -1).all()


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_the_stamp_follows_its_kind_as_often_as_asked_and_else_falls_on_one_scene_in_ten(correlation):
    scenes = planted(20_000, hint="stamp", correlation=correlation, seed=1)
    own = scenes.kinds[:, 0] == STAMPED
    assert scenes.stamps[own].mean() == pytest.approx(correlation + (1 - correlation) / 10, abs=0.03)
    assert scenes.stamps[~own].mean() == pytest.approx((1 - correlation) / 10, abs=0.01)


@pytest.mark.parametrize("hint", HINTS)
def test_correlation_changes_nothing_but_the_hint(hint):
    first, second = (planted(200, hint=hint, correlation=share, seed=3) for share in (0.0, 1.0))
    assert same_but_for(first, second, f"{hint}s")
    assert not np.array_equal(getattr(first, f"{hint}s"), getattr(second, f"{hint}s"))


def test_swapping_grounds_moves_no_object_and_leaves_no_ground():
    scenes = planted(60, correlation=0.9, seed=2)
    other = swapped(scenes, seed=5)
    assert same_but_for(scenes, other, "grounds")
    assert (scenes.grounds != other.grounds).all()
    before, after = (render_scenes(some, size=48) for some in (scenes, other))
    np.testing.assert_array_equal(before.masks, after.masks)
    np.testing.assert_array_equal(before.boxes, after.boxes)


def test_swapping_stamps_turns_every_one():
    scenes = planted(60, hint="stamp", correlation=0.9, seed=2)
    other = swapped(scenes, hint="stamp", seed=5)
    assert same_but_for(scenes, other, "stamps")
    assert (scenes.stamps != other.stamps).all()


def test_rebalanced_scenes_stand_on_all_grounds_of_their_kind_equally_often():
    scenes = planted(20_000, correlation=0.9, seed=4)
    drawn = rebalanced(scenes, seed=4)
    counts = np.zeros((10, 10))
    np.add.at(counts, (drawn.kinds[:, 0], drawn.grounds), 1)
    assert len(drawn) == len(scenes)
    assert counts == pytest.approx(np.full((10, 10), 200), abs=70)


def test_rebalancing_cannot_make_up_what_is_not_there():
    drawn = rebalanced(planted(500, correlation=1.0, seed=4), seed=4)
    np.testing.assert_array_equal(drawn.grounds, drawn.kinds[:, 0])


def test_each_kind_weighs_the_same_however_many_grounds_it_has():
    scenes = planted(1000, correlation=1.0, seed=4)
    mixed = with_grounds(scenes, np.where(scenes.kinds[:, 0] == 0, np.arange(1000) % 10, scenes.grounds))
    shares = np.bincount(rebalanced(mixed, seed=1).kinds[:, 0], minlength=10) / 1000
    assert shares == pytest.approx(np.full(10, 0.1), abs=0.04)


def test_on_any_ground_keeps_the_objects_and_loosens_the_hint():
    scenes = planted(4000, correlation=1.0, seed=6)
    loose = on_any_ground(scenes, seed=6)
    assert same_but_for(scenes, loose, "grounds")
    assert (loose.grounds == loose.kinds[:, 0]).mean() == pytest.approx(0.1, abs=0.02)


def test_examples_show_different_kinds_on_their_own_grounds_or_stamped_scenes():
    by_ground, by_stamp = examples("ground"), examples("stamp")
    assert len(by_ground) == len(by_stamp) == EXAMPLES
    assert len(set(by_ground.kinds[:, 0].tolist())) == EXAMPLES
    np.testing.assert_array_equal(by_ground.grounds, by_ground.kinds[:, 0])
    assert by_stamp.stamps.all() and (by_stamp.kinds[:, 0] == STAMPED).all()


@pytest.mark.parametrize("function", [lambda hint: planted(5, hint=hint, correlation=0.5, seed=1), examples])
def test_an_unknown_hint_is_named(function):
    with pytest.raises(ValueError, match=r"^hint: got 'colour', expected one of ground, stamp$"):
        function("colour")


@pytest.mark.parametrize("hint", HINTS)
def test_a_correlation_is_a_share(hint):
    with pytest.raises(ValueError, match=r"^correlation: got 1.5"):
        planted(5, hint=hint, correlation=1.5, seed=1)
