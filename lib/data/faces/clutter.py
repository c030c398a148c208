"""What is no face: the easy and the hard, in every tone, on the grounds and under the light that faces have."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
from skimage.transform import resize

from lib.data.faces.draws import EVEN, draw_numbers, weighted
from lib.data.faces.grounds import paint_grounds
from lib.data.faces.render import CHUNK, SMALLEST, camera_noise, render_faces, two_at_a_time
from lib.data.faces.sampling import sample_attributes
from lib.data.faces.solids import NUMBERS, draw_solids
from lib.data.faces.table import Faces
from lib.data.faces.tones import skin_reflectance, to_screen
from lib.data.photographs import PHOTOGRAPHS, load_photographs
from lib.data.scenes import OBJECTS, render_scenes, sample_scenes

#: Kinds of clutter, in the order of their codes, the hardest last.
CLUTTER = ("ground", "photograph", "object", "solid", "partial", "scrambled", "blank")
#: How often each, unless told.
SHARES = (1, 1, 1, 2, 1, 1, 3)
#: Pieces to a side of a scrambled face, and side of the photographs from which crops are cut.
PIECES, WHOLE = 4, 256


class Clutter(NamedTuple):
    """N pictures without a face."""

    images: np.ndarray  #: `(N, size, size, 3)` float32 in [0, 1]
    kinds: np.ndarray  #: `(N,)` codes in `CLUTTER`
    tones: np.ndarray  #: `(N,)` 1 to 10 on the Monk scale; NaN where nothing has a tone: grounds and photographs


def make_clutter(
    n: int, *, seed: int, size: int = 64, shares: Sequence[float] = SHARES, tone_shares: Sequence[float] = EVEN
) -> Clutter:
    """Draw pictures without a face; the first pictures of a seed are the same however many are drawn.

    A ground is one without anybody. A photograph is a crop of one that scikit-image or scikit-learn installs. An
    object is one of `lib.data.scenes.OBJECTS`, a solid is rounded, plain, spotted or striped: both in the colour of
    skin. A partial face shows less than half of one, a scrambled face all of it in the wrong order. A blank head is a
    mannequin's: hair, ears, neck and clothes, but no eyes, brows, nose or mouth.

    Args:
        n: how many.
        seed: which; a face drawn with the same seed has nothing in common with them.
        size: side of the pictures in pixels.
        shares: how often each of `CLUTTER` is drawn, in proportion.
        tone_shares: how often each of the ten tones is drawn, in proportion.

    Raises:
        ValueError: `n` is below 1, `size` is below 16, or shares are not one for each or not positive in sum.
    """
    if size < SMALLEST:
        raise ValueError(f"size: got {size}, expected at least {SMALLEST} pixels")
    own_seed = int(np.random.SeedSequence([seed, 1]).generate_state(1)[0])
    table = sample_attributes(n, seed=own_seed, tone_shares=tone_shares)
    numbers = draw_numbers(n, own_seed + 1, {"kind": 1, "own": NUMBERS})
    kinds = weighted(numbers["kind"][:, 0], shares, "shares", len(CLUTTER))
    images = np.empty((n, size, size, 3), np.float32)

    def draw(rows: np.ndarray) -> None:
        images[rows] = _DRAWN[CLUTTER[kinds[rows[0]]]](table[rows], numbers["own"][rows], size)

    of_kind = (np.flatnonzero(kinds == code) for code in range(len(CLUTTER)))
    two_at_a_time(draw, (rows[at : at + CHUNK] for rows in of_kind for at in range(0, len(rows), CHUNK)))
    toneless = np.isin(kinds, [CLUTTER.index("ground"), CLUTTER.index("photograph")])
    return Clutter(images, kinds, np.where(toneless, np.nan, table.skin_tone))


def _taken(light: np.ndarray, table: Faces) -> np.ndarray:
    """Return pictures `(N, size, size, 3)` of light `(3, N, size, size)`, with the camera's noise."""
    images = np.moveaxis(to_screen(light), 0, -1) + camera_noise(table, light.shape[-1])
    return np.clip(images, 0, 1, dtype=np.float32)


def _ground(table: Faces, _: np.ndarray, size: int) -> np.ndarray:
    return _taken(paint_grounds(table, size), table)


def _photograph(table: Faces, numbers: np.ndarray, size: int) -> np.ndarray:
    """Crop a third to all of a photograph, brighter or darker, mirrored or not."""
    wholes = load_photographs(size=WHOLE)
    crops = []
    for which, scale, top, left, bright, mirrored, *_ in numbers:
        side = int(WHOLE * (0.25 + 0.75 * scale))
        first, second = (int(place * (WHOLE - side)) for place in (top, left))
        crop = wholes[int(which * len(PHOTOGRAPHS)), first : first + side, second : second + side]
        crop = _shrunk(crop, size) ** (0.6 + 1.4 * bright)
        crops.append(crop[:, ::-1] if mirrored < 0.5 else crop)
    return np.clip(np.array(crops, np.float32) + camera_noise(table, size), 0, 1)


def _shrunk(crop: np.ndarray, size: int) -> np.ndarray:
    """Return a square crop `(S, S, 3)` as `(size, size, 3)`, resized as scikit-image does it, rows before columns."""
    weights = _resizing(len(crop), size)
    rows = (weights @ crop.reshape(len(crop), -1)).reshape(size, len(crop), 3)
    return np.clip(weights @ rows, 0, 1)


@cache
def _resizing(side: int, size: int) -> np.ndarray:
    """Return `(size, side)`: how much each of `side` pixels counts in each of `size`."""
    return resize(np.eye(side, dtype=np.float32), (size, side), anti_aliasing=True)


def _object(table: Faces, numbers: np.ndarray, size: int) -> np.ndarray:
    """Draw an object as large as a face, in the colour of skin."""
    scenes = sample_scenes(1, seed=0, objects=1)[np.zeros(len(table), int)]
    colours = to_screen(skin_reflectance(table.skin_tone) * table.exposure[:, None])
    scenes = replace(
        scenes,
        kinds=np.stack([(numbers[:, 0] * len(OBJECTS)).astype(int), np.full(len(table), -1)], axis=1),
        grounds=(numbers[:, 1] * 10).astype(int),
        centres=np.repeat(table.centre[:, None], 2, axis=1),
        radii=np.repeat(table.height[:, None] / 2, 2, axis=1),
        angles=np.repeat(2 * np.pi * numbers[:, 2:3], 2, axis=1),
        colours=np.repeat(colours[:, None], 2, axis=1),
        offsets=numbers[:, 3:5],
        tints=np.repeat(0.5 + 0.6 * numbers[:, 5:6], 3, axis=1),
    )
    images = render_scenes(scenes, size=size).images
    return np.clip(images + camera_noise(table, size), 0, 1)


def _solid(table: Faces, numbers: np.ndarray, size: int) -> np.ndarray:
    return _taken(draw_solids(table, numbers, size), table)


def _partial(table: Faces, numbers: np.ndarray, size: int) -> np.ndarray:
    """Move a face, enlarged, so far out of the picture that less than half of it is left."""
    angle, height = 2 * np.pi * numbers[:, 0], table.height * (1 + 0.8 * numbers[:, 1])
    away = 0.44 + (0.15 + 0.14 * numbers[:, 2]) * height
    places = 0.5 + away[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return render_faces(replace(table, centre=places, height=height), size=size)


def _scrambled(table: Faces, numbers: np.ndarray, size: int) -> np.ndarray:
    """Cut a face into pieces and lay them in another order."""
    images = render_faces(table, size=size)
    edges = np.linspace(0, size, PIECES + 1).round().astype(int)[:-1]
    side = size // PIECES
    scrambled = images.copy()
    places = [(row, column) for row in edges for column in edges]
    for image, original, row in zip(scrambled, images, numbers, strict=True):
        for (top, left), place in zip(places, np.argsort(row[: PIECES**2]), strict=True):
            first, second = places[place]
            image[top : top + side, left : left + side] = original[first : first + side, second : second + side]
    return scrambled


def _blank(table: Faces, _: np.ndarray, size: int) -> np.ndarray:
    return render_faces(
        replace(table, featured=np.zeros(len(table), bool), glasses=np.zeros(len(table), int)), size=size
    )


_DRAWN: dict[str, Callable[[Faces, np.ndarray, int], np.ndarray]] = {
    "ground": _ground,
    "photograph": _photograph,
    "object": _object,
    "solid": _solid,
    "partial": _partial,
    "scrambled": _scrambled,
    "blank": _blank,
}
