"""Launch, repository and edit links that are right on every fork with no file edited.

The address comes from CI's variables or from the git remote. Only the address of a recognised forge is used, and only
its host and path: what else a remote may hold, such as a password, never reaches a page.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BINDER = "https://mybinder.org"
FORGES = ("github.com", "gitlab.com", "codeberg.org")
_REMOTE = re.compile(
    r"(?:(?:https?|ssh)://(?:[^/@]+@)?|(?:[^/@]+@))(?P<host>[\w.-]+)(?::\d+)?[/:](?P<path>[\w.~/-]+?)(?:\.git)?/?"
)


@dataclass(frozen=True)
class Repository:
    """A repository on a recognised forge."""

    host: str
    path: str
    branch: str

    @property
    def address(self) -> str:
        """Address for a browser."""
        return f"https://{self.host}/{self.path}"


def repository(root: Path, environment: Mapping[str, str]) -> Repository | None:
    """Return the repository that this build belongs to; `None` if there is none on a recognised forge.

    Args:
        root: the book's folder.
        environment: environment variables; those of GitHub's and GitLab's CI come before the git remote.
    """
    if environment.get("GITHUB_REPOSITORY"):
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        address, branch = f"{server}/{environment['GITHUB_REPOSITORY']}", environment.get("GITHUB_REF_NAME", "")
    elif environment.get("CI_PROJECT_URL"):
        address, branch = environment["CI_PROJECT_URL"], environment.get("CI_COMMIT_REF_NAME", "")
    else:
        address, branch = _git(root, "remote", "get-url", "origin"), _git(root, "symbolic-ref", "--short", "HEAD")
    found = _REMOTE.fullmatch(address)
    if not found or found["host"].lower() not in FORGES:
        return None
    host, path = found["host"].lower(), found["path"].strip("/")
    # Only GitLab has groups within groups.
    if not 2 <= len(path.split("/")) <= (9 if host == "gitlab.com" else 2) or "" in path.split("/"):
        return None
    # A pull request's reference is no branch that a link could open.
    return Repository(host, path, branch if branch and not re.fullmatch(r"\d+/merge", branch) else "main")


def theme_options(found: Repository | None) -> dict[str, object]:
    """Return the theme's options for the buttons; without a repository there are none."""
    if found is None:
        return {
            "repository_url": "",
            "use_repository_button": False,
            "use_edit_page_button": False,
            "use_issues_button": False,
            "launch_buttons": {},
        }
    on_codeberg, is_nested = found.host == "codeberg.org", found.path.count("/") > 1
    binder = {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"}
    return {
        "repository_url": found.address,
        "repository_branch": found.branch,
        # The theme knows no Codeberg; of GitHub's addresses only the editor's is another there.
        "repository_provider": "github" if on_codeberg else found.host.removesuffix(".com"),
        "path_to_docs": "",
        "use_repository_button": True,
        "use_edit_page_button": not on_codeberg,
        "use_issues_button": True,
        # The theme's Binder address of a group within a group, or of another forge, leads nowhere.
        "launch_buttons": {} if on_codeberg or is_nested else binder,
    }


def _git(root: Path, *arguments: str) -> str:
    """Return what git prints, or nothing where there is no git, no repository or no remote."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
