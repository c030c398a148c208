"""The environment that Binder makes of `.binder/`, made here: packages, a copy of the repository, `postBuild`."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

#: Of this machine's variables those that would change what Python, Jupyter, git or the site's links find.
_OURS = ("PYTHON", "VIRTUAL_ENV", "JUPYTER", "IPYTHON", "KERAS", "TF_", "GITHUB_", "CI_", "GIT_", "XDG_")


@dataclass(frozen=True)
class Environment:
    """A virtual environment beside a copy of the repository, which is also the home folder, as on Binder."""

    folder: Path

    @property
    def home(self) -> Path:
        """The copy of the repository."""
        return self.folder / "home"

    @property
    def program(self) -> Path:
        """The environment's Python."""
        return self.folder / "venv" / "bin" / "python"

    def variables(self) -> dict[str, str]:
        """Return the environment variables that its programs start with."""
        path = os.pathsep.join([str(self.program.parent), os.environ.get("PATH", os.defpath)])
        return foreign_variables() | {"HOME": str(self.home), "PATH": path}


def foreign_variables() -> dict[str, str]:
    """Return this machine's environment variables without those that would make the check see more than Binder."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def make(root: Path, folder: Path) -> Environment:
    """Make the environment anew, as repo2docker would.

    Args:
        root: the repository, with `.binder/`.
        folder: where to make it; what lies there is removed.

    Raises:
        FileNotFoundError: there is no Python of the version that `.binder/runtime.txt` names.
        CalledProcessError: an installation or `postBuild` failed.
    """
    environment, python = Environment(folder), find_python(root / ".binder" / "runtime.txt")
    shutil.rmtree(folder, ignore_errors=True)
    copy_repository(root, environment.home)
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    requirements = environment.home / ".binder" / "requirements.txt"
    install = [environment.program, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*install, "-r", requirements], check=True, env=foreign_variables())
    build = environment.home / ".binder" / "postBuild"
    subprocess.run([build], check=True, cwd=environment.home, env=environment.variables(), stdout=subprocess.DEVNULL)
    return environment


def find_python(runtime: Path) -> str:
    """Return a Python of the version that `runtime.txt` names, such as `python-3.11`.

    Raises:
        FileNotFoundError: this machine has none.
    """
    version = runtime.read_text(encoding="utf-8").strip().removeprefix("python-")
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    if found := shutil.which(f"python{version}"):
        return found
    raise FileNotFoundError(f"python{version}: {runtime} names this version, and it is not installed here")


def copy_repository(root: Path, folder: Path) -> None:
    """Copy what git tracks or would track, so that what is not yet committed can be checked too."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():  # a file may be deleted and not yet committed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
