"""The form of every interactive figure: one module of JavaScript, and a kernel or a table that answers it.

A figure is a view. Its controls are whole numbers that the reader moves; for each choice there is a state, `shown`,
that its script draws. In a notebook the kernel answers a moved control with a new state. A page has no kernel: there
the states of all choices lie in the page, and `page.js` answers from them in the kernel's place. The script is written
once, to the anywidget interface (https://anywidget.dev/en/afm/), and cannot tell the difference.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import ClassVar

import anywidget
import numpy as np
import traitlets
from ipywidgets import DOMWidget

from lib.widgets.compact import picture

_SHARED, _PAGE, _LOOKS = "shared.js", "page.js", "explorer.css"
State = dict[str, object]


@cache
def read(name: str) -> str:
    """Return a file that lies beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def script(name: str) -> str:
    """Return a figure's module with what all figures share, so that it needs no other file."""
    own = "\n".join(line for line in read(name).splitlines() if not line.startswith("import "))
    return f"{read(_SHARED)}\n{own}\n"


class Explorer(anywidget.AnyWidget):
    """An interactive figure; a subclass names its `controls` and says what is shown at each choice.

    A subclass sets `_esm = script("its_module.js")`, declares its controls as `Int` traits and what does not change as
    other synchronised traits, and calls `self.begin()` once these are set.
    """

    _css = read(_LOOKS)
    #: Names of the traits that the reader moves.
    controls: ClassVar[tuple[str, ...]] = ()
    label = traitlets.Unicode(help="what is to be seen, for those who do not see it").tag(sync=True)
    shown = traitlets.Dict(help="what the script draws").tag(sync=True)

    def choices(self) -> Iterable[tuple[int, ...]]:
        """Return every choice that a page offers, one number for each control."""
        raise NotImplementedError

    def state(self, *choice: int) -> State:
        """Return what is shown at a choice, as JSON can hold it; `words` says the result in a sentence."""
        raise NotImplementedError

    def live(self, *choice: int) -> State:
        """Return what is shown at a choice that is made while a kernel runs: the same, unless it is computed anew."""
        return self.state(*choice)

    def still(self) -> list[tuple[np.ndarray, str]]:
        """Return pictures `(H, W, 3)` in [0, 1] of the first state, each with its alternative text."""
        raise NotImplementedError

    def values(self) -> State:
        """Return what the script can ask the model for in a page."""
        known = DOMWidget.class_traits()
        own = (name for name in self.traits(sync=True) if not name.startswith("_") and name not in known)
        return {name: getattr(self, name) for name in own}

    def begin(self) -> None:
        """Tell what is shown at every choice, show the present one, and answer from now on."""
        self._table = {_key(choice): self.state(*choice) for choice in self.choices()}
        self._answered = self._choice()
        self.shown = self._table[_key(self._answered)]
        self.observe(self._answer, names=list(self.controls))

    def page(self) -> str:
        """Return the figure for a page without a kernel: its first state, which the script then replaces."""
        title, scenes = escape(self.label), "".join(_still(*one) for one in self.still())
        words = f"<p>{escape(str(self.shown['words']))}</p>"
        asks = "<noscript><p>With JavaScript this figure answers to your hand; this is its first state.</p></noscript>"
        data = _in_markup({"values": self.values(), "controls": self.controls, "table": self._table})
        return (
            f"<style>\n{self._css}</style>\n"
            f'<div class="explorer" role="group" aria-label="{title}">'
            f'<div class="explorer-panels">{scenes}</div>{words}{asks}'
            f'<script type="application/json">{data}</script></div>\n'
            f"<script>\n{_at_once(self._esm + read(_PAGE))}</script>"
        )

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": self.label, "text/html": self.page()}, metadata

    def _choice(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in self.controls)

    def _answer(self, _: object) -> None:
        # Two controls moved at once are told of twice.
        if (choice := self._choice()) != self._answered:
            self._answered, self.shown = choice, self.live(*choice)


def _key(choice: tuple[int, ...]) -> str:
    """Return the name that `page.js` looks a choice up by."""
    return ",".join(map(str, choice))


def _at_once(module: str) -> str:
    """Return a module as a script that runs where it stands in a page.

    As a module it would wait for the whole page, and move what the reader has begun to read.
    """
    named = module.replace("export default {", "const figure = {").replace("\nexport ", "\n")
    return f'(() => {{\n"use strict";\n{named}}})();\n'


def _still(image: np.ndarray, alternative: str) -> str:
    url = picture((np.clip(image, 0, 1) * 255).round().astype(np.uint8))
    return f'<div><img src="{url}" alt="{escape(alternative)}"></div>'


def _in_markup(data: Mapping[str, object]) -> str:
    """Return JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def check_shape(name: str, array: np.ndarray, expected: Sequence[int | str]) -> None:
    """Check an array's shape; a word stands for a side of any length.

    Raises:
        ValueError: another shape.
    """
    fits = [not isinstance(side, int) or side == got for side, got in zip(expected, array.shape, strict=False)]
    if len(expected) != array.ndim or not all(fits):
        raise ValueError(f"{name}: got shape {array.shape}, expected ({', '.join(map(str, expected))})")
