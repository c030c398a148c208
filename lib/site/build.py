"""`make book`: execute what has changed, hold every claim to its bound, build the pages, say where they are."""

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import yaml

from lib.site.chapters import Book
from lib.site.claims import Claim
from lib.site.execution import claims_of, execute, execution_rows, is_kept, write_json
from lib.site.reports import FOLDER as REPORT
from lib.site.worker import Outcome

BUILD = Path("_build")
CACHE = BUILD / ".jupyter_cache"


def claim_rows(book: Book, outcomes: list[Outcome]) -> list[dict]:
    """Return the rows of `claims.json`: every claim of the chapters that ran."""
    return [
        {"id": one.id, "chapter": outcome.chapter} | one.row()
        for outcome in outcomes
        if outcome.ok
        for one in claims_of(book, outcome.chapter, cache_folder=book.root / CACHE)
    ]


def changed_meanwhile(book: Book, outcomes: list[Outcome]) -> list[str]:
    """Return a sentence for each chapter that is no longer what was executed."""
    said = "changed, or a module of it, while the book was built: start the build again"
    ran = (one.chapter for one in outcomes if one.ok)
    return [f"✗ {chapter}: {said}" for chapter in ran if not is_kept(book, chapter, cache_folder=book.root / CACHE)]


def required_claims(root: Path) -> list[str]:
    """Return the ids of the claims that the book has to make: `sphinx.config.required_claims` in `_config.yml`."""
    path = root / "_config.yml"
    config = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}
    return config.get("sphinx", {}).get("config", {}).get("required_claims", [])


def complaints(outcomes: list[Outcome], rows: list[dict], required: Iterable[str] = ()) -> list[str]:
    """Return a sentence for each chapter that failed and each claim that is false, made twice or missing."""
    said = [outcome.line() for outcome in outcomes if not outcome.ok]
    for row in rows:
        if not row["ok"]:
            found, expected = Claim.from_row(row).text(), row["bound"] or "a number that is finite"
            said.append(f"✗ {row['chapter']}: claim {row['id']} = {found} does not hold, expected {expected}")
    counted = Counter(row["id"] for row in rows)
    said += [f"✗ claim {id} is made {times} times" for id, times in counted.items() if times > 1]
    # A chapter that failed may be the one that makes the claim.
    missing = [id for id in required if id not in counted and all(outcome.ok for outcome in outcomes)]
    return said + [f"✗ claim {id} is required, but no chapter makes it" for id in missing]


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
    outcomes = execute(book, cache_folder=book.root / CACHE, say=partial(print, flush=True))
    if said := changed_meanwhile(book, outcomes):
        print("\n".join(["", "The book is not built:", *said]), file=sys.stderr)
        return 1
    rows = claim_rows(book, outcomes)
    write_json(book.root / REPORT / "execution.json", execution_rows(outcomes))
    write_json(book.root / REPORT / "claims.json", rows)
    if said := complaints(outcomes, rows, required_claims(book.root)):
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
