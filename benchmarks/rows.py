"""What is compared with whom, and the rows of `bench.json` that come of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.timing import Run, medians

#: Who is measured against when no library is: the network's own bare pass.
LIMIT = "limit"


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        name: method, network, batch and peer, joined by dots.
        ours_ms: median time of ours; of a rate, the time of one unit.
        peer: a library, `limit`, or `None` for a rate.
        peer_ms: median time of the peer.
        ratio: the peer's time by ours.
        bound: the ratio asked for; of a rate, units per second.
        ok: whether it is reached.
    """

    name: str
    ours_ms: float
    peer: str | None
    peer_ms: float | None
    ratio: float | None
    bound: float
    ok: bool

    def reached(self) -> str:
        """Return what was measured, in words."""
        return f"{1000 / self.ours_ms:.0f} /s" if self.ratio is None else f"{self.ratio:.2f} × {self.peer}"

    def wanted(self) -> str:
        """Return the bar in the same words."""
        return f"{self.bound:g} /s" if self.ratio is None else f"{self.bound:g} ×"

    def line(self) -> str:
        """Return the row as a line of the printed table."""
        theirs = "" if self.peer_ms is None else f"{self.peer_ms:.2f} ms"
        mark, reached = "✓" if self.ok else "✗", self.reached()
        return f"{mark} {self.name:<48} {self.ours_ms:>10.2f} ms {theirs:>13} {reached:>23}, at least {self.wanted()}"


class Measurable(Protocol):
    """What comes to a row."""

    @property
    def name(self) -> str:
        """Name of the row."""

    def measured(self, *, seconds: float) -> Row:
        """Return the row, after about so many seconds."""


@dataclass(frozen=True)
class Case:
    """Ours against a peer, or a rate of ours alone.

    Attributes:
        what: method, network and batch, joined by dots.
        ours: does it once.
        bound: least ratio of the times; without a peer, least units per second.
        peer: a library or the limit.
        theirs: the same by the peer.
        units: without a peer, how many one call makes.
    """

    what: str
    ours: Run
    bound: float
    peer: str | None = None
    theirs: Run | None = None
    units: int = 1

    @property
    def name(self) -> str:
        """Name of the row, different for every case."""
        return ".".join([self.what, *([self.peer.replace("-", "_")] if self.peer else [])])

    def measured(self, *, seconds: float) -> Row:
        """Return the row, after about so many seconds."""
        if self.theirs is None:
            (ours,) = medians([self.ours], seconds=seconds)
            return rate(self.name, ours / self.units, bound=self.bound)
        ours, theirs = medians([self.ours, self.theirs], seconds=seconds)
        return compared(self.name, ours, self.peer, theirs, bound=self.bound)


def compared(name: str, ours_s: float, peer: str, peer_s: float, *, bound: float) -> Row:
    """Return the row of a comparison from seconds."""
    ratio = round(peer_s / ours_s, 3)
    return Row(name, round(ours_s * 1000, 3), peer, round(peer_s * 1000, 3), ratio, bound, ratio >= bound)


def rate(name: str, unit_s: float, *, bound: float) -> Row:
    """Return the row of a rate from the seconds that one unit takes."""
    unit_ms = round(unit_s * 1000, 6)
    return Row(name, unit_ms, None, None, None, bound, 1000 / unit_ms >= bound)


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write the report: a list of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
