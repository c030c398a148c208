"""Few images: draws that never ask what was learned, heads that are what was fitted, and numbers worked out by hand."""

import keras
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lib.experiments.transfer import study, tasks
from lib.experiments.transfer.learning import Learner, Recipe, Scratch, Tuned, accuracy, batches, resized
from lib.experiments.transfer.probes import STAGES, fit_head, probe, probe_curve, stage_features, transferred, untrained
from lib.experiments.transfer.results import curve, gain, methods_of, saved
from lib.experiments.transfer.tasks import CHOOSING, EACH, LEARNED, REPORTING, SIZES, Task, draw, load_task
from lib.models.booknet import load_booknet
from lib.models.compiling import outputs
from lib.models.transfer import build_transfer, features, set_head, thaw

SHORT = Recipe(rate=1e-3, steps=2, batch=4)


def toy(classes=3, side=48, seed=0):
    """A task of colours with some noise, as many of each class as a real one has."""
    generator = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), EACH)
    images = 0.3 * generator.random((len(labels), side, side, 3)).astype(np.float32)
    images[np.arange(len(labels)), :, :, labels] += 0.4
    return Task("toy", images, images.mean(axis=(1, 2)), labels, tuple("abc"[:classes]), mirrors=True)


@pytest.fixture(scope="module")
def coloured():
    return toy()


@pytest.fixture(scope="module")
def some():
    """A few images of the toy task, so that a network need not see all."""
    task = toy()
    rows = np.arange(0, len(task.labels), 25)
    return task._replace(images=task.images[rows], pixels=task.pixels[rows], labels=task.labels[rows])


@pytest.mark.parametrize("name", ["faces", "digits"])
def test_tasks_have_as_many_images_of_each_class_and_are_always_the_same(name):
    task, again = load_task(name), load_task(name)
    assert set(np.bincount(task.labels)) == {EACH} and len(task.classes) == task.labels.max() + 1
    assert task.images.shape[1:] == (64, 64, 3) and task.images.dtype == np.float32
    assert task.images.min() >= 0 and task.images.max() <= 1
    np.testing.assert_array_equal(task.images, again.images)
    assert task.pixels.shape == (len(task.labels), {"faces": 625, "digits": 64}[name])


def test_scenes_hold_each_kind_equally_often(monkeypatch):
    monkeypatch.setattr(tasks, "EACH", 8)
    task = load_task("scenes")
    assert set(np.bincount(task.labels)) == {8} and len(task.classes) == 10
    assert task.images.shape == (80, 64, 64, 3) and task.pixels.shape == (80, 768)
    np.testing.assert_allclose(task.pixels[:, :3], task.images[:, :4, :4].mean(axis=(1, 2)), atol=1e-5)


def test_no_digit_is_mirrored_and_faces_are():
    assert not load_task("digits").mirrors and load_task("faces").mirrors


@pytest.mark.parametrize("seed", range(3))
def test_a_draw_asks_nothing_that_was_learned_and_nothing_that_chose(coloured, seed):
    aside = np.concatenate([np.flatnonzero(coloured.labels == code)[:CHOOSING] for code in range(3)])
    for each in SIZES:
        rows, choosing = (draw(coloured, each=each, seed=seed, choosing=some) for some in (False, True))
        assert set(np.bincount(coloured.labels[rows.learned])) == {each}
        assert set(np.bincount(coloured.labels[rows.asked])) == {REPORTING}
        assert not set(rows.learned) & set(rows.asked) and len(set(rows.learned)) == 3 * each
        assert not set(aside) & ({*rows.learned} | {*rows.asked})
        assert set(choosing.asked) == set(aside) and set(choosing.learned) == set(rows.learned)


def test_larger_draws_hold_the_smaller_and_ask_the_same(coloured):
    small, large = (draw(coloured, each=each, seed=4) for each in (5, LEARNED))
    assert set(small.learned) < set(large.learned)
    np.testing.assert_array_equal(small.asked, large.asked)
    assert set(draw(coloured, each=5, seed=5).learned) != set(small.learned)


@pytest.mark.parametrize("classes", [2, 3])
def test_few_images_in_their_own_span_give_the_regression_in_all_dimensions(classes):
    generator = np.random.default_rng(4)
    seen, labels = generator.standard_normal((12, 40)), np.arange(12) % classes
    scaled = (seen - seen.mean(axis=0)) / seen.std(axis=0)
    whole = LogisticRegression(C=1.0, max_iter=10_000, tol=1e-8).fit(scaled, labels)
    asked = generator.standard_normal((20, 40))
    kernel, bias = fit_head(seen, labels)
    found = np.exp(asked @ kernel + bias)
    known = whole.predict_proba((asked - seen.mean(axis=0)) / seen.std(axis=0))
    np.testing.assert_allclose(found / found.sum(axis=1, keepdims=True), known, atol=2e-3)


def test_a_head_gives_what_the_regression_gives():
    generator = np.random.default_rng(0)
    seen = generator.normal(3, 2, (60, 5)).astype(np.float32)
    for classes in (2, 3):
        labels = np.arange(60) % classes
        seen[np.arange(60), labels] += 8
        kernel, bias = fit_head(seen, labels)
        assert kernel.shape == (5, classes) and kernel.dtype == bias.dtype == np.float32
        assert ((seen @ kernel + bias).argmax(axis=1) == labels).mean() > 0.9
    moved = fit_head(10 * seen + 7, labels)
    np.testing.assert_allclose((10 * seen + 7) @ moved[0] + moved[1], seen @ kernel + bias, atol=1e-2)


def test_a_probe_of_what_tells_all_is_always_right_and_of_noise_is_not(coloured):
    noise = np.random.default_rng(0).normal(size=(len(coloured.labels), 4))
    assert probe(coloured, coloured.pixels, draw(coloured, each=5, seed=0)) == 1
    right = probe_curve(coloured, noise, seeds=range(3), sizes=(2, 50))
    assert right.shape == (2, 3) and 0.1 < right.mean() < 0.6
    np.testing.assert_array_equal(right, probe_curve(coloured, noise, seeds=range(3), sizes=(2, 50)))


def test_the_whole_network_answers_as_the_probe_does(some):
    model = load_booknet()
    seen = stage_features(model, some.images, ["block7"])["block7"]
    rows = tasks.Draw(np.arange(0, len(some.labels), 2), np.arange(1, len(some.labels), 2))
    whole = transferred(model, some, seen, rows)
    np.testing.assert_allclose(features(whole, some.images), seen, atol=1e-4)
    assert accuracy(whole, some, rows.asked) == probe(some, seen, rows)


def test_stages_are_averages_of_their_maps(some):
    model = load_booknet()
    seen = stage_features(model, some.images)
    assert [seen[stage].shape[1] for stage in STAGES] == [32, 32, 64, 64, 128, 128, 256, 256]
    maps = keras.Model(model.input, model.get_layer("block3").output).predict(some.images, verbose=0)
    np.testing.assert_allclose(seen["block3"], maps.mean(axis=(1, 2)), atol=1e-4)


def test_random_kernels_are_of_the_seed(some):
    model = load_booknet()
    first, second, other = (untrained(model, some, seed=seed).get_weights()[0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, second)
    assert (first != other).any() and (first != model.get_weights()[0]).any()


def test_a_twin_fitted_anew_remembers_nothing_of_the_task_before(some):
    model, other = load_booknet(), some._replace(images=some.images**3)
    wanted = outputs(untrained(model, some), some.images)[0]
    first = untrained(model, other)
    assert np.abs(outputs(first, some.images)[0] - wanted).max() > 1e-3
    twin = untrained(model, some, anew=first)
    assert twin is first
    np.testing.assert_allclose(outputs(twin, some.images)[0], wanted, atol=1e-5)


def test_batches_show_only_what_was_drawn_and_are_of_the_seed(coloured):
    rows = np.array([0, 150, 250])
    images, labels = batches(coloured, rows, Recipe(rate=1, steps=5, batch=6), seed=0)
    assert images.shape == (5, 6, 48, 48, 3) and labels.shape == (5, 6)
    assert set(labels.ravel().tolist()) == {0, 1, 2}
    assert (images.mean(axis=(2, 3)).argmax(axis=-1) == labels).all()
    np.testing.assert_array_equal(images, batches(coloured, rows, Recipe(rate=1, steps=5, batch=6), seed=0)[0])
    assert (images != batches(coloured, rows, Recipe(rate=1, steps=5, batch=6), seed=1)[0]).any()


def test_steps_grow_with_the_root_of_the_images():
    recipe = Recipe(rate=1e-3, steps=100)
    assert [recipe.grown(each).steps for each in (2, 10, 40)] == [100, 100, 200]


def test_images_are_made_smaller_without_changing_their_colour(coloured):
    small = resized(coloured, 24)
    assert small.images.shape[1:3] == (24, 24)
    np.testing.assert_allclose(small.images.mean(axis=(1, 2)), coloured.images.mean(axis=(1, 2)), atol=0.01)
    assert resized(coloured, 48) is coloured


def test_learning_from_scratch_is_of_the_seed_and_starts_anew(coloured):
    learner = Scratch(coloured, network="tinynet", recipe=SHORT)
    rows = draw(coloured, each=2, seed=0)
    first = [weight.copy() for weight in learner.learn(rows, seed=0).get_weights()]
    other = [weight.copy() for weight in learner.learn(rows, seed=1).get_weights()]
    again = learner.learn(rows, seed=0).get_weights()
    for one, two in zip(first, again, strict=True):
        np.testing.assert_allclose(two, one, atol=1e-5)
    assert any((one != two).any() for one, two in zip(first, other, strict=True))


def test_a_network_learns_colours_from_scratch(coloured):
    learner = Scratch(coloured, network="tinynet", recipe=Recipe(rate=3e-3, steps=25, batch=9))
    rows = draw(coloured, each=3, seed=0)
    assert accuracy(learner.learn(rows, seed=0), learner.task, rows.asked[::5]) > 0.9


def test_fine_tuning_begins_at_the_probe_and_changes_what_was_thawed(coloured):
    seen = np.random.default_rng(0).normal(size=(len(coloured.labels), 256)).astype(np.float32)
    learner = Tuned(coloured, seen, start="block7", recipe=Recipe(rate=1e-3, steps=1, batch=2))
    before = {weight.path: weight.numpy() for weight in learner.model.weights}
    model = learner.learn(draw(coloured, each=2, seed=0), seed=0)
    moved = {weight.path.split("/")[-2] for weight in model.weights if (before[weight.path] != weight.numpy()).any()}
    assert moved == {"logits", *learner.learning} == {"logits", "block7_a_conv", "block7_b_conv"}


def test_fine_tuning_from_maps_is_that_of_the_whole_network(coloured):
    seen = np.random.default_rng(0).normal(size=(len(coloured.labels), 256)).astype(np.float32)
    learned = (rows := draw(coloured, each=2, seed=0)).learned
    whole = build_transfer(load_booknet(), classes=3)
    thaw(whole, "block6")
    set_head(whole, *fit_head(seen[learned], coloured.labels[learned]))
    before = [weight.numpy() for weight in whole.trainable_weights]
    Learner(whole, SHORT).learn(*batches(coloured, learned, SHORT, seed=7))
    model = Tuned(coloured, seen, start="block6", recipe=SHORT).learn(rows, seed=7)
    for first, one, two in zip(before, whole.trainable_weights, model.trainable_weights, strict=True):
        np.testing.assert_allclose(two, one, atol=2e-5)
        assert np.abs(one - first).max() > 1e-4


def test_seeds_that_choose_do_not_report():
    assert not {*study.CHOOSING} & {*study.REPORTING} and len(study.REPORTING) >= 10
    for name in tasks.TASKS:
        cases = [*study.choosing_cases(name), *study.reporting_cases(name)]
        assert len(set(cases)) == len(cases)
        sizes = {case.each for case in cases if case.stage == "report" and case.method == "tuned"}
        assert sizes == set(SIZES)


def test_the_best_is_so_over_all_tasks():
    quick, slow = Recipe(rate=1, steps=1), Recipe(rate=1, steps=2)
    found = {("scratch", "a", quick): [0.9, 0.1], ("scratch", "b", slow): [0.6, 0.6], ("tuned", "c", quick): [1, 1]}
    assert study.best(found, "scratch") == ("b", slow)


def test_images_saved_are_read_off_the_curve():
    control = np.repeat([[0.2], [0.4], [0.6], [0.8], [1.0]], 4, axis=1)
    assert saved(control, np.full(4, 0.8))[:3] == (10, 10, 10)
    assert saved(control, np.full(4, 0.7)).estimate == pytest.approx(np.sqrt(10 * 20) - 10)
    assert saved(control, np.full(4, 0.1)).estimate == 2 - 10
    never = saved(control - 0.1, np.full(4, 0.95))
    assert (never.estimate, never.beyond) == (40, 1)
    with pytest.raises(ValueError, match=r"control: got shape \(5, 4\), expected \(5, 3\)"):
        saved(control, np.ones(3))


def test_an_interval_of_images_saved_holds_the_estimate_and_is_of_the_seed():
    generator = np.random.default_rng(0)
    control = np.sort(generator.random((5, 10)), axis=0)
    found = saved(control, np.full(10, 0.5))
    assert found.low <= found.estimate <= found.high and 0 <= found.beyond <= 1
    assert saved(control, np.full(10, 0.5)) == found


def test_curves_and_gains_carry_students_interval():
    right = np.array([[0.5, 0.7], [1.0, 1.0]])
    found = curve(right, sizes=(2, 5))
    np.testing.assert_allclose(found.mean, [0.6, 1])
    assert found.low[0] == 0 and found.high[0] == 1 and found.low[1] == found.high[1] == 1
    assert gain([0.9, 0.8], [0.7, 0.6]).estimate == pytest.approx(20)


def test_methods_are_found_by_task():
    arrays = {"faces tuned block7": 1, "faces tuned block7 seconds": 2, "digits tuned block7": 3}
    assert methods_of(arrays, "faces") == {"tuned block7": 1}


def test_wrong_arguments_are_said_in_a_sentence(coloured):
    with pytest.raises(ValueError, match="name: got 'cats', expected one of faces, scenes, digits"):
        load_task("cats")
    with pytest.raises(ValueError, match="each: got 51, expected 1 to 50 images a class"):
        draw(coloured, each=51, seed=0)
