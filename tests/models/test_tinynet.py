"""TinyNet: small, with a map of 12 by 12 places, and exact under CAM."""

import keras
import numpy as np

from lib.explain.cam import cam
from lib.models.tinynet import build_tinynet

IMAGES = np.random.default_rng(0).random((3, 48, 48, 3)).astype(np.float32)


def test_the_map_has_12_by_12_places_and_its_mean_is_the_logit_without_its_bias():
    keras.utils.set_random_seed(1)
    network = build_tinynet(classes=4)
    network.get_layer("logits").bias.assign(np.arange(1, 5))
    maps = cam(network, IMAGES, np.arange(3), signed=True)
    logits = network.predict(IMAGES, verbose=0)[np.arange(3), np.arange(3)]
    assert maps.shape == (3, 12, 12)
    np.testing.assert_allclose(maps.mean(axis=(1, 2)) + np.arange(1, 4), logits, atol=1e-4)


def test_a_place_sees_a_square_of_25_pixels():
    network = build_tinynet()
    inner = keras.Model(network.input, network.get_layer("block4_conv").output)
    touched = []
    for pixel in range(48):
        images = np.full((2, 48, 48, 3), 0.5, np.float32)
        images[1, pixel] = 1
        before, after = inner.predict(images, verbose=0)[:, 6, 6]
        touched.append(np.abs(before - after).max() > 1e-7)
    assert sum(touched) == 25
