"""The chapters in words that JupyterLab knows: `python -m lib.site.binder.words book`, run by `.binder/postBuild`.

JupyterLab renders most of MyST, but not the book's own words, nor what Sphinx gathers from the whole book: numbers of
figures, claims and references. On Binder's copy of the chapters plain words stand in for them.
"""

import re
import sys
from pathlib import Path

import yaml

_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n---\n(?P<header>.*?)\n---\n.*?^```$", re.DOTALL | re.MULTILINE)
_RULES = [
    (re.compile(r"^(`{3,}|:{3,})\{opening\}[ \t]*$", re.MULTILINE), r"\1{admonition} After this chapter you can"),
    (re.compile(r"^```\{button-ref\} (\S+)\n(?::[^\n]*\n)*\n*([^\n]+)\n```$", re.MULTILINE), r"[\2](\1.md)"),
    (re.compile(r"\{(?:doc|index|numref|ref|term)\}`([^`<]+?)\s*<[^`>]+>`"), r"\1"),
    (re.compile(r"\{term\}`([^`]+)`"), r"\1"),
    (re.compile(r"\{(?:doc|ref)\}`([^`]+)`"), r"*\1*"),
    (re.compile(r"\{download\}`([^`<]+?)\s*<([^`>]+)>`"), r"[\1](\2)"),
    (re.compile(r"\{claim\}`([^`]+)`"), r"`\1`"),
    (re.compile(r"\{cite(?::\w+)?\}`([^`]+)`"), r"[\1]"),
    (re.compile(r"\{numref\}`(?:fig-)?([^`]+)`"), r"figure *\1*"),
]


def for_lab(text: str) -> str:
    """Return a chapter for JupyterLab: captions below the cells that draw, plain words for what it cannot render."""
    text = _CELL.sub(_with_caption, text)
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text


def _with_caption(cell: re.Match[str]) -> str:
    figure = (yaml.safe_load(cell["header"]).get("mystnb") or {}).get("figure")
    if not figure:
        return cell[0]
    return f"{cell[0]}\n\n**Figure *{figure['name'].removeprefix('fig-')}*.** {figure['caption']}"


def main(folder: str) -> None:
    """Rewrite every chapter in a folder."""
    for path in sorted(Path(folder).rglob("*.md")):
        path.write_text(for_lab(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
