"""The chapters of the book: where they lie, what they say, and the notebook that is executed and cached."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from nbformat import NotebookNode

from lib.site.digest import Package
from lib.site.text import split_front_matter

PACKAGE = "lib"


def table_of_contents(root: Path) -> list[str]:
    """Return the names of all pages in reading order, the landing page first."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [contents["root"], *_files(contents)]


def parts_of_contents(root: Path) -> dict[str, list[str]]:
    """Return the names of the pages in each part of the book, by the part's caption."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return {part["caption"]: list(_files(part)) for part in contents.get("parts", ())}


def _files(branch: dict) -> Iterator[str]:
    """Yield the pages below a branch of the table of contents."""
    for entry in (*branch.get("parts", ()), *branch.get("chapters", ()), *branch.get("sections", ())):
        if "file" in entry:
            yield entry["file"]
        yield from _files(entry)


def with_digest(text: str, digest: str) -> str:
    """Return a chapter's text with the digest in its `kernelspec`, which the key of the execution cache covers."""
    matter, rest = split_front_matter(text)
    matter["kernelspec"] = {"name": "python3", "display_name": "Python 3"} | (matter.get("kernelspec") or {})
    matter["kernelspec"]["digest"] = digest
    return f"---\n{yaml.safe_dump(matter, allow_unicode=True)}---\n{rest}"


def _is_notebook(text: str) -> bool:
    return "{code-cell}" in text or is_myst_markdown_notebook(text)


@dataclass(frozen=True)
class Book:
    """A book's root folder and what its chapters depend on."""

    root: Path

    @cached_property
    def _package(self) -> Package:
        return Package(self.root, PACKAGE)

    def path(self, name: str) -> Path:
        """Return the file of a page."""
        return self.root / f"{name}.md"

    def text(self, name: str) -> str:
        """Return what a page says."""
        return self.path(name).read_text(encoding="utf-8")

    def notebooks(self) -> list[str]:
        """Return the names of the pages that have code to execute, in reading order."""
        return [name for name in table_of_contents(self.root) if _is_notebook(self.text(name))]

    def cells(self, name: str) -> list[str]:
        """Return the source of each of a chapter's code cells."""
        notebook = read_myst_markdown_notebook(self.text(name))
        return [cell.source for cell in notebook.cells if cell.cell_type == "code"]

    def uses(self, name: str) -> set[str]:
        """Return the modules of the package that a chapter uses, directly or through others."""
        return self._package.used_by(self.cells(name))

    def digest(self, name: str) -> str:
        """Return a digest of what a chapter's outputs depend on besides its own text."""
        return self._package.digest(self.cells(name))

    def notebook(self, name: str) -> NotebookNode:
        """Return a chapter as the notebook under which its outputs are cached."""
        return read_myst_markdown_notebook(with_digest(self.text(name), self.digest(name)))
