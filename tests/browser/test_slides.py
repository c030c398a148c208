"""The decks, made of the built site, as a speaker's browser sees them."""

from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from lib.site.slides.__main__ import make_slides
from lib.site.slides.decks import FOLDER, read_decks

from .conftest import ROOT, SITE

pytestmark = pytest.mark.browser
DECKS = [deck.name for deck in read_decks(ROOT / FOLDER)]
every_deck = pytest.mark.parametrize("name", DECKS)
BOOK = "https://book.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of all decks; a figure or a claim that the book no longer has fails here."""
    return make_slides(ROOT, folder=tmp_path_factory.mktemp("slides"), book=BOOK)[0].parent


@pytest.fixture
def open_deck(chromium, folder):
    """Return a function that opens a deck from the disk, as on a laptop without a network."""
    contexts, troubles = [], []

    def opened(name: str, *, query: str = "", dark: bool = False) -> Page:
        mode = "dark" if dark else "light"
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 720}, color_scheme=mode))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("requestfailed", lambda request: troubles.append(request.url))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or troubles.append(request.url))
        page.goto((folder / f"{name}.html").as_uri() + query, wait_until="load")
        page.wait_for_function("Reveal.isReady()")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


#: What of the slide that is shown runs over its edge, or is so small that nobody sees it.
MISFITS = """() => {
    const slide = Reveal.getCurrentSlide().querySelector('.slide'), edge = slide.getBoundingClientRect();
    const parts = slide.querySelectorAll('h2, .lines, .source, figure, figure svg[role=img], figure img, .explorer');
    const wrong = [...parts].filter(part => { const box = part.getBoundingClientRect();
        const runsOver = box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.left < edge.left - 1;
        return runsOver || (part.matches('figure *') && Math.min(box.width, box.height) < 60); });
    const body = slide.querySelector('.body'), over = body && body.scrollHeight > body.clientHeight + 1;
    return [...wrong.map(part => part.outerHTML.slice(0, 90)), ...(over ? ['the body runs over'] : [])]; }"""


@every_deck
def test_every_slide_fits_its_screen(open_deck, name):
    page, wrong = open_deck(name), {}
    slides = page.evaluate("Reveal.getTotalSlides()")
    assert 8 <= slides <= 20
    for number in range(slides):
        page.evaluate("number => Reveal.slide(number)", number)
        page.wait_for_timeout(100)
        if misfits := page.evaluate(MISFITS):
            wrong[number] = misfits
    assert wrong == {}


@every_deck
def test_every_link_leads_to_a_place_in_the_book(open_deck, name):
    links = open_deck(name).evaluate("[...document.querySelectorAll('.slides a')].map(link => link.href)")
    lost = []
    for link in set(links):
        target, anchor = urldefrag(link)
        file = SITE / target.removeprefix(f"{BOOK}/")
        if not file.is_file() or (anchor and f'id="{anchor}"' not in file.read_text(encoding="utf-8")):
            lost.append(link)
    assert len(links) >= 10 and lost == []


@every_deck
def test_a_deck_prints_a_page_a_slide(open_deck, name, tmp_path):
    page = open_deck(name, query="?view=print")
    page.wait_for_selector(".pdf-page")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    assert len(PdfReader(tmp_path / "deck.pdf").pages) == page.evaluate("Reveal.getTotalSlides()")


def test_keys_turn_slides_and_the_background(open_deck):
    page = open_deck(DECKS[0], dark=True)
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "dark"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == 1
    page.keyboard.press("d")
    assert page.evaluate(theme) == "light"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("Reveal.getIndices().h") == 0


def test_an_interactive_figure_keeps_its_keys(open_deck):
    page = open_deck(DECKS[0])
    where = "Reveal.getSlides().findIndex(slide => slide.querySelector('.explorer input[type=range]'))"
    number = page.evaluate(where)
    assert number > 0
    page.evaluate("number => Reveal.slide(number)", number)
    slider = page.locator(".slides section.present .explorer input[type=range]").first
    before = slider.input_value()
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.input_value() != before and page.evaluate("Reveal.getIndices().h") == number
