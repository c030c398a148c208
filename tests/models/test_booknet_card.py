"""BookNet's model card says what its record says, and no other number."""

import re
from pathlib import Path

import pytest

from lib.fairness.intervals import wilson
from lib.models.booknet import booknet_record

CARD = Path(__file__).parents[2] / "book" / "_downloads" / "booknet-model-card.md"
#: Numbers of the card that the record does not decide: of headings, names, a level of confidence and the data set.
ELSEWHERE = ("64 pixels wide", "500 pictures a", "95%", "SHA-256", "top-1", "top-5", "Top-1", "Top-5")


def row(what: str, share: float, pictures: int, *, digits: int) -> str:
    """Return a line of the card's table."""
    low, high = wilson(round(share * pictures), pictures)
    shown = [f"{number:.{digits}%}" for number in (share, low, high)]
    return f"| {what} | {pictures:,} | {shown[0]} | {shown[1]} to {shown[2]} |"


def facts() -> list[str]:
    """Return what the card has to say."""
    record = booknet_record()
    recipe = record["recipe"]
    sizes, epochs = zip(*((stage["size"], stage["epochs"]) for stage in recipe["stages"]), strict=True)
    shares = record["accuracy_per_class"]
    best, worst = max(shares, key=shares.get), min(shares, key=shares.get)
    true, predicted, count = record["confusions"][0]
    classes, each = len(shares), 50
    return [
        f"SHA-256 begins {record['sha256'][:12]}",
        f"seed {record['seed']}, in {record['duration_s'] / 3600:.1f} hours",
        f"(Keras {record['versions']['keras']}, TensorFlow {record['versions']['tensorflow']})",
        f"a score for each of {classes} classes",
        f"{record['parameters']:,}",
        f"picture, {record['input_size']} pixels, was chosen",
        f"held back from training, {recipe['held_back_each']} of each",
        f"The {classes * each:,} validation pictures of the same {classes} classes, {each} of each",
        f"in {sum(epochs)} epochs, at {sizes[0]} and at {sizes[1]} pixels",
        row("top-1, all", record["top1"], classes * each, digits=1),
        row("top-5, all", record["top5"], classes * each, digits=1),
        row(f"best class: {best}", shares[best], each, digits=0),
        row(f"worst class: {worst}", shares[worst], each, digits=0),
        f"Of the classes, {sum(share < 0.5 for share in shares.values())} are named right in fewer than half",
        f"{true} taken for {predicted} ({count} of {each})",
    ]


def said() -> str:
    """Return the card on one line."""
    return " ".join(CARD.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("fact", facts())
def test_the_card_says_what_was_recorded(fact):
    assert fact in said()


def test_no_number_on_the_card_comes_from_elsewhere():
    text = said()
    for known in (*facts(), *ELSEWHERE):
        text = text.replace(known, " ")
    text = re.sub(r"## \d+\.", " ", text)
    assert re.findall(r"\S*\d\S*", text) == []
