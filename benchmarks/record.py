"""How a run was made: what it takes to judge its numbers, and nothing that tells one machine from its likes."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.rows import Row
from lib.models.archive import WEIGHTS
from lib.training.report import provenance

COMMAND = "make bench ARGS=--record"
PEERS = ("tf-keras-vis", "tf-explain", "xplique")


def write_record(
    rows: Sequence[Row],
    *,
    seed: int,
    duration_s: float,
    path: Path = WEIGHTS / "bench.json",
    peers: Sequence[str] = PEERS,
) -> None:
    """Write a recorded run: how it was made, and its rows.

    Args:
        rows: of a whole run.
        seed: of the random numbers.
        duration_s: of the whole run.
        path: where to.
        peers: installed packages whose versions are noted.
    """
    made = provenance(COMMAND, seed=seed, duration_s=duration_s)
    made |= {
        "versions": made["versions"] | {name: version(name) for name in peers},
        "machine": f"{_processor()}, {_cores()} cores, {made['machine']}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    text = json.dumps(made | {"rows": [asdict(row) for row in rows]}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    """Return the processor's name as its maker gives it, where the system tells."""
    if platform.system() == "Darwin":
        return subprocess.run(
            ["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=True
        ).stdout.strip()
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, "unnamed processor")
