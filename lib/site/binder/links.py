"""What the launch buttons of the built site ask Binder for."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from lib.site.binder.environment import copy_repository, foreign_variables
from lib.site.build import BUILD, CACHE
from lib.site.links import BINDER

#: A repository that the site is built for, so that it has launch buttons wherever the check runs.
FORK = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "reader/book", "GITHUB_REF_NAME": "main"}
ADDRESS = f"{BINDER}/v2/gh/reader/book/main"


def launch_path(page: str) -> str:
    """Return the path that a page's launch button opens on Binder's server, such as `lab/tree/book/heatmaps.md`.

    Args:
        page: the page's HTML.

    Raises:
        ValueError: it has no button, or one that leads to another repository.
    """
    found = re.search(rf'href="({re.escape(BINDER)}[^"]*)"', page)
    if found is None:
        raise ValueError("the page has no launch button")
    address = urlsplit(html.unescape(found[1]))
    if (repository := address._replace(query="").geturl()) != ADDRESS:
        raise ValueError(f"the launch button leads to {repository}, expected {ADDRESS}")
    return parse_qs(address.query)["urlpath"][0]


def build_site(root: Path, folder: Path) -> Path:
    """Build the site from a copy of the repository, as a fork's CI would; return the folder of its pages.

    Args:
        root: the repository; chapters in its execution cache do not run again.
        folder: where to build; what lies there is removed.

    Raises:
        CalledProcessError: the build failed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    copy_repository(root, folder)
    if (root / CACHE).exists():
        shutil.copytree(root / CACHE, folder / CACHE)
    variables = foreign_variables() | FORK | {"PYTHONPATH": str(folder), "JOBS": os.environ.get("JOBS", "")}
    command = [sys.executable, "-m", "lib.site.build"]
    subprocess.run(command, cwd=folder, env=variables, check=True, stdout=subprocess.DEVNULL)
    return folder / BUILD / "html"
