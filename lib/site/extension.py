"""The Sphinx extension: connects claims, figures, links, quiz, index and the execution cache to the pages."""

import os
from collections.abc import Set as AbstractSet
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from lib.site import figures, index_terms, quiz, reports
from lib.site.chapters import Book, with_digest
from lib.site.directives import ClaimRole, Execution, Ledger, Opening
from lib.site.links import repository, theme_options
from lib.site.pages import lighten_all


def setup(app: Sphinx) -> dict[str, object]:
    """Register everything; called by Sphinx."""
    app.add_config_value("required_claims", [], "")
    app.add_role("claim", ClaimRole())
    app.add_directive("opening", Opening)
    app.add_directive("ledger", Ledger)
    app.add_directive("execution", Execution)
    app.add_post_transform(figures.InlineFigures)
    quiz.setup(app)
    index_terms.setup(app)
    app.connect("config-inited", set_links)
    app.connect("builder-inited", open_book)
    app.connect("env-get-outdated", changed_chapters)
    app.connect("source-read", add_digest)
    app.connect("env-purge-doc", forget_page)
    app.connect("doctree-read", figures.collect_alternatives)
    app.connect("env-check-consistency", figures.check_alternatives)
    app.connect("build-finished", finish_pages)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}


def set_links(app: Sphinx, config: Config) -> None:
    """Point the buttons to the repository that this build belongs to."""
    config.html_theme_options.update(theme_options(repository(Path(app.srcdir), os.environ)))


def open_book(app: Sphinx) -> None:
    """Compute what every chapter's outputs depend on, and read the reports, once per build."""
    app.reports = reports.Reports(Path(app.srcdir))
    book = Book(Path(app.srcdir))
    app.chapter_digests = {name: book.digest(name) for name in book.notebooks()}


def changed_chapters(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],  # noqa: ARG001
    changed: AbstractSet[str],  # noqa: ARG001
    removed: AbstractSet[str],  # noqa: ARG001
) -> list[str]:
    """Return the chapters whose outputs depend on something that has changed, and pages that quote it."""
    before = getattr(env, "chapter_digests", {})
    env.chapter_digests = app.chapter_digests
    changed_code = [name for name, digest in app.chapter_digests.items() if before.get(name) != digest]
    return [*changed_code, *(page for page in reports.outdated(env, app.reports) if page in env.found_docs)]


def add_digest(app: Sphinx, name: str, source: list[str]) -> None:
    """Give a chapter the digest under which its outputs were cached."""
    if name in app.chapter_digests:
        source[0] = with_digest(source[0], app.chapter_digests[name])


def forget_page(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget what was noted of a page that is read again or gone."""
    figures.forget_alternatives(app, env, page)
    reports.forget(env, page)


def finish_pages(app: Sphinx, error: Exception | None) -> None:
    """Leave out scripts that no page needs."""
    if error is None and app.builder.format == "html":
        lighten_all(Path(app.outdir))
