"""A small book goes from its sources to its pages as `make book` takes it there."""

import json
import re

import pytest

PAGES = ["index", "first", "second", "how-this-book-checks-itself"]


@pytest.fixture(scope="module")
def built(tmp_path_factory, write_small_book):
    """The book, built once; the tests of this module look at it in order and leave it standing."""
    book = write_small_book(tmp_path_factory.mktemp("book"))
    done = book.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ book/first" in done.stdout and "✓ book/second" in done.stdout
    assert f"The site is at {(book.root / '_build/html/index.html').as_uri()}" in done.stdout
    return book


def page(book, name: str) -> str:
    return book.read(f"_build/html/book/{name}.html")


def written(book) -> dict[str, int]:
    return {name: (book.root / f"_build/html/book/{name}.html").stat().st_mtime_ns for name in PAGES}


def test_claims_are_printed_with_where_they_come_from(built):
    links = re.findall(r'<a class="claim [^>]*href="([^"]*)" title="([^"]*)">([^<]*)<', page(built, "first"))
    said, ledger = "Measured when this book was built, in", "how-this-book-checks-itself.html"
    assert links == [
        (f"{ledger}#claim-first-height", f"{said} first: first.height, at least 1.00", "2.00"),
        (f"{ledger}#claim-first-parts", f"{said} first: first.parts, at most 100%", "75%"),
        (f"{ledger}#claim-second-count", f"{said} second: second.count, exactly 3", "3"),
    ]


def test_the_ledger_lists_every_claim_and_what_was_published(built):
    ledger = page(built, "how-this-book-checks-itself")
    assert {"claim-first-height", "claim-first-parts", "claim-second-count"} <= set(re.findall(r'id="([^"]+)"', ledger))
    assert "2.50 (a paper)" in ledger and "a 25%, b 75%" in ledger


def test_reports_hold_one_row_a_chapter_and_one_a_claim(built):
    execution = json.loads(built.read("_build/report/execution.json"))
    assert [set(row) for row in execution] == [{"chapter", "seconds", "peak_rss_mb", "cached", "ok"}] * 2
    claims = json.loads(built.read("_build/report/claims.json"))
    assert [row["id"] for row in claims] == ["first.height", "first.parts", "second.count"]
    assert {"id", "chapter", "value", "bound", "published", "source", "ok"} <= set(claims[0])


def test_an_opening_says_what_a_chapter_costs(built):
    assert re.search(r"About 1 minute to read; its code ran in \d+ seconds? when", page(built, "first"))
    assert "About 1 minute to read." in page(built, "index")


def test_figures_are_part_of_the_page_and_numbered(built):
    first = page(built, "first")
    figure = re.search(r"<figure.*?</figure>", first, re.DOTALL).group()
    assert "<svg" in figure and 'aria-label="A curve that rises from left to right"' in figure and "<img" not in figure
    assert "currentColor" in figure and "Black words" in figure and "<style" not in figure
    assert 'caption-number">Fig. 1' in figure and '<span class="std std-numref">Fig. 1</span>' in first


def test_pages_carry_no_script_for_kernels_or_icons(built):
    for name in PAGES:
        assert not re.search(r"<script[^>]*(?:fontawesome|thebe)|kernelName|THEBE", page(built, name), re.I)


def test_nothing_changed_nothing_done(built):
    before, doctrees = written(built), list((built.root / "_build/.doctrees/book").glob("*.doctree"))
    stamps = {path: path.stat().st_mtime_ns for path in doctrees}
    done = built.build()
    assert done.returncode == 0 and done.stdout.count("unchanged") == 2 and "✓" not in done.stdout
    assert written(built) == before and {path: path.stat().st_mtime_ns for path in doctrees} == stamps


def test_a_changed_module_runs_its_chapters_and_renews_the_pages_that_quote_them(built):
    built.edit("lib/gamma.py", "return 1", "return 2")
    built.edit("book/second.md", "equals=3", "equals=4")
    done = built.build()
    assert done.returncode == 0, done.stderr
    assert "✓ book/second" in done.stdout and "· book/first" in done.stdout
    assert "exactly 4" in page(built, "first")


def test_a_warning_fails_the_build_also_when_it_is_repeated(built):
    built.edit("book/index.md", "of words", "of {claim}`nobody.knows` words")
    for _ in range(2):
        done = built.build()
        assert done.returncode == 1 and "no claim 'nobody.knows' was made by any chapter" in done.stderr


def test_chapters_that_fail_are_named_with_their_cells(small_book):
    small_book.edit("book/first.md", "from lib.alpha import HEIGHT", "from lib.alpha import HEIGHT\nHEIGHT = = 1")
    small_book.edit("book/second.md", "1 + 1", "import os\nos._exit(1)")
    done = small_book.build()
    assert done.returncode == 1
    assert (
        "book/first: cell 1 (`import matplotlib.pyplot as plt`) failed with SyntaxError: invalid syntax" in done.stderr
    )
    assert "book/second: cell 2 (`import os`) failed: the kernel died" in done.stderr
    assert "is required" not in done.stderr and not (small_book.root / "_build/html").exists()


def test_a_chapter_that_changes_while_it_is_built_is_named(small_book):
    change = "from pathlib import Path\nPath('../lib/alpha.py').write_text('HEIGHT = 3.0\\n')"
    small_book.edit("book/second.md", "1 + 1", change)
    done = small_book.build()
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "book/first: changed, or a module of it, while the book was built" in done.stderr
    assert small_book.build().returncode == 0
