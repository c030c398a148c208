"""What `check` returns: a verdict and a sentence, as text in a terminal and as a note in a notebook or page."""

import html
import re
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["empty", "right", "again"]
#: A sign, a title, and the colour of the note's edge, which stands out on light and on dark ground.
_LOOKS: dict[Verdict, tuple[str, str, str]] = {
    "empty": ("○", "Not filled in yet", "#8a8a8a"),
    "right": ("✓", "Right", "#2a9d63"),
    "again": ("↻", "Look again", "#d9822b"),
}


@dataclass(frozen=True, repr=False)
class Result:
    """What there is to say about an answer."""

    verdict: Verdict
    words: str  #: a sentence or two; code stands between backticks

    def __repr__(self) -> str:
        sign, title, _ = _LOOKS[self.verdict]
        return f"{sign} {title}. {self.words}"

    def _repr_html_(self) -> str:
        sign, title, colour = _LOOKS[self.verdict]
        words = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(self.words))
        # In a notebook there is no style sheet of ours: the little that a note needs lies in the note.
        style = f"border-left: 3px solid {colour}; padding-left: 0.7em; margin: 0.3em 0;"
        return f'<p class="check-note check-{self.verdict}" style="{style}"><b>{sign} {title}.</b> {words}</p>'
