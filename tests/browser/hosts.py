"""The places where a figure lives: a page of its own, a page of a built book, and a notebook in JupyterLab."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import yaml
from myst_nb.core.read import read_myst_markdown_notebook
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
CHAPTER = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---

# Figures

First comes {numref}`fig-heatmaps`, then {numref}`fig-shortcut`.

```{code-cell} ipython3
from toys import heatmap_explorer, shortcut_explorer
```

```{code-cell} ipython3
---
mystnb:
  figure: {name: fig-heatmaps, caption: "Heatmaps beside the truth."}
---
heatmap_explorer()
```

```{code-cell} ipython3
---
mystnb:
  figure: {name: fig-shortcut, caption: "A shortcut by degrees."}
---
shortcut_explorer()
```
"""


def write_book(root: Path) -> None:
    """Write a book of one chapter with figures into a folder; it has the looks and the code of the real one."""
    (root / "book").mkdir()
    for name in ("lib", "requirements.txt", "book/_site", "book/_vendor", "book/references.bib"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "tests/widgets/toys.py", root)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"]["required_claims"] = []
    (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True))
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters:\n  - file: book/figures\n")
    (root / "book/index.md").write_text("# Small\n")
    (root / "book/figures.md").write_text(CHAPTER)


def build_book(root: Path) -> Path:
    """Build it as `make book` does; return its page with figures."""
    command = [sys.executable, "-m", "lib.site.build"]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build/html/book/figures.html"


@contextmanager
def jupyterlab(root: Path) -> Iterator[str]:
    """Serve the chapter as a notebook in JupyterLab; yield its address."""
    nbformat.write(read_myst_markdown_notebook(CHAPTER), root / "figures.ipynb")
    settings = root / "config" / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    options += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True", "--no-browser", "--allow-root"]
    folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    kernels = os.pathsep.join(filter(None, [str(Path(sys.prefix) / "share/jupyter"), os.environ.get("JUPYTER_PATH")]))
    environment = os.environ | folders | {"PYTHONPATH": str(root), "JUPYTER_PATH": kernels}
    with (root / "lab.log").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/status", server, root / "lab.log")
        yield f"http://127.0.0.1:{port}/lab/tree/figures.ipynb"
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:  # now and then it hangs, for reasons of its own
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(120):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"JupyterLab did not start: {log.read_text()}")


def run_all_cells(page: Page) -> None:
    """Run the notebook that a page of JupyterLab shows, once its kernel is there."""
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
    page.wait_for_function(
        """() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'""", timeout=60_000
    )
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".explorer canvas >> nth=3", timeout=60_000)
