"""One chapter in a process of its own: its kernel, what it cost, and what went wrong."""

import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

from jupyter_cache.executors.utils import single_nb_execution
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from lib.site.kernels import copy_for_kernels

CELL_TIMEOUT_S = 600


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


def run_chapter(name: str, notebook: NotebookNode, folder: Path, threads: int) -> tuple[NotebookNode, Outcome]:
    """Execute a chapter.

    To be called once in a process, so that the children's peak memory is the kernel's.

    Args:
        name: the chapter.
        notebook: the chapter as a notebook; it receives the outputs.
        folder: working folder of the kernel.
        threads: how many threads the numerical libraries may use, so that chapters side by side do not get in each
            other's way.
    """
    os.environ.update(kernel_environment(threads))
    copy_for_kernels()
    # What the kernel's machinery says about itself would drown the progress lines; a cell's error comes back with it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    started: list[NotebookNode] = []
    try:
        result = single_nb_execution(
            notebook,
            cwd=str(folder),
            timeout=CELL_TIMEOUT_S,
            allow_errors=False,
            on_cell_execute=lambda cell, cell_index: started.append(cell),  # noqa: ARG005
        )
        seconds, failure = result.time, result.err
    except Exception as error:  # a kernel that died or never came up must not take the other chapters with it
        seconds, failure = 0.0, error
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    error = "" if failure is None else describe(notebook, started, failure)
    return notebook, Outcome(name, round(seconds, 1), round(peak), cached=False, ok=not error, error=error)


def kernel_environment(threads: int) -> dict[str, str]:
    """Return the environment variables that a chapter's kernel starts with."""
    # The first entry of JUPYTER_PATH wins: the kernel is this environment's, whatever else the user has installed.
    kernels = [str(Path(sys.prefix) / "share" / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    limits = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
    return {
        # TensorFlow's input pipeline has glibc give memory back at once, which makes NumPy wait for it again at every
        # step: drawing after a training would take six times as long.
        "MALLOC_MMAP_THRESHOLD_": f"{32 * 1024**2}",
        "MALLOC_TOP_PAD_": f"{256 * 1024**2}",
        # One store for all threads: each of its own would keep so much besides, 500 MB where two draw side by side.
        "MALLOC_ARENA_MAX": "1",
        # For NumPy and scikit-learn: on matrices as small as the book's, threads wait for each other far longer than
        # they compute. A page of several hundred regressions takes two and a half times as long with two as with one.
        "OMP_NUM_THREADS": "1",
        "JUPYTER_PATH": os.pathsep.join(kernels),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    } | {limit: str(threads) for limit in limits}


def describe(notebook: NotebookNode, started: list[NotebookNode], failure: Exception) -> str:
    """Name the cell that failed, the last one that started, and its error in one sentence."""
    if not started:
        return f"failed with {type(failure).__name__}: {str(failure).strip() or 'no message'}"
    cell, code = started[-1], [cell for cell in notebook.cells if cell.cell_type == "code"]
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    where = f"cell {next(number for number, one in enumerate(code, start=1) if one is cell)} (`{first}`) failed"
    if isinstance(failure, DeadKernelError):
        return f"{where}: the kernel died; it may have run out of memory"
    if isinstance(failure, CellTimeoutError):
        return f"{where}: it did not end within {CELL_TIMEOUT_S} s"
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            return f"{where} with {output.ename}: {output.evalue}"
    return f"{where} with {type(failure).__name__}: {str(failure).strip() or 'no message'}"
