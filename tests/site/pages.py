"""A built site of three pages, written by hand: what slides and the printed book are made of."""

import json
from base64 import b64decode
from pathlib import Path

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
DRAWING = """<svg aria-label="A line that rises to the right" role="img" style="width:100%;max-width:300px"
viewbox="0 0 200 100" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<defs><path d="M 0 0 L 9 9" id="f0-mark"></path></defs><clippath id="f0-clip"></clippath>
<use xlink:href="#f0-mark" clip-path="url(#f0-clip)"></use><text fill="currentColor">Words</text></svg>"""
EXPLORER = """<style>.explorer { color: inherit }</style>
<div class="explorer" role="group" aria-label="A slider over a picture that changes">
<div class="explorer-panels"><div>
<img src="data:image/png;base64,AAAA" alt="The first state of the picture"></div></div>
<p>At one half it is grey.</p><noscript><p>With JavaScript this figure answers.</p></noscript>
<script type="application/json">{"table": "<p>"}</script></div><script>"use strict"; let x = "</div>";</script>"""


def figure(name: str, number: int, content: str, caption: str) -> str:
    return f"""<div class="cell_output docutils container"><figure class="align-default" id="{name}">
{content}<figcaption>
<p><span class="caption-number">Fig. {number} </span><span class="caption-text">{caption}</span>
<a class="headerlink" href="#{name}">#</a></p></figcaption></figure></div>"""


def section(anchor: str, heading: str, content: str, level: int = 2) -> str:
    mark = f'<a class="headerlink" href="#{anchor}">#</a>'
    return f'<section id="{anchor}">\n<h{level}>{heading}{mark}</h{level}>\n{content}\n</section>'


def page(title: str, content: str) -> str:
    top = section(title.lower(), title, content, level=1)
    return f"""<!doctype html><html><head><title>{title}</title>
<link rel="stylesheet" href="../_static/book.css"></head>
<body><nav><a href="second.html">Next</a></nav><main><article class="bd-article">{top}</article></main></body></html>"""


CLAIM = '<a class="claim reference internal" href="how-this-book-checks-itself.html#claim-first-height">2.00</a>'
FIRST = f"""<p>It rises to {CLAIM}, of 64 in all. See <a href="#fig-curve">Fig. 1</a>,
<a href="second.html#fig-wheel">Fig. 2</a>,
<a href="second.html">the second page</a>, <a href="missing.html">a lost one</a>,
<a class="reference download internal" download="" href="../_downloads/abc/card.md"><span>a card</span></a> and
<a class="reference external" href="https://example.org/">elsewhere</a>.</p>
<div class="cell docutils container"><div class="cell_input"><pre>shown = 1</pre></div>
<div class="cell_output"><p class="claim-note">✓ first.height = 2.00</p></div></div>
<div class="cell tag_hide-input docutils container"><details class="admonition hide above-input">
<summary><p class="collapsed">Show code cell source</p></summary><div class="cell_input"><pre>hidden = 1</pre></div>
</details>
{figure("fig-curve", 1, f'<div class="figure-svg">{DRAWING}</div>', "A curve.")}</div>
{section("why-does-it-rise", "Why does it rise?", "<p>Because of 4 things.</p>")}
<div class="exercise admonition" id="ex-rise">
<p class="admonition-title"><span class="caption-number">Exercise 1 </span></p>
<section id="exercise-content"><p>Make it fall.</p></section></div>
<div class="solution dropdown admonition" id="book/first-solution-0"><p class="admonition-title">Solution to
<a class="reference internal" href="#ex-rise">Exercise 1</a></p><section id="solution-content">
<p>Turn it round.</p></section></div>
<div class="exercise admonition" id="ex-again">
<p class="admonition-title"><span class="caption-number">Exercise 2 </span></p>
<section id="exercise-content"><p>Again.</p></section></div>"""
PHOTO = '<img alt="A photograph of something" src="../_images/a.png">'
SECOND = f"""{figure("fig-wheel", 2, f'<div class="output text_html">{EXPLORER}</div>', "A wheel.")}
{section("what-turns", "What turns?", figure("fig-photo", 3, PHOTO, "A photo."))}
<p><a href="first.html#why-does-it-rise">Why</a> and <a href="#what-turns">what</a>.</p>"""
LEDGER = '<table><tr><td><p id="claim-first-height">first.height</p></td></tr></table>'
CLAIMS = [
    {"id": "first.height", "chapter": "book/first", "value": 2.0, "bound": "at least 1.00", "published": None,
     "source": None, "show": "{:.2f}", "ok": True},
    {"id": "first.parts", "chapter": "book/first", "value": {"a": 0.25, "b": 0.75}, "bound": "", "published": None,
     "source": None, "show": "{:.0%}", "ok": True},
]  # fmt: skip
CONTENTS = """format: jb-book
root: book/index
parts:
  - caption: One
    chapters: [{file: book/first}]
  - caption: Two
    chapters: [{file: book/second}]
  - caption: Back matter
    chapters: [{file: book/how-this-book-checks-itself}]
"""
FILES = {
    "_toc.yml": CONTENTS,
    "_config.yml": 'title: Small & "neat"\nauthor: Nobody\n',
    "_build/report/claims.json": json.dumps(CLAIMS),
    "_build/html/_static/book.css": "",
    "_build/html/book/index.html": page("Small", '<p>A book.</p><a class="sd-btn" href="first.html">Start</a>'),
    "_build/html/book/first.html": page("First", FIRST),
    "_build/html/book/second.html": page("Second", SECOND),
    "_build/html/book/how-this-book-checks-itself.html": page("Checks", LEDGER),
}


def write_pages(root: Path) -> Path:
    """Write the site into a folder; return the folder."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "_build/html/_images").mkdir()
    (root / "_build/html/_images/a.png").write_bytes(PIXEL)
    return root
