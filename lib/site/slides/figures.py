"""The book's figures on slides: as they are, with ids and pictures of their own."""

import copy
import posixpath
import shutil
from pathlib import Path

from bs4 import Tag
from PIL import Image

from lib.site.built import HTML, BuiltSite, Figure, rename_ids

PICTURES = "pictures"
#: Figures at least this many times as wide as high stand below the words, others beside them.
WIDE = 1.5


def kind_of(figure: Figure, site: BuiltSite) -> str:
    """Tell how a slide with a figure is laid out: `wide`, `tall`, or `explorer-slide` for one that answers the hand."""
    if figure.tag.select_one(".explorer"):
        return "explorer-slide"
    return "wide" if _ratio(figure, site) >= WIDE else "tall"


def on_slide(number: int, figure: Figure, site: BuiltSite, folder: Path) -> str:
    """Return a figure for a slide, without its caption.

    Args:
        number: the slide's, for ids of its own: figures of several pages meet in a deck.
        figure: the figure.
        site: the built pages.
        folder: where the deck will lie; pictures are copied beside it.
    """
    tag = copy.copy(figure.tag)
    for unwanted in tag.select("figcaption, noscript"):
        unwanted.decompose()
    rename_ids(tag, lambda id: f"slide{number}-{id}")
    for picture in tag.find_all("img", src=True):
        if not picture["src"].startswith("data:"):
            file = _file(picture, figure, site)
            (folder / PICTURES).mkdir(parents=True, exist_ok=True)
            shutil.copy(file, folder / PICTURES / file.name)
            picture["src"] = f"{PICTURES}/{file.name}"
    for drawing in tag.find_all("svg"):
        drawing["style"] = "width:100%;height:100%"
    return str(tag)


def _ratio(figure: Figure, site: BuiltSite) -> float:
    """Return how many times as wide as high a figure is."""
    if drawing := figure.tag.find("svg", viewbox=True):
        *_, width, height = map(float, drawing["viewbox"].split())
        return width / height
    if picture := figure.tag.find("img", src=True):
        with Image.open(_file(picture, figure, site)) as image:
            return image.width / image.height
    return 1.0


def _file(picture: Tag, figure: Figure, site: BuiltSite) -> Path:
    page = posixpath.dirname(figure.place.page)
    return site.root / HTML / posixpath.normpath(posixpath.join(page, picture["src"]))
