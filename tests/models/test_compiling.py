import keras
import numpy as np
import pytest

from lib.models.compiling import compiled, renewed, traced


class Counting(keras.Sequential):
    traced = 0

    def compute_loss(self, *given, **named):
        self.traced += 1
        return super().compute_loss(*given, **named)


def learned(prepare):
    network = Counting([keras.Input((3,)), keras.layers.Dense(2)])
    prepare(network, keras.optimizers.Adam(0.1), keras.losses.MeanSquaredError(), run_eagerly=False)
    network.fit(np.ones((8, 3), np.float32), np.zeros((8, 2), np.float32), batch_size=4, epochs=2, verbose=0)
    return network.traced


def test_the_first_step_is_traced_once():
    assert learned(compiled) == 1
    # Should Keras make the variables early enough by itself one day, the helper can go.
    assert learned(keras.Model.compile) == 2


def test_it_returns_the_network_ready_to_learn_with_what_is_trainable_now():
    network = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, trainable=False), keras.layers.Dense(2)])
    assert compiled(network, keras.optimizers.SGD(momentum=0.9), keras.losses.MeanSquaredError()) is network
    assert network.optimizer.built
    shapes = [variable.shape for variable in network.optimizer.variables]
    assert shapes.count((2, 2)) == 1  # the momentum of the one kernel that learns
    assert (3, 2) not in shapes


def noisy_network(*, seed, units=2, rule=None):
    keras.utils.set_random_seed(seed)
    layers = [keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dropout(0.5, seed=seed), keras.layers.Dense(units)]
    network = Counting(layers)
    return compiled(network, rule or keras.optimizers.Adam(falling()), keras.losses.MeanSquaredError())


def falling(steps=4):
    return keras.optimizers.schedules.CosineDecay(0.1, steps)


def learn_noise(network):
    inputs, targets = np.random.default_rng(0).random((2, 8, 3), np.float32)
    network.fit(inputs, targets[:, :2], batch_size=4, epochs=2, shuffle=False, verbose=0)


def test_a_renewed_network_learns_like_a_fresh_one_without_being_traced_again():
    network, fresh = noisy_network(seed=0), noisy_network(seed=1)
    learn_noise(network)
    assert renewed(network, noisy_network(seed=1)) is network
    for used in (network, fresh):
        learn_noise(used)
    assert network.traced == 1
    for one, other in zip(network.variables, fresh.variables, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)


def test_a_network_is_not_renewed_from_another_kind():
    with pytest.raises(ValueError, match=r"^fresh: got variables of shapes .*expected those of the network"):
        renewed(noisy_network(seed=0), noisy_network(seed=0, units=3))


@pytest.mark.parametrize(
    "rule",
    [keras.optimizers.Adam(falling(steps=5)), keras.optimizers.Adam(falling(), beta_1=0.5)],
    ids=["steps", "beta"],
)
def test_a_network_is_not_renewed_from_one_that_learns_by_another_rule(rule):
    network = noisy_network(seed=0)
    before = network.get_weights()
    with pytest.raises(ValueError, match=r"^fresh: got the optimiser .*expected that of the network"):
        renewed(network, noisy_network(seed=1, rule=rule))
    for one, other in zip(network.get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, other)


def small_network():
    keras.utils.set_random_seed(0)
    images = keras.Input((4, 4, 1))
    flat = keras.layers.Flatten(name="flat")(images)
    return keras.Model(images, keras.layers.Dense(2, name="last")(keras.layers.Dropout(0.5)(flat)))


def test_a_graph_computes_what_the_network_does_for_any_number_of_inputs():
    network, generator = small_network(), np.random.default_rng(0)
    for count in (1, 5, 3):
        images = generator.random((count, 4, 4, 1), np.float32)
        np.testing.assert_allclose(traced(network)(images), network(images, training=False), rtol=1e-6)
        np.testing.assert_array_equal(traced(network, layer="flat")(images), images.reshape(count, -1))


def test_a_graph_is_traced_once_and_follows_what_the_network_learns():
    network, images = small_network(), np.ones((2, 4, 4, 1), np.float32)
    before = traced(network)(images)
    network.get_layer("last").bias.assign_add(np.float32([1, 2]))
    np.testing.assert_allclose(traced(network)(images), before + np.float32([1, 2]), rtol=1e-6)
    assert traced(network) is traced(network)
    assert traced(network, layer="flat") is not traced(network)
