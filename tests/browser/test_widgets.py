"""Interactive figures: by keyboard and touch, in words, and the same in a page and in a notebook with a kernel."""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from lib.plots.heatmaps import overlay
from lib.widgets.base import read
from lib.widgets.compact import enlarge, letters, palette
from tests.widgets.toys import heatmap_explorer, shortcut_explorer

from .hosts import build_book, jupyterlab, run_all_cells, write_book
from .test_site import CONTRAST

#: What a figure says, and its canvases as pixels `(height, width, 3)`.
Reading = tuple[dict, list[np.ndarray]]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("figures")
    write_book(root)
    return root


@pytest.fixture(scope="module")
def built(book) -> str:
    return build_book(book).as_uri()


@pytest.fixture
def visit(chromium):
    """Return a function that opens an address: `visit(built, width=360, dark=True)`."""
    contexts, troubles = [], []

    def visited(address: str, *, width: int = 1280, dark: bool = False, **options: object) -> Page:
        size, scheme = {"width": width, "height": 844}, "dark" if dark else "light"
        contexts.append(chromium.new_context(viewport=size, color_scheme=scheme, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert troubles == []


def figures(page: Page) -> tuple[Locator, Locator]:
    """Return the heatmaps and the shortcut, once they are alive."""
    page.wait_for_function(
        "document.querySelectorAll('.explorer[role=group]:has(canvas):not([aria-busy])').length === 2"
    )
    both = page.locator(".explorer:has(canvas)")
    return both.filter(has=page.locator("fieldset")), both.filter(has=page.locator("input[type=range]"))


READING = """figure => ({
    words: figure.querySelector('[aria-live]').textContent,
    labels: [...figure.querySelectorAll('canvas')].map(one => one.getAttribute('aria-label')),
    canvases: [...figure.querySelectorAll('canvas')].map(one => one.toDataURL()),
    bars: [...figure.querySelectorAll('li')].map(one => [one.textContent, ...one.innerHTML.match(/[\\d.]+%/g)]),
    chosen: [...figure.querySelectorAll('input')].map(one => one.type === 'range' ? one.value : one.checked),
})"""


def read_figure(figure: Locator) -> Reading:
    """Return what a figure says, and its canvases as pixels."""
    said = figure.evaluate(READING)
    drawn = (base64.b64decode(url.partition("base64,")[2]) for url in said.pop("canvases"))
    return said, [np.asarray(Image.open(io.BytesIO(one)).convert("RGB")).astype(int) for one in drawn]


SAID = """figure => [...figure.querySelectorAll('canvas')].map(one => one.getAttribute('aria-label')).join()
    + figure.querySelector('[aria-live]').textContent"""


def press(figure: Locator, control: Locator, key: str) -> Reading:
    """Press a key on a control; return what the figure shows once it says something else."""
    before = figure.evaluate(SAID)
    control.press(key)
    figure.page.wait_for_function(
        f"([figure, before]) => ({SAID})(figure) !== before", arg=[figure.element_handle(), before]
    )
    return read_figure(figure)


def group(figure: Locator, title: str) -> Locator:
    """Return the chosen button of a group."""
    return (
        figure.get_by_role("radiogroup", name=title)
        .or_(figure.get_by_role("group", name=title))
        .locator("input:checked")
    )


def walk(page: Page) -> list[Reading]:
    """Go through every state of both figures by keyboard; return what they show on the way."""
    heatmaps, shortcut = figures(page)
    seen = [read_figure(heatmaps)]
    for objects in (2, 1, 2):
        for _ in range(objects):
            seen.append(press(heatmaps, group(heatmaps, "Method"), "ArrowRight"))
            if objects == 2:
                seen.append(press(heatmaps, group(heatmaps, "Asked for"), "ArrowRight"))
        seen.append(press(heatmaps, group(heatmaps, "Scene"), "ArrowRight"))
    slider = shortcut.get_by_role("slider")
    seen += [read_figure(shortcut), *(press(shortcut, slider, "ArrowRight") for _ in range(4))]
    return [*seen, press(shortcut, slider, "Home")]


def same(one: Reading, other: Reading) -> bool:
    """Tell whether two figures say the same and look the same; a browser may differ by a shade where it smooths."""
    near = (np.abs(a - b).max() <= 2 for a, b in zip(one[1], other[1], strict=True))
    return one[0] == other[0] and all(near)


def test_a_page_and_a_notebook_show_the_same(visit, built, book):
    recorded = walk(visit(built))
    assert len({json.dumps(said) for said, _ in recorded}) == 15
    with jupyterlab(book) as address:
        page = visit(address)
        run_all_cells(page)
        live = walk(page)
        heatmaps, _ = figures(page)
        said, canvases = press(heatmaps, heatmaps.get_by_role("button", name="Draw a new scene"), "Enter")
    assert [same(*both) for both in zip(recorded, live, strict=True)] == [True] * len(recorded)
    # Only a kernel draws and computes what no page has recorded.
    assert said["labels"][0].startswith("Scene 4") and "a miss" in said["words"] and len(said["chosen"]) == 8
    assert not any(
        same((said, canvases), (said, drawn)) for _, drawn in recorded if drawn[0].shape == canvases[0].shape
    )


def test_the_page_numbers_its_figures_and_asks_for_nothing_else(built, chromium):
    page = chromium.new_page()
    asked, troubles = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: line.type == "error" and troubles.append(line.text))
    page.goto(built)
    figures(page)
    captions = page.locator("figure:has(.explorer) figcaption").all_inner_texts()
    links = page.locator("a:has(.std-numref)").all_inner_texts()
    assert (
        [caption.split()[:2] for caption in captions]
        == [["Fig.", "1"], ["Fig.", "2"]]
        == [one.split() for one in links]
    )
    assert page.locator("script[type*=widget]").count() == 0
    assert troubles == [] and [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


def test_it_stands_on_a_page_of_its_own(visit, tmp_path):
    path = tmp_path / "figure.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{heatmap_explorer().page()}{shortcut_explorer().page()}")
    assert len(walk(visit(path.as_uri()))) == 19


def test_without_javascript_the_first_state_is_there(visit, built):
    page = visit(built, java_script_enabled=False)
    first = page.locator(".explorer").first
    assert "With JavaScript this figure answers" in first.locator("noscript").inner_text()
    assert first.locator("p").first.inner_text() == heatmap_explorer().shown["words"]
    pictures = first.locator("img").evaluate_all("all => all.map(one => [one.naturalWidth, one.alt])")
    assert pictures == [[96, heatmap_explorer().shown["truth"]], [96, heatmap_explorer().shown["answer"]]]


@pytest.mark.parametrize("dark", [False, True])
def test_its_words_can_be_read_in_both_modes(visit, built, dark):
    page = visit(built, dark=dark)
    figures(page)
    words = ".explorer :is(legend, p, li, label > span:not(:has(.explorer-thumbnail)))"
    assert page.locator(words).count() > 15 and page.evaluate(CONTRAST, words) == []


TARGETS = """() => [...document.querySelectorAll('.explorer :is(label, button, input[type=range])')]
    .map(one => one.getBoundingClientRect()).filter(box => box.height).map(box => [box.width, box.height])"""


def test_it_is_large_enough_for_a_finger_and_small_enough_for_a_phone(visit, built):
    page = visit(built, width=360, has_touch=True)
    heatmaps, shortcut = figures(page)
    targets = page.evaluate(TARGETS)
    assert len(targets) == 9 and min(map(min, targets)) >= 44
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    columns = [heatmaps.locator(".explorer-panels canvas").nth(number).bounding_box() for number in (0, 1)]
    assert abs(columns[0]["width"] - columns[1]["width"]) < 1 and columns[0]["y"] == columns[1]["y"]
    heatmaps.get_by_label("Occlusion").tap()
    assert heatmaps.locator("[aria-live]").inner_text().startswith("Occlusion, asked for the ball")
    shortcut.get_by_role("slider").tap()
    assert "75%" in shortcut.locator("[aria-live]").inner_text()


def test_everything_has_a_name_and_the_present_choice_is_told(visit, built):
    heatmaps, shortcut = figures(visit(built))
    tree = heatmaps.aria_snapshot()
    for name in ('group "Scene"', 'radio "scene 3: tent, ball"', 'radio "Occlusion"', 'radio "CAM" [checked]'):
        assert name in tree
    assert 'img "Scene 1 with the ball and the tent; the ball is outlined."' in tree and "button" not in tree
    press(shortcut, shortcut.get_by_role("slider"), "End")
    slider = shortcut.get_by_role("slider", name="How often the ground gives the answer away", exact=True)
    assert slider.get_attribute("aria-valuetext") == "100%"


def test_the_control_that_has_the_keyboard_is_seen(visit, built):
    heatmaps, shortcut = figures(visit(built))
    group(heatmaps, "Method").press("ArrowRight")
    outline = "one => getComputedStyle(one).outlineStyle"
    assert heatmaps.locator("input:focus + span").evaluate(outline) == "solid"
    assert heatmaps.locator("input:not(:focus) + span").first.evaluate(outline) == "none"
    shortcut.get_by_role("slider").press("ArrowRight")
    assert shortcut.get_by_role("slider").evaluate(outline) == "solid"


def test_heat_is_coloured_as_in_every_figure_of_the_book(visit):
    generator = np.random.default_rng(0)
    image, one = generator.random((40, 30, 3)).astype(np.float32), generator.integers(0, 64, (5, 4)) / 63
    one[0, 0] = 1
    pixels = np.concatenate([np.rint(image * 255), np.full((40, 30, 1), 255)], axis=-1).astype(int)
    laid = visit("about:blank").evaluate(
        """async ([script, pixels, map, palette]) => {
            const shared = await import(`data:text/javascript,${encodeURIComponent(script)}`);
            return [...shared.overlay(Uint8ClampedArray.from(pixels), shared.enlarge(map, 40, 30), palette)]; }""",
        [read("shared.js"), pixels.ravel().tolist(), letters(one), palette()],
    )
    book = overlay(image[None], enlarge(one, (40, 30))[None])[0]
    # The book's figures round to steps of an eightieth, a browser to whole numbers.
    np.testing.assert_allclose(np.reshape(laid, (40, 30, 4))[..., :3], 255 * book, atol=255 / 160 + 1)
