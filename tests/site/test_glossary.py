"""The glossary and the index: terms are used where they are defined for, and an entry names the pages it leads to."""

import re
from pathlib import Path

import pytest

from lib.site.chapters import Book, table_of_contents

from .made_pages import render

ROOT = Path(__file__).parents[2]
BOOK = Book(ROOT)
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md"))}
CHAPTERS = [name for name in table_of_contents(ROOT) if "```{opening}" in BOOK.text(name)]
_GLOSSARY = re.search(r"```\{glossary\}\n(?::sorted:\n)?(.*?)\n```", PAGES["glossary"], re.DOTALL)[1]
#: Each entry's names and its definition.
ENTRIES = [
    (tuple(line for line in entry.splitlines() if line[0] != " "), " ".join(re.findall(r"^  (.*)$", entry, re.M)))
    for entry in re.split(r"\n{2,}", _GLOSSARY.strip())
]
NAMES = [name for names, _ in ENTRIES for name in names]


def used(text: str) -> list[str]:
    """Return the terms to which a text leads."""
    return [target or words for words, target in re.findall(r"\{term\}`([^`<]+?)(?:\s*<([^`>]+)>)?`", text)]


def test_there_are_many_terms_each_explained_once():
    assert len(ENTRIES) >= 65
    assert len(set(NAMES)) == len(NAMES)
    assert [names[0] for names, _ in ENTRIES] == sorted((names[0] for names, _ in ENTRIES), key=str.lower)


@pytest.mark.parametrize(("names", "definition"), ENTRIES, ids=[names[0] for names, _ in ENTRIES])
def test_a_definition_is_one_to_three_sentences(names, definition):
    assert 1 <= len(re.findall(r"[.?!][)”]?(?= [A-Z(]|$)", definition)) <= 3
    assert definition[-1] in ".?)" and not set(used(definition)) & set(names)


@pytest.mark.parametrize("names", [names for names, _ in ENTRIES], ids="/".join)
def test_every_term_is_linked_from_a_page(names):
    texts = [text for page, text in PAGES.items() if page not in ("glossary", "recap")]
    assert any(set(names) & set(used(text)) for text in texts)


def test_every_link_leads_to_a_term():
    assert {term for text in PAGES.values() for term in used(text)} <= set(NAMES)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_leads_to_terms_once_each(name):
    terms = used(BOOK.text(name))
    assert len(terms) >= 5
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize(
    "entry",
    [
        *("Amini, Alexander", "Barenstein, Matias", "Kingma, Diederik P.", "Rudin, Cynthia"),
        *("COMPAS", "ImageNet", "Labeled Faces in the Wild", "Tiny ImageNet", "Berkeley admissions", "Gender Shades"),
        *("General Data Protection Regulation (GDPR)", "Artificial Intelligence Act (European Union)"),
        *("Equality Act 2010; section 19", "Regulation B (Equal Credit Opportunity Act)"),
        "Local Law 144 (New York City)",
    ],
)
def test_people_data_and_laws_are_in_the_index(entry):
    assert any(f"<single: {entry}>`" in text for text in PAGES.values())


def test_the_index_names_pages_in_reading_order_and_the_definition_first(tmp_path):
    pages = {
        "start.md": "# Start\n",
        "zebra.md": "# First chapter\n\n{term}`Maps <map>` by {index}`Ada <single: Lovelace, Ada>`. A {term}`map`.\n",
        "apple.md": "# Second & last\n\nOne more {term}`map`.\n",
        "glossary.md": "# Glossary\n\n```{glossary}\nmap\n  A sheet, not a {term}`globe`.\n\nglobe\n  A ball.\n```\n",
        "genindex.md": "# Index\n",
    }
    site, warnings = render(tmp_path, pages)
    assert warnings == ""
    index = re.sub(r"\s+", " ", (site / "genindex.html").read_text())
    places = re.findall(r'<a href="(\w+\.html#[\w-]+)"> ?((?:<strong>)?)([\w &;]+)', index)
    assert places == [
        ("glossary.html#term-globe", "<strong>", "Glossary"),
        ("zebra.html#index-0", "", "First chapter"),
        ("glossary.html#term-map", "<strong>", "Glossary"),
        ("zebra.html#term-use-map", "", "First chapter"),
        ("apple.html#term-use-map", "", "Second &amp; last"),
    ]
    assert (site / "zebra.html").read_text().count('id="term-use-map"') == 1
    assert '<span class="index-name">Lovelace, Ada</span>' in index
