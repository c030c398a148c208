"""The book's Adam takes the steps of Keras's."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from lib.models.adam import Adam


def walked(rule, *, steps=20):
    """Return where variables of two shapes end whose gradients are large, small and nought."""
    generator, variables = np.random.default_rng(0), [keras.Variable(np.ones((5,), np.float32)) for _ in range(2)]
    rule.build(variables)
    scale = np.float32([0, 1e-8, 1e-3, 1, 100])

    @tf.function
    def step(first, second):
        rule.apply([first, second], variables)

    for _ in range(steps):
        step(*(tf.constant(generator.standard_normal(5).astype(np.float32) * scale) for _ in range(2)))
    return np.array([variable.numpy() for variable in variables])


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"beta_1": 0.5, "beta_2": 0.9},
        {"epsilon": 1e-3},
        {"amsgrad": True},
        {"weight_decay": 0.1},
        {"clipnorm": 1.0},
    ],
    ids=str,
)
def test_its_steps_are_those_of_keras(options):
    expected, found = (walked(kind(0.01, **options)) for kind in (keras.optimizers.Adam, Adam))
    np.testing.assert_allclose(found, expected, atol=2e-6)
    assert np.abs(found[:, 3] - 1).min() > 0.001


def test_its_rate_falls_with_a_schedule():
    falling = [kind(keras.optimizers.schedules.CosineDecay(0.01, 10)) for kind in (keras.optimizers.Adam, Adam)]
    expected, found = (walked(rule) for rule in falling)
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_what_it_remembers_is_where_keras_keeps_it():
    rule = Adam(0.01)
    walked(rule, steps=3)
    assert int(rule.iterations.value) == 3
    assert all(np.abs(variable.numpy()[3:]).min() > 0 for variable in rule.variables[2:])
