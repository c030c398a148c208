"""A page as text: its front matter, its headings and the rest."""

import re

import yaml

_FENCE = re.compile(r"\s*(`{3,}|:{3,})\s*(.*?)\s*")
_HEADING = re.compile(r"#{1,6} +(.*?)\s*")


def split_front_matter(text: str) -> tuple[dict, str]:
    """Return (front matter, the rest); a page without front matter has an empty one.

    Raises:
        ValueError: the front matter is no YAML mapping.
    """
    if not text.startswith("---\n"):
        return {}, text
    head, _, rest = text[4:].partition("\n---\n")
    try:
        matter = yaml.safe_load(head) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"front matter: no valid YAML ({' '.join(str(error).split())})") from None
    if not isinstance(matter, dict):
        raise ValueError(f"front matter: got {type(matter).__name__}, expected a mapping")
    return matter, rest


def headings(text: str) -> list[str]:
    """Return the headings of a page, its title first; what stands in a code cell or another block is none."""
    found, fence = [], ""
    for line in split_front_matter(text)[1].splitlines():
        mark = _FENCE.fullmatch(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not mark[2] else fence
        elif mark:
            fence = mark[1]
        elif heading := _HEADING.fullmatch(line):
            found.append(heading[1])
    return found
