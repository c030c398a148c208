"""`make slides`: a deck for each file in `slides/`, made of the built site, under `_build/slides`."""

import argparse
import shutil
import sys
from pathlib import Path

import yaml

from lib.site.built import BuiltSite
from lib.site.reports import Reports
from lib.site.slides.decks import FOLDER, read_decks
from lib.site.slides.filling import fill
from lib.site.slides.pages import deck_page, index_page, write_library

OUTPUT = Path("_build") / "slides"
#: From a deck to the site beside it.
BOOK = "../html"


def make_slides(root: Path, *, folder: Path | None = None, book: str = BOOK) -> list[Path]:
    """Write the decks of a book; return their files.

    Args:
        root: the book's folder, with a built site.
        folder: where the decks shall lie; what lies there is removed. By default `_build/slides`.
        book: address of the site that slides link back to.

    Raises:
        FileNotFoundError: there is no deck, or no built site.
        ValueError: a deck asks for what is not there; the message has a line for each such thing.
    """
    decks, site, reports = read_decks(root / FOLDER), BuiltSite(root), Reports(root)
    filled = [fill(deck, site, reports, book=book) for deck in decks]
    if complaints := [line for _, some in filled for line in some]:
        raise ValueError("\n".join(complaints))
    name = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["title"]
    folder = folder or root / OUTPUT
    shutil.rmtree(folder, ignore_errors=True)
    write_library(folder)
    for deck, (slides, _) in zip(decks, filled, strict=True):
        page = deck_page(deck, slides, site, book=book, name=name, folder=folder)
        (folder / f"{deck.name}.html").write_text(page, encoding="utf-8")
    (folder / "index.html").write_text(index_page(decks, name=name), encoding="utf-8")
    return [folder / f"{deck.name}.html" for deck in decks]


def main(arguments: list[str]) -> int:
    """Make the slides of the book in the current folder; return an exit code."""
    parser = argparse.ArgumentParser(prog="make slides", description=__doc__)
    parser.add_argument("--book", default=BOOK, help="address of the site that slides link back to")
    try:
        files = make_slides(Path.cwd(), book=parser.parse_args(arguments).book.rstrip("/"))
    except (FileNotFoundError, ValueError) as error:
        print("The slides are not made:", *(f"✗ {line}" for line in str(error).splitlines()), sep="\n", file=sys.stderr)
        return 1
    print(f"{len(files)} decks; begin with {(files[0].parent / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
