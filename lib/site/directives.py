"""What a page can say with the book's own words: {claim}, {opening}, {ledger} and {execution}."""

import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from lib.site.claims import printed
from lib.site.reports import Reports, quote
from lib.site.text import split_front_matter

LEDGER_PAGE = "book/how-this-book-checks-itself"
WORDS_PER_MINUTE = 200
_REFERENCE = re.compile(r"(?P<id>[\w.]+)(?:\[(?P<label>[^\]]+)\])?")


def _reports(page: SphinxRole | SphinxDirective) -> Reports:
    return page.env.app.reports


def anchor(id: str) -> str:
    """Return the name of a claim's row in the ledger."""
    return "claim-" + re.sub(r"[._]", "-", id)


class ClaimRole(SphinxRole):
    """{claim}`id` or {claim}`id[label]`: a number that the build has measured, linked to its row in the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as a link."""
        asked = _REFERENCE.fullmatch(self.text)
        id, label = (asked["id"], asked["label"]) if asked else (self.text, None)
        quote(self.env, "claims", id)
        try:
            one = _reports(self).claim(id)
            text = one.text(label)
        except KeyError:
            message = self.inliner.reporter.warning(f"no claim {self.text!r} was made by any chapter", line=self.lineno)
            return [nodes.inline(self.text, self.text)], [message]
        address = self.env.app.builder.get_relative_uri(self.env.docname, LEDGER_PAGE)
        where = _reports(self).claims[id]["chapter"].removeprefix("book/")
        hint = f"Measured when this book was built, in {where}: {id}" + (f", {one.bound}" if one.bound else "")
        link = nodes.reference("", text, refuri=f"{address}#{anchor(id)}", internal=True, reftitle=hint)
        link["classes"].append("claim")
        return [link], []


class Opening(SphinxDirective):
    """What a chapter enables its reader to do, and what it costs in minutes and seconds."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a box."""
        box = nodes.container(classes=["opening"])
        box += nodes.paragraph("", "After this chapter you can", classes=["opening-title"])
        self.state.nested_parse(self.content, self.content_offset, box)
        quote(self.env, "execution", self.env.docname)
        cost = f"About {_many(max(1, round(self._words() / WORDS_PER_MINUTE)), 'minute')} to read"
        if row := _reports(self).execution.get(self.env.docname):
            cost += f"; its code ran in {_many(max(1, round(row['seconds'])), 'second')} when this page was built"
        box += nodes.paragraph("", f"{cost}.", classes=["opening-times"])
        return [box]

    def _words(self) -> int:
        _, body = split_front_matter(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
        return len(re.sub(r"```\{code-cell\}.*?```", " ", body, flags=re.DOTALL).split())


class Ledger(SphinxDirective):
    """Every claim of the book, with what was measured, expected and published."""

    def run(self) -> list[nodes.Node]:
        """Return a table."""
        quote(self.env, "claims")
        rows = []
        for id, row in _reports(self).claims.items():
            one = _reports(self).claim(id)
            source = one.source or "no source"
            published = "" if one.published is None else f"{printed(one.show, one.published)} ({source})"
            name = nodes.paragraph("", "", nodes.literal("", id), ids=[anchor(id)])
            rows.append([name, _link(self, row["chapter"]), one.text(), one.bound or "as measured", published])
        return [table(["claim", "page", "measured", "expected", "published"], rows, classes=["ledger"])]


class Execution(SphinxDirective):
    """What each chapter's last execution cost."""

    def run(self) -> list[nodes.Node]:
        """Return a table."""
        quote(self.env, "execution")
        rows = [
            [_link(self, chapter), f"{row['seconds']:.1f}", f"{row['peak_rss_mb']:.0f}"]
            for chapter, row in _reports(self).execution.items()
        ]
        return [table(["page", "seconds", "peak memory in MB"], rows, classes=["execution"])]


def _link(page: SphinxDirective, chapter: str) -> nodes.paragraph:
    address = page.env.app.builder.get_relative_uri(page.env.docname, chapter)
    return nodes.paragraph("", "", nodes.reference("", chapter.removeprefix("book/"), refuri=address, internal=True))


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def table(headers: list[str], rows: Iterable[list[str | nodes.Node]], *, classes: list[str]) -> nodes.table:
    """Return a docutils table; cells are texts or nodes."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in headers), cols=len(headers))
    group += nodes.thead("", _row(headers))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group, classes=classes)


def _row(cells: list[str | nodes.Node]) -> nodes.row:
    contents = (nodes.paragraph("", cell) if isinstance(cell, str) else cell for cell in cells)
    return nodes.row("", *(nodes.entry("", content) for content in contents))
