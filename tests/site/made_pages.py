"""A few pages as Sphinx renders them with the book's extension, without a kernel and within a second."""

from io import StringIO
from pathlib import Path

import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

EXTENSIONS = ["myst_parser", "sphinx_external_toc", "lib.site"]


def render(root: Path, pages: dict[str, str]) -> tuple[Path, str]:
    """Build pages, by their files' names, the first one of them the root; return the site's folder and the warnings."""
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    first, *others = [name.removesuffix(".md") for name in pages if name.endswith(".md")]
    contents = {"format": "jb-book", "root": first, "chapters": [{"file": name} for name in others]}
    (root / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    site, said = root / "html", StringIO()
    options = {"extensions": EXTENSIONS, "html_theme": "sphinx_book_theme", "numfig": True}
    with docutils_namespace(), patch_docutils(root):
        app = Sphinx(root, None, site, root / "trees", "html", options, status=None, warning=said, freshenv=True)
        app.build()
    return site, said.getvalue()
