"""Networks that learn side by side: each learns what it would learn by itself."""

import keras
import numpy as np
import pytest

from lib.models.m2 import UNKNOWN, build_m2
from lib.models.together import learn_together

STEPS, RATE = 6, 1e-2
ENTROPY = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def classifier(seed):
    keras.utils.set_random_seed(seed)
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, activation="relu"), keras.layers.Dense(3)])


def m2(seed):
    keras.utils.set_random_seed(seed)
    return build_m2((2, 2, 1), 3, latents=1, alpha=2.0, hidden=(5,), seed=7)


def batches(seed, shape=(4,)):
    generator = np.random.default_rng(seed)
    labels = generator.integers(UNKNOWN if len(shape) > 1 else 0, 3, size=(STEPS, 8)).astype(np.int32)
    return generator.random((STEPS, 8, *shape), np.float32), labels


def entropy(_, labels, logits):
    return ENTROPY(labels, logits)


def test_each_learns_what_keras_teaches_it_alone():
    together, given = [classifier(0), classifier(1)], [batches(0), batches(1)]
    learn_together(together, given, entropy, rate=RATE)
    for seed, network in enumerate(together):
        alone, (images, labels) = classifier(seed), given[seed]
        schedule = keras.optimizers.schedules.CosineDecay(RATE, STEPS)
        alone.compile(keras.optimizers.Adam(schedule), ENTROPY)
        alone.fit(np.concatenate(images), np.concatenate(labels), batch_size=8, shuffle=False, verbose=0)
        for own, expected in zip(network.get_weights(), alone.get_weights(), strict=True):
            np.testing.assert_allclose(own, expected, atol=1e-5)


@pytest.mark.parametrize("kind", [classifier, m2])
def test_who_learns_beside_does_not_matter(kind):
    shape = (4,) if kind is classifier else (2, 2, 1)

    def learned(*seeds):
        networks = [kind(seed) for seed in seeds]
        loss = entropy if kind is classifier else networks[0].compute_loss
        learn_together(networks, [batches(seed, shape) for seed in seeds], loss, rate=RATE)
        return networks[-1]

    for own, expected in zip(learned(0, 1).trainable_variables, learned(2, 1).trainable_variables, strict=True):
        np.testing.assert_allclose(own, expected, atol=1e-6)
    before = kind(1).trainable_variables
    assert all(np.abs(a - b).max() > RATE for a, b in zip(learned(1).trainable_variables, before, strict=True))


def test_latents_are_drawn_anew_at_every_step():
    network = m2(0)
    learn_together([network], [batches(0, (2, 2, 1))], network.compute_loss, rate=RATE)
    assert int(network.seeds.state[1]) == STEPS
