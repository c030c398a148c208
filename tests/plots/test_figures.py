"""What the figures show: how many pictures, on which scale, with which marks and words."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.plots.activations import channel_grid, channel_table
from lib.plots.curves import bars, by_depth
from lib.plots.images import contact_sheet, magnified, views
from lib.plots.latent import walks

RNG = np.random.default_rng(0)


def words(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def drawn(figure):
    return [axis.images[0] for axis in figure.axes if axis.images]


def test_a_contact_sheet_holds_every_picture_and_its_title():
    figure = contact_sheet(RNG.random((5, 8, 8, 3)), list("abcde"), columns=3)
    assert isinstance(figure, Figure)
    assert [axis.get_title() for axis in figure.axes] == ["a", "b", "c", "d", "e", ""]
    assert len(drawn(figure)) == 5


def test_a_contact_sheet_can_share_one_scale():
    own = contact_sheet([np.eye(2), 3 * np.eye(2)])
    shared = contact_sheet([np.eye(2), 3 * np.eye(2)], limits=(-1, 1))
    assert [image.get_clim() for image in drawn(own)] == [(0, 1), (0, 3)]
    assert [image.get_clim() for image in drawn(shared)] == [(-1, 1), (-1, 1)]


@pytest.mark.parametrize(("images", "titles"), [([], None), (np.zeros((2, 3, 3)), ["one"])])
def test_a_contact_sheet_refuses(images, titles):
    with pytest.raises(ValueError, match="titles: got"):
        contact_sheet(images, titles)


def test_pictures_in_a_strip_keep_apart_and_have_their_titles_above():
    (axis,) = walks({"a walk": RNG.random((3, 4, 6, 3))}, {"a walk": ["one", "two", "three"]}).findobj(Axes)
    places = [image.get_extent() for image in axis.images]
    assert [(high, top) for *_, high, top in places] == [(4, 0)] * 3
    ends = np.array([sides[:2] for sides in places])
    np.testing.assert_allclose(ends[:, 1] - ends[:, 0], 6)
    assert (ends[1:, 0] > ends[:-1, 1]).all() and axis.get_xlim() == (0, ends[-1, 1]) and axis.get_ylim() == (4, 0)
    assert {text.get_text(): pytest.approx(text.xy) for text in axis.texts} == {
        title: (middle, 0) for title, middle in zip(["one", "two", "three"], ends.mean(axis=1), strict=True)
    }


def test_the_enlargement_shows_the_patch_among_its_neighbours():
    image = np.arange(400.0).reshape(20, 20) / 400
    figure = magnified(image, row=8, column=10, side=3, around=2)
    whole, close = figure.axes
    np.testing.assert_array_equal(close.images[0].get_array(), image[6:13, 8:15])
    assert whole.patches[0].get_bbox().bounds == (7.5, 5.5, 7, 7)
    assert close.patches[0].get_bbox().bounds == (1.5, 1.5, 3, 3)


def test_the_enlargement_ends_at_the_border():
    figure = magnified(np.zeros((9, 9)), row=0, column=6, side=3, around=2)
    assert figure.axes[1].images[0].get_array().shape == (5, 5)
    assert figure.axes[1].patches[0].get_bbox().bounds == (1.5, -0.5, 3, 3)


@pytest.mark.parametrize(("row", "column"), [(-1, 0), (0, 7)])
def test_a_patch_outside_is_refused(row, column):
    with pytest.raises(ValueError, match="row, column: got"):
        magnified(np.zeros((9, 9)), row=row, column=column, side=3)


def test_views_are_centred_and_their_names_do_not_touch():
    figure = views(np.zeros((100, 100, 3)), {"a": 4, "b": 6, "c": 90, "d": 120})
    (axis,) = figure.axes
    assert [patch.get_width() for patch in axis.patches] == [120, 90, 6, 4]
    assert all(patch.get_x() + patch.get_width() / 2 == pytest.approx(49.5) for patch in axis.patches)
    heights = [text.get_position()[1] for text in axis.texts]
    assert words(figure) == ["d: 120", "c: 90", "b: 6", "a: 4"]
    assert (np.diff(heights) >= 5 - 1e-9).all()


def test_channels_are_shown_from_zero():
    figure = channel_grid({"stem": RNG.random((4, 4, 6)) + 1, "block1": RNG.random((2, 2, 3))}, columns=3)
    assert len(drawn(figure)) == 6
    assert {image.get_clim()[0] for image in drawn(figure)} == {0}
    assert {"stem", "4×4", "block1", "2×2"} <= set(words(figure))


def test_a_row_of_the_channel_table_has_one_scale():
    maps = np.stack([np.full((2, 2, 2), 1.0), np.full((2, 2, 2), 3.0)])
    figure = channel_table(np.zeros((2, 8, 8, 3)), maps, ["channel\n1", "channel\n2"])
    assert [image.get_clim() for image in drawn(figure)[2:]] == [(0, 3)] * 4


def test_lines_over_depth_have_the_numbers_given():
    figure = by_depth({"x": {"stem": 1, "block1": 2}, "y": {"stem": 3, "block1": 0}}, label="n", control={"stem": 5})
    lines = {line.get_label(): list(line.get_ydata()) for line in figure.axes[0].lines}
    assert lines == {"x": [1, 2], "y": [3, 0], "random kernels": [5]}
    assert figure.axes[0].get_ylim()[0] == 0
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["x", "y", "random kernels"]


def test_a_single_line_needs_no_legend():
    assert not by_depth({"x": {"stem": 1}}, label="n").legends


def test_bars_stand_in_order_with_their_numbers():
    figure = bars({"a": 2.0, "b": 1.0}, label="n", show="{:.1f}")
    assert [bar.get_width() for bar in figure.axes[0].patches] == [2, 1]
    assert words(figure) == ["2.0", "1.0"]
    assert figure.axes[0].yaxis_inverted()
