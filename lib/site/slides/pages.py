"""A deck as a page, with reveal.js beside it."""

import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path

from lib.site.built import BuiltSite
from lib.site.slides.decks import Deck
from lib.site.slides.figures import kind_of, on_slide
from lib.site.slides.filling import Filled

HERE = Path(__file__).parent
LIBRARY = "reveal"
_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="reveal/reset.css">
<link rel="stylesheet" href="reveal/reveal.css">
<link rel="stylesheet" href="reveal/slides.css">
</head>
{body}
</html>
"""
_DECK = """<body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
<script src="reveal/reveal.js"></script>
<script src="reveal/notes.js"></script>
<script src="reveal/slides.js"></script>
</body>"""
_INDEX = """<body class="index">
<main>
<h1>{name}: slides</h1>
<ul>
{decks}
</ul>
<p>Arrow keys turn the slides, F fills the screen, S opens the notes, D changes light and dark, ? tells the rest.
To print a deck, add <code>?view=print</code> to its address.</p>
</main>
</body>"""
_OPENING = """<section><div class="slide opening">
<h1>{title}</h1>
<p>From the book <em>{name}</em></p>
<ul>
{chapters}
</ul>
</div></section>"""
_SLIDE = """<section id="{id}"><div class="slide {kind}">
<h2>{title}</h2>
<div class="body"><div class="lines">{lines}</div>{figure}</div>
<p class="source"><a href="{address}">{source}</a></p>
</div><aside class="notes">{notes}</aside></section>"""


def deck_page(deck: Deck, slides: Iterable[Filled], site: BuiltSite, *, book: str, name: str, folder: Path) -> str:
    """Return a deck as HTML; the pictures that it shows are copied beside it.

    Args:
        deck: the deck.
        slides: its slides, filled.
        site: the built pages.
        book: address of the site that slides link back to.
        name: the book's title.
        folder: where the page will lie.
    """
    pages = [page for part in deck.parts for page in site.parts[part]]
    chapters = _links((f"{book}/{page}.html", site.title(page)) for page in pages)
    opening = _OPENING.format(title=escape(deck.title), name=escape(name), chapters=chapters)
    shown = [_slide(number, one, site, book, folder) for number, one in enumerate(slides, start=1)]
    body = _DECK.format(slides="\n".join([opening, *shown]))
    return _PAGE.format(title=escape(f"{deck.title} · {name}"), body=body)


def index_page(decks: Iterable[Deck], *, name: str) -> str:
    """Return the page that leads to every deck."""
    links = _links((f"{deck.name}.html", deck.title) for deck in decks)
    return _PAGE.format(title=escape(f"Slides · {name}"), body=_INDEX.format(name=escape(name), decks=links))


def write_library(folder: Path) -> None:
    """Copy reveal.js and the decks' looks to where the decks lie."""
    shutil.copytree(HERE / LIBRARY, folder / LIBRARY, dirs_exist_ok=True)
    for name in ("slides.css", "slides.js"):
        shutil.copy(HERE / name, folder / LIBRARY / name)


def _links(leading: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f'<li><a href="{escape(address)}">{escape(words)}</a></li>' for address, words in leading)


def _slide(number: int, one: Filled, site: BuiltSite, book: str, folder: Path) -> str:
    said = [site.title(one.place.page), one.place.heading, *([one.figure.number] if one.figure else [])]
    target = one.figure.tag["id"] if one.figure else one.place.anchor
    return _SLIDE.format(
        id=escape(f"{number}-{one.place.anchor}"),
        kind=kind_of(one.figure, site) if one.figure else "words",
        title=one.title,
        lines="".join(f"<p>{line}</p>" for line in one.lines),
        figure=on_slide(number, one.figure, site, folder) if one.figure else "",
        address=escape(f"{book}/{one.place.page}.html#{target}"),
        source=escape(" · ".join(dict.fromkeys(said))),
        notes="".join(f"<p>{note}</p>" for note in one.notes),
    )
