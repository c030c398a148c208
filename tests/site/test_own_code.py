"""The code that the book's pages show unfolded fits the column that it stands in."""

from pathlib import Path

import pytest
from myst_nb.core.read import read_myst_markdown_notebook

from lib.site.chapters import Book

BOOK = Book(Path(__file__).parents[2])
#: Characters that the column holds in a window of 1,440 pixels and more.
WIDEST = 88
FOLDED = {"hide-cell", "hide-input"}


@pytest.mark.parametrize("chapter", BOOK.notebooks())
def test_unfolded_code_does_not_scroll(chapter):
    notebook = read_myst_markdown_notebook(BOOK.text(chapter))
    unfolded = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and FOLDED.isdisjoint(cell.metadata.get("tags", ()))
    ]
    assert [line for source in unfolded for line in source.splitlines() if len(line) > WIDEST] == []
