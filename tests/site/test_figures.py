"""Inlined figures take the page's colours, name themselves, and do not get in each other's way."""

import io
import re

import numpy as np
import pytest

from lib.plots.style import new_figure, show_image
from lib.site.figures import inline_svg


def drawing() -> str:
    figure, axes = new_figure(height=2, ncols=2)
    axes[0, 0].plot([1, 2], [3, 4], label="a line")
    axes[0, 0].legend()
    show_image(axes[0, 1], np.zeros((4, 4)), title="a title")
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


@pytest.fixture(scope="module")
def inlined() -> str:
    return inline_svg(drawing(), alternative='A line & a "square"', prefix="f0-")


def test_it_is_an_image_with_a_name(inlined):
    assert inlined.startswith("<svg") and 'role="img"' in inlined
    assert 'aria-label="A line &amp; a &quot;square&quot;"' in inlined
    assert "<metadata" not in inlined and "<?xml" not in inlined


def test_black_follows_the_text_and_white_gives_way(inlined):
    assert "#000000" not in inlined and "currentColor" in inlined
    background = re.search(r'id="f0-patch_1".*?</g>', inlined, re.DOTALL).group()
    assert "fill: none" in background and "#ffffff" not in background
    assert all("currentColor" in text for text in re.findall(r"<text[^>]*>", inlined))


def test_its_size_is_the_pages_to_choose(inlined):
    head = inlined[: inlined.index(">")]
    assert " width=" not in head and " height=" not in head and "viewBox" in head
    assert "width:100%;max-width:" in head


def test_references_stay_inside_the_figure(inlined):
    ids = re.findall(r'\bid="([^"]+)"', inlined)
    assert ids and len(set(ids)) == len(ids) and all(id.startswith("f0-") for id in ids)
    used = re.findall(r'href="#([^"]+)"', inlined) + re.findall(r"url\(#([^)]+)\)", inlined)
    assert used and set(used) <= set(ids)
