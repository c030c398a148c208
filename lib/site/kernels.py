"""Kernels that begin with the libraries in memory: copies of a process that has read them, once for all chapters.

To read TensorFlow takes longer than many a chapter's own work.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext

from ipykernel.kernelapp import IPKernelApp
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

#: What the kernels share. None of these starts a thread when it is read: a thread would be missing in the copies.
LIBRARIES = (
    "tensorflow",
    "keras",
    "pandas",
    "scipy.stats",
    "skimage.data",
    "skimage.metrics",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.metrics",
    "ipywidgets",
    "anywidget",
    "lib.site.worker",
)
#: Elsewhere a system's own libraries forbid to copy a process; there every kernel reads the libraries itself.
CAN_COPY = sys.platform == "linux"
PROVISIONER = "copied"


def processes_with_libraries(environment: Mapping[str, str]) -> BaseContext:
    """Return a maker of processes that have the libraries in memory.

    Args:
        environment: the environment variables with which the libraries are read.
    """
    if not CAN_COPY:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(LIBRARIES))
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return context


def copy_for_kernels() -> None:
    """Have the kernels that this process starts be copies of it."""
    if CAN_COPY:
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[PROVISIONER] = EntryPoint(PROVISIONER, f"{__name__}:CopiedProvisioner", factory.GROUP_NAME)
        factory.default_provisioner_name = PROVISIONER


class CopiedProvisioner(LocalProvisioner):
    """Starts a kernel as a copy of this process."""

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:  # noqa: ARG002
        """Start the kernel in a process of its own; the command that would read everything anew is not needed."""
        self.process = _Copy(target=_serve, args=(self.parent.connection_file, kwargs["env"], kwargs["cwd"]))
        self.process.start()
        self.pid = self.pgid = self.process.pid
        return self.connection_info


class _Copy(get_context("fork").Process):
    """A process with the methods that Jupyter asks of one."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        return self.exitcode

    def wait(self) -> int | None:
        self.join()
        return self.exitcode

    def send_signal(self, signum: int) -> None:
        os.kill(self.pid, signum)


def _serve(connection_file: str, environment: Mapping[str, str], folder: str) -> None:
    """Be a kernel until it is told to end."""
    os.setsid()  # an interrupt is for this kernel and what it started, and for nothing else
    signal.set_wakeup_fd(-1)  # otherwise the process that was copied would be woken by signals to its copy
    asyncio.set_event_loop(asyncio.new_event_loop())  # the one that runs here is the copied process's
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    IPKernelApp.launch_instance(["-f", connection_file, f"--IPKernelApp.parent_handle={os.getppid()}"])
