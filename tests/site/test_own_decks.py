"""The book's own decks show figures that its chapters draw; the rest is checked on the built site."""

import re
from pathlib import Path

import pytest

from lib.site.chapters import Book, parts_of_contents
from lib.site.slides.decks import FOLDER, read_decks

ROOT = Path(__file__).parents[2]
DECKS = read_decks(ROOT / FOLDER)


@pytest.mark.parametrize("deck", DECKS, ids=[deck.name for deck in DECKS])
def test_a_deck_shows_its_parts_own_figures(deck):
    book, parts = Book(ROOT), parts_of_contents(ROOT)
    text = "\n".join(book.text(page) for part in deck.parts for page in parts[part])
    drawn = set(re.findall(r"figure: \{name: ([\w-]+)", text))
    assert [slide.figure for slide in deck.slides if slide.figure and slide.figure not in drawn] == []
    assert 10 <= len(deck.slides) <= 16
