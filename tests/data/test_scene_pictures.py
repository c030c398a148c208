"""Pictures of scenes: what the masks say is what one sees, and a picture is its row's alone."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from lib.data.scenes import OBJECTS, render_scenes, sample_scenes, with_grounds, with_stamps
from lib.data.scenes.grounds import ground_tiles
from lib.data.scenes.objects import object_masters
from lib.data.scenes.shapes import REACH, SIDE, X, Y
from lib.data.scenes.table import ABSENT
from lib.data.scenes.textures import LIGHT

SCENES = sample_scenes(600, seed=21, stamp=1.0)
PICTURES = render_scenes(SCENES)


def without(scenes, *slots):
    kinds = scenes.kinds.copy()
    kinds[:, slots] = ABSENT
    return replace(scenes, kinds=kinds)


def test_pictures_have_the_stated_form():
    images, masks, boxes, stamps = PICTURES
    assert images.shape == (600, 96, 96, 3) and images.dtype == np.float32
    assert images.min() >= 0 and images.max() <= 1
    assert masks.shape == (600, 2, 96, 96) and boxes.shape == (600, 2, 4) and stamps.shape == (600, 96, 96)
    assert masks.dtype == stamps.dtype == bool and np.issubdtype(boxes.dtype, np.integer)
    assert (masks.sum(axis=1) + stamps).max() == 1


def test_the_same_scenes_are_the_same_bytes():
    for first, again in zip(PICTURES, render_scenes(sample_scenes(600, seed=21, stamp=1.0)), strict=True):
        assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize("rows", [slice(5, 6), slice(9, 40), np.array([77, 3, 599])], ids=["one", "slice", "places"])
def test_a_picture_does_not_depend_on_what_is_drawn_with_it(rows):
    for whole, part in zip(PICTURES, render_scenes(SCENES[rows]), strict=True):
        assert whole[rows].tobytes() == part.tobytes()


def test_an_object_covers_3_to_20_percent_and_an_absent_one_nothing():
    cover = PICTURES.masks.mean(axis=(2, 3))
    present = SCENES.kinds != ABSENT
    assert cover[present].min() >= 0.03 and cover[present].max() <= 0.20
    assert not cover[~present].any() and not PICTURES.boxes[~present].any()


def test_an_object_beside_another_stays_to_be_seen():
    two = SCENES.kinds[:, 1] != ABSENT
    alone = render_scenes(without(with_stamps(SCENES[two], False), 1)).masks[:, 0].sum(axis=(1, 2))
    seen = render_scenes(with_stamps(SCENES[two], False)).masks[:, 0].sum(axis=(1, 2)) / alone
    assert 0.65 < seen.min() < 1 and np.mean(seen > 0.9) > 0.9


def test_boxes_are_those_of_the_masks():
    for mask, box in zip(PICTURES.masks.reshape(-1, 96, 96), PICTURES.boxes.reshape(-1, 4), strict=True):
        if mask.any():
            rows, columns = np.nonzero(mask)
            assert box.tolist() == [rows.min(), columns.min(), rows.max() + 1, columns.max() + 1]


def test_masks_are_where_the_object_changes_the_picture_and_elsewhere_is_only_shadow():
    scenes = with_stamps(SCENES[:200], False)
    full, bare = render_scenes(scenes), render_scenes(without(scenes, 0, 1))
    change = full.images - bare.images
    inside = full.masks.any(axis=1)
    assert np.mean(np.abs(change[inside]).max(axis=-1) > 0.03) > 0.97
    rim = binary_dilation(inside, np.ones((1, 3, 3)), iterations=2)  # tips cover less than half of their pixels
    assert change[~rim].max() <= 1e-6 and change[~rim].min() < -0.1


def test_the_second_object_lies_over_the_first():
    scenes = with_stamps(SCENES[SCENES.kinds[:, 1] != ABSENT], False)
    both, second = render_scenes(scenes), render_scenes(without(scenes, 0))
    np.testing.assert_array_equal(both.masks[:, 1], second.masks[:, 1])
    hidden = render_scenes(without(scenes, 1)).masks[:, 0] & ~both.masks[:, 0]
    assert hidden.any() and not (hidden & ~both.masks[:, 1]).any()


def test_the_circle_around_an_object_holds_it():
    assert (np.hypot(X, Y)[None] * (object_masters().distance > 0)).max(axis=(1, 2)).max() <= 1.0
    assert (np.hypot(X, Y)[None] * (object_masters().distance > 0)).max(axis=(1, 2)).min() > 0.9
    assert np.isclose(2 * REACH / SIDE, X[0, 1] - X[0, 0])


def test_silhouettes_differ_from_each_other():
    masks = object_masters().distance > 0
    for first in range(10):
        for second in range(first):
            common = (masks[first] & masks[second]).sum() / (masks[first] | masks[second]).sum()
            assert common < 0.8, (OBJECTS[first], OBJECTS[second])


def test_light_keeps_its_side_however_an_object_is_turned():
    scenes = with_stamps(with_grounds(sample_scenes(300, seed=22, kinds=("starfish",), objects=1), "snow"), False)
    rendered = render_scenes(scenes)
    for image, (mask, _) in zip(rendered.images, rendered.masks, strict=True):
        rows, columns = np.nonzero(mask)
        towards = LIGHT[0] * (columns - columns.mean()) + LIGHT[1] * (rows - rows.mean())
        assert np.corrcoef(towards, image[mask].mean(axis=1))[0, 1] > 0.2


def test_an_object_turns_clockwise_and_is_mirrored():
    scenes = replace(
        sample_scenes(3, seed=1, kinds=("key",), objects=1),
        centres=np.full((3, 2, 2), 0.5),
        radii=np.full((3, 2), 0.3),
        angles=np.array([[0, 0], [np.pi / 2, 0], [0, 0]]),
        mirrored=np.array([[False, False], [False, False], [True, False]]),
    )
    upright, turned, mirrored = render_scenes(scenes).masks[:, 0].astype(int)
    assert np.abs(np.rot90(upright, -1) - turned).mean() < 0.002
    assert np.abs(upright[:, ::-1] - mirrored).mean() < 0.002
    assert np.abs(upright - mirrored).mean() > 0.01


def test_other_grounds_leave_the_masks_alone():
    swapped = render_scenes(with_grounds(SCENES[:20], "brick"))
    np.testing.assert_array_equal(swapped.masks, PICTURES.masks[:20])


def test_a_stamp_changes_its_own_pixels_alone():
    scenes = SCENES[:50]
    stamped, plain = (render_scenes(with_stamps(scenes, truth)) for truth in (True, False))
    change = np.abs(stamped.images - plain.images).max(axis=-1)
    assert not plain.stamps.any() and 0.012 < stamped.stamps.mean() < 0.025
    assert (change[~binary_dilation(stamped.stamps, np.ones((1, 3, 3)))] == 0).all()
    assert (stamped.stamps == stamped.stamps[0]).all() and not stamped.stamps[0, :80].any()
    np.testing.assert_array_equal(PICTURES.stamps.any(axis=(1, 2)), SCENES.stamps)


def test_the_edges_of_a_ground_meet():
    for tile in ground_tiles():
        for axis in (0, 1):
            steps = np.abs(np.diff(tile, axis=axis, append=np.take(tile, [0], axis))).mean(axis=(1 - axis, 2))
            assert steps[-1] <= steps[:-1].max()


@pytest.mark.parametrize(("size", "within"), [(16, 0.02), (50, 0.006), (200, 0.004)])
def test_a_scene_is_the_same_at_every_size(size, within):
    scenes = sample_scenes(8, seed=23)
    small, large = render_scenes(scenes, size=size), render_scenes(scenes)
    assert small.images.shape == (8, size, size, 3)
    np.testing.assert_allclose(small.masks.mean(axis=(2, 3)), large.masks.mean(axis=(2, 3)), atol=within)
    np.testing.assert_allclose(small.images.mean(axis=(1, 2)), large.images.mean(axis=(1, 2)), atol=0.03)


def test_a_size_too_small_is_refused():
    with pytest.raises(ValueError, match="size: got 15, expected at least 16 pixels"):
        render_scenes(SCENES[:1], size=15)
