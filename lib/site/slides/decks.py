"""What is shown, and in which order: the files in `slides/`, one a deck.

```yaml
title: Seeing inside
parts: [Why look inside, Seeing inside]   # captions in _toc.yml
slides:
  - title: Which places spoke for the answer?   # without one, the heading of the figure's section
    figure: fig-cam-steps
    lines:                                      # one or two
      - The map *is* the score, up to {claim}`heatmaps.cam_is_the_logit`.
    notes: What the speaker may say.
  - section: book/bias#what-no-data-can-settle  # a slide without a figure names the section it leads to
    lines: [Is it the people who differ, or the record?]
```
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path("slides")
MOST_LINES = 2
_DECK, _SLIDE = {"title", "parts", "slides"}, {"title", "figure", "section", "lines", "notes"}


@dataclass(frozen=True)
class Slide:
    """One slide as its file describes it."""

    title: str
    figure: str
    section: str
    lines: tuple[str, ...]
    notes: str


@dataclass(frozen=True)
class Deck:
    """A deck: its name is that of its file."""

    name: str
    title: str
    parts: tuple[str, ...]
    slides: tuple[Slide, ...]


def read_decks(folder: Path) -> list[Deck]:
    """Return the decks of a folder, in the order of their files' names.

    Raises:
        FileNotFoundError: there is none.
        ValueError: a file is not as described above; the message names it, and the slide.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise FileNotFoundError(f"{folder}: expected a file for each deck, such as {folder / 'bias.yml'}")
    return [read_deck(path) for path in files]


def read_deck(path: Path) -> Deck:
    """Return a deck.

    Raises:
        ValueError: as for `read_decks`.
    """
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: no valid YAML ({' '.join(str(error).split())})") from None
    _check_keys(path.name, said, known=_DECK, needed=_DECK)
    for name in ("parts", "slides"):
        if not isinstance(said[name], list) or not said[name]:
            raise ValueError(f"{path.name}: {name}: got {said[name]!r}, expected a list")
    slides = [_slide(f"{path.name}, slide {number}", one) for number, one in enumerate(said["slides"], start=1)]
    return Deck(path.stem, str(said["title"]), tuple(map(str, said["parts"])), tuple(slides))


def _slide(where: str, said: object) -> Slide:
    _check_keys(where, said, known=_SLIDE, needed={"lines"})
    lines = [said["lines"]] if isinstance(said["lines"], str) else said["lines"]
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError(
            f"{where}: lines: got {lines!r}, expected a list of sentences (put one with a colon in quotes)"
        )
    if not 1 <= len(lines) <= MOST_LINES:
        raise ValueError(f"{where}: lines: got {len(lines)}, expected 1 to {MOST_LINES}")
    if not said.get("figure") and not said.get("section"):
        raise ValueError(f"{where}: expected a figure, or the section that the slide leads to (`page#anchor`)")
    title, figure, section, notes = (str(said.get(name, "")) for name in ("title", "figure", "section", "notes"))
    return Slide(title, figure, section, tuple(lines), notes)


def _check_keys(where: str, said: object, *, known: set[str], needed: set[str]) -> None:
    if not isinstance(said, Mapping):
        raise ValueError(f"{where}: got {type(said).__name__}, expected a mapping with {', '.join(sorted(needed))}")
    if odd := sorted(map(str, said.keys() - known)):
        raise ValueError(f"{where}: got {odd[0]!r}, expected one of {', '.join(sorted(known))}")
    if missing := sorted(needed - said.keys()):
        raise ValueError(f"{where}: {missing[0]} is missing")
