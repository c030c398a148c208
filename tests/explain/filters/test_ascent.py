"""Gradient ascent on networks whose optimum is known, and what it promises: one trace, a batch that is a loop."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from lib.explain.filters.ascent import maximise
from lib.explain.filters.images import fourier, pixels
from lib.explain.filters.objectives import channel, class_logit, direction, unit
from lib.explain.filters.regularisers import norm, total_variation
from lib.explain.filters.scoring import robust_score
from lib.explain.filters.transforms import jitter, rotate, scale

KERNEL = np.array([[1.0, 0, -1], [0, 1, -1], [0, -1, -1]])  # red · green less blue · darkness, which ReLU silences
MOVEMENTS = (jitter(1), scale(0.9, 1.1), rotate(10))


class Traced(layers.Layer):
    """Passes its input on and counts how often Python ran it."""

    count = 0

    def call(self, inputs):
        self.count += 1
        return inputs * 1


def network(*extra: layers.Layer) -> keras.Model:
    images = keras.Input((None, None, 3))
    x = images
    for layer in extra:
        x = layer(x)
    x = layers.Conv2D(3, 1, use_bias=False, name="conv")(x)
    x = layers.ReLU(name="relu")(x)
    model = keras.Model(images, layers.Dense(3, name="logits")(layers.GlobalAveragePooling2D()(x)))
    model.get_layer("conv").set_weights([KERNEL[None, None]])
    model.get_layer("logits").set_weights([np.eye(3), np.zeros(3)])
    return model


@pytest.mark.parametrize("image", [pixels(), fourier()])
@pytest.mark.parametrize("transforms", [(), MOVEMENTS])
def test_each_picture_takes_on_the_colour_of_its_channel(image, transforms):
    objectives = [channel("relu", 0), channel("relu", 1)]
    red, green = maximise(network(), objectives, size=6, image=image, transforms=transforms, steps=200).images
    assert red[..., 0].mean() > 0.8
    assert green[..., 1].mean() > 0.8


def test_the_history_holds_what_was_seen_before_each_step():
    result = maximise(network(), [channel("relu", 0)] * 2, size=6, steps=20, image=pixels())
    assert result.images.shape == (2, 6, 6, 3) and result.scores.shape == (20, 2)
    start = pixels().to_images(pixels().initial(0, 1, 6)).numpy()
    np.testing.assert_allclose(result.scores[0], start[..., 0].mean(), rtol=1e-5)
    assert (np.diff(result.scores[:, 0]) > 0).all()


def test_the_first_step_of_adam_is_as_long_as_its_rate():
    result = maximise(network(), [channel("relu", 0)], size=4, steps=1, rate=0.3, image=pixels())
    start = pixels().initial(0, 1, 4).numpy()
    moved = np.log(result.images / (1 - result.images)) - start
    np.testing.assert_allclose(moved[..., 0], 0.3, atol=1e-3)
    np.testing.assert_allclose(moved[..., 1:], 0, atol=1e-5)


def test_the_loop_is_keras_adam():
    model, objective, rate = network(), 3 * channel("relu", 1) + channel("relu", 0), 0.07
    variable = keras.Variable(pixels().initial(0, 1, 4))
    adam = keras.optimizers.Adam(rate, epsilon=1e-8)
    for _ in range(7):
        with tf.GradientTape() as tape:
            seen = model.get_layer("conv")(pixels().to_images(variable.value))
            loss = -3 * tf.reduce_mean(tf.nn.leaky_relu(seen[..., 1], 0.1)) - tf.reduce_mean(seen[..., 0])
        adam.apply([tape.gradient(loss, variable.value)], [variable])
    found = maximise(model, [objective], size=4, steps=7, rate=rate, image=pixels()).images
    np.testing.assert_allclose(found, pixels().to_images(variable.value), atol=1e-4)


def test_a_silent_channel_is_woken():
    # Darkness is negative everywhere: the activation is zero, its slope too, and only the leak shows a way down.
    result = maximise(network(), [channel("relu", 2)], size=4, steps=60, image=pixels())
    np.testing.assert_array_equal(result.scores[0], 0)
    assert result.images.mean() < 0.1


def test_a_unit_changes_its_own_place_alone():
    image = maximise(network(), [unit("relu", 0, (1, 2))], size=4, steps=30, image=pixels(spread=0.001)).images[0]
    changed = np.abs(image - 0.5).max(axis=-1) > 0.1
    assert np.argwhere(changed).tolist() == [[1, 2]]


@pytest.mark.parametrize("transforms", [(), MOVEMENTS])
def test_a_batch_is_a_loop(transforms):
    model, options = network(), {"size": 5, "steps": 8, "seed": 3, "transforms": transforms}
    mixed = [channel("relu", 0), class_logit(1), direction("relu", [1, -1, 0]), channel("relu", 1) - class_logit(0)]
    together = maximise(model, mixed, **options)
    for row, objective in enumerate(mixed):
        alone = maximise(model, [objective], **options)
        np.testing.assert_allclose(together.images[row], alone.images[0], atol=2e-3)
        np.testing.assert_allclose(together.scores[:, row], alone.scores[:, 0], atol=2e-3)


def test_the_same_seed_gives_the_same_pictures():
    first, again, other = (
        maximise(network(), [channel("relu", 0)], size=5, steps=5, seed=seed, transforms=MOVEMENTS).images
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3


def test_other_channels_steps_rates_and_seeds_do_not_trace_anew():
    counter = Traced()
    model = network(counter)
    maximise(model, [channel("relu", 0)], size=4, steps=2)
    before = counter.count
    for index, steps, rate, seed, count in ((1, 3, 0.1, 4, 1), (0, 2, 0.3, 0, 3)):
        maximise(model, [channel("relu", index)] * count, size=4, steps=steps, rate=rate, seed=seed)
    assert counter.count == before
    maximise(model, [channel("relu", 0)], size=5, steps=2)
    assert counter.count > before


def test_pictures_follow_the_weights():
    model = network()
    options = {"size": 4, "steps": 40, "image": pixels()}
    red = maximise(model, [channel("relu", 0)], **options).images.mean(axis=(0, 1, 2))
    model.get_layer("conv").set_weights([KERNEL[:, [1, 0, 2]][None, None]])
    green = maximise(model, [channel("relu", 0)], **options).images.mean(axis=(0, 1, 2))
    assert red[0] > 0.9 > 0.6 > red[1] and green[1] > 0.9 > 0.6 > green[0]


def test_penalties_by_hand():
    image = np.zeros((2, 2, 3, 3), np.float32)
    image[1, 0, 1, 0] = 1  # one bright pixel of one colour: three neighbours see it
    np.testing.assert_allclose(total_variation(6).penalty(tf.constant(image)), [0, 6 * 3 / 18])
    np.testing.assert_allclose(norm(2).penalty(tf.constant(image)), [0, 2 * (1 / 18) ** 0.5])
    np.testing.assert_allclose(norm(2, 1).penalty(tf.constant(image)), [0, 2 / 18])


def test_a_penalty_holds_the_picture_back():
    options = {"size": 6, "steps": 60, "image": pixels(spread=1.0)}
    free = maximise(network(), [channel("relu", 0)], **options).images
    dark = maximise(network(), [channel("relu", 0)], regularisers=[norm(9, 1)], **options).images
    smooth = maximise(network(), [channel("relu", 0)], regularisers=[total_variation(9)], **options).images
    assert dark.mean() < 0.2 < free.mean()
    assert np.abs(np.diff(smooth, axis=1)).mean() < 0.2 * np.abs(np.diff(free, axis=1)).mean()


def test_a_robust_score_is_the_mean_over_movements():
    # One bright column: a shift by one brings in nothing but zeros, or a second one at the mirrored border.
    model = network()
    images = np.random.default_rng(0).random((2, 5, 5, 3)).astype(np.float32)
    objectives = [channel("relu", 0), class_logit(1)]
    still = robust_score(model, images, objectives, transforms=[], draws=3)
    np.testing.assert_allclose(
        still, [images[0, ..., 0].mean(), np.maximum(images[1] @ KERNEL[:, 1], 0).mean()], rtol=1e-5
    )
    several = [robust_score(model, images, objectives, transforms=MOVEMENTS, draws=draws) for draws in (1, 2, 2)]
    np.testing.assert_array_equal(several[1], several[2])
    second = 2 * several[1] - several[0]
    assert np.abs(second - several[0]).max() > 1e-3
    np.testing.assert_allclose(
        robust_score(model, images[1:], objectives[1:], transforms=MOVEMENTS, draws=2), several[1][1:], rtol=1e-5
    )


def test_a_constant_picture_scores_the_same_however_it_is_moved():
    images = np.full((1, 5, 5, 3), 0.25, np.float32)
    found = robust_score(network(), images, [channel("relu", 0)], transforms=MOVEMENTS)
    np.testing.assert_allclose(found, 0.25, rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"steps": 0}, "steps, rate: got 0"),
        ({"rate": 0.0}, "steps, rate: got .*, 0.0"),
        ({"transforms": jitter(1)}, "transforms: got"),
        ({"objectives": [channel("relu", 3)]}, "index: got 3"),
        ({"objectives": []}, r"objectives: got \[\]"),
    ],
)
def test_maximise_refuses(options, words):
    with pytest.raises(ValueError, match=words):
        maximise(network(), **{"objectives": [channel("relu", 0)], "size": 4} | options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"draws": 0}, "draws: got 0"),
        ({"objectives": [channel("relu", 0)] * 2}, "objectives: got 2, expected one for each of 1 images"),
        ({"images": np.zeros((4, 4, 3), np.float32)}, "images: got shape"),
        ({"transforms": [3]}, "transforms: got"),
    ],
)
def test_robust_score_refuses(options, words):
    usual = {"images": np.zeros((1, 4, 4, 3), np.float32), "objectives": [channel("relu", 0)], "transforms": []}
    with pytest.raises(ValueError, match=words):
        robust_score(network(), **usual | options)


def test_an_order_below_one_is_no_norm():
    with pytest.raises(ValueError, match="order: got"):
        norm(1, 0.5)
