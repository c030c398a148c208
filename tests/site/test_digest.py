"""Imports are read as Python would run them, without running them."""

import ast
from pathlib import Path

import pytest

from lib.site import digest
from lib.site.chapters import Book
from lib.site.digest import Package, imports, parse

MODULES = {"lib", "lib.a", "lib.b", "lib.p", "lib.p.b"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import lib.a as x", {"lib.a"}),
        ("import lib.a.nothing, json", set()),
        ("from lib.a import function", {"lib.a"}),
        ("from lib import a, b", {"lib.a", "lib.b"}),
        ("from lib import *", {"lib"}),
        ("from . import b", {"lib.p.b"}),
        ("from .b import c", {"lib.p.b"}),
        ("from ..a import c", {"lib.a"}),
        ("def f():\n    import lib.a", {"lib.a"}),
        ("if TYPE_CHECKING:\n    import lib.a", set()),
        ("import typing\nif typing.TYPE_CHECKING:\n    import lib.a", set()),
        ("try:\n    import lib.a\nexcept ImportError:\n    import lib.b", {"lib.a", "lib.b"}),
    ],
)
def test_every_form_of_import_is_read(source, expected):
    assert imports(ast.parse(source), "lib.p", MODULES) == expected


def test_what_only_a_function_imports_can_be_left_out():
    assert imports(ast.parse("import lib.a\ndef f():\n    import lib.b"), "lib", MODULES, at_once=True) == {"lib.a"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [("%time\nimport lib.a", {"lib.a"}), ("!ls\nx = 1", set()), ("%%time\nimport lib.a", set()), ("x = = 1", set())],
)
def test_a_cell_is_read_whatever_it_holds(source, expected):
    assert imports(parse(source), "lib", MODULES) == expected


@pytest.fixture
def package(tmp_path):
    for name, text in {
        "lib/__init__.py": "",
        "lib/a/__init__.py": "from .early import x\n\ndef f():\n    from lib.late import y\n",
        "lib/a/early.py": "from lib.circle import z",
        "lib/a/part.py": "",
        "lib/late.py": "",
        "lib/circle.py": "from lib.a import early",
        "lib/reads.py": "FILE = 'table.csv'",
        "lib/deep/data/table.csv": "1",
        "requirements.txt": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Package(tmp_path, "lib")


def test_a_parent_brings_what_it_imports_at_once(package):
    used = {"lib", "lib.a", "lib.a.part", "lib.a.early", "lib.circle"}
    assert package.used_by(["import lib.a.part"]) == package.used_by(["from lib.a import part"]) == used
    assert package.used_by(["from lib.a import f"]) == used - {"lib.a.part"} | {"lib.late"}


def test_a_file_counts_where_its_name_or_stem_stands(package):
    def digests():
        fresh = Package(package.root, "lib")
        return [fresh.digest([cell]) for cell in ("import lib.reads", "x = 'table'", "import lib.late")]

    before = digests()
    (package.root / "lib/deep/data/table.csv").write_text("2")
    assert [old != new for old, new in zip(before, digests(), strict=True)] == [True, True, False]


def test_a_module_is_read_once_for_all_chapters(small_book, monkeypatch):
    contents = ["format: jb-book", "root: book/index", "chapters:"]
    for number in range(10):
        small_book.write(f"book/page{number}.md", small_book.read("book/second.md").replace("1 + 1", f"{number} + 1"))
        contents.append(f"  - file: book/page{number}")
    small_book.write("_toc.yml", "\n".join(contents))
    read = []
    monkeypatch.setattr(digest, "parse", lambda source: read.append(source) or parse(source))
    book = Book(small_book.root)
    assert len({book.digest(name) for name in book.notebooks()}) == 1
    modules = [source for source in read if source.startswith('"""')]
    assert len(modules) > 1
    assert len(modules) == len(set(modules))


def test_what_a_chapter_of_the_site_uses_has_no_sphinx_in_it(small_book):
    assert {name for name in Book(small_book.root).uses("book/second") if name.startswith("lib.site")} == {
        "lib.site",
        "lib.site.claims",
    }


def test_a_chapter_depends_on_what_a_package_gathers():
    package = Package(Path(__file__).parents[2], "lib")
    used = package.used_by(["from lib.explain.cam import grad_cam\nfrom lib.explain.attribution import saliency"])
    assert used >= {f"lib.explain.{name}" for name in ("cam", "cam.gradients", "cam.linear", "tracing", "arguments")}
    assert used >= {f"lib.explain.{name}" for name in ("attribution", "attribution.gradients", "forward", "folding")}
