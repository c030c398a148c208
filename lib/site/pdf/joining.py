"""Pages joined into one document: ids of their own for each page, and links that lead to them within it."""

import posixpath
from collections.abc import Collection
from urllib.parse import urldefrag

from bs4 import BeautifulSoup, Tag

from lib.site.built import rename_ids

_LEVELS = range(6, 0, -1)


def anchor_of(page: str, id: str = "") -> str:
    """Return the id that an element of a page, or the page itself, has in the joined document."""
    name = page.replace("/", "-")
    return f"{name}--{id}" if id else name


def give_own_ids(article: Tag, page: str) -> None:
    """Prefix a page's ids, and what refers to them, by the page's name; of an id that comes twice the first is kept."""
    seen: set[str] = set()
    for element in article.find_all(id=True):
        if element["id"] in seen:
            del element["id"]
        else:
            seen.add(element["id"])
    rename_ids(article, lambda id: anchor_of(page, id))


def lead_inside(article: Tag, page: str, pages: Collection[str]) -> None:
    """Let the links to the book's own pages lead to their places in the document.

    A link to what is not part of it, such as the search page, becomes plain words. Links to other hosts stay.

    Args:
        article: the page's text.
        page: its name.
        pages: the names of all pages of the document.
    """
    for link in article.find_all("a", href=True):
        target, fragment = urldefrag(link["href"])
        if ":" in target or not target:
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)).removesuffix(".html")
        if name in pages:
            link["href"] = f"#{anchor_of(name, fragment)}"
        else:
            link.unwrap()


def lower_headings(article: Tag) -> None:
    """Make every heading one level lower, so that a chapter can stand in a part."""
    for level in _LEVELS:
        for heading in article.find_all(f"h{level}"):
            heading.name = f"h{min(level + 1, 6)}"


def take_solutions(article: Tag) -> list[Tag]:
    """Take the solutions out of a page, and let every exercise that has one lead to it."""
    solutions = article.select("div.solution[id]")
    for solution in solutions:
        solution["class"] = ["solution"]
        asked = solution.select_one(".admonition-title a[href^='#']")
        exercise = article.find(id=asked["href"][1:]) if asked else None
        if exercise:
            exercise.append(_leading_to(solution["id"], "Solution, page"))
        solution.extract()
    return solutions


def _leading_to(anchor: str, words: str) -> Tag:
    return BeautifulSoup(
        f'<p class="to-solution"><a href="#{anchor}">{words} {page_number(anchor)}</a></p>', "html.parser"
    )


def page_number(anchor: str) -> str:
    """Return the place where the number of an anchor's page will be printed."""
    return f'<span class="page-of" data-anchor="{anchor}">000</span>'
