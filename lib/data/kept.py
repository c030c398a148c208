"""What takes longer to make than to read, such as pictures: kept under `_build/`, by what was asked and who made it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import numpy as np
from filelock import FileLock

import lib.data

KEPT = Path(__file__).parents[2] / "_build" / "drawn"
#: Libraries whose next version may draw or learn a little differently.
TOOLS = ("numpy", "scipy", "scikit-image", "keras")


def kept(
    name: str,
    draw: Callable[..., Mapping[str, np.ndarray]],
    *,
    folder: Path | None = None,
    by: tuple[ModuleType, ...] = (lib.data,),
    **arguments: object,
) -> dict[str, np.ndarray]:
    """Return what `draw` returns; what was drawn before with the same arguments, code and `TOOLS` is read.

    Args:
        name: what the file's name begins with.
        draw: from the arguments to arrays by name.
        folder: where the files lie; `None`: `KEPT`.
        by: packages whose code decides what comes out.
        arguments: of `draw`, each of which JSON can hold.
    """
    asked = json.dumps([_makers(by), arguments], sort_keys=True)
    path = (folder or KEPT) / f"{name}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Chapters run side by side: the second that asks for the same pictures waits until the first has drawn them.
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            partial = path.with_suffix(".part.npz")
            np.savez(partial, **draw(**arguments))
            partial.replace(path)
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


@cache
def _makers(packages: tuple[ModuleType, ...]) -> str:
    """Return a digest of all modules of packages, and of the libraries that they use."""
    digest = hashlib.sha256(" ".join(f"{tool} {version(tool)}" for tool in TOOLS).encode())
    for package in packages:
        for path in sorted(Path(next(iter(package.__path__))).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
