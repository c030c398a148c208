"""A shortcut by degrees: how a network's scores and its heatmaps change as the ground gives the answer away."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np
import traitlets

from lib.plots.heatmaps import overlay
from lib.widgets.base import Explorer, State, check_shape, script
from lib.widgets.compact import enlarge, letters, palette, sheet

#: What a share says when it stands before these words.
_MEANINGS = {
    "accuracy_own": "right on scenes of the kind it learned from",
    "accuracy_swapped": "right after the grounds are swapped",
    "heat_on_ground": "of the heat lies on the ground",
}


class ShortcutExplorer(Explorer):
    """A slider over the planted correlation; example scenes, their heatmaps, and three numbers as bars."""

    _esm = script("shortcut_explorer.js")
    controls: ClassVar[tuple[str, ...]] = ("level",)
    level = traitlets.Int().tag(sync=True)
    knob = traitlets.Unicode(help="what the slider moves").tag(sync=True)
    seeds = traitlets.Int(help="the largest number of networks behind a number").tag(sync=True)
    levels = traitlets.List(help="each level in words").tag(sync=True)
    pictures = traitlets.Dict(help="one sheet with all scenes").tag(sync=True)
    palette = traitlets.Unicode(palette()).tag(sync=True)

    def __init__(
        self,
        levels: np.ndarray,
        images: np.ndarray,
        maps: np.ndarray,
        *,
        accuracy_own: np.ndarray,
        accuracy_swapped: np.ndarray,
        heat_on_ground: np.ndarray,
        label: str,
        knob: str = "How often the ground gives the answer away",
    ) -> None:
        """Show recorded networks, one or several for each level.

        Args:
            levels: `(L,)`, rising, shares in [0, 1].
            images: `(L, E, H, W, 3)` in [0, 1], example scenes at each level. A picture that comes back at another
                level costs the page nothing.
            maps: `(L, E, h, w)`, non-negative: the evidence for each example's own class.
            accuracy_own: `(L,)` or `(L, seeds)` in [0, 1], on scenes drawn as those that the network learned from.
            accuracy_swapped: the same after the grounds are swapped.
            heat_on_ground: share of the maps' sum that lies on the ground, likewise.
            label: what is to be seen, for those who do not see it.
            knob: what the slider moves.

        Raises:
            ValueError: shapes do not belong together, levels do not rise, shares lie outside [0, 1], or a map has
                negative values or ones that are not finite.
        """
        self._numbers = {
            "accuracy_own": accuracy_own,
            "accuracy_swapped": accuracy_swapped,
            "heat_on_ground": heat_on_ground,
        }
        _check(levels, images, maps, self._numbers)
        seeds = max(values[0].size for values in self._numbers.values())
        super().__init__(label=label, knob=knob, seeds=seeds, levels=[f"{level:.0%}" for level in levels])
        self._images, self._maps = images, maps
        flat = images.reshape(-1, *images.shape[2:])
        self.pictures, places = sheet(flat)
        self._places = np.reshape(places, images.shape[:2]).tolist()
        self.begin()

    def choices(self) -> Iterator[tuple[int]]:
        """Return every level."""
        return ((level,) for level in range(len(self.levels)))

    def state(self, level: int) -> State:
        """Return the scenes, heatmaps and numbers of a level."""
        bars = [_bar(_MEANINGS[name], np.atleast_1d(values[level])) for name, values in self._numbers.items()]
        said = "; ".join(f"{bar['text']} {bar['name']}" for bar in bars)
        at = f"{self.knob}: {self.levels[level]}"
        return {
            "places": self._places[level],
            "heats": [letters(one) for one in self._maps[level]],
            "bars": bars,
            "scenes": f"{len(self._maps[level])} example scenes. {at}.",
            "answers": f"The same scenes in grey under their heatmaps. {at}.",
            "words": f"{at}. {said}.",
        }

    def still(self) -> list[tuple[np.ndarray, str]]:
        """Return the scenes of the first level, and their heatmaps."""
        images, first = self._images[0], self._table["0"]
        heat = overlay(images, np.stack([enlarge(one, images.shape[1:3]) for one in self._maps[0]]))
        return [(np.concatenate(images, axis=1), first["scenes"]), (np.concatenate(heat, axis=1), first["answers"])]


def _bar(name: str, values: np.ndarray) -> State:
    """Return a number's mean and, over several seeds, its lowest and highest value."""
    mean, low, high = (round(float(value), 4) for value in (values.mean(), values.min(), values.max()))
    return {"name": name, "mean": mean, "low": low, "high": high, "text": f"{mean:.0%}"}


def _check(levels: np.ndarray, images: np.ndarray, maps: np.ndarray, numbers: Mapping[str, np.ndarray]) -> None:
    check_shape("levels", levels, ("L",))
    if len(levels) < 2 or not (np.diff(levels) > 0).all() or levels[0] < 0 or levels[-1] > 1:
        raise ValueError(f"levels: got {levels}, expected at least two shares in [0, 1] that rise")
    check_shape("images", images, (len(levels), "E", "H", "W", 3))
    check_shape("maps", maps, (*images.shape[:2], "h", "w"))
    if not (maps >= 0).all() or not np.isfinite(maps).all():
        raise ValueError("maps: got negative values or no numbers, expected evidence from 0 up")
    for name, values in numbers.items():
        if values.ndim not in (1, 2) or len(values) != len(levels):
            raise ValueError(f"{name}: got shape {values.shape}, expected ({len(levels)},) or ({len(levels)}, seeds)")
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"{name}: got {values}, expected shares in [0, 1]")
