"""Movements worked out by hand: where pixels go, what comes in at the border, and what flows back."""

import numpy as np
import pytest
import tensorflow as tf

from lib.explain.filters.transforms import checked_transforms, jitter, rotate, scale, transformed

IMAGE = np.arange(30, dtype=np.float32).reshape(1, 5, 6, 1)
SEEDS = [tf.constant([3, draw]) for draw in range(40)]


def moved(image, transforms, seed=SEEDS[0]) -> np.ndarray:
    return transformed(tf.constant(image), transforms, seed).numpy()


def shifts(image, pixels) -> list[np.ndarray]:
    """Every shift up to so many pixels, the picture mirrored beyond its border."""
    wide = np.pad(image[0, ..., 0], pixels, mode="symmetric")
    height, width = image.shape[1:3]
    return [
        wide[top : top + height, left : left + width] for top in range(2 * pixels + 1) for left in range(2 * pixels + 1)
    ]


def test_jitter_shifts_by_whole_pixels_in_every_direction_and_mirrors_the_border():
    possible = shifts(IMAGE, 1)
    found = [moved(IMAGE, [jitter(1)], seed)[0, ..., 0] for seed in SEEDS]
    which = {next(place for place, one in enumerate(possible) if np.allclose(one, image)) for image in found}
    assert len(which) == 9


def test_a_factor_of_two_by_hand():
    # Between the centre at 1.5 and the ends, each step covers half a pixel.
    line = np.tile(np.array([0.0, 1, 2, 3], np.float32), (4, 1))[None, ..., None]
    np.testing.assert_allclose(moved(line, [scale(2, 2)])[0, 0, :, 0], [0.75, 1.25, 1.75, 2.25])


def test_shrinking_mirrors_the_rim():
    line = np.tile(np.array([0.0, 1, 2, 3], np.float32), (4, 1))[None, ..., None]
    np.testing.assert_allclose(moved(line, [scale(0.5, 0.5)])[0, 0, :, 0], [0.5, 0.5, 2.5, 2.5])


def test_a_turn_keeps_lengths_and_stays_within_its_limit_in_either_direction():
    # On a slope of one along the rows, the slopes after a turn are its cosine and, up to the sign, its sine.
    slope = np.tile(np.arange(21.0, dtype=np.float32)[:, None], (1, 21))[None, ..., None]
    angles = []
    for seed in SEEDS:
        turned = moved(slope, [rotate(30)], seed)[0, 8:13, 8:13, 0]
        along, across = np.diff(turned, axis=0), np.diff(turned, axis=1)
        assert np.ptp(along) < 1e-4 and along[0, 0] ** 2 + across[0, 0] ** 2 == pytest.approx(1, abs=1e-4)
        assert turned[2, 2] == pytest.approx(10, abs=1e-4)
        angles.append(np.degrees(np.arctan2(across[0, 0], along[0, 0])))
    assert -30 <= min(angles) < -15 and 15 < max(angles) <= 30


def test_movements_in_a_row_are_one_map_the_first_one_first():
    smooth = np.add.outer(np.arange(40.0) * 2, np.arange(40.0)).astype(np.float32)[None, ..., None]
    # On a plane, bilinear look-up is exact: shift then enlarge, away from the border.
    both = moved(smooth, [jitter(4), scale(2, 2)])[0, 10:30, 10:30, 0]
    shift = moved(smooth, [jitter(4)])
    np.testing.assert_allclose(both, moved(shift, [scale(2, 2)])[0, 10:30, 10:30, 0], atol=1e-3)


def test_pictures_of_a_batch_are_moved_alike_and_the_seed_decides():
    batch = np.random.default_rng(0).random((3, 8, 8, 3)).astype(np.float32)
    movements = [jitter(2), scale(0.9, 1.1), rotate(20)]
    found = moved(batch, movements)
    np.testing.assert_allclose(found, np.concatenate([moved(batch[[row]], movements) for row in range(3)]), atol=1e-6)
    np.testing.assert_array_equal(found, moved(batch, movements))
    assert np.abs(found - moved(batch, movements, SEEDS[1])).max() > 0.01
    assert batch.min() <= found.min() and found.max() <= batch.max()


def test_no_movement_is_the_picture_itself():
    np.testing.assert_array_equal(moved(IMAGE, []), IMAGE)


def test_what_flows_back_is_the_transpose():
    image, back = (np.random.default_rng(seed).random((1, 7, 7, 1)).astype(np.float32) for seed in (0, 1))
    movements = [jitter(3), rotate(30), scale(0.7, 1.4)]
    with tf.GradientTape() as tape:
        variable = tf.Variable(image)
        value = tf.reduce_sum(transformed(variable, movements, SEEDS[0]) * back)
    # A linear map: the derivative along the picture itself is the value.
    assert float(tf.reduce_sum(tf.convert_to_tensor(tape.gradient(value, variable)) * image)) == pytest.approx(
        float(value), rel=1e-4
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: jitter(0), "pixels: got 0"),
        (lambda: jitter(1.5), "pixels: got 1.5"),
        (lambda: scale(0, 1), "low, high: got 0, 1"),
        (lambda: scale(1.2, 0.8), "low, high: got 1.2, 0.8"),
        (lambda: rotate(-1), "degrees: got -1"),
        (lambda: checked_transforms(jitter(1)), "transforms: got .*, expected a sequence"),
        (lambda: checked_transforms([4]), "transforms: got .*, expected a sequence"),
    ],
)
def test_wrong_movements_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
