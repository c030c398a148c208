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

    @classmethod
    def from_row(cls, row: Mapping[str, object]) -> "Claim":
        """Return the claim that a row of a report, or the metadata of an output, tells of."""
        known = {name: row[name] for name in cls.__dataclass_fields__}
        value = known["value"]
        known["value"] = {k: float(v) for k, v in value.items()} if isinstance(value, Mapping) else float(value)
        return cls(**known)

    def row(self) -> dict[str, object]:
        """Return the claim as JSON can hold it: numbers that are not finite as words."""
        value = self.value
        said = {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else _plain(value)
        return asdict(self) | {"value": said}

    def text(self, label: str | None = None) -> str:
        """Return the number in the claim's own format; one of several by its label.

        Raises:
            KeyError: there is no such label, or the claim is a single number.
        """
        if label is None and isinstance(self.value, dict):
            return ", ".join(f"{name} {printed(self.show, value)}" for name, value in self.value.items())
        if label is None:
            return printed(self.show, self.value)
        if not isinstance(self.value, dict):
            raise KeyError(label)
        return printed(self.show, self.value[label])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:  # noqa: ARG002
        verdict = "✓" if self.ok else "✗ does not hold here:"
        note = f"{verdict} {self.id} = {self.text()}" + (f" ({self.bound})" if self.bound else "")
        markup = f'<p class="claim-note{"" if self.ok else " claim-missed"}">{html.escape(note)}</p>'
        return {"text/html": markup, "text/plain": note}, {METADATA_KEY: self.row()}


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
        value: the number measured, or several under labels; each is held to the bounds. One that is not finite
            never holds.
        at_least: lower bound, inclusive.
        at_most: upper bound, inclusive.
        equals: the exact number expected.
        within: greatest distance allowed from `published`.
        published: the number in the literature, shown beside ours.
        source: where that was published.
        show: how the number is printed, a format such as `{:.1%}`.

    Raises:
        ValueError: the id or the format is malformed, the bounds contradict each other, or `within` comes without
            `published`.
        TypeError: the value is no number.
    """
    bounds = {"at_least": at_least, "at_most": at_most, "equals": equals, "within": within, "published": published}
    bounds = {name: _number(name, number) for name, number in bounds.items() if number is not None}
    _check(id, bounds, show)
    if isinstance(value, Mapping):
        value = {str(label): _number(f"value[{label!r}]", number) for label, number in value.items()}
    else:
        value = _number("value", value)
    each = list(value.values()) if isinstance(value, dict) else [value]
    ok = bool(each) and all(_holds(number, **bounds) for number in each)
    display(Claim(id, value, _words(show, **bounds), bounds.get("published"), source, show, ok))


def _number(name: str, number: object) -> float:
    """Return a number as a plain one, whatever library it comes from."""
    try:
        return float(number)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: got {number!r}, expected a number") from None


def _check(id: str, bounds: dict[str, float], show: str) -> None:
    if not _ID.fullmatch(id):
        raise ValueError(f"id: got {id!r}, expected lower-case words joined by dots, such as heatmaps.box_overlap")
    if "within" in bounds and "published" not in bounds:
        raise ValueError("within: needs published, the number to be near to")
    if bounds.get("within", 0) < 0:
        raise ValueError(f"within: got {bounds['within']}, expected a distance of at least 0")
    lowest, highest = bounds.get("at_least", -math.inf), bounds.get("at_most", math.inf)
    if not lowest <= bounds.get("equals", lowest) <= highest:
        said = ", ".join(f"{name}={bounds[name]:g}" for name in ("at_least", "at_most", "equals") if name in bounds)
        raise ValueError(f"bounds: got {said}, which no number meets")
    try:
        shown = show.format(0.5)
    except (ValueError, IndexError, KeyError):
        shown = show
    if shown == show:
        raise ValueError(f"show: got {show!r}, expected a format for one number, such as {{:.1%}}")


def _words(
    show: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    equals: float | None = None,
    within: float | None = None,
    published: float | None = None,
) -> str:
    """Return the bounds in words."""
    named = {"at least": at_least, "at most": at_most, "exactly": equals}
    words = [f"{name} {printed(show, bound)}" for name, bound in named.items() if bound is not None]
    near = [] if within is None else [f"within {printed(show, within)} of {printed(show, published)}"]
    return ", ".join(words + near)


def _holds(
    number: float,
    *,
    at_least: float = -math.inf,
    at_most: float = math.inf,
    equals: float | None = None,
    within: float = math.inf,
    published: float = 0.0,
) -> bool:
    """Tell whether a finite number meets every bound."""
    near = abs(number - published) <= within
    return math.isfinite(number) and at_least <= number <= at_most and near and equals in (None, number)


def printed(show: str, number: float | None) -> str:
    """Return a number in its format, with the minus of print: a hyphen is shorter, and lines may break after it."""
    return show.format(number).replace("-", "−")


def _plain(number: float) -> float | str:
    return number if math.isfinite(number) else str(number)
