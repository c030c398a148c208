"""Claims: the numbers that the prose quotes, each measured by the build and held to a bound.

In a chapter, `claim("heatmaps.x", value, at_least=0.9)` publishes a number; the role {claim}`heatmaps.x` prints it.
In the build a claim that does not hold fails; in a reader's notebook it only shows a note.
"""

import html
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from IPython.display import display

#: Where a claim lies in the metadata of its cell's output.
METADATA_KEY = "seeing-inside-claim"
_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
Number = float | int
Value = Number | Mapping[str, Number]


@dataclass(frozen=True)
class Claim:
    """A measured number, or several under labels, and whether the bound holds."""

    id: str
    value: float | dict[str, float]
    bound: str
    published: float | None
    source: str | None
    show: str
    ok: bool

    def text(self, label: str | None = None) -> str:
        """Return the number in the claim's own format; one of several by its label.

        Raises:
            KeyError: there is no such label, or one is needed.
        """
        if label is None and isinstance(self.value, dict):
            return ", ".join(f"{name} {self.show.format(value)}" for name, value in self.value.items())
        if label is None:
            return self.show.format(self.value)
        if not isinstance(self.value, dict):
            raise KeyError(label)
        return self.show.format(self.value[label])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:  # noqa: ARG002
        verdict = "✓" if self.ok else "✗ does not hold here:"
        note = f"{verdict} {self.id} = {self.text()}" + (f" ({self.bound})" if self.bound else "")
        markup = f'<p class="claim-note{"" if self.ok else " claim-missed"}">{html.escape(note)}</p>'
        return {"text/html": markup, "text/plain": note}, {METADATA_KEY: asdict(self)}


def claim(
    id: str,
    value: Value,
    *,
    at_least: Number | None = None,
    at_most: Number | None = None,
    equals: Number | None = None,
    within: Number | None = None,
    published: Number | None = None,
    source: str | None = None,
    show: str = "{:.2f}",
) -> None:
    """Publish a number that the prose quotes.

    Args:
        id: `chapter.name`, in lower case.
        value: the number measured, or several under labels; each is held to the bound.
        at_least: lower bound, inclusive.
        at_most: upper bound, inclusive.
        equals: the exact number expected.
        within: greatest distance allowed from `published`.
        published: the number in the literature, shown beside ours.
        source: where that was published.
        show: how the number is printed, a format such as `{:.1%}`.

    Raises:
        ValueError: the id is malformed, or `within` comes without `published`.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"id: got {id!r}, expected lower-case words joined by dots, such as heatmaps.box_overlap")
    if within is not None and published is None:
        raise ValueError("within: needs published, the number to be near to")
    values = {str(k): float(v) for k, v in value.items()} if isinstance(value, Mapping) else float(value)
    bounds = {"at least": at_least, "at most": at_most, "exactly": equals}
    words = [f"{name} {show.format(bound)}" for name, bound in bounds.items() if bound is not None]
    if within is not None:
        words.append(f"within {show.format(within)} of {show.format(published)}")
    each = values.values() if isinstance(values, dict) else [values]
    holds = bool(values != {}) and all(
        math.isfinite(number)
        and (at_least is None or number >= at_least)
        and (at_most is None or number <= at_most)
        and (equals is None or number == equals)
        and (within is None or abs(number - published) <= within)
        for number in each
    )
    display(Claim(id, values, ", ".join(words), published, source, show, holds))
