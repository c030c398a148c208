"""The questions of a quiz, as a YAML file holds them.

A list of mappings: `id` (a short name, never used again), `chapter` (a page, as in the table of contents), `section`
(the heading there under which the answer is found), `question`, and `options`, each with `text`, `why` (shown when it
was chosen) and, for exactly one of them, `right: true`. Texts are MyST of one paragraph.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FEWEST_OPTIONS = 3


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what there is to say about it."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question, its options, and where in the book it is answered."""

    id: str
    chapter: str
    section: str
    question: str
    options: tuple[Option, ...]

    @property
    def key(self) -> str:
        """The name under which a reader's answer is kept: another one as soon as question or options change."""
        said = "\0".join([self.question, *(option.text for option in self.options)])
        return f"{self.id}-{hashlib.sha256(said.encode()).hexdigest()[:6]}"

    @property
    def right(self) -> int:
        """The place of the right option, from nought."""
        return next(place for place, option in enumerate(self.options) if option.right)


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file, in its order.

    Raises:
        ValueError: the file is no YAML or no list of questions, a question lacks something or has something unknown, it
            has too few options or not exactly one that is right, or two questions share an id.
    """
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: no valid YAML ({' '.join(str(error).split())})") from None
    if not isinstance(rows, list):
        raise ValueError(f"{path.name}: got {type(rows).__name__}, expected a list of questions")
    questions = [_question(row) for row in rows]
    for id, times in Counter(question.id for question in questions).items():
        if times > 1:
            raise ValueError(f"question {id!r}: got {times} with this id, expected one")
    return questions


def _question(row: object) -> Question:
    name = f"question {row.get('id')!r}" if isinstance(row, Mapping) else "question"
    known = _checked(name, row, {"id", "chapter", "section", "question"}, {"options": list})
    options = tuple(_option(f"{name}, option {place}", one) for place, one in enumerate(known["options"], start=1))
    if len(options) < FEWEST_OPTIONS:
        raise ValueError(f"{name}: got {len(options)} options, expected at least {FEWEST_OPTIONS}")
    if (right := sum(option.right for option in options)) != 1:
        raise ValueError(f"{name}: got {right} right options, expected exactly one")
    return Question(**(known | {"options": options}))


def _option(name: str, row: object) -> Option:
    is_right = {"right": bool} if isinstance(row, Mapping) and "right" in row else {}
    return Option(**_checked(name, row, {"text", "why"}, is_right))


def _checked(name: str, row: object, texts: set[str], others: dict[str, type]) -> dict:
    """Return a row that has exactly what is expected, texts stripped."""
    expected = texts | set(others)
    if not isinstance(row, Mapping) or set(row) != expected:
        got = sorted(map(str, row)) if isinstance(row, Mapping) else type(row).__name__
        raise ValueError(f"{name}: got {got}, expected {sorted(expected)}")
    for field in expected:
        kind = others.get(field, str)
        if not isinstance(row[field], kind) or not row[field]:
            raise ValueError(f"{name}: {field}: got {row[field]!r}, expected {kind.__name__} that is not empty")
    return {field: " ".join(row[field].split()) if field in texts else row[field] for field in expected}
