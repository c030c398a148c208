"""The chapters of the book: where they lie, what they say, and the digest of all that their outputs depend on."""

import ast
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import grimp
import yaml

PACKAGE = "lib"
#: Folders of the package whose files are data: a module uses those that it names.
DATA_FOLDERS = ("data", "weights")


def table_of_contents(root: Path) -> list[str]:
    """Return the names of all pages in reading order, `book/index` first."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [contents["root"], *(chapter["file"] for part in contents.get("parts", ()) for chapter in part["chapters"])]


def split_front_matter(text: str) -> tuple[dict, str]:
    """Return (front matter, the rest); a page without front matter has an empty one."""
    if not text.startswith("---\n"):
        return {}, text
    head, _, rest = text[4:].partition("\n---\n")
    return yaml.safe_load(head) or {}, rest


def with_digest(text: str, digest: str) -> str:
    """Return a chapter's text with the digest in its `kernelspec`, which the key of the execution cache covers."""
    matter, rest = split_front_matter(text)
    matter["kernelspec"] = matter["kernelspec"] | {"digest": digest}
    return f"---\n{yaml.safe_dump(matter, allow_unicode=True)}---\n{rest}"


def code_of(text: str) -> str:
    """Return the source of a chapter's code cells, without their headers, as one Python text."""
    cells, cell, header = [], None, False
    for line in text.splitlines():
        if cell is None:
            if line.startswith("```{code-cell}"):
                cell, header = [], None
        elif line.startswith("```"):
            cells.append("\n".join(cell))
            cell = None
        elif header is None and line.strip() == "---":
            header = True
        elif header:
            header = line.strip() != "---"
        elif not (header is None and line.startswith(":")):
            header = False
            cell.append("" if line.startswith(("%", "!")) else line)
    return "\n".join(cells)


@dataclass(frozen=True)
class Book:
    """A book's root folder and what its chapters depend on."""

    root: Path

    @cached_property
    def _graph(self) -> grimp.ImportGraph:
        return grimp.build_graph(PACKAGE, cache_dir=None)

    @cached_property
    def _data(self) -> dict[str, Path]:
        """Data files of the package by name and by stem."""
        found: dict[str, list[Path]] = {}
        for folder in DATA_FOLDERS:
            for path in sorted((self.root / PACKAGE / folder).glob("*")):
                if path.is_file() and path.suffix != ".py":
                    found.setdefault(path.name, []).append(path)
                    found.setdefault(path.stem, []).append(path)
        return found

    def path(self, name: str) -> Path:
        """Return the file of a page."""
        return self.root / f"{name}.md"

    def notebooks(self) -> list[str]:
        """Return the names of the pages that have code to execute, in reading order."""
        return [name for name in table_of_contents(self.root) if "```{code-cell}" in self.path(name).read_text("utf-8")]

    def uses(self, name: str) -> set[str]:
        """Return the modules of the package that a chapter uses, directly or through others."""
        direct = _imports(ast.parse(code_of(self.path(name).read_text("utf-8")))) & self._graph.modules
        reached = set(direct).union(*(self._graph.find_upstream_modules(module) for module in direct))
        return reached | {
            module.rsplit(".", depth)[0] for module in reached for depth in range(1, module.count(".") + 1)
        }

    def digest(self, name: str) -> str:
        """Return a digest of what a chapter's outputs depend on besides its own text.

        That is the modules that it uses, the data and weights that it or they name, and the locked versions.
        """
        files = [self._module_file(module) for module in sorted(self.uses(name))]
        sources = [code_of(self.path(name).read_text("utf-8")), *(file.read_text("utf-8") for file in files)]
        named = {text for source in sources for text in _strings(source)}
        data = sorted({path for text in named for path in self._data.get(text, ())})
        total = hashlib.sha256()
        for path in [*files, *data, self.root / "requirements.txt"]:
            total.update(path.relative_to(self.root).as_posix().encode() + b"\0" + path.read_bytes())
        return total.hexdigest()[:16]

    def _module_file(self, module: str) -> Path:
        stem = self.root / module.replace(".", "/")
        return stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")


def _imports(tree: ast.AST) -> set[str]:
    """Return every module that may be meant by the imports of a text; names that are no modules do no harm."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _strings(source: str) -> set[str]:
    """Return the string constants of a text."""
    nodes = ast.walk(ast.parse(source))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
