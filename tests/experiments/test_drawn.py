"""Pictures as bytes."""

import numpy as np

from lib.experiments.drawn import as_bytes, as_images


def test_bytes_are_images_and_back():
    values = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(as_bytes(as_images(values)), values)
