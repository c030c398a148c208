"""Figures of toys for both hosts: three scenes with squares for objects, and a ground that gives the answer away."""

import numpy as np

from lib.widgets.heatmap_explorer import HeatmapExplorer, Scene
from lib.widgets.shortcut_explorer import ShortcutExplorer

COLOURS = {"ball": (0.9, 0.3, 0.1), "tent": (0.2, 0.3, 0.8)}
#: For each scene the row and column of an object's upper left corner, in places of eight pixels; it is four wide.
SCENES = [{"ball": (1, 1), "tent": (6, 7)}, {"tent": (4, 4)}, {"tent": (7, 2), "ball": (1, 6)}]
#: Shares of the evidence that a method leaves on the object; the rest lies in a far corner of the picture.
SHARES = {"CAM": 0.9, "Occlusion": 0.3}


def draw(corners: dict[str, tuple[int, int]]) -> Scene:
    """Return a scene of 96 × 96 pixels: squares on a ground that grows lighter downwards."""
    image = np.linspace(0.2, 0.8, 96)[:, None, None] * (0.5, 0.9, 0.7) * np.ones((96, 1))
    masks = np.zeros((2, 96, 96), bool)
    for mask, (name, (row, column)) in zip(masks, corners.items(), strict=False):
        mask[8 * row : 8 * row + 32, 8 * column : 8 * column + 32] = True
        image[mask] = COLOURS[name]
    return Scene(image.astype(np.float32), masks, list(corners))


def heat(mask: np.ndarray, share: float) -> np.ndarray:
    """Return a map `(12, 12)`: a share of its evidence on two places of the object, the rest in one far from it."""
    rows, columns = np.nonzero(mask[4::8, 4::8])
    one = np.zeros((12, 12))
    if len(rows):
        one[rows[5], columns[5]] = one[rows[6], columns[6]] = share / 2
        one[11 if rows[0] < 5 else 0, 0] = 1 - share
    return one


def compute(image: np.ndarray, method: str, name: str) -> np.ndarray:
    """Return a method's map for an object, found by its colour."""
    return heat(np.isclose(image, COLOURS[name]).all(axis=-1), SHARES[method])


def heatmap_explorer() -> HeatmapExplorer:
    """Return a figure whose kernel computes anew what its page has recorded, and draws more scenes."""
    drawn = [draw(corners) for corners in SCENES]
    maps = {
        way: np.array([[heat(mask, share) for mask in scene.masks] for scene in drawn]) for way, share in SHARES.items()
    }
    return HeatmapExplorer(
        np.stack([scene.image for scene in drawn]),
        np.stack([scene.masks for scene in drawn]),
        [scene.names for scene in drawn],
        maps,
        label="Three scenes beside their heatmaps; scene, object and method can be chosen",
        compute=compute,
        new_scene=lambda seed: draw({"ball": (seed, 0), "tent": (seed, 6)}),
    )


def shortcut_explorer() -> ShortcutExplorer:
    """Return a figure in which heat moves away from the object over five levels."""
    drawn = [draw(corners) for corners in SCENES]
    return ShortcutExplorer(
        np.linspace(0.5, 1, 5),
        np.stack([[scene.image for scene in drawn]] * 5),
        np.array([[heat(scene.masks[0], share) for scene in drawn] for share in (0.9, 0.7, 0.5, 0.3, 0.1)]),
        accuracy_own=np.array([0.9, 0.92, 0.94, 0.96, 0.98]),
        accuracy_swapped=np.array([[0.9, 0.8], [0.8, 0.7], [0.6, 0.5], [0.4, 0.3], [0.2, 0.1]]),
        heat_on_ground=np.array([0.1, 0.3, 0.5, 0.7, 0.9]),
        label="A slider over planted correlations; example scenes, their heatmaps and three bars follow it",
    )
