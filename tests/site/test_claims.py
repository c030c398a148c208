"""Claims hold or do not, say so, and never interrupt a reader."""

import numpy as np
import pytest

from lib.site import claims
from lib.site.claims import METADATA_KEY, claim


@pytest.fixture
def published(monkeypatch):
    shown = []
    monkeypatch.setattr(claims, "display", shown.append)

    def publish(value, **options):
        claim("chapter.name", value, **options)
        return shown[-1]

    return publish


@pytest.mark.parametrize(
    ("value", "options", "ok"),
    [
        (0.9, {"at_least": 0.9}, True),
        (0.89, {"at_least": 0.9}, False),
        (0.9, {"at_most": 0.9}, True),
        (0.91, {"at_most": 0.9}, False),
        (3, {"equals": 3}, True),
        (3.1, {"equals": 3}, False),
        (0.61, {"within": 0.005, "published": 0.612}, True),
        (0.60, {"within": 0.005, "published": 0.612}, False),
        (float("nan"), {}, False),
        (float("inf"), {"at_least": 1}, False),
        ({"a": 1, "b": 2}, {"at_least": 1}, True),
        ({"a": 1, "b": 0}, {"at_least": 1}, False),
        ({}, {}, False),
        (np.float32(0.5), {"at_least": 0.1, "at_most": 1}, True),
    ],
)
def test_a_bound_holds_or_not(published, value, options, ok):
    assert published(value, **options).ok is ok


def test_the_number_is_printed_in_the_claims_own_format(published):
    assert published(0.6634, show="{:.1%}").text() == "66.3%"
    several = published({"block1": 0.25, "block2": 0.5}, show="{:.0%}")
    assert several.text("block2") == "50%" and several.text() == "block1 25%, block2 50%"
    below = published(-0.55, at_least=-1, show="{:+.1f}")
    assert (below.text(), below.bound) == ("−0.6", "at least −1.0")
    with pytest.raises(KeyError):
        several.text("block3")
    with pytest.raises(KeyError):
        published(1).text("block1")


def test_what_a_reader_and_the_build_are_given(published):
    data, metadata = published(0.5, at_least=0.9, published=0.95, source="Doe 2020")._repr_mimebundle_()
    assert "does not hold here" in data["text/plain"] and "claim-missed" in data["text/html"]
    stored = metadata[METADATA_KEY]
    assert (stored["value"], stored["bound"], stored["ok"]) == (0.5, "at least 0.90", False)
    assert (stored["published"], stored["source"]) == (0.95, "Doe 2020")


@pytest.mark.parametrize("id", ["name", "Chapter.name", "chapter.", "chapter name.x"])
def test_an_id_is_words_joined_by_dots(id):
    with pytest.raises(ValueError, match="id: got"):
        claim(id, 1)


def test_within_needs_something_to_be_near_to():
    with pytest.raises(ValueError, match="within: needs published"):
        claim("chapter.name", 1, within=0.1)
