"""The pages joined for paper: every id once, every link to its place, nothing that needs a mouse."""

import pytest
import yaml
from bs4 import BeautifulSoup

from lib.site.built import BuiltSite
from lib.site.pdf.__main__ import pdf_of, write_volume
from lib.site.pdf.cleaning import clean
from lib.site.pdf.joining import give_own_ids, lead_inside
from lib.site.pdf.printing import with_numbers

from .pages import write_pages


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_pages(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def book(root):
    return BeautifulSoup(write_volume(root).read_text(encoding="utf-8"), "html.parser")


def headings(book, *names: str) -> list[tuple[str, str]]:
    return [(heading.name, heading.get_text(strip=True)) for heading in book.find_all(names)]


def test_parts_hold_chapters_and_chapters_hold_sections(book):
    assert headings(book, "h1", "h2", "h3") == [
        ("h1", 'Small & "neat"'), ("h1", "Contents"), ("h1", "About this book"),
        ("h1", "One"), ("h2", "First"), ("h3", "Why does it rise?"),
        ("h1", "Two"), ("h2", "Second"), ("h3", "What turns?"),
        ("h1", "Back matter"), ("h2", "Checks"), ("h1", "Solutions"), ("h2", "First"),
    ]  # fmt: skip


def test_contents_name_every_chapter_and_where_it_is(book):
    entries = [(link["href"], link.select_one(".entry").text) for link in book.select("nav.contents a")]
    assert entries == [
        ("#book-index", "About this book"), ("#book-first", "First"), ("#book-second", "Second"),
        ("#book-how-this-book-checks-itself", "Checks"), ("#solutions", "Solutions"),
    ]  # fmt: skip
    asked = [page["data-anchor"] for page in book.select("nav.contents .page-of")]
    assert [f"#{anchor}" for anchor in asked] == [href for href, _ in entries]
    parts = [part.text for part in book.select(".part-entry")]
    assert parts == ["One", "Two", "Back matter"]


def test_every_id_comes_once_and_every_link_within_leads_somewhere(book):
    ids = [tag["id"] for tag in book.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inside = [link["href"][1:] for link in book.select("a[href^='#']")]
    assert set(inside) <= set(ids)
    wanted = ["second--fig-wheel", "second", "first--fig-curve", "first--why-does-it-rise", "second--what-turns"]
    claim = "how-this-book-checks-itself--claim-first-height"
    assert {f"book-{name}" for name in (*wanted, claim)} <= set(inside)
    use = book.find("use")
    assert use["xlink:href"][1:] in ids and use["clip-path"][5:-1] in ids


def test_other_hosts_stay_and_what_is_not_printed_becomes_words(book):
    outside = [link["href"] for link in book.select("a[href]") if not link["href"].startswith("#")]
    assert outside == ["https://example.org/"]
    assert "a lost one" in book.text and "a card (a file on the site)" in book.text


def test_nothing_is_left_that_only_a_mouse_or_an_author_needs(book):
    assert not book.select("a.headerlink, button, .sd-btn, noscript, details, .claim-note, nav:not(.contents)")
    assert "shown = 1" in book.text and "hidden = 1" not in book.text
    assert all(box.get_text(strip=True) or box.find(["svg", "img"]) for box in book.select(".cell, .cell_output"))


def test_interactive_figures_draw_their_first_state_and_say_where_they_answer(book):
    wheel = book.find(id="book-second--fig-wheel")
    assert len(wheel.find_all("script")) == 2 and 'x = "</div>"' in str(wheel)  # both lie inside; the line comes after
    assert wheel.select_one(".explorer img")["alt"] == "The first state of the picture"
    assert "answers to your hand" in wheel.select_one(".on-the-site").text and "JavaScript" not in wheel.text
    assert not book.find(id="book-first--fig-curve").select(".on-the-site")


def test_solutions_stand_at_the_end_and_are_led_to(book):
    chapter = book.find(id="book-first")
    exercise, other = chapter.select(".exercise")
    solution = book.find(id="solutions").select_one(".solution")
    assert not chapter.select(".solution") and "Turn it round." in solution.text
    assert exercise.select_one(".to-solution a")["href"] == f"#{solution['id']}"
    assert solution.select_one(".admonition-title a")["href"] == f"#{exercise['id']}"
    assert not other.select(".to-solution")


def test_pictures_and_style_sheets_are_found_from_where_the_document_lies(root, book):
    folder = root / "_build/pdf"
    [photo] = [img for img in book.find_all("img") if not img["src"].startswith("data:")]
    assert (folder / photo["src"]).resolve() == root / "_build/html/_images/a.png"
    sheets = [(folder / sheet["href"]).resolve() for sheet in book.select("link[rel=stylesheet]")]
    assert root / "_build/html/_static/pygments.css" in sheets


def test_pages_carry_their_chapters_title(book):
    assert '#book-first { page: page-book-first; } @page page-book-first { @top-right { content: "First"; } }' in str(
        book
    )


def test_the_site_itself_is_left_as_it_is(root):
    site = BuiltSite(root)
    before = str(site.article("book/second"))
    page = clean(site.article("book/second"))
    give_own_ids(page, "book/second")
    lead_inside(page, "book/second", site.names)
    assert str(site.article("book/second")) == before != str(page)


def test_page_numbers_are_filled_in_and_a_lost_anchor_is_named():
    text = 'x <span class="page-of" data-anchor="book-a--b">000</span>'
    assert with_numbers(text, {"book-a--b": 12}) == text.replace("000", "12")
    assert with_numbers(with_numbers(text, {"book-a--b": 12}), {"book-a--b": 13}).endswith(">13</span>")
    with pytest.raises(ValueError, match="book-a--b: the contents or an exercise lead there, but it is on no page"):
        with_numbers(text, {})


def test_the_pdf_has_the_books_name_and_a_missing_page_is_named(tmp_path):
    root = write_pages(tmp_path)
    assert pdf_of(root) == root / "_build/small-neat.pdf"
    (root / "_config.yml").write_text(yaml.safe_dump({"title": "Seeing Inside"}))
    assert pdf_of(root).name == "seeing-inside.pdf"
    (root / "_build/html/book/second.html").unlink()
    with pytest.raises(FileNotFoundError, match=r"second.html is missing: run `make book` first"):
        write_volume(root)
