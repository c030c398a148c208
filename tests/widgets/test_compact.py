"""What a page is sent is what the arrays hold."""

import base64
import io

import matplotlib
import numpy as np
import pytest
from PIL import Image

from lib.explain.cam import resize_to
from lib.widgets.compact import DIGITS, enlarge, letters, outline, palette, sheet


def test_a_sheet_holds_each_different_picture_once():
    images = np.zeros((4, 16, 24, 3))
    images[1:3] = (0.2, 0.4, 0.6)
    images[3] = 1
    paper, places = sheet(images)
    assert {name: paper[name] for name in ("height", "width", "columns")} == {"height": 16, "width": 24, "columns": 2}
    assert places[1] == places[2] and sorted({*places}) == [0, 1, 2]
    stored = np.asarray(Image.open(io.BytesIO(base64.b64decode(paper["url"].partition("base64,")[2]))).convert("RGB"))
    assert stored.shape == (32, 48, 3)
    for image, place in zip(images, places, strict=True):
        row, column = 16 * (place // 2), 24 * (place % 2)
        assert (stored[row : row + 16, column : column + 24] == np.rint(image * 255)).all()


def test_letters_count_from_nothing_to_the_strongest():
    one = np.array([[0, 1], [2, 4]])
    assert letters(one) == {"text": DIGITS[0] + DIGITS[16] + DIGITS[32] + DIGITS[63], "rows": 2, "columns": 2}
    assert letters(one, strongest=8)["text"] == DIGITS[0] + DIGITS[8] + DIGITS[16] + DIGITS[32]
    assert letters(np.zeros((1, 3)))["text"] == "AAA"


def test_a_fine_map_is_averaged_down():
    fine = np.kron(np.eye(4), np.ones((24, 24)))
    sent = letters(fine)
    assert (sent["rows"], sent["columns"]) == (24, 24)
    values = np.reshape([DIGITS.index(letter) for letter in sent["text"]], (24, 24))
    assert values[2, 2] == values[21, 21] == 63 and values[2, 21] == 0


def test_an_outline_runs_along_the_borders_of_pixels():
    mask = np.zeros((40, 50))
    mask[10:30, 5:45] = 1
    corners = [tuple(map(float, corner.split())) for corner in outline(mask).strip("MZ").split("L")]
    across, down = zip(*corners, strict=True)
    assert (min(across), max(across), min(down), max(down)) == pytest.approx((5, 45, 10, 30), abs=0.8)
    assert 4 <= len(corners) <= 6


def test_an_object_at_the_edge_has_a_closed_outline_and_two_pieces_have_two():
    mask = np.zeros((6, 6))
    mask[:2, :2] = mask[4:, 4:] = 1
    path = outline(mask)
    assert path.count("M") == path.count("Z") == 2
    assert path.startswith("M") and "-" not in path


def test_the_palette_runs_through_the_colours_of_the_books_heatmaps():
    colours = palette()
    assert len(colours) == 6 * 168
    ends = [matplotlib.colors.to_hex(matplotlib.colormaps["inferno"](share)) for share in (0.3, 0.95)]
    assert [f"#{colours[:6]}", f"#{colours[-6:]}"] == ends


@pytest.mark.parametrize("size", [(4, 4), (7, 5)])
def test_maps_are_enlarged_as_the_book_enlarges_them(size):
    one = np.random.default_rng(0).random((3, 4))
    np.testing.assert_allclose(enlarge(one, size), resize_to(one[None], size)[0], atol=1e-6)
