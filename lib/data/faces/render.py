"""From a table of faces to pictures."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np

from lib.data.faces.beard import paint_beard
from lib.data.faces.body import paint_body, paint_ear
from lib.data.faces.canvas import as_columns, edge, lay, shade
from lib.data.faces.eyes import paint_brows, paint_eyes
from lib.data.faces.grounds import paint_grounds
from lib.data.faces.hair import comb, paint_behind
from lib.data.faces.head import BEYOND, Head, pose
from lib.data.faces.light import lit, shine
from lib.data.faces.mouth import paint_mouth
from lib.data.faces.relief import bend, find_places, raise_relief
from lib.data.faces.skin import paint_skin, skin_surface
from lib.data.faces.table import HATS, Faces
from lib.data.faces.tones import to_screen
from lib.data.faces.windows import Reach, box, cut, of_faces, window
from lib.data.faces.worn import paint_glasses, paint_hat, paint_scarf

#: Faces drawn at a time: enough that Python, at which two threads take turns, is not what takes the time.
CHUNK = 64
#: Side in pixels below which nothing of a face is left.
SMALLEST = 16
#: How far what is painted reaches, on any face.
BODY, EAR = Reach(0.3, np.inf, on="y"), Reach(-0.2, 0.45, on="y")
BROW, EYE, MOUTH, BEARD = Reach(-0.5, 0, 0.62), Reach(-0.28, 0.16, 0.62), Reach(0.3, 1, 0.6), Reach(0.1, np.inf)
GLASS, HAT, ALL = Reach(-0.25, 0.3), Reach(-np.inf, 0.15), Reach(-np.inf, np.inf)
Part = TypeVar("Part")


def render_faces(attributes: Faces, *, size: int = 64) -> np.ndarray:
    """Draw faces; a picture does not depend on the others that are drawn with it.

    Args:
        attributes: N faces.
        size: side of the pictures in pixels.

    Returns:
        `(N, size, size, 3)` float32 in [0, 1].

    Raises:
        ValueError: `size` is below 16.
    """
    if size < SMALLEST:
        raise ValueError(f"size: got {size}, expected at least {SMALLEST} pixels")
    images = np.empty((len(attributes), size, size, 3), np.float32)
    alike = np.argsort(attributes.height)  # faces of a size have their features in the same part of the picture

    def draw(start: int) -> None:
        rows = alike[start : start + CHUNK]
        taken = np.moveaxis(to_screen(_draw(attributes[rows], size)), 0, -1) + camera_noise(attributes[rows], size)
        images[rows] = np.clip(taken, 0, 1, out=taken)

    two_at_a_time(draw, range(0, len(attributes), CHUNK))
    return images


def two_at_a_time(draw: Callable[[Part], None], parts: Iterable[Part]) -> None:
    """Draw parts of a picture sheet, two in threads side by side: NumPy holds up nobody while it computes."""
    pool = ThreadPoolExecutor(2)
    try:
        for done in [pool.submit(draw, part) for part in parts]:
            done.result()
    finally:  # after an error, or where somebody stops it, the rest is not drawn
        pool.shutdown(cancel_futures=True)


def _draw(table: Faces, size: int) -> np.ndarray:
    """Return pictures `(3, N, size, size)` as light, painted from the back to the front."""
    picture, faces = paint_grounds(table, size), as_columns(table)
    head = pose(faces, size)
    smoothly = shine(faces, head.normal)
    hair = comb(faces, head, smoothly)
    everyone = np.ones(len(table), bool)
    paint_behind(picture, hair)
    _paint(everyone, BODY, paint_body, picture, table, head, smoothly)
    _paint(everyone, EAR, partial(paint_ear, near=False), picture, table, head, smoothly)
    _paint_head(picture, table, faces, head)
    _paint(everyone, EAR, partial(paint_ear, near=True), picture, table, head, smoothly)
    shade(picture, 1 - hair.shadow)
    lay(picture, hair.over, hair.colour)
    _paint(table.glasses > 0, GLASS, paint_glasses, picture, table, head, smoothly)
    scarf = table.hat == HATS.index("headscarf")
    _paint(scarf, ALL, paint_scarf, picture, table, head, smoothly)
    _paint((table.hat > 0) & ~scarf, HAT, paint_hat, picture, table, head, smoothly)
    return picture


def _paint_head(picture: np.ndarray, table: Faces, faces: Faces, head: Head) -> None:
    """Paint skin and features where the heads are."""
    part = box(head.rim > -BEYOND - head.pixel)
    picture, head = picture[..., *part], cut(head, part)
    if not picture.size:  # all heads lie outside their pictures
        return
    places = find_places(faces, head)
    light = shine(faces, bend(faces, head, raise_relief(faces, head, places)))
    skin = lit(paint_skin(faces, head, places), light, **skin_surface(faces))
    lay(picture, edge(head.rim, head.pixel), skin)
    bearded = table.featured & (table.beard > 0)
    _paint(table.featured, MOUTH, paint_mouth, picture, table, head, places, light)
    _paint(bearded, BEARD, paint_beard, picture, table, head, places, light)
    _paint(table.featured, EYE, paint_eyes, picture, table, head, places, light)
    _paint(table.featured, BROW, paint_brows, picture, table, head, places, light)


def _paint(
    wanted: np.ndarray,
    reach: Reach,
    painter: Callable[..., None],
    picture: np.ndarray,
    table: Faces,
    head: Head,
    *forms: NamedTuple,
) -> None:
    """Let a painter loose on those faces `(N,)` that have what it paints, and where they have it.

    To draw what covers nothing takes as long as to draw what covers something.
    """
    if not wanted.any():
        return
    everyone = wanted.all()
    if not everyone:
        table, (head, *forms) = table[wanted], (of_faces(form, wanted) for form in (head, *forms))
    part = window(head, reach)
    rows = slice(None) if everyone else wanted
    some = picture[:, rows][..., *part]
    painter(some, as_columns(table), cut(head, part), *(cut(form, part) for form in forms))
    if not everyone:
        picture[:, rows, *part] = some


def camera_noise(table: Faces, size: int) -> np.ndarray:
    """Return noise `(N, size, size, 3)`, of a face its own: seeded by where its textures begin."""
    seeds = (table.grain * 2**32).astype(np.uint32)
    noises = np.empty((len(table), size, size, 3), np.float32)
    for noise, seed in zip(noises, seeds, strict=True):
        np.random.default_rng(seed).standard_normal(dtype=np.float32, out=noise)
    noises *= table.noise.astype(np.float32)[:, None, None, None]
    return noises
