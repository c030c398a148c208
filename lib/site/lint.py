"""Find results in the prose that come from nowhere: `python -m lib.site.lint book/`.

A number written in digits must be a claim, stand in a sentence with a citation, or be declared under `settings` in the
chapter's front matter. Code, mathematics, addresses, years and names such as top-5, VGG16 or 3D are left alone. The
front matter is checked too: what the build and the settings need has to be there. Folders whose names begin with an
underscore hold no pages.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lib.site.text import split_front_matter

#: A number with its sign and what is written to it: −3, 1,024, 8×8, 66.2 %, 12ms.
_NUMBER = re.compile(r"(?<![\w#./])(?<!\w[-–−])[-−]?(\d(?:[\d.,]*\d)?(?:\s?[×x]\s?\d+)*(?:\s?%)?)([^\W\d_]*)(?!\w)")
#: A year, a decade, an ordinal, a number of dimensions.
_NO_RESULT = re.compile(r"(?:19|20)\d\ds?|\d+(?:st|nd|rd|th)|[123]D")
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
    """Return the numbers of a page that come from nowhere.

    Raises:
        ValueError: the front matter is no YAML, or its settings cannot be read.
    """
    text = file.read_text(encoding="utf-8")
    matter, body = split_front_matter(text)
    settings = matter.get("settings") or {}
    if not isinstance(settings, dict):
        raise ValueError(f"settings: got {type(settings).__name__}, expected a mapping from numbers to words")
    if odd := [key for key in settings if not isinstance(key, str)]:
        # Notebooks are stored as JSON, which sorts its keys and cannot mix kinds.
        raise ValueError(f"settings: write the setting {odd[0]} in quotes")
    offset = text.count("\n") - body.count("\n")
    return [Finding(file, offset + line, number) for line, number in _numbers(_prose(body), set(settings))]


def unsourced(text: str) -> list[str]:
    """Return the numbers of a text that are written in digits, and that neither a claim nor a citation stands for."""
    return [number for _, number in _numbers(_prose(text), set())]


def missing_headers(file: Path) -> list[str]:
    """Return what the front matter of a page with code lacks; without it the page would not be executed."""
    matter, body = split_front_matter(file.read_text(encoding="utf-8"))
    if "{code-cell}" not in body:
        return []
    needed = {
        "jupytext: {text_representation: {extension: .md, format_name: myst}}": (
            _at(matter, "jupytext", "text_representation", "format_name") == "myst"
        ),
        "kernelspec: {name: python3, display_name: Python 3}": _at(matter, "kernelspec", "name") == "python3",
    }
    return [f"a page with code needs `{line}` in its front matter" for line, is_there in needed.items() if not is_there]


def _at(matter: object, *keys: str) -> object:
    for key in keys:
        matter = matter.get(key) if isinstance(matter, dict) else None
    return matter


def _numbers(prose: str, settings: set[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, number) for each number without a source."""
    for line, sentence in _sentences(prose):
        if "⟦cite⟧" in sentence:
            continue
        for match in _NUMBER.finditer(sentence):
            number = re.sub(r"\s", "", match[1])
            known = number in settings or match.group() in settings
            if known or _NO_RESULT.fullmatch(match.group()) or _is_ordinal(sentence, *match.span()):
                continue
            yield line + sentence[: match.start()].count("\n"), match.group()


def _is_ordinal(sentence: str, start: int, end: int) -> bool:
    """Tell whether a number only counts: that of a list's item, or of a heading."""
    before, after = sentence[:start].strip(), sentence[end:]
    return not before.strip("#") and bool(re.match(r"\.?(?:\s|$)" if before else r"[.)](?:\s|$)", after))


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


def complaints(file: Path) -> list[str]:
    """Return a line for each number from nowhere, and for what is amiss in the front matter."""
    try:
        return [*(f"{file}:1: {said}" for said in missing_headers(file)), *map(str, findings(file))]
    except ValueError as error:
        return [f"{file}:1: {error}"]


def _pages(folder: Path) -> list[Path]:
    """Return the pages in a folder; what lies in a folder such as `_downloads` is handed out as it is."""
    found = sorted(folder.rglob("*.md"))
    return [file for file in found if not any(part.startswith("_") for part in file.relative_to(folder).parts)]


def main(folders: list[str]) -> int:
    """Print what is amiss under the folders; return 1 if anything is."""
    found = [line for folder in folders for file in _pages(Path(folder)) for line in complaints(file)]
    for line in found:
        print(line)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
