"""What a page can say with the book's own words: {claim}, {opening}, {ledger} and {execution}."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from lib.site.chapters import split_front_matter
from lib.site.claims import Claim

LEDGER_PAGE = "book/how-this-book-checks-itself"
WORDS_PER_MINUTE = 200
_REFERENCE = re.compile(r"(?P<id>[\w.]+)(?:\[(?P<label>[^\]]+)\])?")


def _report(srcdir: str, name: str) -> list[dict]:
    path = Path(srcdir) / "_build" / "report" / name
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def _claim(row: dict) -> Claim:
    return Claim(**{key: value for key, value in row.items() if key != "chapter"})


def _anchor(id: str) -> str:
    return "claim-" + re.sub(r"[._]", "-", id)


class ClaimRole(SphinxRole):
    """{claim}`id` or {claim}`id[label]`: a number that the build has measured, linked to its row in the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as a link."""
        self.env.note_dependency(str(Path(self.env.srcdir) / "_build" / "report" / "claims.json"))
        asked = _REFERENCE.fullmatch(self.text)
        rows = {row["id"]: row for row in _report(self.env.srcdir, "claims.json")}
        try:
            row = rows[asked["id"]]
            text = _claim(row).text(asked["label"])
        except (KeyError, TypeError):
            message = self.inliner.reporter.warning(f"no claim {self.text!r} was made by any chapter", line=self.lineno)
            return [nodes.inline(self.text, self.text)], [message]
        address = self.env.app.builder.get_relative_uri(self.env.docname, LEDGER_PAGE)
        hint = f"Measured when this book was built: {row['id']}" + (f", {row['bound']}" if row["bound"] else "")
        link = nodes.reference("", text, refuri=f"{address}#{_anchor(row['id'])}", internal=True, reftitle=hint)
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
        minutes = max(1, round(self._words() / WORDS_PER_MINUTE))
        cost = f"About {minutes} minutes to read"
        for row in _report(self.env.srcdir, "execution.json"):
            if row["chapter"] == self.env.docname:
                cost += f"; its code ran in {row['seconds']:.0f} seconds when this page was built"
        box += nodes.paragraph("", f"{cost}.", classes=["opening-times"])
        return [box]

    def _words(self) -> int:
        _, body = split_front_matter(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
        return len(re.sub(r"```\{code-cell\}.*?```", " ", body, flags=re.DOTALL).split())


class Ledger(SphinxDirective):
    """Every claim of the book, with what was measured, expected and published."""

    def run(self) -> list[nodes.Node]:
        """Return a table."""
        self.env.note_dependency(str(Path(self.env.srcdir) / "_build" / "report" / "claims.json"))
        rows = []
        for row in _report(self.env.srcdir, "claims.json"):
            one = _claim(row)
            published = (
                "" if one.published is None else f"{one.show.format(one.published)} ({one.source or 'no source'})"
            )
            name = nodes.paragraph("", "", nodes.literal("", one.id), ids=[_anchor(one.id)])
            rows.append([name, self._link(row["chapter"]), one.text(), one.bound or "as measured", published])
        return [table(["claim", "page", "measured", "expected", "published"], rows, classes=["ledger"])]

    def _link(self, chapter: str) -> nodes.paragraph:
        address = self.env.app.builder.get_relative_uri(self.env.docname, chapter)
        return nodes.paragraph(
            "", "", nodes.reference("", chapter.removeprefix("book/"), refuri=address, internal=True)
        )


class Execution(SphinxDirective):
    """What each chapter's last execution cost."""

    def run(self) -> list[nodes.Node]:
        """Return a table."""
        self.env.note_dependency(str(Path(self.env.srcdir) / "_build" / "report" / "execution.json"))
        report = _report(self.env.srcdir, "execution.json")
        rows = [
            [row["chapter"].removeprefix("book/"), f"{row['seconds']:.1f}", f"{row['peak_rss_mb']:.0f}"]
            for row in report
        ]
        return [table(["page", "seconds", "peak memory in MB"], rows, classes=["execution"])]


def table(headers: list[str], rows: Iterable[list[str | nodes.Node]], *, classes: list[str]) -> nodes.table:
    """Return a docutils table; cells are texts or nodes."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in headers), cols=len(headers))
    group += nodes.thead("", _row(headers))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group, classes=classes)


def _row(cells: list[str | nodes.Node]) -> nodes.row:
    contents = (nodes.paragraph("", cell) if isinstance(cell, str) else cell for cell in cells)
    return nodes.row("", *(nodes.entry("", content) for content in contents))
