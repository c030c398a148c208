"""From a table of faces to pictures."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np

from lib.data.faces.beard import paint_beard
from lib.data.faces.body import paint_body, paint_ear
from lib.data.faces.canvas import as_columns, edge, lay, shade
from lib.data.faces.eyes import paint_brows, paint_eyes
from lib.data.faces.grounds import paint_grounds
from lib.data.faces.hair import comb, paint_behind
from lib.data.faces.head import pose
from lib.data.faces.light import lit, shine
from lib.data.faces.mouth import paint_mouth
from lib.data.faces.relief import bend, find_places, raise_relief
from lib.data.faces.skin import paint_skin, skin_surface
from lib.data.faces.table import HATS, Faces
from lib.data.faces.tones import to_screen
from lib.data.faces.worn import paint_glasses, paint_hat, paint_scarf

#: Faces drawn at a time: few enough for the processor's cache, and enough that Python is not what takes the time.
CHUNK = 32
#: Side in pixels below which nothing of a face is left.
SMALLEST = 16
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

    def draw(start: int) -> None:
        rows = slice(start, start + CHUNK)
        taken = np.moveaxis(to_screen(_draw(attributes[rows], size)), 0, -1) + camera_noise(attributes[rows], size)
        np.clip(taken, 0, 1, out=images[rows])

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
    places = find_places(faces, head)
    smoothly = shine(faces, head.normal)
    light = shine(faces, bend(faces, head, raise_relief(faces, head, places)))
    hair = comb(faces, head, smoothly)
    paint_behind(picture, hair)
    paint_body(picture, faces, head, smoothly)
    paint_ear(picture, faces, head, smoothly, near=False)
    skin = lit(paint_skin(faces, head, places), light, **skin_surface(faces))
    lay(picture, edge(head.rim, head.pixel), skin)
    for wanted, painter in (
        (table.featured, paint_mouth),
        (table.featured & (table.beard > 0), paint_beard),
        (table.featured, paint_eyes),
        (table.featured, paint_brows),
    ):
        _paint_some(wanted, painter, picture, table, head, places, light)
    paint_ear(picture, faces, head, smoothly, near=True)
    shade(picture, 1 - hair.shadow)
    lay(picture, hair.over, hair.colour)
    _paint_some(table.glasses > 0, paint_glasses, picture, table, head, places, smoothly)
    scarf = table.hat == HATS.index("headscarf")
    _paint_some(scarf, paint_scarf, picture, table, head, smoothly)
    _paint_some((table.hat > 0) & ~scarf, paint_hat, picture, table, head, smoothly)
    return picture


def _paint_some(
    wanted: np.ndarray, painter: Callable[..., None], picture: np.ndarray, table: Faces, *forms: NamedTuple
) -> None:
    """Let a painter loose on those faces `(N,)` that have what it paints: to draw what covers nothing takes as long."""
    if wanted.all():
        painter(picture, as_columns(table), *forms)
    elif wanted.any():
        some = picture[:, wanted]
        parts = (type(form)(*(values[..., wanted, :, :] for values in form)) for form in forms)
        painter(some, as_columns(table[wanted]), *parts)
        picture[:, wanted] = some


def camera_noise(table: Faces, size: int) -> np.ndarray:
    """Return noise `(N, size, size, 3)`, of a face its own: seeded by where its textures begin."""
    seeds = (table.grain * 2**32).astype(np.uint32)
    noises = [np.random.default_rng(seed).standard_normal((size, size, 3), np.float32) for seed in seeds]
    return np.stack(noises) * table.noise.astype(np.float32)[:, None, None, None]
