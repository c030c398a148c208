"""The built site, served on this machine, in headless Chromium."""

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from lib.site.browser import chromium as start_chromium
from lib.site.browser import find_chromium
from lib.widgets.base import Explorer

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
#: Looks of a page that holds one figure, and what a dark theme adds.
BODY = "body { margin: 8px; font-family: sans-serif }"
DARK = """html {
    --pst-color-text-base: #eee; --pst-color-text-muted: #bbb; --pst-color-surface: #222; background: #111; }"""


def pages() -> list[str]:
    """Return the address of every page in the table of contents."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text())
    chapters = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    return [f"{name}.html" for name in [contents["root"], *chapters]]


PAGES = pages()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *arguments):
        """Stay silent."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    if not (SITE / "index.html").exists():
        pytest.fail("_build/html is missing: run `make book` first")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if (program := find_chromium()) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed")
    with start_chromium(program) as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, address: str):
    """Return a function that opens a page of the site: `open_page("book/index.html", width=390, dark=True)`."""
    contexts = []

    def opened(
        name: str, *, width: int = 1280, dark: bool = False, before: Callable[[Page], None] | None = None
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light", has_touch=width < 500
        )
        contexts.append(context)
        page = context.new_page()
        if before:
            before(page)
        page.goto(f"{address}/{name}", wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def show(chromium, tmp_path):
    """Return a function that opens a page with one figure: `show(figure, width=360, dark=True)`."""
    contexts, troubles = [], []

    def shown(figure: Explorer, *, width: int = 800, dark: bool = False, **options: object) -> Page:
        mode, path = "dark" if dark else "light", tmp_path / f"{len(contexts)}.html"
        looks = f"<style>{BODY + DARK * dark}</style>"
        head = f'<!doctype html><html data-theme="{mode}"><meta charset=utf-8>{looks}'
        path.write_text(f'{head}<meta name="viewport" content="width=device-width">{figure.page()}', encoding="utf-8")
        contexts.append(chromium.new_context(viewport={"width": width, "height": 844}, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield shown
    for context in contexts:
        context.close()
    assert troubles == []
