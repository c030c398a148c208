"""Chapters' kernels are copies of one process that has read the libraries; they share nothing else."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from lib.site.kernels import LIBRARIES, processes_with_libraries
from lib.site.worker import kernel_environment, run_chapter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere kernels are started the usual way")


@pytest.fixture(scope="module")
def workers():
    context = processes_with_libraries(kernel_environment(1))
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        yield pool


def run(workers, folder, *sources, threads=1):
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook, outcome = workers.submit(run_chapter, "a", notebook, folder, threads).result()
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.outputs), outcome


def copied():
    """Tell a copy's libraries, whether TensorFlow runs in it, and how many threads the process has that was copied."""
    from tensorflow.python.eager import context

    libraries = [name for name in LIBRARIES if name in sys.modules]
    return libraries, context.context()._initialized, len(list(Path(f"/proc/{os.getppid()}/task").iterdir()))


def test_a_kernel_begins_with_the_libraries(workers, tmp_path):
    printed, outcome = run(workers, tmp_path, "import sys", f"print([n for n in {LIBRARIES!r} if n in sys.modules])")
    assert outcome.ok
    assert printed.strip() == str(list(LIBRARIES))


def test_reading_the_libraries_starts_no_thread_and_not_tensorflow(workers):
    libraries, runs, threads = workers.submit(copied).result()
    assert libraries == list(LIBRARIES)
    assert not runs and threads == 1


def test_a_kernel_has_its_own_folder_threads_and_names(workers, tmp_path):
    where = "import os; print(os.getcwd(), os.environ['TF_NUM_INTRAOP_THREADS'], 'left' in globals())"
    first, _ = run(workers, tmp_path, "left = 1", "import os; os.environ['LEFT'] = '1'", where, threads=1)
    second, _ = run(workers, tmp_path, where, "print(os.environ.get('LEFT'))", threads=2)
    assert first.split() == [str(tmp_path), "1", "True"]
    assert second.split() == [str(tmp_path), "2", "False", "None"]


def test_a_kernel_computes_with_tensorflow_in_several_threads(workers, tmp_path):
    source = "import tensorflow as tf; print(float(tf.reduce_sum(tf.ones((1000, 1000)) @ tf.ones((1000, 1000)))))"
    printed, outcome = run(workers, tmp_path, source, threads=2)
    assert outcome.ok
    assert float(printed) == 1e9


def test_the_peak_memory_is_the_kernels(workers, tmp_path):
    _, small = run(workers, tmp_path, "1")
    _, large = run(workers, tmp_path, "import numpy as np; held = np.ones(50 * 2**20)")
    assert 350 < large.peak_rss_mb - small.peak_rss_mb < 450


@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_kernel_that_dies_is_noticed(workers, tmp_path, end):
    _, outcome = run(workers, tmp_path, f"import os; {end}")
    assert not outcome.ok
    assert "the kernel died" in outcome.error


def test_an_error_comes_back(workers, tmp_path):
    _, outcome = run(workers, tmp_path, "1 / 0")
    assert "ZeroDivisionError" in outcome.error
