"""`make book`: execute what has changed, hold every claim to its bound, build the pages, say where they are."""

import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from lib.site.chapters import Book
from lib.site.claims import Claim
from lib.site.execution import Outcome, claims_of, execute, execution_rows, write_json

BUILD = Path("_build")
CACHE = BUILD / ".jupyter_cache"
REPORT = BUILD / "report"


def claim_rows(book: Book, outcomes: list[Outcome]) -> list[dict]:
    """Return the rows of `claims.json`: every claim of the chapters that ran."""
    return [
        {"id": one.id, "chapter": outcome.chapter} | {k: v for k, v in vars(one).items() if k != "id"}
        for outcome in outcomes
        if outcome.ok
        for one in claims_of(book, outcome.chapter, cache_folder=book.root / CACHE)
    ]


def complaints(outcomes: list[Outcome], rows: list[dict]) -> list[str]:
    """Return a sentence for each chapter that failed, claim that does not hold, and id used twice."""
    said = [outcome.line() for outcome in outcomes if not outcome.ok]
    for row in rows:
        if not row["ok"]:
            one = Claim(**{key: value for key, value in row.items() if key != "chapter"})
            said.append(f"✗ {row['chapter']}: claim {row['id']} = {one.text()} does not hold, expected {row['bound']}")
    counted = Counter(row["id"] for row in rows)
    return said + [f"✗ claim {id} is made {times} times" for id, times in counted.items() if times > 1]


def build_pages(root: Path) -> int:
    """Run Sphinx through Jupyter Book; return its exit code.

    After a failure what Sphinx remembers is removed: it would not read the failed page again, and pass.
    """
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ".", "-W", "-n", "--keep-going", "--quiet"]
    code = subprocess.run(command, cwd=root, check=False, stdout=subprocess.DEVNULL).returncode
    if code:
        shutil.rmtree(root / BUILD / ".doctrees", ignore_errors=True)
    return code


def main() -> int:
    """Build the book in the current folder; return an exit code."""
    started, book = time.perf_counter(), Book(Path.cwd())
    say = lambda line: print(line, flush=True)  # noqa: E731
    outcomes = execute(book, cache_folder=book.root / CACHE, say=say)
    rows = claim_rows(book, outcomes)
    write_json(book.root / REPORT / "execution.json", execution_rows(outcomes))
    write_json(book.root / REPORT / "claims.json", rows)
    if said := complaints(outcomes, rows):
        print("\n".join(["", "The book is not built:", *said]), file=sys.stderr)
        return 1
    if code := build_pages(book.root):
        print("\nThe book is not built: see the warnings above.", file=sys.stderr)
        return code
    work, took = sum(one.seconds for one in outcomes if not one.cached), time.perf_counter() - started
    print(f"\n{len(rows)} claims hold; chapters ran for {work:.0f} s, the build took {took:.0f} s")
    print(f"The site is at {(book.root / BUILD / 'html' / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
