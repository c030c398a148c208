"""`make binder-check`: press every chapter's launch button, run the notebook that opens, and measure its memory."""

import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Error

from lib.site.binder.environment import Environment, make
from lib.site.binder.links import build_site, launch_path
from lib.site.binder.notebook import run_chapter, trouble
from lib.site.binder.server import lab
from lib.site.browser import chromium, find_chromium
from lib.site.build import BUILD
from lib.site.chapters import Book

FOLDER = BUILD / "binder"
#: What Binder grants a reader, in MiB, less a little for what the measurement misses.
LIMIT_MB = 2000


def check(book: Book, name: str, page: str, environment: Environment, browser: Browser) -> tuple[bool, str]:
    """Try one chapter; return whether all is well, and a line that says so.

    Args:
        book: the book.
        name: the chapter, such as `book/heatmaps`.
        page: its page in the site, HTML.
        environment: what Binder would make of the repository.
        browser: it opens the notebook.
    """
    started = time.perf_counter()
    try:
        path = launch_path(page)
        if path != f"lab/tree/{name}.md":
            raise ValueError(f"the launch button opens {path}, expected lab/tree/{name}.md")
        with lab(environment) as running, browser.new_page() as opened:
            said = trouble(run_chapter(opened, running, path), expected=len(book.cells(name)))
        if not said and running.peak_mb >= LIMIT_MB:
            said = f"server and kernel took {running.peak_mb:.0f} MB, expected less than {LIMIT_MB}"
    except (ValueError, RuntimeError, Error) as error:
        said = str(error)
    if said:
        return False, f"✗ {name}: {said}"
    seconds = time.perf_counter() - started
    return True, f"✓ {name}: opened and ran in {seconds:.0f} s, server and kernel took {running.peak_mb:.0f} MB at most"


def main() -> int:
    """Check the book in the current folder; return an exit code."""
    if (program := find_chromium()) is None:
        print("Chromium is not installed", file=sys.stderr)
        return 1
    book = Book(Path.cwd())
    try:
        print("Building the site for a fork, then Binder's environment (some minutes)", flush=True)
        pages = build_site(book.root, book.root / FOLDER / "site")
        environment = make(book.root, book.root / FOLDER / "environment")
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    failed = 0
    with chromium(program) as browser:
        for name in book.notebooks():
            page = (pages / f"{name}.html").read_text(encoding="utf-8")
            ok, line = check(book, name, page, environment, browser)
            print(line, flush=True)
            failed += not ok
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
