"""The reports of the last execution: `claims.json` and `execution.json`, and which page quotes what of them."""

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lib.site.claims import Claim

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FOLDER = Path("_build") / "report"


class Reports:
    """What the last execution reported, as the pages quote it."""

    def __init__(self, root: Path) -> None:
        """Take the book's folder."""
        self._folder = root / FOLDER

    @cached_property
    def claims(self) -> dict[str, dict]:
        """The rows of `claims.json` by id."""
        return {row["id"]: row for row in self._read("claims.json")}

    @cached_property
    def execution(self) -> dict[str, dict]:
        """The rows of `execution.json` by chapter, without whether a chapter came from the cache: no page says so."""
        rows = self._read("execution.json")
        return {row["chapter"]: {key: value for key, value in row.items() if key != "cached"} for row in rows}

    def claim(self, id: str) -> Claim:
        """Return a claim.

        Raises:
            KeyError: no chapter made it.
        """
        return Claim.from_row(self.claims[id])

    def _read(self, name: str) -> list[dict]:
        path = self._folder / name
        return json.loads(path.read_text("utf-8")) if path.exists() else []


def quote(env: "BuildEnvironment", report: str, key: str | None = None) -> None:
    """Note that the page being read quotes a row of a report, or all of it."""
    _quotes(env).setdefault(env.docname, {})[report, key] = _said(env.app.reports, report, key)


def outdated(env: "BuildEnvironment", reports: Reports) -> Iterator[str]:
    """Yield the pages that quote what a report no longer says."""
    for page, quotes in _quotes(env).items():
        if any(_said(reports, *where) != said for where, said in quotes.items()):
            yield page


def forget(env: "BuildEnvironment", page: str) -> None:
    """Forget a page that is read again or gone."""
    _quotes(env).pop(page, None)


def _said(reports: Reports, report: str, key: str | None) -> object:
    rows = getattr(reports, report)
    return list(rows.values()) if key is None else rows.get(key)


def _quotes(env: "BuildEnvironment") -> dict:
    if not hasattr(env, "report_quotes"):
        env.report_quotes = {}
    return env.report_quotes
