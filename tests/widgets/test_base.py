"""A figure tells a page all its states, answers a kernel's front end one at a time, and needs nothing else."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import traitlets

from lib.site.digest import Package
from lib.site.figures import WIDGET_LIMIT_BYTES
from lib.widgets.base import Explorer, check_shape, script
from tests.widgets.toys import heatmap_explorer, shortcut_explorer

WIDGETS = Path(__file__).parents[2] / "lib" / "widgets"


class Sum(Explorer):
    """Two numbers and their sum."""

    _esm = script("shortcut_explorer.js")
    controls: ClassVar[tuple[str, ...]] = ("left", "right")
    left, right = traitlets.Int(1).tag(sync=True), traitlets.Int(0).tag(sync=True)

    def choices(self):
        return ((left, right) for left in range(2) for right in range(2))

    def state(self, left, right):
        return {"words": f"{left} + {right} = {left + right} < 9</script>"}

    def live(self, left, right):
        self.asked = [*getattr(self, "asked", []), (left, right)]
        return self.state(left, right)

    def still(self):
        return [(np.zeros((2, 2, 3)), 'a "square"')]


@pytest.fixture
def total() -> Sum:
    figure = Sum(label="two <numbers> and their sum")
    figure.begin()
    return figure


def inline(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[1])


def test_it_shows_the_present_choice_and_answers_the_next(total):
    assert total.shown["words"].startswith("1 + 0 = 1")
    total.right = 1
    assert total.shown["words"].startswith("1 + 1 = 2")


def test_controls_moved_together_are_answered_once(total):
    total.set_state({"left": 0, "right": 1})
    assert total.shown["words"].startswith("0 + 1 = 1") and total.asked == [(0, 1)]


def test_a_page_has_the_state_of_every_choice(total):
    data = inline(total.page())
    assert data["controls"] == ["left", "right"]
    assert data["table"] == {f"{a},{b}": total.state(a, b) for a in (0, 1) for b in (0, 1)}
    values = {"left": 1, "right": 0, "label": "two <numbers> and their sum", "shown": total.state(1, 0)}
    assert data["values"] == values


def test_what_it_says_cannot_break_the_page(total):
    page = total.page()
    assert page.count("</script>") == 2 and page.count("<script") == 2
    assert 'aria-label="two &lt;numbers&gt; and their sum"' in page and 'alt="a &quot;square&quot;"' in page


def test_without_javascript_there_is_the_first_state_and_a_word_about_it(total):
    still = total.page().partition("<script")[0]
    assert "<p>1 + 0 = 1 &lt; 9&lt;/script&gt;</p>" in still and "<noscript>" in still and "<img" in still


def test_a_notebook_gets_the_live_widget_and_a_page_the_markup(total):
    data, _ = total._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == total.model_id
    assert data["text/html"] == total.page() and data["text/plain"] == total.label


@pytest.mark.parametrize("make", [heatmap_explorer, shortcut_explorer])
def test_a_figure_of_the_book_is_one_text_that_asks_for_nothing(make):
    figure = make()
    assert figure._esm.count("export default {") == 1
    assert not re.search(r"^import |import\(|https?://|fetch\(", figure._esm + figure._css, re.MULTILINE)
    page = figure.page()
    assert "export default" not in page and page == make().page()
    assert len(gzip.compress(page.encode())) < WIDGET_LIMIT_BYTES / 3


@pytest.mark.parametrize(
    ("name", "concerned"),
    [
        ("heatmap_explorer.js", [True, False]),
        ("shared.js", [True, True]),
        ("page.js", [True, True]),
        ("explorer.css", [True, True]),
    ],
)
def test_a_changed_script_runs_the_chapters_that_show_it(tmp_path, name, concerned):
    folder = tmp_path / "lib" / "widgets"
    shutil.copytree(WIDGETS, folder)
    (folder.parent / "__init__.py").touch()

    def digests():
        package = Package(tmp_path, "lib")
        return [package.digest([f"import lib.widgets.{kind}_explorer"]) for kind in ("heatmap", "shortcut")]

    before = digests()
    (folder / name).write_text((folder / name).read_text() + "\n")
    assert [old != new for old, new in zip(before, digests(), strict=True)] == concerned


def test_a_wrong_shape_is_named():
    check_shape("images", np.zeros((2, 3)), ("N", 3))
    for expected in [("N",), (2, 4)]:
        with pytest.raises(ValueError, match=r"images: got shape \(2, 3\), expected \("):
            check_shape("images", np.zeros((2, 3)), expected)
