"""Detectors under five conditions: rates by hand, the window, and what each condition does to the draws."""

import numpy as np
import pytest
import tensorflow as tf

from lib.experiments import detection
from lib.experiments.detection import CONDITIONS, Recipe, by_group, judged, measure, rates, train_detector, window
from lib.experiments.face_sets import DARK, LIGHT, TONES, Measuring, Training

TOY = Recipe(steps=4, every=2, batch=8, latents=2, top=1)


def noise(count, *, seed):
    """Return pictures of no thing at all."""
    return np.random.default_rng(seed).integers(0, 256, (count, 64, 64, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def training():
    return Training(noise(12, seed=0), np.array([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 8, 9]), noise(12, seed=1))


@pytest.fixture(scope="module")
def trained(training):
    """Return (detector, draws) by condition; for so few steps compiling would take longest."""
    tf.config.run_functions_eagerly(True)
    yield {condition: train_detector(training, condition=condition, seed=3, recipe=TOY) for condition in CONDITIONS}
    tf.config.run_functions_eagerly(False)


def test_rates_are_shares_of_each_tone_and_what_has_none_is_left_out():
    taken = np.array([True, False, *[True] * 9, False, False])
    tones = np.array([1, 1, *range(2, 11), 0, 0])
    np.testing.assert_array_equal(rates(taken, tones), [0.5, *[1] * 9])


def test_a_group_is_the_mean_of_its_tones():
    assert by_group(np.arange(10) / 10, DARK) == pytest.approx(0.8)
    assert by_group(np.arange(10) / 10, LIGHT) == pytest.approx(0.1)


def test_what_scores_say_by_hand():
    """Of 20 pictures of clutter one passes at 5 %, two pass at 0; dark faces score less."""
    measuring = Measuring(np.empty(20), np.tile(TONES, 2), np.empty(20), np.tile(TONES, 2))
    others = np.full(20, -1.0)
    others[[0, 9]] = 5, 3
    scores = np.where(np.isin(measuring.tones, DARK), 1.0, 4.0)
    scores[[7, 8]] = -2, 6
    found = judged(scores, others, measuring)
    # The 95 % quantile of the clutter lies between its two best scores, 0.05 of 19 steps from 5: at 3.1.
    np.testing.assert_allclose(found.recall, [1, 1, 1, 1, 1, 1, 1, 0, 0.5, 0])
    np.testing.assert_allclose(found.recall_fixed, [1, 1, 1, 1, 1, 1, 1, 0.5, 1, 1])
    np.testing.assert_allclose(found.alarms, [0.5, *[0] * 9])
    np.testing.assert_allclose(found.alarms_fixed, [0.5, *[0] * 8, 0.5])
    assert found.alarms_overall == pytest.approx(0.1)
    assert found.precision == pytest.approx(15 / 16) and found.precision_fixed == pytest.approx(19 / 21)
    assert found.gap == pytest.approx(1 - 0.5 / 3)


def test_a_detector_that_finds_nothing_has_no_precision_and_does_not_divide_by_0():
    measuring = Measuring(np.empty(10), np.array(TONES), np.empty(10), np.array(TONES))
    assert judged(np.full(10, -2.0), np.full(10, -1.0), measuring).precision_fixed == 0


def test_the_window_is_a_bell_of_mean_1_around_the_middle():
    focus = window(64, spread=12)
    assert focus.mean() == pytest.approx(1)
    np.testing.assert_allclose(focus, focus[::-1, ::-1])
    np.testing.assert_allclose(focus, focus.T)
    # From the middle of the picture at 31.5 to a place 12 pixels beside it, the bell falls by a factor of √e.
    assert focus[31, 43] / focus[31, 31] == pytest.approx(np.exp((0.5**2 - 11.5**2) / (2 * 12**2)))


def test_all_conditions_start_from_the_same_weights_and_a_seed_decides_them():
    kernels = [detection.build_detector(TOY, seed=seed).encoder.get_weights()[0] for seed in (3, 3, 4)]
    np.testing.assert_array_equal(kernels[0], kernels[1])
    assert (kernels[0] != kernels[2]).any()


def test_without_resampling_each_face_is_drawn_as_often(trained):
    for condition in ("none", "reweighed"):
        np.testing.assert_allclose(trained[condition][1].weights, 1 / 12)


def test_reweighed_mistakes_count_and_the_oracle_draws_by_how_rare_a_tone_is(trained):
    """Of tones 1 to 5 there are two faces each, of 8 and 9 one each; ten intervals of 0.8 hold one tone each."""
    expected = np.array([*[1] * 10, 2, 2]) / 14
    np.testing.assert_allclose(trained["oracle"][1].weights, expected)
    np.testing.assert_allclose(trained["reweighed"][1].counts, expected * 12)
    assert trained["none"][1].counts is None


def test_resampling_follows_the_latents_and_its_shuffle_has_the_same_weights_elsewhere(trained, training):
    for condition in ("db-vae", "shuffled"):
        assert len(np.unique(trained[condition][1].weights)) > 1
    model, _ = trained["db-vae"]
    assert (trained["db-vae"][1].weights != trained["shuffled"][1].weights).any()
    # Both are trained alike up to the first refresh, and the first weights are a shuffle of one another.
    one = Recipe(steps=4, every=2, batch=8, latents=2, top=1, rate=0.0)
    first, second = (train_detector(training, condition=name, seed=3, recipe=one)[1] for name in ("db-vae", "shuffled"))
    np.testing.assert_allclose(np.sort(first.weights), np.sort(second.weights))
    assert model.latents_of(training.faces).shape == (12, 2)


def test_a_training_is_the_same_again(trained, training):
    again, _ = train_detector(training, condition="none", seed=3, recipe=TOY)
    np.testing.assert_allclose(
        again.logits_of(training.faces), trained["none"][0].logits_of(training.faces), rtol=1e-3, atol=1e-4
    )


def test_a_network_that_has_learned_something_else_learns_as_a_fresh_one_does(trained, training):
    used, _ = train_detector(training, condition="oracle", seed=5, recipe=TOY)
    again, _ = train_detector(training, condition="db-vae", seed=3, recipe=TOY, anew=used)
    assert again is used
    np.testing.assert_allclose(
        again.logits_of(training.faces), trained["db-vae"][0].logits_of(training.faces), rtol=1e-3, atol=1e-4
    )


def test_measuring_asks_the_detector_itself(trained):
    model, _ = trained["none"]
    measuring = Measuring(noise(10, seed=2), np.array(TONES), noise(20, seed=3), np.tile(TONES, 2))
    expected = judged(model.logits_of(measuring.faces), model.logits_of(measuring.others), measuring)
    np.testing.assert_array_equal(measure(model, measuring).recall, expected.recall)


def test_an_unknown_condition_is_refused(training):
    with pytest.raises(ValueError, match=r"^condition: got 'magic'"):
        train_detector(training, condition="magic", seed=0, recipe=TOY)
