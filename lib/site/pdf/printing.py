"""Printing with Chromium: twice, because the numbers of pages are known only when everything has its place."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser
from pypdf import PdfReader

_NUMBER = re.compile(r'(<span class="page-of" data-anchor="([^"]+)">)[^<]*(</span>)')
#: An interactive figure that is still reading its pictures.
_BUSY = ".explorer[aria-busy=true]"
#: Numbers could move what they number, but hardly more than once.
MOST_PASSES = 4


def print_book(browser: Browser, document: Path, pdf: Path) -> int:
    """Print an HTML document with tags and an outline, and with its own page numbers filled in.

    Args:
        browser: Chromium.
        document: the HTML; it is rewritten with page numbers.
        pdf: the file to write.

    Returns:
        The number of pages.

    Raises:
        ValueError: an anchor whose page is asked for is on none.
        RuntimeError: the numbers do not settle.
    """
    numbers: dict[str, int] = {}
    for _ in range(MOST_PASSES):
        _print(browser, document, pdf)
        before, numbers = numbers, pages_of(pdf)
        if numbers == before:
            return len(PdfReader(pdf).pages)
        document.write_text(with_numbers(document.read_text(encoding="utf-8"), numbers), encoding="utf-8")
    raise RuntimeError(f"{pdf.name}: page numbers still change after {MOST_PASSES} passes")


def with_numbers(text: str, numbers: Mapping[str, int]) -> str:
    """Return a document with the number of each page that it asks for.

    Raises:
        ValueError: an anchor is on no page.
    """

    def number(found: re.Match[str]) -> str:
        if found[2] not in numbers:
            raise ValueError(f"{found[2]}: the contents or an exercise lead there, but it is on no page")
        return f"{found[1]}{numbers[found[2]]}{found[3]}"

    return _NUMBER.sub(number, text)


def pages_of(pdf: Path) -> dict[str, int]:
    """Return on which page, counted from one, each anchor is that a link leads to."""
    reader = PdfReader(pdf)
    found = reader.named_destinations.items()
    return {name.removeprefix("/"): reader.get_destination_page_number(place) + 1 for name, place in found}


def _print(browser: Browser, document: Path, pdf: Path) -> None:
    with browser.new_page() as page:
        page.goto(document.resolve().as_uri(), wait_until="load")
        page.evaluate("document.fonts.ready")
        page.wait_for_function(f"!document.querySelector('{_BUSY}')")
        page.pdf(path=pdf, prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
