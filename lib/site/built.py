"""The finished pages as material: slides and the printed book are made of them, and cannot say other things."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from lib.site.chapters import parts_of_contents, table_of_contents

HTML = Path("_build") / "html"
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
#: Attributes that hold the ids of other elements.
_REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass(frozen=True)
class Place:
    """A section of a page: where it is and what it asks."""

    page: str
    anchor: str
    heading: str


@dataclass(frozen=True)
class Figure:
    """A figure of a page."""

    tag: Tag
    place: Place
    number: str
    caption: str
    alternatives: tuple[str, ...]


class BuiltSite:
    """The pages that `make book` left, in reading order."""

    def __init__(self, root: Path) -> None:
        """Take the book's folder."""
        self.root = root
        self.names, self.parts = table_of_contents(root), parts_of_contents(root)
        self._articles: dict[str, Tag] = {}

    def path(self, name: str) -> Path:
        """Return the file of a page."""
        return self.root / HTML / f"{name}.html"

    def article(self, name: str) -> Tag:
        """Return the text of a page, without what surrounds it.

        Raises:
            FileNotFoundError: the page was not built.
        """
        if name not in self._articles:
            path = self.path(name)
            if not path.exists():
                raise FileNotFoundError(f"{path.relative_to(self.root)} is missing: run `make book` first")
            soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            self._articles[name] = soup.select_one("article.bd-article")
        return self._articles[name]

    def title(self, name: str) -> str:
        """Return the heading of a page."""
        return heading_of(self.article(name))

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figures of all pages by name."""
        found = {}
        for name in self.names:
            for tag in self.article(name).select("figure[id]"):
                found[tag["id"]] = _figure(tag, name)
        return found

    @cached_property
    def places(self) -> dict[str, Place]:
        """The sections of all pages by `page#anchor`."""
        sections = ((name, tag) for name in self.names for tag in self.article(name).select("section[id]"))
        return {f"{name}#{tag['id']}": Place(name, tag["id"], heading_of(tag)) for name, tag in sections}

    def words(self, place: Place) -> str:
        """Return what a section says; the numbers that the build measured are left out."""
        return " ".join(_said(self.article(place.page).find("section", id=place.anchor)))


def heading_of(tag: Tag) -> str:
    """Return the words of an element's first heading."""
    heading = tag.find(_HEADINGS)
    return plain(heading) if heading else ""


def plain(tag: Tag) -> str:
    """Return the words of an element, without the mark that links to it."""
    words = [text for text in tag.find_all(string=True) if not text.find_parent(class_=["headerlink", "katex-mathml"])]
    return " ".join("".join(words).split())


def rename_ids(tag: Tag, rename: Callable[[str], str]) -> None:
    """Give the ids within an element other names, and whatever refers to them as well."""
    for element in (tag, *tag.find_all(True)):
        for name, value in list(element.attrs.items()):
            if name == "id":
                element[name] = rename(value)
            elif name in _REFERRING:
                element[name] = " ".join(map(rename, value.split()))
            elif name in ("href", "xlink:href") and value.startswith("#") and len(value) > 1:
                element[name] = f"#{rename(value[1:])}"
            elif isinstance(value, str) and "url(#" in value:
                element[name] = re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{rename(found[1])})", value)


def _figure(tag: Tag, page: str) -> Figure:
    section = tag.find_parent("section", id=True)
    place = Place(page, section["id"] if section else "", heading_of(section) if section else "")
    number, caption = (tag.select_one(f"figcaption .caption-{part}") for part in ("number", "text"))
    shown = tag.select("img[alt], svg[aria-label], .explorer[aria-label]")
    alternatives = tuple(one.get("alt") or one.get("aria-label") or "" for one in shown)
    return Figure(tag, place, plain(number) if number else "", plain(caption) if caption else "", alternatives)


def _said(section: Tag | None) -> Iterator[str]:
    """Yield the words of a section that are written there, and not measured."""
    for text in section.find_all(string=True) if section else ():
        if not text.find_parent(["script", "style", "svg"]) and not text.find_parent(class_=["claim", "claim-note"]):
            yield from text.split()
