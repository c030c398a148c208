"""Every reference can be looked up: each entry of the bibliography has an address of some kind, and is well formed."""

import re
from pathlib import Path

import pytest
from pybtex.database import parse_file

ENTRIES = parse_file(str(Path(__file__).parents[2] / "book" / "references.bib")).entries
#: What leads a reader to a reference, and how each is written.
ADDRESSES = {
    "doi": re.compile(r"10\.\d{4,9}/\S+"),
    "url": re.compile(r"https?://\S+"),
    "eprint": re.compile(r"\d{4}\.\d{4,5}"),
    "isbn": re.compile(r"97[89]\d{10}"),
    "howpublished": re.compile(r".*https?://\S+"),
}


def is_isbn(number: str) -> bool:
    """Tell whether the last of thirteen digits is the check digit of the others."""
    return sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(number)) % 10 == 0


@pytest.mark.parametrize("key", ENTRIES)
def test_every_reference_has_an_address(key):
    fields = ENTRIES[key].fields
    found = [name for name, pattern in ADDRESSES.items() if name in fields and pattern.fullmatch(fields[name])]
    assert found, f"{key}: got {sorted(fields)}, expected one of {', '.join(ADDRESSES)}"
    assert is_isbn(fields.get("isbn", "9780306406157"))


def test_no_two_references_share_an_address():
    addresses = [
        (name, entry.fields[name].lower())
        for entry in ENTRIES.values()
        for name in ("doi", "url", "isbn")
        if name in entry.fields
    ]
    assert sorted(set(addresses)) == sorted(addresses)
