"""In the chapters: every cell is empty, every solution solves its cell, and no cell disturbs its chapter."""

import ast

import pytest

from .conftest import BOOK, cells, chapters_with_code, exercises


@pytest.mark.parametrize("chapter", chapters_with_code())
def test_every_chapter_with_code_has_an_exercise_that_checks_itself(chapter):
    assert [cell for cell in cells() if cell.chapter == chapter]


def test_cells_and_checks_belong_together_one_to_one():
    asked = [cell.label for cell in cells()]
    assert sorted(asked) == sorted(one.label for one in exercises())
    for cell in cells():
        assert f"```{{exercise}}\n:label: {cell.label}\n" in BOOK.text(cell.chapter)


def run(cell, solution="") -> object:
    """What the cell shows, alone in a notebook, with a solution put in before its last line."""
    *lines, last = ast.parse(cell.source).body
    space = {}
    exec(compile(ast.Module(lines, []), cell.label, "exec"), space)
    exec(compile(solution, cell.label, "exec"), space)
    return eval(ast.unparse(last), space)


def test_a_cell_as_it_stands_in_the_page_is_not_filled_in(cell):
    assert run(cell).verdict == "empty"


def test_the_solution_is_right(cell):
    result = run(cell, cell.solution)
    assert result.verdict == "right", result


def test_a_solution_fills_in_what_its_cell_leaves_open(cell):
    assert f"{cell.answer} = ..." in cell.source or f"def {cell.answer}(" in cell.source
    assert cell.answer in _assigned(cell.solution)
    if "def " in cell.source:
        empty, full = (_function(source, cell.answer) for source in (cell.source, cell.solution))
        assert ast.unparse(empty.args) == ast.unparse(full.args)
        assert ast.get_docstring(empty) == ast.get_docstring(full)


def test_a_cell_gives_no_new_meaning_to_a_name_of_its_chapter(cell):
    others = [source for source in BOOK.cells(cell.chapter) if source != cell.source]
    used = {node.id for source in others for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert not _assigned(cell.source) & used


def test_a_cell_is_marked(cell):
    assert f":tags: [try-it]\n{cell.source}" in BOOK.text(cell.chapter)


def _assigned(source) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    inner = {
        node.id
        for one in nodes
        if isinstance(one, ast.FunctionDef)
        for node in ast.walk(one)
        if isinstance(node, ast.Name)
    }
    return (stored - inner) | {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def _function(source, name) -> ast.FunctionDef:
    return next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == name)
