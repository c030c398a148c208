"""What every page of the built site must keep to, as a reader's browser sees it."""

from collections import Counter
from urllib.parse import urldefrag, urljoin

import pytest

from .conftest import PAGES, SITE

pytestmark = pytest.mark.browser
every_page = pytest.mark.parametrize("name", PAGES)
_OTHERS = ("recap", "glossary", "instructors", "how-this-book-checks-itself", "references")
WITHOUT_EXERCISES = {PAGES[0], "genindex.html", *(f"book/{name}.html" for name in _OTHERS)}


@every_page
def test_asks_no_other_host_and_misses_nothing(open_page, address, name):
    asked, troubles = [], []

    def listen(page):
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda answer: answer.ok or troubles.append(f"{answer.status} {answer.url}"))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: line.type == "error" and troubles.append(line.text))

    page = open_page(name, before=listen)
    page.mouse.wheel(0, 100_000)
    page.wait_for_timeout(300)
    assert asked and [url for url in asked if not url.startswith((address, "data:"))] == []
    assert troubles == []


@every_page
@pytest.mark.parametrize("width", [360, 390, 768])
def test_fits_the_screen(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


DESCRIPTIONS = """() => [...document.querySelectorAll(
        'main img, main svg[role=img], article img, article svg, .explorer')]
    .filter((element, index, all) => all.indexOf(element) === index)
    .filter(element => !element.closest('.katex, button, .article-header-buttons'))
    .filter(element => !element.parentElement.closest('svg') && element.getAttribute('aria-hidden') !== 'true')
    .map(element => [
        (element.getAttribute('alt') ?? element.getAttribute('aria-label') ?? '').trim(),
        (element.closest('figure')?.querySelector('figcaption')?.innerText ?? '').trim()])"""


def test_every_image_says_what_is_to_be_seen(open_page):
    described = {name: open_page(name).evaluate(DESCRIPTIONS) for name in PAGES}
    silent = [name for name, images in described.items() for alternative, _ in images if len(alternative) < 20]
    assert silent == []
    counted = Counter(alternative for images in described.values() for alternative, _ in images)
    assert [text for text, times in counted.items() if times > 1] == []
    copied = [text for images in described.values() for text, caption in images if caption and text in caption]
    assert copied == []
    assert sum(counted.values()) >= 15


@every_page
def test_every_generated_figure_has_caption_and_number(open_page, name):
    page = open_page(name)
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.cell_output img, .cell_output svg, .cell_output .explorer')]
            .filter(image => !image.closest('button'))
            .filter(image => !image.closest('figure')?.querySelector('figcaption .caption-number'))
            .map(image => image.outerHTML.slice(0, 80))"""
    )
    assert bare == []


@every_page
def test_shows_no_messages_from_libraries(open_page, name):
    printed = open_page(name).evaluate(
        "() => [...document.querySelectorAll('.cell_output pre')].map(output => output.textContent)"
    )
    assert [text for text in printed if "warning" in text.lower() or "Traceback" in text] == []


#: Texts of a kind that stand out too little from what is behind them; the colour is the fill of a drawing's words.
CONTRAST = """selector => {
    const parse = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => { const [r, g, b] = parse(colour).slice(0, 3).map(value => {
        value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = element => { for (; element; element = element.parentElement) {
        const colour = getComputedStyle(element).backgroundColor;
        if ((parse(colour)[3] ?? 1) > 0.5) return colour; } return 'rgb(255, 255, 255)'; };
    return [...document.querySelectorAll(selector)]
        .filter(text => text.textContent.trim() && !text.closest('[id*="on-colour"]'))
        .map(text => { const [a, b] = [light(getComputedStyle(text)[text.ownerSVGElement ? 'fill' : 'color']),
            light(behind(text.ownerSVGElement ?? text))];
            return [text.textContent, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })
        .filter(([, contrast]) => contrast < 4.5);
}"""


@every_page
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("selector", ["figure svg text", ".claim-note", ".check-note"])
def test_words_in_figures_and_notes_can_be_read_in_both_modes(open_page, name, dark, selector):
    assert open_page(name, dark=dark).evaluate(CONTRAST, selector) == []


def test_dark_mode_is_dark(open_page):
    brightness = "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    assert open_page(PAGES[1], dark=True).evaluate(brightness) < 60
    assert open_page(PAGES[1]).evaluate(brightness) > 200


@every_page
def test_links_inside_the_book_lead_somewhere(open_page, address, name):
    page = open_page(name)
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
    lost = []
    for link in set(links):
        target, anchor = urldefrag(urljoin(f"{address}/{name}", link))
        if not target.startswith(address):
            continue
        file = SITE / target.removeprefix(f"{address}/")
        if not file.is_file() or (anchor and file.suffix == ".html" and f'id="{anchor}"' not in file.read_text()):
            lost.append(link)
    assert lost == []


def test_keyboard_reaches_the_content_first(open_page):
    page = open_page(PAGES[1])
    page.keyboard.press("Tab")
    assert "skip" in page.evaluate("document.activeElement.textContent").lower()


@every_page
def test_solutions_open_by_keyboard(open_page, name):
    page = open_page(name)
    solutions = page.locator(".solution details, details.toggle-details, .solution .toggle-button, .solution button")
    if name in WITHOUT_EXERCISES:
        assert solutions.count() == 0
        return
    assert solutions.count() >= 3
    first = page.locator(".solution").first
    hidden = first.inner_text()
    first.locator("summary, button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert len(first.inner_text()) > len(hidden) + 20
