"""Interactive figures are numbered, named and light like every other figure, and their data stays as it is."""

import re

import pytest

from lib.site.pages import lighten

CELL = """
```{{code-cell}} ipython3
---
mystnb:
  figure: {{name: fig-{name}, caption: "A {name}."}}
---
from lib.figure import Figure

Figure("{label}", {size})
```
"""
MODULE = '''"""A figure as `lib.widgets.base` gives it to a page."""

import random


class Figure:
    def __init__(self, label, size):
        self.label, self.size = label, size

    def _repr_mimebundle_(self, include=None, exclude=None):
        noise = "".join(random.Random(0).choices("0123456789abcdef", k=self.size))
        data = f'<script type="application/json">{{"kept": "thebe {noise}"}}</script>'
        html = f'<div class="explorer" role="group" aria-label="{self.label}">{data}</div>'
        live = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}
        return live | {"text/plain": "figure", "text/html": html + '<script>1</script>'}
'''


@pytest.fixture
def book(small_book):
    """The small book with two interactive figures in its first chapter; the site's settings are the real ones."""
    small_book.edit(
        "_config.yml",
        "    numfig: true\n",
        "    numfig: true\n    nb_mime_priority_overrides: [[html, text/html, 1]]\n",
    )
    small_book.write("lib/figure.py", MODULE)
    cells = [CELL.format(name=name, label=f"A {name} that answers &amp; turns", size=9) for name in ("wheel", "knob")]
    small_book.write("book/first.md", small_book.read("book/first.md") + "".join(cells) + "\nSee {numref}`fig-knob`.\n")
    return small_book


def test_they_are_numbered_with_the_others_and_keep_their_data(book):
    done = book.build()
    assert done.returncode == 0, done.stderr
    page = book.read("_build/html/book/first.html")
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert [re.search(r'caption-number">Fig. (\d)', one)[1] for one in figures] == ["1", "2", "3"]
    assert [one.count('class="explorer"') for one in figures] == [0, 1, 1]
    assert '<span class="std std-numref">Fig. 3</span>' in page
    assert page.count('"kept": "thebe') == 2 and page.count("<script>1</script>") == 2
    assert "widget-view" not in page and "widget-state" not in page


def test_what_one_lacks_fails_the_build(book):
    book.edit("book/first.md", 'caption: "A knob."', 'caption: ""')
    book.edit("book/first.md", 'Figure("A wheel that answers &amp; turns", 9)', 'Figure("", 150_000)')
    book.edit("book/first.md", "See {numref}`fig-knob`.", "See above.")
    done = book.build()
    assert done.returncode == 1
    assert "generated image without caption and name: A knob that answers & turns" in done.stderr
    assert "generated image without alternative text" in done.stderr
    assert re.search(r"interactive figure of \d+ bytes, compressed; a page takes at most 60000", done.stderr)


@pytest.mark.parametrize(
    ("script", "stays"),
    [
        ('<script type="application/json">{"a": "THEBE"}</script>', True),
        ("<script>figure()</script>", True),
        ('<script async="async" src="../_static/sphinx-thebe.js"></script>', False),
        ('<script type="application/vnd.jupyter.widget-state+json">{}</script>', False),
    ],
)
def test_only_what_the_page_does_not_need_goes(script, stays):
    assert lighten(f"<p>a</p>{script}<p>b</p>") == f"<p>a</p>{script if stays else ''}<p>b</p>"
