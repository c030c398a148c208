"""A network takes the shortcut that is planted, its maps show it, and the measures are what they say."""

import keras
import numpy as np
import pytest
from keras import layers

from lib.data.scenes import render_scenes, with_stamps
from lib.experiments.planting import on_any_ground, planted, swapped
from lib.experiments.shortcut import (
    SIZE,
    Found,
    accuracy,
    evidence,
    examine,
    foretold,
    heat_on,
    learn,
    strongest_beside,
)
from lib.explain.cam import cam


@pytest.fixture(scope="module")
def networks():
    """Return a network that learned from scenes with a total shortcut, and one from the same objects without."""
    scenes = planted(600, correlation=1.0, seed=1)
    return learn(scenes, seed=1, epochs=4), learn(on_any_ground(scenes, seed=1), seed=1, epochs=4)


def test_a_network_takes_the_shortcut_and_its_maps_lie_beside_the_objects(networks):
    short, fair = (examine(model, correlation=1.0, seed=2, measured=200) for model in networks)
    assert short.accuracy_own > 0.95 and short.accuracy_swapped < 0.1
    assert short.lost > fair.lost + 0.5
    assert short.heat > fair.heat + 0.1
    assert short.beside > fair.beside + 0.2


def test_what_is_measured_is_measured_on_scenes_drawn_like_its_own(networks):
    own = planted(100, correlation=1.0, seed=2)
    found = examine(networks[0], correlation=1.0, seed=2, measured=100)
    assert found.accuracy_own == accuracy(networks[0], own)
    assert found.accuracy_swapped == accuracy(networks[0], swapped(own, seed=2))
    assert found.heat == pytest.approx(heat_on(networks[0], own).mean())
    assert found.beside == pytest.approx(strongest_beside(networks[0], own).mean())


def test_stamps_are_looked_at_in_stamped_scenes_of_their_kind(networks):
    found = examine(networks[1], hint="stamp", correlation=0.5, seed=2, measured=60)
    scenes = planted(600, hint="stamp", correlation=0.5, seed=2)
    stamped = scenes[scenes.stamps & (scenes.kinds[:, 0] == 0)]
    assert found.heat == pytest.approx(heat_on(networks[1], stamped, hint="stamp").mean())


def test_the_same_seed_gives_the_same_network():
    scenes = planted(64, correlation=0.5, seed=1)
    first, again, other = (learn(scenes, seed=seed, epochs=1).get_weights()[0] for seed in (1, 1, 2))
    np.testing.assert_allclose(first, again, atol=1e-5)
    assert np.abs(first - other).max() > 0.01


def constant():
    """Return a network whose maps are the same everywhere and that always answers with kind 0."""
    images = keras.Input((None, None, 3))
    pooled = layers.GlobalAveragePooling2D()(layers.Conv2D(1, 4, strides=4)(images))
    model = keras.Model(images, layers.Dense(10)(pooled))
    kernel = np.array([[2.0] + [1.0] * 9])
    model.set_weights([np.zeros((4, 4, 3, 1)), np.ones(1), kernel, np.zeros(10)])
    return model


def test_even_heat_counts_by_area():
    scenes = planted(30, correlation=0.0, seed=1)
    drawn, stamped = render_scenes(scenes, size=SIZE), with_stamps(scenes, True)
    on_ground, on_stamp = heat_on(constant(), scenes), heat_on(constant(), stamped, hint="stamp")
    np.testing.assert_allclose(on_ground, 1 - drawn.masks[:, 0].mean(axis=(1, 2)), atol=1e-6)
    np.testing.assert_allclose(on_stamp, render_scenes(stamped, size=SIZE).stamps.mean(axis=(1, 2)), atol=1e-6)


def test_accuracy_by_hand():
    scenes = planted(200, correlation=0.0, seed=1)
    assert accuracy(constant(), scenes) == (scenes.kinds[:, 0] == 0).mean()


def test_evidence_is_the_map_of_the_object_s_own_kind(networks):
    scenes = planted(5, correlation=1.0, seed=3)
    images = render_scenes(scenes, size=SIZE).images
    maps = evidence(networks[0], scenes)
    assert maps.shape == (5, 12, 12) and (maps >= 0).all()
    np.testing.assert_allclose(maps, cam(networks[0], images, scenes.kinds[:, 0]), rtol=1e-5)


def test_heat_on_a_stamp_needs_a_stamp():
    with pytest.raises(ValueError, match="mask"):
        heat_on(constant(), planted(3, correlation=0.0, seed=1), hint="stamp")


def test_what_is_lost_is_the_difference():
    assert Found(0.9, 0.25, heat=0.5, beside=0.1).lost == pytest.approx(0.65)


def test_heat_that_ranks_networks_as_their_losses_do_foretells_them_wholly():
    heat = np.linspace(0.5, 0.9, 20)
    assert foretold(heat, heat**3, seed=0) == pytest.approx((1, 1, 1))
    assert foretold(heat, -heat, seed=0).estimate == pytest.approx(-1)


def test_the_interval_holds_the_estimate_and_follows_from_the_seed():
    heat = np.arange(30.0)
    lost = heat + np.random.default_rng(0).normal(0, 8, 30)
    told = foretold(heat, lost, draws=300, seed=0)
    assert -1 < told.low < told.estimate < told.high < 1
    assert told == foretold(heat, lost, draws=300, seed=0)
