"""Heatmaps beside the truth: which scene, which method, which object is asked for, and where the evidence lies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

import numpy as np
import traitlets

from lib.plots.heatmaps import overlay
from lib.widgets.base import Explorer, State, check_shape, script
from lib.widgets.compact import enlarge, letters, outline, palette, sheet


class Scene(NamedTuple):
    """A picture `(H, W, 3)` in [0, 1], the mask `(H, W)` of each object in it, and their names."""

    image: np.ndarray
    masks: np.ndarray
    names: Sequence[str]


class HeatmapExplorer(Explorer):
    """Scene, method and asked object to choose; the outlined object, its heatmap, and how well they agree."""

    _esm = script("heatmap_explorer.js")
    controls: ClassVar[tuple[str, ...]] = ("scene", "method", "asked")
    scene = traitlets.Int().tag(sync=True)
    method = traitlets.Int().tag(sync=True)
    asked = traitlets.Int().tag(sync=True)
    pictures = traitlets.Dict(help="one sheet with all scenes").tag(sync=True)
    places = traitlets.List(help="each scene's place on the sheet").tag(sync=True)
    names = traitlets.List(help="the objects of each scene").tag(sync=True)
    methods = traitlets.List().tag(sync=True)
    palette = traitlets.Unicode(palette()).tag(sync=True)
    wishes = traitlets.Int(help="how often a new scene was asked for").tag(sync=True)
    can_draw = traitlets.Bool(help="whether new scenes can be asked for").tag(sync=True)

    def __init__(
        self,
        images: np.ndarray,
        masks: np.ndarray,
        names: Sequence[Sequence[str]],
        maps: Mapping[str, np.ndarray],
        *,
        label: str,
        compute: Callable[[np.ndarray, str, str], np.ndarray] | None = None,
        new_scene: Callable[[int], Scene] | None = None,
    ) -> None:
        """Show recorded maps, and compute them anew where there is a kernel.

        Args:
            images: `(N, H, W, 3)` in [0, 1].
            masks: `(N, objects, H, W)`, true on the object; a scene with fewer names leaves the last ones unused.
            names: of the objects of each scene.
            maps: by method, `(N, objects, h, w)` non-negative, h ≤ H and w ≤ W: the evidence for each object.
            label: what is to be seen, for those who do not see it.
            compute: from a picture `(H, W, 3)`, a method's name and an object's name to a map `(h, w)`; called for
                every choice that is made while a kernel runs.
            new_scene: draws a scene from a seed; in a notebook a button then asks for more of them.

        Raises:
            ValueError: shapes do not belong together, an object has no pixel, a map has negative values or ones that
                are not finite, or there is `new_scene` without `compute`.
        """
        if new_scene and not compute:
            raise ValueError("new_scene: came without compute, expected both: a new scene has no recorded maps")
        _check(images, masks, names, maps)
        super().__init__(label=label, can_draw=new_scene is not None, methods=list(maps))
        self._scenes = [Scene(*one) for one in zip(images, masks, names, strict=True)]
        self._maps, self._compute, self._new_scene = dict(maps), compute, new_scene
        self._lay_out()
        self.begin()
        self.observe(self._draw, names="wishes")

    def choices(self) -> Iterator[tuple[int, int, int]]:
        """Return every (scene, method, object)."""
        for number, scene in enumerate(self._scenes):
            for asked in range(len(scene.names)):
                yield from ((number, method, asked) for method in range(len(self._maps)))

    def state(self, scene: int, method: int, asked: int) -> State:
        """Return what is recorded of a scene, a method and an object."""
        return self._state(scene, method, asked, self._maps[self.methods[method]][scene, asked])

    def live(self, scene: int, method: int, asked: int) -> State:
        """Return what a scene, a method and an object give now."""
        if self._compute is None:
            return self.state(scene, method, asked)
        one = self._scenes[scene]
        return self._state(scene, method, asked, self._compute(one.image, self.methods[method], one.names[asked]))

    def values(self) -> State:
        """Return what the script can ask for in a page, where nothing draws new scenes."""
        return super().values() | {"can_draw": False}

    def still(self) -> list[tuple[np.ndarray, str]]:
        """Return the first scene and its heatmap."""
        image = self._scenes[0].image
        heat = overlay(image[None], enlarge(self._maps[self.methods[0]][0, 0], image.shape[:2])[None])[0]
        first = self._table["0,0,0"]
        return [(image, first["truth"]), (heat, first["answer"])]

    def _state(self, scene: int, method: int, asked: int, heat: np.ndarray) -> State:
        mask, names = self._scenes[scene].masks[asked].astype(bool), self._scenes[scene].names
        name, way, found = names[asked], self.methods[method], agreement(heat, mask)
        return {
            "scene": scene,
            "outline": outline(mask),
            "heat": letters(heat),
            "point": found.point,
            "truth": f"Scene {scene + 1} with {_listed(names)}; the {name} is outlined.",
            "answer": f"Scene {scene + 1} in grey under the heatmap of {way} for the {name}.",
            "words": _words(name, way, found, mask.mean()),
        }

    def _lay_out(self) -> None:
        self.pictures, self.places = sheet(np.stack([scene.image for scene in self._scenes]))
        self.names = [list(scene.names) for scene in self._scenes]

    def _draw(self, change: Mapping[str, int]) -> None:
        """Draw one more scene and show it; what the script needs for it arrives as one message."""
        self._scenes.append(Scene(*self._new_scene(change["new"])))
        with self.hold_sync():
            self._lay_out()
            self.asked = 0
            self.scene = len(self._scenes) - 1


class Agreement(NamedTuple):
    """Where a map is strongest (row, column), whether that lies on the object, and the share of evidence inside."""

    point: tuple[int, int] | None
    hit: bool
    share: float


def agreement(heat: np.ndarray, mask: np.ndarray) -> Agreement:
    """Compare a map with the truth: the pointing game and the energy inside.

    The map is enlarged bilinearly to the mask's size. Zhang et al. 2018, section 4.2, ask whether its maximum lies on
    the object; Wang et al. 2020, section 4.3, which share of its sum does.

    Args:
        heat: `(h, w)`, non-negative.
        mask: `(H, W)` of truth values, true on the object.

    Returns:
        Point, hit and share; a map without evidence has no point and hits nothing.
    """
    large = enlarge(heat, mask.shape)
    if not large.max() > 0:
        return Agreement(None, hit=False, share=0.0)
    row, column = (int(place) for place in np.unravel_index(large.argmax(), large.shape))
    return Agreement((row, column), bool(mask[row, column]), float(large[mask].sum() / large.sum()))


def _words(name: str, way: str, found: Agreement, covers: float) -> str:
    if found.point is None:
        return f"{way}, asked for the {name}, finds no evidence."
    verdict = f"on the {name}: a hit" if found.hit else f"beside the {name}: a miss"
    return (
        f"{way}, asked for the {name}: the strongest point lies {verdict}. "
        f"{found.share:.0%} of the evidence lies inside the outline, which covers {covers:.0%} of the picture."
    )


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    articled = [f"the {name}" for name in names]
    return " and ".join(filter(None, [", ".join(articled[:-1]), articled[-1]]))


def _check(images: np.ndarray, masks: np.ndarray, names: Sequence[Sequence[str]], maps: Mapping[str, object]) -> None:
    check_shape("images", images, ("N", "H", "W", 3))
    count, height, width = images.shape[:3]
    check_shape("masks", masks, (count, "objects", height, width))
    if len(names) != count or not all(1 <= len(some) <= masks.shape[1] for some in names):
        raise ValueError(f"names: got {names}, expected 1 to {masks.shape[1]} for each of {count} scenes")
    if not all(masks[scene, asked].any() for scene, some in enumerate(names) for asked in range(len(some))):
        raise ValueError("masks: got an object without a pixel, expected a mask for each name")
    if not maps:
        raise ValueError("maps: got none, expected at least one method")
    for method, one in maps.items():
        check_shape(f"maps[{method!r}]", one, (*masks.shape[:2], "h", "w"))
        if not (one >= 0).all() or not np.isfinite(one).all():
            raise ValueError(f"maps[{method!r}]: got negative values or no numbers, expected evidence from 0 up")
