"""The whole book on paper."""

import re
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from lib.site.built import BuiltSite
from lib.site.pdf.__main__ import write_volume
from lib.site.pdf.printing import pages_of, print_book

from .conftest import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def book(chromium, tmp_path_factory):
    """The PDF, its text page by page, and the page of each anchor."""
    pdf = tmp_path_factory.mktemp("pdf") / "book.pdf"
    print_book(chromium, write_volume(ROOT), pdf)
    reader = PdfReader(pdf)
    return SimpleNamespace(reader=reader, pages=[page.extract_text() for page in reader.pages], anchors=pages_of(pdf))


def test_its_outline_is_that_of_the_book(book):
    def titles(entries: list) -> list[str]:
        return [title for entry in entries for title in (titles(entry) if isinstance(entry, list) else [entry.title])]

    found, site = titles(book.reader.outline), BuiltSite(ROOT)
    found = found[: found.index("Solutions")]  # which names the chapters once more
    wanted = [*site.parts, *(site.title(name) for name in site.names[1:])]
    missing = [title for title in wanted if " ".join(title.split()) not in {" ".join(one.split()) for one in found}]
    assert missing == []


def test_every_link_within_leads_to_a_page(book):
    wanted = set()
    for page in book.reader.pages:
        for note in page.get("/Annots") or ():
            action = note.get_object().get("/A", {})
            if target := note.get_object().get("/Dest") or action.get("/D"):
                wanted.add(str(target).removeprefix("/"))
            assert not str(action.get("/URI", "")).startswith("file:"), action
    assert len(wanted) > 300 and wanted - book.anchors.keys() == set()


def test_pages_are_numbered_and_the_contents_are_right(book):
    for number, text in enumerate(book.pages[1:], start=2):
        assert str(number) in text.splitlines()[:3], f"page {number}"
    site = BuiltSite(ROOT)
    for name in site.names[1:]:
        number = book.anchors[name.replace("/", "-")]
        printed = re.search(rf"{re.escape(site.title(name))}\s*(\d+)\s", book.pages[1])
        assert printed and int(printed[1]) == number, name


def test_it_is_tagged_and_knows_its_language(book):
    root = book.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB" and book.reader.metadata.title


def test_nothing_asks_for_a_click(book):
    text = "\n".join(book.pages)
    assert "Click to" not in text and "Show code cell" not in text and "With JavaScript" not in text
