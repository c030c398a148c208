"""Marks on scenes lie where the masks and boxes say."""

import numpy as np
import pytest

from lib.plots.scenes import MARKS, marked_scenes

IMAGES = np.zeros((2, 12, 10, 3), np.float32)
MASKS = np.zeros((2, 2, 12, 10), bool)
MASKS[0, 0, 2:5, 3:7] = True
MASKS[1, 0, 0:4, 0:4] = True
MASKS[1, 1, 6:12, 5:10] = True
BOXES = np.array([[[2, 3, 5, 7], [0, 0, 0, 0]], [[0, 0, 4, 4], [6, 5, 12, 10]]])


def test_every_present_object_is_outlined_and_boxed_in_its_colour():
    first, second = marked_scenes(IMAGES, MASKS, BOXES, ["a", "b"], columns=2).axes
    assert [len(axis.collections) for axis in (first, second)] == [1, 2]
    assert [patch.get_bbox().bounds for patch in first.patches] == [(2.5, 1.5, 4, 3)]
    assert [patch.get_bbox().bounds for patch in second.patches] == [(-0.5, -0.5, 4, 4), (4.5, 5.5, 5, 6)]
    assert len({patch.get_edgecolor() for patch in second.patches}) == len(MARKS)
    assert [axis.get_title() for axis in (first, second)] == ["a", "b"]


def test_an_outline_runs_half_way_between_inside_and_outside_and_closes_at_the_edge():
    first, second = marked_scenes(IMAGES, MASKS, columns=2).axes
    path = first.collections[0].get_paths()[0].vertices
    np.testing.assert_allclose([path.min(axis=0), path.max(axis=0)], [[2.5, 1.5], [6.5, 4.5]])
    corner = second.collections[0].get_paths()[0].vertices
    np.testing.assert_array_equal(corner[0], corner[-1])
    assert not first.patches


@pytest.mark.parametrize(
    ("masks", "boxes", "words"),
    [
        (MASKS[:, :, :5], None, r"masks: got \(2, 2, 5, 10\), expected \(2, 2, 12, 10\)"),
        (np.zeros((2, 3, 12, 10), bool), None, "with at most 2 objects"),
        (MASKS, BOXES[:, :1], r"boxes: got \(2, 1, 4\), expected \(2, 2, 4\)"),
    ],
)
def test_what_does_not_fit_is_refused(masks, boxes, words):
    with pytest.raises(ValueError, match=words):
        marked_scenes(IMAGES, masks, boxes)
