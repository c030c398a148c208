"""Kernels and patches on toy networks."""

import keras
import numpy as np
import pytest
from keras import layers

from lib.explain.filters.kernels import first_kernels
from lib.explain.filters.patches import strongest_patches


def network(channels: int = 3) -> keras.Model:
    """Averages blocks of 2×2 pixels: one channel for red, one for green."""
    images = keras.Input((None, None, channels))
    x = layers.Conv2D(2, 2, strides=2, use_bias=False, name="blocks")(images)
    model = keras.Model(images, layers.GlobalAveragePooling2D(name="average")(x), name="toy")
    kernel = np.zeros((2, 2, channels, 2))
    kernel[:, :, 0, 0] = kernel[:, :, 1, 1] = 0.25
    model.get_layer("blocks").set_weights([kernel])
    return model


@pytest.fixture
def images():
    pictures = np.zeros((3, 8, 10, 3), np.float32)
    pictures[0, 2:4, 4:6, 0] = 0.5  # block (1, 2)
    pictures[1, 0:2, 8:10, 0] = 1.0  # block (0, 4), in the corner
    pictures[1, 4:6, 4:6, 0] = 0.9  # block (2, 2)
    pictures[2, 6:8, 0:2, 1] = 0.7  # block (3, 0), green
    return pictures


def test_the_strongest_place_of_each_picture_comes_first(images):
    found = strongest_patches(network(), images, "blocks", [0, 1], count=2, side=4)
    np.testing.assert_allclose(found.strengths, [[1, 0.5], [0.7, 0]])
    assert found.places[0].tolist() == [[1, 0, 4], [0, 1, 2]]
    assert found.places[1, 0].tolist() == [2, 3, 0]


def test_a_patch_is_cut_around_its_place_and_moved_inside_at_the_border(images):
    found = strongest_patches(network(), images, "blocks", [0, 1], count=2, side=4)
    assert found.images.shape == (2, 2, 4, 4, 3)
    np.testing.assert_array_equal(found.images[0, 1], images[0, 1:5, 3:7])
    np.testing.assert_array_equal(found.images[0, 0], images[1, :4, 6:])
    np.testing.assert_array_equal(found.images[1, 0], images[2, 4:, :4])


def test_several_places_of_one_picture_if_asked_for(images):
    found = strongest_patches(network(), images, "blocks", [0], count=3, side=2, one_per_image=False)
    assert found.places[0].tolist() == [[1, 0, 4], [1, 2, 2], [0, 1, 2]]


def test_channels_together_are_channels_alone(images):
    both = strongest_patches(network(), images, "blocks", [1, 0], count=3, side=5)
    for row, channel in enumerate((1, 0)):
        alone = strongest_patches(network(), images, "blocks", [channel], count=3, side=5)
        for together, one in zip(both, alone, strict=True):
            np.testing.assert_array_equal(together[row], one[0])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"layer": "average"}, r"layer: average puts out \(2,\), expected a map"),
        ({"channels": [2]}, r"channels: got \[2\], but blocks has channels 0 to 1"),
        ({"channels": []}, r"channels: got \[\]"),
        ({"side": 9}, "side: got 9, expected 1 to 8"),
        ({"side": 0}, "side: got 0"),
        ({"count": 4}, "count: got 4, expected 1 to 3"),
        ({"count": 61, "one_per_image": False}, "count: got 61, expected 1 to 60"),
    ],
)
def test_patches_refuse(images, options, words):
    usual = {"layer": "blocks", "channels": [0], "count": 1, "side": 4}
    with pytest.raises(ValueError, match=words):
        strongest_patches(network(), images, **usual | options)


def test_the_first_kernels_one_by_one():
    kernels = first_kernels(network())
    assert kernels.shape == (2, 2, 2, 3)
    np.testing.assert_array_equal(kernels[1], np.broadcast_to([0, 0.25, 0], (2, 2, 3)))


def test_kernels_of_a_nested_model_by_name_and_path():
    images = keras.Input((None, None, 3))
    outer = keras.Model(images, layers.Dense(2)(network()(images)))
    for name in (None, "blocks", "toy/blocks"):
        np.testing.assert_array_equal(first_kernels(outer, layer=name), first_kernels(network()))


def test_kernels_of_something_else_are_refused():
    with pytest.raises(ValueError, match="layer: blocks looks at 4 channels, expected the 3 colours"):
        first_kernels(network(channels=4))
    with pytest.raises(ValueError, match="layer: got 'average', expected a Conv2D of toy"):
        first_kernels(network(), layer="average")
    with pytest.raises(ValueError, match="layer: got None, expected a Conv2D"):
        first_kernels(keras.Sequential([keras.Input((3,)), layers.Dense(2)]))
