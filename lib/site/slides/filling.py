"""Slides filled from the build: a figure that is not there, or a number that nobody measured, is a complaint."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from html import escape

from markdown_it import MarkdownIt

from lib.site.built import BuiltSite, Figure, Place
from lib.site.directives import LEDGER_PAGE, anchor
from lib.site.lint import unsourced
from lib.site.reports import Reports
from lib.site.slides.decks import Deck, Slide

_CLAIM = re.compile(r"\{claim\}`(?P<id>[\w.]+)(?:\[(?P<label>[^\]`]+)\])?`")


@dataclass(frozen=True)
class Filled:
    """A slide with all that it shows: `title`, `lines` and `notes` are HTML."""

    title: str
    lines: tuple[str, ...]
    figure: Figure | None
    place: Place
    notes: tuple[str, ...]


def fill(deck: Deck, site: BuiltSite, reports: Reports, *, book: str) -> tuple[list[Filled], list[str]]:
    """Fill the slides of a deck.

    Args:
        deck: the deck.
        site: the built pages.
        reports: what the build measured.
        book: address of the site, that the numbers link to.

    Returns:
        The slides that could be filled, and a sentence for whatever is missing.
    """
    filled, complaints = [], list(_odd_parts(deck, site))
    for number, slide in enumerate(deck.slides, start=1):
        said = list(_missing(slide, site, reports))
        complaints += [f"{deck.name}.yml, slide {number}: {one}" for one in said]
        if not said:
            filled.append(_filled(slide, site, reports, book))
    return filled, complaints


def _odd_parts(deck: Deck, site: BuiltSite) -> Iterator[str]:
    for part in deck.parts:
        if part not in site.parts:
            yield f"{deck.name}.yml: no part {part!r} in _toc.yml{_nearest(part, site.parts)}"


def _missing(slide: Slide, site: BuiltSite, reports: Reports) -> Iterator[str]:
    """Yield a sentence for each thing that a slide asks for and the build does not have."""
    if slide.figure and slide.figure not in site.figures:
        yield f"no figure {slide.figure!r} in the built pages{_nearest(slide.figure, site.figures)}"
    if slide.section and slide.section not in site.places:
        yield f"no section {slide.section!r} in the built pages{_nearest(slide.section, site.places)}"
    for found in _CLAIM.finditer(" ".join(_texts(slide))):
        try:
            reports.claim(found["id"]).text(found["label"])
        except KeyError:
            yield f"no claim {found[0][8:-1]!r} was made by any chapter{_nearest(found['id'], reports.claims)}"
    place = _place(slide, site)
    if place and (numbers := _from_nowhere(slide, site.words(place))):
        yield f"{numbers[0]!r} is no claim, and {place.page}#{place.anchor} does not say it"


def _texts(slide: Slide) -> tuple[str, ...]:
    return slide.title, *slide.lines, slide.notes


def _nearest(wanted: str, known: object) -> str:
    near = get_close_matches(wanted, list(known), n=1, cutoff=0.75)
    return f"; did you mean {near[0]!r}?" if near else ""


def _place(slide: Slide, site: BuiltSite) -> Place | None:
    """Return the section that a slide leads to: the one it names, or its figure's."""
    if slide.section:
        return site.places.get(slide.section)
    return site.figures[slide.figure].place if slide.figure in site.figures else None


def _from_nowhere(slide: Slide, section: str) -> list[str]:
    """Return the numbers of a slide that are neither claims nor written in the section."""
    close = partial(re.sub, r"\s+%", "%")
    known = close(section)

    def is_said(number: str) -> bool:
        return bool(re.search(r"(?<![\d.,])" + re.escape(close(number)) + r"(?!\d|[.,]\d)", known))

    return [number for text in _texts(slide) for number in unsourced(text) if not is_said(number)]


def _filled(slide: Slide, site: BuiltSite, reports: Reports, book: str) -> Filled:
    figure, place = site.figures.get(slide.figure), _place(slide, site)
    title = markup(slide.title, reports, book=book) if slide.title else escape(place.heading)
    lines = tuple(markup(line, reports, book=book) for line in slide.lines)
    notes = markup(slide.notes, reports, book=book), escape(figure.caption) if figure else ""
    return Filled(title, lines, figure, place, tuple(filter(None, notes)))


def markup(text: str, reports: Reports, *, book: str) -> str:
    """Return a line of Markdown as HTML, with each claim's number in place of its name."""
    numbers = []

    def keep(found: re.Match[str]) -> str:
        numbers.append(_number(found, reports, book))
        return f"\ue000{len(numbers) - 1}\ue001"

    line = MarkdownIt("commonmark", {"html": False}).renderInline(_CLAIM.sub(keep, text))
    return re.sub("\ue000(\\d+)\ue001", lambda found: numbers[int(found[1])], line)


def _number(found: re.Match[str], reports: Reports, book: str) -> str:
    one = reports.claim(found["id"])
    hint = escape(f"Measured when the book was built: {one.id}" + (f", {one.bound}" if one.bound else ""))
    address = escape(f"{book}/{LEDGER_PAGE}.html#{anchor(one.id)}")
    return f'<a class="claim" href="{address}" title="{hint}">{escape(one.text(found["label"]))}</a>'
