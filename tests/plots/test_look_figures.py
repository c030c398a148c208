"""Figures of the looks: what they show is what they were given."""

import numpy as np
import pytest

from lib.plots.looks import (
    histograms_and_walks,
    paired_gains,
    ranking_against_truth,
    recall_by_rarity,
    sheets_and_means,
)


def test_a_sheet_shows_every_picture_and_under_it_their_mean():
    pictures = np.stack([np.full((3, 3, 3), level) for level in (0.0, 0.2, 0.4, 1.0)])
    figure = sheets_and_means({"hardest": pictures})
    sheet, mean = (axis.images[0].get_array() for axis in figure.axes)
    # Two white pixels lie between pictures of three.
    assert sheet.shape == (8, 8, 3) and sheet[0, 4, 0] == 255
    assert list(sheet[[0, 0, 7, 7], [0, 7, 0, 7], 0]) == [0, 51, 102, 255]
    assert mean[1, 1, 0] == round(0.4 * 255)


def test_a_sheet_is_a_square():
    with pytest.raises(ValueError, match="got 3 pictures for 'easiest'"):
        sheets_and_means({"easiest": np.zeros((3, 2, 2, 3))})


def test_a_histogram_stands_over_its_walk_and_loses_no_face():
    values, places = np.array([-9, 0, 0.4, 1, 1, 30.0]), np.array([0.0, 0.5, 1.0])
    figure = histograms_and_walks({"latent 3": (values, places, np.zeros((3, 4, 4, 3)))}, bins=5)
    above = next(axis for axis in figure.findobj(lambda part: hasattr(part, "patches") and part.patches)
                 if len(axis.patches) == 5)  # fmt: skip
    assert sum(bar.get_height() for bar in above.patches) == len(values)
    assert above.get_xlim() == (-0.25, 1.25)


def test_recall_goes_from_common_to_rare():
    panel = tuple(np.array(some) for some in ([0.5, 0.1], [1.0, 0.5], [0.9, 0.2], [1.0, 0.8]))
    (axis,) = recall_by_rarity({"latent 1": panel}, overall=0.9).axes
    left, right = axis.get_xlim()
    assert left > right
    np.testing.assert_allclose(axis.containers[0].lines[0].get_xydata(), [[50, 100], [10, 50]])


def test_every_latent_is_a_point_and_the_first_has_its_name():
    figure = ranking_against_truth(np.array([0.1, 0.3]), np.array([0.2, 0.7]), chance=0.05, marked={"first": 1})
    (axis,) = figure.axes
    np.testing.assert_allclose(axis.collections[0].get_offsets(), [[10, 0.2], [30, 0.7]])
    assert {text.get_text() for text in axis.texts} == {"chance", "first"}


def test_pairs_are_joined_and_gains_are_in_points():
    figure = paired_gains(np.array([0.8, 0.9]), np.array([0.85, 0.92]), (0.035, 0.02, 0.05), names=["alone", "M2"])
    pairs, gain = figure.axes
    np.testing.assert_allclose(pairs.lines[0].get_ydata(), [80, 85])
    np.testing.assert_allclose(sorted(gain.lines[0].get_xdata()), [2, 5])
    np.testing.assert_allclose(gain.lines[2].get_xdata(), [3.5])
