"""Execution of the chapters: in parallel, cached, and with what each of them cost."""

import json
import os
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.cache.main import JupyterCacheBase
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import read_myst_markdown_notebook

from lib.site.chapters import Book, with_digest
from lib.site.claims import METADATA_KEY, Claim

CELL_TIMEOUT_S = 600
_KERNEL_SETTINGS = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one chapter: its cost, and the error if there was one."""

    chapter: str
    seconds: float
    peak_rss_mb: float
    cached: bool
    ok: bool
    error: str = ""

    def line(self) -> str:
        """Return a line for the reader of the build's progress."""
        if not self.ok:
            return f"✗ {self.chapter}: {self.error}"
        mark, note = ("·", "unchanged, last took ") if self.cached else ("✓", "")
        return f"{mark} {self.chapter}: {note}{self.seconds:.1f} s, {self.peak_rss_mb:.0f} MB"


def execute(book: Book, *, cache_folder: Path, say: Callable[[str], None]) -> list[Outcome]:
    """Execute the chapters that have changed; return the outcome of every chapter, in reading order.

    Args:
        book: the book.
        cache_folder: folder of the execution cache.
        say: is given a line of progress for each chapter as it ends.
    """
    cache, outcomes, stale = get_cache(cache_folder), {}, {}
    for name in book.notebooks():
        text = with_digest(book.path(name).read_text("utf-8"), book.digest(name))
        if (record := _cached(cache, text)) is None:
            stale[name] = text
            continue
        cost = record.data["execution_seconds"], record.data["peak_rss_mb"]
        outcomes[name] = Outcome(name, *cost, cached=True, ok=True)
        say(outcomes[name].line())
    for name, notebook, outcome in _run(book, stale):
        if outcome.ok:
            _keep(cache, book.path(name), notebook, outcome)
        outcomes[name] = outcome
        say(outcome.line())
    return [outcomes[name] for name in book.notebooks()]


def _cached(cache: JupyterCacheBase, text: str) -> NbCacheRecord | None:
    """Return the record of a chapter's cached outputs, if they are all there."""
    try:
        record = cache.match_cache_notebook(read_myst_markdown_notebook(text))
    except KeyError:
        return None
    folder = cache.path / "executed" / record.hashkey
    if (folder / "base.ipynb").exists():
        return record
    shutil.rmtree(folder, ignore_errors=True)  # left by a build that was stopped while it wrote
    return None


def claims_of(book: Book, chapter: str, *, cache_folder: Path) -> list[Claim]:
    """Return the claims in a chapter's cached outputs."""
    text = with_digest(book.path(chapter).read_text("utf-8"), book.digest(chapter))
    cache = get_cache(cache_folder)
    record = cache.match_cache_notebook(read_myst_markdown_notebook(text))
    notebook = cache.get_cache_bundle(record.pk).nb
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [Claim(**output.metadata[METADATA_KEY]) for output in outputs if METADATA_KEY in output.get("metadata", ())]


def write_json(path: Path, rows: list[dict]) -> None:
    """Write a report, only if it says something new, so that pages which quote it stay as they are."""
    text = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_text(text, "utf-8")
        partial.replace(path)


def execution_rows(outcomes: list[Outcome]) -> list[dict]:
    """Return the rows of `execution.json`."""
    return [{key: value for key, value in asdict(outcome).items() if key != "error"} for outcome in outcomes]


def _run(book: Book, stale: dict[str, str]) -> Iterator[tuple[str, nbformat.NotebookNode, Outcome]]:
    """Execute chapters side by side, each in a process of its own so that its memory can be told."""
    with ProcessPoolExecutor(_jobs(), mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        tasks = {pool.submit(_run_one, name, text, book.path(name).parent): name for name, text in stale.items()}
        for task in as_completed(tasks):
            yield tasks[task], *task.result()


def _jobs() -> int:
    """Return how many chapters run at once: `JOBS`, or as many as there are usable cores."""
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return max(1, int(os.environ.get("JOBS") or usable or 1))


def _run_one(name: str, text: str, folder: Path) -> tuple[nbformat.NotebookNode, Outcome]:
    os.environ.update(_KERNEL_SETTINGS)
    # What the kernel's machinery says about itself would drown the progress lines; a cell's error comes back with it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    result = single_nb_execution(
        read_myst_markdown_notebook(text), cwd=str(folder), timeout=CELL_TIMEOUT_S, allow_errors=False
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    error = "" if result.err is None else _describe(result.nb, result.err)
    return result.nb, Outcome(name, round(result.time, 1), round(peak), False, not error, error)


def _describe(notebook: nbformat.NotebookNode, error: Exception) -> str:
    """Name the cell that failed and its error in one sentence."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        for output in cell.outputs:
            if output.output_type == "error":
                first = next((line for line in cell.source.splitlines() if line.strip()), "")
                return f"cell {number} (`{first}`) failed with {output.ename}: {output.evalue}"
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"


def _keep(cache: JupyterCacheBase, path: Path, notebook: nbformat.NotebookNode, outcome: Outcome) -> None:
    cost = {"execution_seconds": outcome.seconds, "peak_rss_mb": outcome.peak_rss_mb}
    cache.cache_notebook_bundle(CacheBundleIn(notebook, str(path), data=cost), check_validity=False, overwrite=True)
