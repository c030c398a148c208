"""Launch links lead to chapters, chapters speak JupyterLab's words, and what goes wrong in a notebook is named."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx_book_theme.header_buttons.launch import add_launch_buttons

from lib.site.binder.environment import copy_repository, find_python
from lib.site.binder.links import FORK, launch_path
from lib.site.binder.notebook import trouble
from lib.site.binder.server import resident_mb
from lib.site.binder.words import for_lab, main
from lib.site.chapters import Book
from lib.site.claims import METADATA_KEY
from lib.site.links import repository, theme_options

ROOT = Path(__file__).parents[2]
BOOK = Book(ROOT)
every_chapter = pytest.mark.parametrize("name", BOOK.notebooks())


def button(name: str) -> str:
    """Return the launch button that the theme gives a page, as HTML."""
    options = theme_options(repository(ROOT, FORK))
    metadata = {name: {"kernelspec": {"name": "python3"}}}
    environment = SimpleNamespace(doc2path=lambda page: str(BOOK.path(page)), metadata=metadata)
    app = SimpleNamespace(env=environment, config={"html_theme_options": options})
    host, user, repo = options["repository_url"].rsplit("/", 2)
    context = {"pagename": name, "sourcename": "", "header_buttons": []}
    context |= {"github_url": host, "github_user": user, "github_repo": repo}
    add_launch_buttons(app, name, "page.html", context, None)
    [group] = context["header_buttons"]
    [binder] = group["buttons"]
    return f'<a href="{binder["url"]}">'


@every_chapter
def test_a_chapters_button_opens_its_file(name):
    path = launch_path(button(name))
    assert path == f"lab/tree/{name}.md"
    assert (ROOT / path.removeprefix("lab/tree/")).is_file()


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ('<a href="https://github.com/reader/book">', "has no launch button"),
        ('<a href="https://mybinder.org/v2/gh/other/book/main?urlpath=lab">', "leads to .*/other/book/main, expected"),
    ],
)
def test_a_page_without_the_right_button_is_told(page, sentence):
    with pytest.raises(ValueError, match=sentence):
        launch_path(page)


#: What JupyterLab's MyST renders, of what a book like this may use.
DIRECTIVES = {
    *(
        "admonition",
        "attention",
        "caution",
        "danger",
        "error",
        "hint",
        "important",
        "note",
        "seealso",
        "tip",
        "warning",
    ),
    *("card", "code-block", "dropdown", "exercise", "figure", "glossary", "grid", "grid-item-card", "image"),
    *("list-table", "margin", "math", "solution", "tab-item", "tab-set", "table"),
}
ROLES = {"abbr", "eq", "math", "sub", "sup"}


@every_chapter
def test_jupyterlab_knows_every_word_of_a_chapter(name):
    text = for_lab(BOOK.text(name))
    assert set(re.findall(r"^ *[`:]{3,}\{([\w:-]+)\}", text, re.MULTILINE)) - DIRECTIVES - {"code-cell"} == set()
    assert set(re.findall(r"\{([a-z][\w:-]*)\}`", text)) - ROLES == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```{opening}\n- read\n```", "```{admonition} After this chapter you can\n- read\n```"),
        (":::{opening}\n- read\n:::", ":::{admonition} After this chapter you can\n- read\n:::"),
        ("```{button-ref} why\n:color: primary\n\nStart\n```\n", "[Start](why.md)\n"),
        ("It is {claim}`a.b[c]`.", "It is `a.b[c]`."),
        ("So {cite}`one,two`, and {cite:t}`three`.", "So [one,two], and [three]."),
        ("{numref}`fig-cam` and {numref}`table-x`", "figure *cam* and figure *table-x*"),
        ("*{term}`logit`*, {term}`logits <logit>`, {doc}`the end <last>`", "*logit*, logits, the end"),
        ("{index}`Rudin <single: Rudin, Cynthia>` argues, see {doc}`last`", "Rudin argues, see *last*"),
        ("a {download}`card <_downloads/card.md>`", "a [card](_downloads/card.md)"),
        ("{eq}`eq-cam` stays", "{eq}`eq-cam` stays"),
    ],
)
def test_words_that_jupyterlab_does_not_know(text, expected):
    assert for_lab(text) == expected


def test_a_caption_stands_below_its_cell(tmp_path):
    cell = "```{code-cell} ipython3\n---\n%s\n---\ndraw()\n```"
    drawn = cell % 'mystnb:\n  figure: {name: fig-curve, caption: "A {claim}`a.b`."}'
    plain = cell % "tags: [hide-input]"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.md").write_text(f"{drawn}\n\nText.\n\n{plain}\n")
    main(str(tmp_path))
    said = (tmp_path / "deep" / "page.md").read_text()
    assert said == f"{drawn}\n\n**Figure *curve*.** A `a.b`.\n\nText.\n\n{plain}\n".replace('"A {claim}`', '"A `')


def cell(source: str = "f(1)", *, outputs: list | None = None, count: int | None = 1) -> dict:
    return {"cell_type": "code", "source": source, "outputs": outputs or [], "execution_count": count}


def test_a_notebook_that_ran():
    cells = [{"cell_type": "markdown", "source": "text"}, cell(), cell("", count=None)]
    assert trouble(cells, expected=2) == ""


def test_what_goes_wrong_is_named_with_its_cell():
    failed = {"output_type": "error", "ename": "ValueError", "evalue": "images: got none"}
    cells = [cell(), cell("\n# why\nf(2)", outputs=[failed]), cell(count=None)]
    assert trouble(cells, expected=3) == "cell 2 (`# why`) failed with ValueError: images: got none"
    assert "cell 1 (`f(1)`) did not end" in trouble([cell(count=None)], expected=1)
    assert trouble([cell()], expected=2) == "opened with 1 code cells, expected 2"


def test_a_claim_that_does_not_hold_is_named():
    row = {"id": "a.b", "value": 0.5, "bound": "at least 0.90", "published": None, "source": None, "show": "{:.2f}"}
    outputs = [{"output_type": "display_data", "metadata": {METADATA_KEY: row | {"ok": False}}}]
    said = trouble([cell(outputs=outputs)], expected=1)
    assert said == "cell 1 (`f(1)`) claims a.b = 0.50, which does not hold, expected at least 0.90"
    outputs[0]["metadata"][METADATA_KEY]["ok"] = True
    assert trouble([cell(outputs=outputs)], expected=1) == ""


def test_the_python_that_runtime_names(tmp_path):
    runtime = tmp_path / "runtime.txt"
    runtime.write_text(f"python-{sys.version_info.major}.{sys.version_info.minor}\n")
    assert find_python(runtime) == sys.executable
    runtime.write_text("python-3.99\n")
    with pytest.raises(FileNotFoundError, match=r"python3\.99: .*not installed"):
        find_python(runtime)


def test_a_copy_holds_what_is_new_but_not_what_is_ignored_or_gone(tmp_path):
    root, copy = tmp_path / "root", tmp_path / "copy"
    (root / "_build").mkdir(parents=True)
    for name in ("kept.md", "gone.md", "_build/site.html"):
        (root / name).write_text(name)
    (root / ".gitignore").write_text("_build/\n")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "add", "."], check=True)
    (root / "gone.md").unlink()
    (root / "nëw file.md").write_text("new")
    copy_repository(root, copy)
    names = {path.name for path in copy.rglob("*") if path.is_file()}
    assert names == {"kept.md", ".gitignore", "nëw file.md"}


def test_memory_counts_children():
    program = (
        "import subprocess, sys; block = bytearray(60_000_000)\n"
        "child = subprocess.Popen([sys.executable, '-c', "
        "'block = bytearray(60_000_000); print(flush=True); input()'], stdin=subprocess.PIPE)\n"
        "input(); child.communicate(b'x')"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", program], **pipes) as process:
        process.stdout.readline()
        assert 120e6 / 1024**2 < resident_mb(process.pid) < 300
        process.communicate(b"x\n")
    assert resident_mb(process.pid) == 0
