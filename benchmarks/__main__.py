"""`make bench`: measure everything in one run, print it as it comes, hold it to the bars."""

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import keras
import tensorflow as tf

from benchmarks.rows import Measurable, Row, write

REPORT = Path("_build/report/bench.json")
SEED = 0


def main(arguments: Sequence[str], cases: Callable[[], Iterable[Measurable]], *, report: Path = REPORT) -> int:
    """Measure, report, and return the exit code: 1 if a bar is missed.

    Args:
        arguments: of the command line.
        cases: yields what is to be measured.
        report: where the rows of a whole run are written.
    """
    options = _options(arguments)
    keras.utils.set_random_seed(SEED)
    start = time.perf_counter()
    rows = _measured((case for case in cases() if options.only in case.name), seconds=options.seconds)
    if not rows:
        print(f"--only: no row's name contains {options.only!r}")
        return 1
    if not options.only:
        write(report, rows)
    if options.record:
        _record(rows, duration_s=time.perf_counter() - start)
    missed = [row for row in rows if not row.ok]
    print(f"{len(rows)} rows, {len(missed)} below the bar" + ("" if options.only else f"; written to {report}"))
    for row in missed:
        print(f"✗ {row.name}: {row.reached()}, expected {row.wanted()}")
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="NAME", help="rows whose name contains this; nothing is written")
    parser.add_argument("--record", action="store_true", help="write the recorded run and the peers' maps as well")
    parser.add_argument("--seconds", type=float, default=6, help="measured time of a row")
    options = parser.parse_args(arguments)
    if options.only and options.record:
        parser.error("--record: records whole runs, so it cannot be given with --only")
    return options


def _quiet() -> None:
    """Silence progress bars, which cost the peers time, and warnings about how the peers call Keras."""
    keras.config.disable_interactive_logging()
    tf.get_logger().setLevel("ERROR")
    warnings.filterwarnings("ignore", message="The structure of `inputs`")


def _measured(cases: Iterable[Measurable], *, seconds: float) -> list[Row]:
    rows = []
    for case in cases:
        rows.append(case.measured(seconds=seconds))
        print(rows[-1].line(), flush=True)
    return rows


def _record(rows: Sequence[Row], *, duration_s: float) -> None:
    from benchmarks import agreement, record

    record.write_record(rows, seed=SEED, duration_s=duration_s)
    agreement.write_maps()


if __name__ == "__main__":
    from benchmarks.cases import cases

    _quiet()
    sys.exit(main(sys.argv[1:], cases))
