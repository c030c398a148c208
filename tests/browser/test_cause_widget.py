"""The figure of an effect by its cause: page and kernel agree at every setting; by keyboard, by touch and in words."""

import pytest
from playwright.sync_api import Page

from tests.widgets.cause_toys import bars, lines

from .test_rate_widgets import LIVE
from .test_site import CONTRAST

pytestmark = pytest.mark.browser
#: Moves the slider and reads all that is shown.
SET = """([figure, level]) => {
    const slider = figure.querySelector('input[type=range]');
    slider.value = level;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const all = (what, read) => [...figure.querySelectorAll(what)].map(read);
    const dot = figure.querySelector('.explorer-dot').style;
    return {
        words: figure.querySelector('[aria-live]').textContent,
        told: figure.querySelector('.explorer-heading b').textContent,
        texts: all('li .explorer-number b', one => one.textContent),
        widths: all('li .explorer-fill', one => parseFloat(one.style.width)),
        lines: all('g', row => [...row.children].map(one => one.getAttribute('points'))),
        dot: [dot.left, dot.top].map(parseFloat),
        named: figure.querySelector('[role=img]:last-of-type').getAttribute('aria-label'),
    };
}"""


def place(page: Page, level: int) -> dict:
    """Move the slider; return what the figure shows."""
    return page.evaluate(SET, [page.locator(".explorer").element_handle(), level])


def test_bars_in_a_page_are_those_that_a_kernel_answers(show):
    figure = bars()
    page = show(figure)
    for level in (4, 3, 2, 1, 0):
        said, figure.level = place(page, level), level
        shares = [share for row in figure.shown["values"] for share in row]
        assert said["words"] == figure.shown["words"] and said["told"] == f": {figure.shown['told']}"
        assert said["texts"] == [f"{share:.0%}" for share in shares]
        assert said["widths"] == pytest.approx([100 * share for share in shares], abs=1e-3)
        assert said["dot"] == pytest.approx([25 * level, 100 - 100 * figure.shown["height"]], abs=0.01)
        assert said["named"] == f"Chart of the effect over its cause. {figure.shown['words']}"


def test_lines_in_a_page_are_those_that_a_kernel_answers(show):
    figure = lines()
    page = show(figure)
    for level in (2, 1, 0):
        said, figure.level = place(page, level), level
        assert said["words"] == figure.shown["words"]
        drawn = [
            [[tuple(map(float, point.split(","))) for point in line.split()] for line in row] for row in said["lines"]
        ]
        wanted = [
            [[(50 * at, 100 - 100 * height) for at, height in enumerate(line)] for line in row]
            for row in figure.shown["values"]
        ]
        assert [len(row) for row in drawn] == [1, 2]
        for row, other in zip(drawn, wanted, strict=True):
            for line, same in zip(row, other, strict=True):
                assert [x for point in line for x in point] == pytest.approx(
                    [x for point in same for x in point], abs=0.01
                )


def test_it_works_by_keyboard_and_is_named(show):
    page = show(bars())
    slider = page.get_by_role("slider", name="Friends among the portraits")
    assert slider.get_attribute("aria-valuetext") == "0%"
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "25%"
    assert page.locator("[aria-live]").inner_text() == "With 25% friends, the south is found 11 points less often."
    slider.press("End")
    tree = page.locator(".explorer").aria_snapshot()
    for name in ('group "Slider on a cause', 'img "Chart of the effect over its cause. With 100% friends', "south 46%"):
        assert name in tree


def test_lines_are_named_and_told_apart_without_colour(show):
    page = show(lines())
    assert "Lines from first to last: one; others." in page.locator(".explorer").aria_snapshot()
    dashes = page.locator("g polyline").evaluate_all("all => all.map(one => one.getAttribute('stroke-dasharray'))")
    assert dashes[1] == dashes[2] and dashes[0] != dashes[1]


@pytest.mark.parametrize("make", [bars, lines])
class TestBoth:
    """What holds for both forms."""

    def test_it_fits_a_phone_and_a_finger(self, show, make):
        page = show(make(), width=360, has_touch=True)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
        slider = page.get_by_role("slider")
        assert slider.bounding_box()["height"] >= 43.9
        slider.tap()

    @pytest.mark.parametrize("dark", [False, True])
    def test_its_words_can_be_read_in_both_modes(self, show, make, dark):
        page = show(make(), dark=dark)
        assert page.evaluate(CONTRAST, ".explorer :is(p, b, span, label)") == []

    def test_a_notebook_runs_the_same_module(self, show, make):
        figure = make(level=0)
        page = show(figure)
        same = page.evaluate(LIVE, [figure._esm, figure.values()])
        assert same[0] == page.locator(".explorer").first.evaluate("one => one.textContent")
        assert same[1] != same[0] and same[2] == ["saved"]

    def test_without_javascript_the_first_sentence_is_there(self, show, make):
        page = show(make(), java_script_enabled=False)
        assert page.locator(".explorer > p").first.inner_text() == make().shown["words"]
