"""The plain detector: one number a picture, in colour and in grey."""

import numpy as np

from lib.models.detector import SMALL_CHANNELS, build_plain_detector


def test_it_gives_one_logit_for_each_picture_and_pictures_do_not_mix():
    model = build_plain_detector()
    images = np.random.default_rng(0).random((3, 64, 64, 3), np.float32)
    together = np.asarray(model(images))
    assert together.shape == (3,)
    np.testing.assert_allclose(together[1:2], np.asarray(model(images[1:2])), atol=1e-5)


def test_colours_are_centred_and_grey_is_taken_as_it_is():
    assert "centre" in [layer.name for layer in build_plain_detector().layers]
    grey = build_plain_detector(shape=(25, 25, 1), channels=SMALL_CHANNELS)
    assert "centre" not in [layer.name for layer in grey.layers]
    assert np.asarray(grey(np.zeros((2, 25, 25, 1), np.float32))).shape == (2,)
    assert [layer.filters for layer in grey.layers if hasattr(layer, "filters")] == list(SMALL_CHANNELS)
