"""What a chapter's outputs depend on besides its own text: modules, data, weights and the locked versions.

Imports are read, never run: a chapter runs again when one of its modules changes, and needs no other reason.
"""

import ast
import hashlib
import os
from collections.abc import Container, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

LOCK = "requirements.txt"


class Package:
    """The book's package on disk: its modules, its data files, and which module imports which."""

    def __init__(self, root: Path, name: str) -> None:
        """Take the folder that holds the package and the lock file, and the package's name."""
        self.root, self.name = root, name
        # Chapters share most of their modules: each is read once.
        self._tree = cache(self._tree)
        self._imports = cache(self._imports)
        self._texts = cache(self._texts)

    @cached_property
    def modules(self) -> dict[str, Path]:
        """The file of each module; of a package, its `__init__.py`."""
        found = {}
        for path in sorted((self.root / self.name).rglob("*.py")):
            parts = path.relative_to(self.root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        return found

    @cached_property
    def data(self) -> dict[str, list[Path]]:
        """The package's other files, by name and by stem: a module uses those that it names."""
        found: dict[str, list[Path]] = {}
        for path in sorted((self.root / self.name).rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                for name in {path.name, path.stem}:
                    found.setdefault(name, []).append(path)
        return found

    def used_by(self, cells: Iterable[str]) -> set[str]:
        """Return the modules that code cells use, directly or through others.

        Importing `lib.a.b` also runs `lib/a/__init__.py`; of such a parent only what it imports at once is followed,
        not what its functions import later.
        """
        used: set[tuple[str, bool]] = set()
        trees = (parse(cell) for cell in cells)
        waiting = [(name, False) for tree in trees for name in imports(tree, self.name, self.modules)]
        while waiting:
            name, is_parent = waiting.pop()
            if (name, False) in used or (name, is_parent) in used:
                continue
            used.add((name, is_parent))
            waiting += [(found, False) for found in self._imports(name, is_parent)]
            if parent := name.rpartition(".")[0]:
                waiting.append((parent, True))
        return {name for name, _ in used}

    def digest(self, cells: list[str]) -> str:
        """Return a digest of the modules, the data files that cells or modules name, the lock file and the edition."""
        used = sorted(self.used_by(cells))
        texts = [*(_texts(parse(cell)) for cell in cells), *(self._texts(name) for name in used)]
        data = sorted({path for text in set().union(*texts) for path in self.data.get(text, ())})
        total = hashlib.sha256(os.environ.get("EDITION", "").encode())  # the full edition has more at hand
        for path in [*(self.modules[name] for name in used), *data, self.root / LOCK]:
            content = path.read_bytes() if path.exists() else b""
            total.update(f"{path.relative_to(self.root).as_posix()}\0{len(content)}\0".encode() + content)
        return total.hexdigest()[:16]

    def _imports(self, name: str, at_once: bool) -> set[str]:
        """Return the modules of the package that a module imports."""
        path = self.modules[name]
        here = name if path.name == "__init__.py" else name.rpartition(".")[0]
        return imports(self._tree(name), here, self.modules, at_once=at_once)

    def _texts(self, name: str) -> set[str]:
        return _texts(self._tree(name))

    def _tree(self, name: str) -> ast.Module:
        return parse(self.modules[name].read_text(encoding="utf-8"))


def parse(source: str) -> ast.Module:
    """Parse Python or the code of a notebook's cell; what cannot be parsed is empty, and fails when it is run."""
    for plain in (str, TransformerManager().transform_cell):
        try:
            return ast.parse(plain(source))
        except SyntaxError:
            continue
    return ast.Module(body=[], type_ignores=[])


def imports(tree: ast.AST, here: str, modules: Container[str], *, at_once: bool = False) -> set[str]:
    """Return the modules that a text imports.

    Args:
        tree: the text, parsed.
        here: the package that relative imports start from.
        modules: the modules that count.
        at_once: leave out what is imported only when a function is called.
    """
    found: set[str] = set()
    for node in _nodes(tree, at_once=at_once):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = here.rsplit(".", node.level - 1)[0] if node.level else ""
            module = ".".join(filter(None, (above, node.module)))
            names = (f"{module}.{alias.name}" for alias in node.names)
            # What is no module is something that the package itself has to offer.
            found |= {name if name in modules else module for name in names}
    return {name for name in found if name in modules}


def _nodes(tree: ast.AST, *, at_once: bool) -> Iterator[ast.AST]:
    """Yield the nodes of a text, without those under `if TYPE_CHECKING:`, which never run."""
    for node in ast.iter_child_nodes(tree):
        if at_once and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        yield from _nodes(node, at_once=at_once)


def _texts(tree: ast.AST) -> set[str]:
    """Return the string constants of a text."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
