"""Find results in the prose that come from nowhere: `python -m lib.site.lint book/`.

A number written in digits must be a claim, stand in a sentence with a citation, or be declared under `settings` in the
chapter's front matter. Code, mathematics, addresses and years are left alone.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lib.site.chapters import split_front_matter

_NUMBER = re.compile(r"(?<![\w\-–#./])\d(?:[\d.,]*\d)?(?:\s?[×x]\s?\d+)*(?:\s?%)?(?![\w])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LITERAL = [
    (re.compile(r"\{cite(?::\w+)?\}`[^`]*`"), "⟦cite⟧"),
    (re.compile(r"(?:\{[\w:.+-]+\})?(`+)(?:(?!\1).)+?\1", re.DOTALL), " "),
    (re.compile(r"\$\$.*?\$\$(?:\s*\([\w-]+\))?", re.DOTALL), " "),
    (re.compile(r"\$[^$\n]+\$"), " "),
    (re.compile(r"\]\([^)]*\)"), "]"),
    (re.compile(r"<[^>\n]+>|https?://\S+"), " "),
]
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[\W]*[A-Z])|\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.)\s)")


class Finding(NamedTuple):
    """A number without a source, and where it stands."""

    file: Path
    line: int
    number: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.number!r} comes from no claim, citation or declared setting"


def findings(file: Path) -> list[Finding]:
    """Return the numbers of a page that come from nowhere."""
    text = file.read_text(encoding="utf-8")
    matter, body = split_front_matter(text)
    settings = set(matter.get("settings") or ())
    if odd := [key for key in settings if not isinstance(key, str)]:
        # Notebooks are stored as JSON, which sorts its keys and cannot mix kinds.
        raise ValueError(f"{file}: write the setting {odd[0]} in quotes")
    offset = text.count("\n") - body.count("\n")
    found = []
    for line, sentence in _sentences(_prose(body)):
        if "⟦cite⟧" in sentence:
            continue
        for match in _NUMBER.finditer(sentence):
            number = re.sub(r"\s", "", match.group())
            ordinal = sentence[: match.start()].strip() == "" and re.match(r"\.(?:\s|$)", sentence[match.end() :])
            if number not in settings and not _YEAR.fullmatch(number) and not ordinal:
                found.append(Finding(file, offset + line + sentence[: match.start()].count("\n"), match.group()))
    return found


def _prose(body: str) -> str:
    """Return a page with all that is no prose blanked out, line for line."""
    kept, fence, header = [], None, False
    for line in body.splitlines():
        mark = re.match(r"\s*(`{3,}|:{3,})(.*)", line)
        if fence and mark and mark[1].startswith(fence) and not mark[2].strip():
            fence, line = None, ""
        elif not fence and mark and re.match(r"\{code-cell\}|\{code\}|\{math\}|\w", mark[2].strip()):
            fence, header, line = mark[1], "{code-cell}" in mark[2], ""
        elif fence and header and (caption := re.search(r"caption: [\"'](.*?)[\"']\s*\}?$", line)):
            line = caption[1]
        elif fence or mark or re.match(r"\s*:[\w-]+:|\([\w-]+\)=", line):
            line = ""
        kept.append(line)
    return "\n".join(kept)


def _sentences(prose: str) -> Iterator[tuple[int, str]]:
    """Yield (line, sentence), with code, mathematics and addresses blanked out and citations marked."""
    for pattern, mark in _LITERAL:
        prose = pattern.sub(lambda match, mark=mark: mark + "\n" * match.group().count("\n"), prose)
    start = 0
    for gap in [*_SENTENCE.finditer(prose), None]:
        end = gap.start() if gap else len(prose)
        yield prose[:start].count("\n") + 1, prose[start:end]
        start = gap.end() if gap else end


def main(folders: list[str]) -> int:
    """Print every finding under the folders; return 1 if there is one."""
    found = [finding for folder in folders for file in sorted(Path(folder).rglob("*.md")) for finding in findings(file)]
    for finding in found:
        print(finding)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
