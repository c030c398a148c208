"""`make pdf`: the built book as `_build/seeing-inside.pdf`."""

import re
import sys
from pathlib import Path

import yaml
from playwright.sync_api import Error

from lib.site.browser import chromium, find_chromium
from lib.site.built import BuiltSite
from lib.site.pdf.printing import print_book
from lib.site.pdf.volume import looks, volume

BUILD = Path("_build")


def write_volume(root: Path) -> Path:
    """Write the book in a folder as one HTML document; return its file.

    Raises:
        FileNotFoundError: there is no built site.
    """
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    text = volume(BuiltSite(root), config=config, looks=looks(), up="../..")
    document = root / BUILD / "pdf" / "book.html"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(text, encoding="utf-8")
    return document


def pdf_of(root: Path) -> Path:
    """Return where the PDF of a book lies: it has the name of the book."""
    title = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["title"]
    return root / BUILD / f"{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}.pdf"


def main() -> int:
    """Print the book in the current folder; return an exit code."""
    if (program := find_chromium()) is None:
        print("Chromium is not installed", file=sys.stderr)
        return 1
    root = Path.cwd()
    try:
        document, pdf = write_volume(root), pdf_of(root)
        with chromium(program) as browser:
            pages = print_book(browser, document, pdf)
    except (FileNotFoundError, ValueError, RuntimeError, Error) as error:
        print(f"The PDF is not made: {error}", file=sys.stderr)
        return 1
    print(f"{pages} pages, {pdf.stat().st_size / 1e6:.1f} MB: {pdf.as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
