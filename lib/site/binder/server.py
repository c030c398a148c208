"""JupyterLab as Binder starts it, with an eye on the memory that it and its kernels take."""

import secrets
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from lib.site.binder.environment import Environment

START_TIMEOUT_S = 120
POLL_S = 0.1


@dataclass
class Lab:
    """A running JupyterLab.

    Attributes:
        address: where it listens, without a slash at the end.
        token: what its addresses need to be opened.
        peak_mb: most resident memory that server and kernels together have taken so far, in MiB.
    """

    address: str
    token: str
    process: subprocess.Popen
    peak_mb: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Note the memory again and again until the server is stopped."""
        while not self._ended.wait(POLL_S):
            self.peak_mb = max(self.peak_mb, resident_mb(self.process.pid))

    def stop(self) -> None:
        """Stop the server, which stops its kernels."""
        self._ended.set()
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process and its children, in MiB; pages that they share count for each."""
    total = 0
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for one in family:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:  # it ended between the two questions
            continue
    return total / 1024**2


@contextmanager
def lab(environment: Environment) -> Iterator[Lab]:
    """Start JupyterLab on a free port of this machine, fresh as for a new reader; it is stopped on leaving the block.

    Raises:
        RuntimeError: it does not come up.
    """
    token, port = secrets.token_urlsafe(), _free_port()
    command = [environment.program, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"]
    with TemporaryDirectory() as workspaces, (environment.folder / "lab.log").open("w") as log:
        variables = {"JUPYTER_TOKEN": token, "JUPYTERLAB_WORKSPACES_DIR": workspaces}
        process = subprocess.Popen(
            [*command, *options],
            cwd=environment.home,
            env=environment.variables() | variables,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running = Lab(f"http://127.0.0.1:{port}", token, process)
        threading.Thread(target=running.watch, daemon=True).start()
        try:
            _wait(running, Path(log.name))
            yield running
        finally:
            running.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(running: Lab, log: Path) -> None:
    until = time.monotonic() + START_TIMEOUT_S
    while running.process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{running.address}/api/status?token={running.token}", timeout=5).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(POLL_S)
    last = log.read_text(encoding="utf-8").strip().splitlines()[-1:] or ["it said nothing"]
    raise RuntimeError(f"JupyterLab did not start: {last[0]}")
