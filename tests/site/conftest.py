"""A small book of its own: two chapters with code, a page of prose, the ledger, and a package with the site's code."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "lib" / "site"
HEADER = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""
FIRST = f"""{HEADER}
# First

```{{opening}}
- read a curve
```

The curve in {{numref}}`fig-curve` rises to {{claim}}`first.height`; of the parts, the *last* is
{{claim}}`first.parts[b]`.
Far away, the other chapter found {{claim}}`second.count`. And $x^2$ is a formula.

```{{code-cell}} ipython3
---
mystnb:
  image: {{alt: "A curve that rises from left to right", classes: figure-svg}}
  figure: {{name: fig-curve, caption: "A curve."}}
---
import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats
from lib.alpha import HEIGHT

set_matplotlib_formats("svg")
plt.rcParams["svg.fonttype"] = "none"
figure, axes = plt.subplots(figsize=(4, 3))
axes.plot([0, HEIGHT], label="a")
axes.set_title("Black words")
axes.legend()
plt.close(figure)
figure
```

```{{code-cell}} ipython3
from lib.site.claims import claim

claim("first.height", HEIGHT, at_least=1, published=2.5, source="a paper")
claim("first.parts", {{"a": 0.25, "b": 0.75}}, at_most=1, show="{{:.0%}}")
```
"""
SECOND = f"""{HEADER}
# Second

```{{opening}}
- count
```

```{{code-cell}} ipython3
from lib.beta import count
from lib.site.claims import claim

claim("second.count", count(), equals=3, show="{{:.0f}}")
```

```{{code-cell}} ipython3
1 + 1
```
"""
FILES = {
    "_toc.yml": """format: jb-book
root: book/index
parts:
  - caption: Part
    chapters:
      - file: book/first
        sections:
          - file: book/second
      - file: book/how-this-book-checks-itself
""",
    "_config.yml": """title: Small
author: Nobody
only_build_toc_files: true
execute: {execute_notebooks: cache, stderr_output: remove}
sphinx:
  extra_extensions: [lib.site, sphinx_exercise]
  config:
    numfig: true
    required_claims: [first.height]
""",
    "requirements.txt": "numpy==2\n",
    "book/index.md": "# Small\n\n```{opening}\n- begin\n```\n\nA page of words.\n",
    "book/first.md": FIRST,
    "book/second.md": SECOND,
    "book/how-this-book-checks-itself.md": "# Checks\n\n```{ledger}\n```\n\n```{execution}\n```\n",
    "lib/__init__.py": "",
    "lib/alpha.py": "HEIGHT = 2.0\n",
    "lib/beta.py": (
        "import json\nfrom pathlib import Path\n\nfrom lib.gamma import one\n\n\n"
        'def count():\n    return one() + json.loads((Path(__file__).parent / "weights" / "tiny.json").read_text())\n'
    ),
    "lib/gamma.py": "def one():\n    return 1\n",
    "lib/unused.py": "",
    "lib/weights/tiny.json": "2\n",
    "lib/weights/other.json": "5\n",
}


@dataclass(frozen=True)
class SmallBook:
    """A book in a temporary folder."""

    root: Path

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build it as `make book` does, with the package in the book's own folder."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_", "GIT_"))}
        return subprocess.run(
            [sys.executable, "-m", "lib.site.build"],
            cwd=self.root,
            env=kept | {"PYTHONPATH": str(self.root), "JOBS": "2"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def write_small_book() -> Callable[[Path], SmallBook]:
    """Return a function that writes the book into a folder."""

    def write(root: Path) -> SmallBook:
        book = SmallBook(root)
        for name, text in FILES.items():
            book.write(name, text)
        shutil.copytree(SITE, root / "lib" / "site", ignore=shutil.ignore_patterns("__pycache__"))
        return book

    return write


@pytest.fixture
def small_book(tmp_path, write_small_book) -> SmallBook:
    return write_small_book(tmp_path)
