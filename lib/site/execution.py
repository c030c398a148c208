"""Execution of the chapters: in parallel, cached, and with what each of them cost."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.cache.main import JupyterCacheBase
from nbformat import NotebookNode

from lib.site.chapters import Book
from lib.site.claims import METADATA_KEY, Claim
from lib.site.kernels import processes_with_libraries
from lib.site.worker import Outcome, kernel_environment, run_chapter


def execute(book: Book, *, cache_folder: Path, say: Callable[[str], None]) -> list[Outcome]:
    """Execute the chapters that have changed; return the outcome of every chapter, in reading order.

    A chapter that fails keeps no other from ending and from being cached.

    Args:
        book: the book.
        cache_folder: folder of the execution cache.
        say: is given a line of progress for each chapter as it ends.
    """
    cache, outcomes, stale = get_cache(cache_folder), {}, {}
    for name in book.notebooks():
        try:
            notebook = book.notebook(name)
        except Exception as error:
            outcomes[name] = Outcome(name, 0.0, 0, cached=False, ok=False, error=f"cannot be read: {error}")
            say(outcomes[name].line())
            continue
        if (record := _cached(cache, notebook)) is None:
            stale[name] = notebook
            continue
        cost = record.data["execution_seconds"], record.data["peak_rss_mb"]
        outcomes[name] = Outcome(name, *cost, cached=True, ok=True)
        say(outcomes[name].line())
    for notebook, outcome in _run(book, stale):
        if outcome.ok:
            _keep(cache, book.path(outcome.chapter), notebook, outcome)
        outcomes[outcome.chapter] = outcome
        say(outcome.line())
    return [outcomes[name] for name in book.notebooks()]


def is_kept(book: Book, chapter: str, *, cache_folder: Path) -> bool:
    """Return whether the cache has the outputs of a chapter as it and its modules are now."""
    return _cached(get_cache(cache_folder), book.notebook(chapter)) is not None


def claims_of(book: Book, chapter: str, *, cache_folder: Path) -> list[Claim]:
    """Return the claims in a chapter's cached outputs."""
    cache = get_cache(cache_folder)
    record = cache.match_cache_notebook(book.notebook(chapter))
    notebook = cache.get_cache_bundle(record.pk).nb
    notes = (output.get("metadata", {}) for cell in notebook.cells for output in cell.get("outputs", ()))
    return [Claim.from_row(note[METADATA_KEY]) for note in notes if METADATA_KEY in note]


def execution_rows(outcomes: list[Outcome]) -> list[dict]:
    """Return the rows of `execution.json`."""
    return [{key: value for key, value in asdict(outcome).items() if key != "error"} for outcome in outcomes]


def write_json(path: Path, rows: list[dict]) -> None:
    """Write a report, only if it says something new."""
    text = json.dumps(rows, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_text(text, "utf-8")
        partial.replace(path)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def jobs() -> int:
    """Return how many chapters run at once: `JOBS`, or as many as there are usable cores.

    Raises:
        ValueError: `JOBS` is no whole number above zero.
    """
    wanted = os.environ.get("JOBS") or str(usable_cores())
    if not wanted.isdecimal() or int(wanted) < 1:
        raise ValueError(f"JOBS: got {wanted!r}, expected a whole number above zero")
    return int(wanted)


def _cached(cache: JupyterCacheBase, notebook: NotebookNode) -> NbCacheRecord | None:
    """Return the record of a chapter's cached outputs, if they are all there."""
    try:
        record = cache.match_cache_notebook(notebook)
    except KeyError:
        return None
    folder = cache.path / "executed" / record.hashkey
    if (folder / "base.ipynb").exists() and {"execution_seconds", "peak_rss_mb"} <= record.data.keys():
        return record
    shutil.rmtree(folder, ignore_errors=True)  # left by a build that was stopped while it wrote, or by Sphinx alone
    return None


def _run(book: Book, stale: dict[str, NotebookNode]) -> Iterator[tuple[NotebookNode, Outcome]]:
    """Execute chapters side by side, each in a process of its own so that its memory can be told."""
    if not stale:
        return
    workers = min(jobs(), len(stale))
    threads = max(1, usable_cores() // workers)
    context = processes_with_libraries(kernel_environment(threads))
    with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
        tasks = {
            pool.submit(run_chapter, name, notebook, book.path(name).parent, threads): name
            for name, notebook in stale.items()
        }
        for task in as_completed(tasks):
            yield _result(task, tasks[task], stale)


def _result(task: Future, name: str, stale: dict[str, NotebookNode]) -> tuple[NotebookNode, Outcome]:
    try:
        return task.result()
    except BrokenProcessPool:
        error = "the process that ran it was ended from outside; there may be too little memory (try JOBS=1)"
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    return stale[name], Outcome(name, 0.0, 0, cached=False, ok=False, error=error)


def _keep(cache: JupyterCacheBase, path: Path, notebook: NotebookNode, outcome: Outcome) -> None:
    cost = {"execution_seconds": outcome.seconds, "peak_rss_mb": outcome.peak_rss_mb}
    cache.cache_notebook_bundle(CacheBundleIn(notebook, str(path), data=cost), check_validity=False, overwrite=True)
