"""A chapter runs again when something that it depends on has changed, and only then."""

import sys
from pathlib import Path

import pytest

from lib.site import build, chapters
from lib.site.chapters import Book, split_front_matter, with_digest
from lib.site.execution import claims_of, execute, write_json

HEAD = "---\nkernelspec: {name: python3, display_name: Python 3}\n---\n# Title\n\n"


def cell(*lines: str) -> str:
    return "```{code-cell} ipython3\n" + "\n".join(lines) + "\n```\n"


@pytest.fixture
def book(tmp_path, monkeypatch) -> Book:
    """A book of two chapters over a package of five modules, one of which reads a file of weights."""
    package = tmp_path / "toybook"
    for name, text in {
        "__init__.py": "",
        "shared.py": "FACTOR = 2\n",
        "first.py": "from toybook.shared import FACTOR\n\ndef double(x):\n    return FACTOR * x\n",
        "second.py": "WEIGHTS = 'small'\n\ndef half(x):\n    return x / 2\n",
        "unused.py": "",
        "weights/small.npz": "0",
        "weights/large.npz": "0",
    }.items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(text)
    (tmp_path / "requirements.txt").write_text("numpy==2\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nparts:\n- chapters: [{file: one}, {file: two}]\n")
    (tmp_path / "index.md").write_text("# Index\n")
    (tmp_path / "one.md").write_text(HEAD + cell("from toybook.first import double", "double(3)"))
    claimed = cell("from lib.site.claims import claim", "claim('two.half', half(3), at_least=1)")
    (tmp_path / "two.md").write_text(HEAD + cell("from toybook import second", "half = second.half") + claimed)
    monkeypatch.setattr(chapters, "PACKAGE", "toybook")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield Book(tmp_path)
    for name in [name for name in sys.modules if name.startswith("toybook")]:
        del sys.modules[name]


def digests(book: Book) -> dict[str, str]:
    fresh = Book(book.root)
    return {name: fresh.digest(name) for name in fresh.notebooks()}


def test_pages_without_code_are_not_executed(book):
    assert book.notebooks() == ["one", "two"]


def test_modules_are_followed_through_others(book):
    assert book.uses("one") == {"toybook", "toybook.first", "toybook.shared"}
    assert book.uses("two") == {"toybook", "toybook.second"}


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("toybook/first.py", ["one"]),
        ("toybook/shared.py", ["one"]),
        ("toybook/second.py", ["two"]),
        ("toybook/unused.py", []),
        ("toybook/__init__.py", ["one", "two"]),
        ("toybook/weights/small.npz", ["two"]),
        ("toybook/weights/large.npz", []),
        ("requirements.txt", ["one", "two"]),
    ],
)
def test_touching_a_file_concerns_exactly_the_chapters_that_use_it(book, file, changed):
    before = digests(book)
    path = book.root / file
    path.write_text(path.read_text() + "\n# touched\n")
    after = digests(book)
    assert [name for name in before if before[name] != after[name]] == changed


def test_code_is_taken_without_headers(book):
    (book.root / "one.md").write_text(HEAD + "Prose\n```{code-cell}\n---\ntags: [x]\n---\na = 1\n```\n" + cell("b = 2"))
    assert book.cells("one") == ["a = 1", "b = 2"]


def test_the_digest_goes_into_the_kernelspec_and_nothing_else_changes():
    matter, rest = split_front_matter(with_digest(HEAD + "Text\n", "abc"))
    assert matter["kernelspec"] == {"name": "python3", "display_name": "Python 3", "digest": "abc"}
    assert rest == split_front_matter(HEAD + "Text\n")[1]


def run(book: Book) -> dict[str, object]:
    outcomes = execute(Book(book.root), cache_folder=book.root / "_build" / ".jupyter_cache", say=print)
    return {outcome.chapter: outcome for outcome in outcomes}


def test_only_what_changed_is_executed_and_costs_are_remembered(book):
    first = run(book)
    assert all(one.ok and not one.cached and one.peak_rss_mb > 10 for one in first.values())
    again = run(book)
    assert all(one.cached and one.seconds == first[one.chapter].seconds for one in again.values())
    (book.root / "toybook" / "shared.py").write_text("FACTOR = 3\n")
    assert {name: one.cached for name, one in run(book).items()} == {"one": False, "two": True}
    (found,) = claims_of(Book(book.root), "two", cache_folder=book.root / "_build" / ".jupyter_cache")
    assert (found.id, found.value, found.ok) == ("two.half", 1.5, True)


def test_a_failing_cell_is_named_and_the_other_chapter_is_kept(book):
    (book.root / "one.md").write_text(HEAD + cell("x = 1") + cell("", "1 / 0", "x"))
    outcomes = run(book)
    assert outcomes["one"].error == "cell 2 (`1 / 0`) failed with ZeroDivisionError: division by zero"
    assert outcomes["two"].ok
    assert {name: one.cached for name, one in run(book).items()} == {"one": False, "two": True}
    assert build.complaints([outcomes["one"]], []) == [f"✗ one: {outcomes['one'].error}"]


def test_a_false_claim_fails_the_build_each_time_and_is_named(book, monkeypatch, capsys):
    page = book.root / "two.md"
    page.write_text(page.read_text().replace("at_least=1", "at_least=2"))
    monkeypatch.chdir(book.root)
    monkeypatch.setattr(build, "build_pages", lambda _: pytest.fail("no page may be built"))
    for _ in range(2):
        assert build.main() == 1
        assert "two: claim two.half = 1.50 does not hold, expected at least 2.00" in capsys.readouterr().err
    assert '"ok": false' in Path("_build/report/claims.json").read_text()


def test_an_id_is_used_once():
    row = {
        "id": "a.b",
        "chapter": "one",
        "value": 1,
        "bound": "",
        "published": None,
        "source": None,
        "show": "{}",
        "ok": True,
    }
    assert build.complaints([], [row, row]) == ["✗ claim a.b is made 2 times"]


def test_a_report_that_says_nothing_new_is_not_written(tmp_path):
    file = tmp_path / "report" / "a.json"
    write_json(file, [{"a": 1}])
    stamp = file.stat().st_mtime_ns
    write_json(file, [{"a": 1}])
    assert file.stat().st_mtime_ns == stamp
    write_json(file, [{"a": 2}])
    assert '"a": 2' in file.read_text() and list(file.parent.iterdir()) == [file]
