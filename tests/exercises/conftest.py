"""The book's exercises as its chapters hold them: cells to be filled in, solutions, and what `check` knows."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from lib.exercises import chapters
from lib.exercises.exercise import Exercise
from lib.site.chapters import Book

BOOK = Book(Path(__file__).parents[2])
#: Pages with code that teach nothing to practise.
NO_CHAPTERS = {"book/index", "book/how-this-book-checks-itself", "book/references"}
_CALL = re.compile(r"^check\(\"(?P<label>[\w-]+)\", (?P<answer>\w+)\)$", re.MULTILINE)
_SOLUTION = r"^````\{{solution\}} {label}\n(.*?)^````$"
_CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A cell that a reader fills in."""

    chapter: str
    source: str
    label: str
    answer: str  #: the name that is handed to `check`

    @property
    def solution(self) -> str:
        """The first code of the solution that has the cell's label."""
        text = BOOK.text(self.chapter)
        found = re.search(_SOLUTION.format(label=re.escape(self.label)), text, re.MULTILINE | re.DOTALL)
        assert found, f"{self.label} has no solution in {self.chapter}"
        code = _CODE.search(found[1])
        assert code, f"the solution of {self.label} has no code"
        return code[1]


@cache
def chapters_with_code() -> list[str]:
    return [name for name in BOOK.notebooks() if name not in NO_CHAPTERS]


@cache
def cells() -> list[Cell]:
    sources = [(name, source) for name in chapters_with_code() for source in BOOK.cells(name)]
    return [Cell(name, source, *call.groups()) for name, source in sources for call in _CALL.finditer(source)]


@cache
def exercises() -> list[Exercise]:
    modules = [import_module(f"{chapters.__name__}.{module.name}") for module in iter_modules(chapters.__path__)]
    return [one for module in modules for one in module.EXERCISES]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `cell` every cell, and one that asks for `exercise` every exercise."""
    for name, found in {"cell": cells, "exercise": exercises}.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, found(), ids=lambda one: one.label)
