"""The random twin of a network: same plan, kernels of chance, every one of them at work."""

import keras
import numpy as np
import pytest

from lib.experiments.depth import random_twin
from lib.models.booknet import build_booknet

IMAGES = np.random.default_rng(0).random((4, 48, 48, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def booknet():
    keras.utils.set_random_seed(1)
    return build_booknet()


def kernels(model):
    return {weight.path: np.asarray(weight) for weight in model.weights if weight.path.endswith("kernel")}


def test_the_twin_has_the_plan_and_other_kernels_and_leaves_the_model_alone(booknet):
    before = [weight.numpy().copy() for weight in booknet.weights]
    twin = random_twin(booknet, IMAGES, seed=0)
    own, other = kernels(booknet), kernels(twin)
    assert {path: one.shape for path, one in own.items()} == {path: one.shape for path, one in other.items()}
    assert all(not np.array_equal(own[path], other[path]) for path in own)
    for old, now in zip(before, booknet.weights, strict=True):
        np.testing.assert_array_equal(old, np.asarray(now))


def test_its_kernels_follow_from_the_seed(booknet):
    first, again, other = (kernels(random_twin(booknet, IMAGES, seed=seed)) for seed in (0, 0, 1))
    assert all(np.array_equal(first[path], again[path]) for path in first)
    assert all(not np.array_equal(first[path], other[path]) for path in first)


def test_its_normalisation_is_fitted_to_the_images(booknet):
    twin = random_twin(booknet, IMAGES, seed=0)
    layers = [layer for layer in twin.layers if isinstance(layer, keras.layers.BatchNormalization)]
    outputs = keras.Model(twin.input, [layer.output for layer in layers])(IMAGES, training=False)
    for layer, values in zip(layers, outputs, strict=True):
        assert (np.asarray(layer.gamma) == 1).all()
        np.testing.assert_allclose(np.asarray(values).mean((0, 1, 2)), 0, atol=2e-2)
        np.testing.assert_allclose(np.asarray(values).std((0, 1, 2)), 1, atol=0.1)
