"""Count the people in ProPublica's file: `make train NAME=compas ARGS="--data compas-scores-two-years.csv"`.

Writes `lib/data/compas_counts.csv`, the only part of the file that this package ships.
"""

import argparse
import sys
from pathlib import Path

from lib.data.compas import SUBSETS, count_records, load_records

COUNTS = Path("lib/data/compas_counts.csv")


def main(arguments: list[str] | None = None) -> None:
    """Read the file, count and write; a wrong file ends the command with one sentence."""
    parser = argparse.ArgumentParser(prog="make train NAME=compas", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="ProPublica's compas-scores-two-years.csv")
    parser.add_argument("--to", type=Path, default=COUNTS, help="where the counts are written (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        counts = count_records(load_records(options.data))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    counts.to_csv(options.to, index=False, lineterminator="\n")
    found = ", ".join(f"{name} {counts[name].sum():,}" for name in SUBSETS)
    print(f"{len(counts)} kinds of people written to {options.to}: {found}")
