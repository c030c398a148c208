"""The league in miniature: what a perfect map, its opposite and no map at all are worth, and a run that goes on."""

from dataclasses import asdict

import keras
import numpy as np
import pytest

from lib.data.scenes import OBJECTS, render_scenes, sample_scenes
from lib.experiments import league
from lib.experiments.league import (
    BASELINES,
    METHODS,
    Method,
    ask,
    by_scene,
    chance,
    curves,
    maps_of,
    overlaps,
    own_threshold,
    points,
    some,
    strength,
    support,
)
from lib.models.scenesnet import build_scenesnet
from lib.training import league as recorded

SMALL = recorded.League(scenes=3, followed=2, choosing=2, seed=5, choosing_seed=6)


@pytest.fixture(scope="module")
def questions():
    return ask(3, seed=5)


@pytest.fixture(scope="module")
def model():
    """A network that averages colours, then weighs them: enough of one to be followed."""
    images = keras.Input((96, 96, 3))
    logits = keras.layers.Dense(10)(keras.layers.GlobalAveragePooling2D()(images))
    return keras.Model(images, logits)


def oracle(questions):
    return Method("Oracle", lambda *_: questions.masks.astype(np.float32), 0)


def test_each_object_of_each_scene_is_asked_for_beside_its_own_truth(questions):
    scenes = sample_scenes(3, seed=5, objects=2)
    drawn = render_scenes(scenes)
    assert questions.classes.tolist() == scenes.kinds.ravel().tolist()
    np.testing.assert_array_equal(questions.images[4], questions.images[5])
    np.testing.assert_array_equal(questions.masks[3], drawn.masks[1, 1])
    np.testing.assert_array_equal(questions.boxes[4], drawn.boxes[2, 0])


def test_a_perfect_map_scores_one_and_an_inverted_one_nothing(questions):
    perfect = maps_of(oracle(questions), None, questions)
    assert all((values == 1).all() for values in points(perfect, questions).values())
    # Inverted, the maximum is everywhere but on the object and the few pixels beside it that are forgiven.
    far = league.pointing_chance(questions.masks, tolerance=league.TOLERANCE) - questions.masks.mean(axis=(1, 2))
    inverted = points(1 - perfect, questions)
    assert (inverted["energy"] == 0).all()
    np.testing.assert_allclose(inverted["pointing"], far / (1 - questions.masks.mean(axis=(1, 2))))


def test_a_map_of_the_other_object_points_beside(questions):
    other = questions.masks.reshape(3, 2, 96, 96)[:, ::-1].reshape(6, 96, 96).astype(np.float32)
    assert points(other, questions)["energy"].max() == 0


def test_a_constant_map_scores_what_chance_does(questions):
    flat, level = points(np.ones((6, 96, 96)), questions), chance(questions)
    assert {name: values.mean() for name, values in flat.items()} == pytest.approx(level)


def test_the_box_of_a_perfect_map_is_the_objects_and_its_threshold_the_first_that_serves(questions):
    perfect = maps_of(oracle(questions), None, questions)
    grades = overlaps(perfect, questions, threshold=0.5)
    assert (grades["overlap"] > 0.9).all() and (grades["found"] == 1).all()
    assert own_threshold(oracle(questions), None, questions) == league.THRESHOLDS[0]


def test_curves_follow_only_the_scenes_they_are_given(model, questions):
    few = some(questions, 2)
    areas = curves(model, few.masks.astype(np.float32), few)
    assert {name: values.shape for name, values in areas.items()} == {"insertion": (4,), "deletion": (4,)}


def test_questions_about_one_scene_count_together():
    assert by_scene({"pointing": np.array([0, 1, 1, 1.0])})["pointing"].tolist() == [0.5, 1]


def test_pixels_count_by_size_or_by_what_speaks_for_the_class():
    attribute = lambda *_: np.array([[[[1.0, -3.0, 1.0], [2.0, -1.0, 0.0]]]])  # noqa: E731
    assert strength(attribute)(None, None, None).tolist() == [[[5, 3]]]
    assert support(attribute)(None, None, None).tolist() == [[[0, 1]]]
    assert support(lambda *_: np.array([[[-1.0, 2.0]]]))(None, None, None).tolist() == [[[0, 2]]]


def test_every_method_of_the_book_is_in_the_league_and_its_maps_can_be_graded(questions):
    network, one = build_scenesnet(classes=len(OBJECTS)), some(questions, 1)
    for name, method in (METHODS | BASELINES).items():
        maps = maps_of(method, network, one)
        assert maps.shape == (2, 96, 96) and (maps >= 0).all(), name


def test_a_recorded_league_goes_on_where_it_stopped(model, tmp_path, capsys):
    calls = []

    def explain(network, images, classes):
        calls.append(len(images))
        return BASELINES["edge_detector"].explain(network, images, classes)

    methods = {"counted": Method("Counted", explain, 7)}
    first = recorded.run(model, SMALL, methods, folder=tmp_path)
    assert calls == [4, 6]
    both = methods | {"blob": BASELINES["centred_blob"]}
    arrays, record = recorded.run(model, SMALL, both, folder=tmp_path)
    assert calls == [4, 6] and record["methods"]["counted"] == first[1]["methods"]["counted"]
    assert record["recipe"] == asdict(SMALL) and list(record["methods"]) == ["counted", "blob"]
    measures = record["methods"]["counted"]["measures"]
    assert {name: told["n"] for name, told in measures.items()} == {
        "pointing": 3, "energy": 3, "found": 3, "overlap": 3, "insertion": 2, "deletion": 2,
    }  # fmt: skip
    assert measures["energy"]["mean"] == pytest.approx(arrays["counted.energy"].mean(), abs=1e-4)
    assert "2/2 Centred blob" in capsys.readouterr().out


def test_another_league_is_not_taken_for_the_same(model, tmp_path):
    blob = {"blob": BASELINES["centred_blob"]}
    recorded.run(model, SMALL, blob, folder=tmp_path)
    _, record = recorded.run(model, recorded.League(**asdict(SMALL) | {"scenes": 4}), blob, folder=tmp_path)
    assert record["methods"]["blob"]["measures"]["pointing"]["n"] == 4
