"""Arrays in as few letters as a page can hold them: pictures, maps, outlines and the colours of a heatmap."""

import base64
import io
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from PIL import Image
from skimage.measure import approximate_polygon, find_contours
from skimage.transform import resize

from lib.plots.style import HEAT

#: One letter for each of the 64 strengths that a map is sent with; the colours of a heatmap are as many.
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: Entries of the colour map, of 256, that `lib.plots.heatmaps.overlay` uses.
_FIRST, _LAST = 76, 243
#: Of AVIF: what a textured scene of 96 pixels needs, about 2 kB.
_QUALITY = 70
#: Maps are sent with at most this many places a side; the eye sees no more under an enlarged map.
_PLACES = 24


def sheet(images: np.ndarray) -> tuple[dict[str, object], list[int]]:
    """Put pictures on one sheet, each different picture once.

    Args:
        images: `(N, H, W, 3)` in [0, 1].

    Returns:
        The sheet (`url`, `height`, `width` of a picture, `columns`), and for each image its place on it, row by row.
    """
    pixels = (np.clip(images, 0, 1) * 255).round().astype(np.uint8)
    different, places = np.unique(pixels, axis=0, return_inverse=True)
    (height, width), columns = pixels.shape[1:3], int(np.ceil(np.sqrt(len(different))))
    rows = -(-len(different) // columns)
    paper = np.zeros((rows * columns, height, width, 3), np.uint8)
    paper[: len(different)] = different
    whole = paper.reshape(rows, columns, height, width, 3).swapaxes(1, 2).reshape(rows * height, columns * width, 3)
    return {"url": picture(whole), "height": height, "width": width, "columns": columns}, places.ravel().tolist()


def picture(pixels: np.ndarray) -> str:
    """Return a picture `(H, W, 3)` uint8 as the address of an image: without loss where that is the shorter way.

    AVIF keeps the rims of drawn objects at a third of JPEG's bytes; WebP smears them, as it halves the colours' detail.
    """
    exact = _encoded(pixels, "WEBP", lossless=True, method=6)
    close = _encoded(pixels, "AVIF", quality=_QUALITY, subsampling="4:4:4")
    kind, content = ("webp", exact) if len(exact) <= len(close) else ("avif", close)
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def letters(one: np.ndarray, *, strongest: float | None = None) -> dict[str, object]:
    """Write a map as letters, row by row, from `A`, no evidence, to `_`, the strongest.

    Args:
        one: `(h, w)`, non-negative; with more than 24 places a side it is averaged down.
        strongest: value of the last letter; `None`: the map's own maximum.

    Returns:
        `text` and the number of `rows` and `columns`.
    """
    if max(one.shape) > _PLACES:
        one = resize(one, [min(side, _PLACES) for side in one.shape], anti_aliasing=True)
    strength = np.clip(one / max(one.max() if strongest is None else strongest, 1e-12), 0, 1)
    text = "".join(DIGITS[level] for level in np.rint(strength * (len(DIGITS) - 1)).astype(int).flat)
    return {"text": text, "rows": one.shape[0], "columns": one.shape[1]}


def outline(mask: np.ndarray) -> str:
    """Return the rim of a mask `(H, W)` as the path of an SVG: pixels from the upper left corner, true to one pixel."""
    # A border of background closes the rim of an object that the picture's edge cuts.
    rims = find_contours(np.pad(mask.astype(float), 1), 0.5)
    lines = [approximate_polygon(rim - 0.5, tolerance=0.8) for rim in rims]
    return "".join("M" + "L".join(f"{x:g} {y:g}" for y, x in line[:-1]) + "Z" for line in lines)


def palette() -> str:
    """Return the colours of a heatmap, `rrggbb` each, from no evidence to the strongest."""
    colours = mpl.colormaps[HEAT](np.arange(_FIRST, _LAST + 1))[:, :3]
    return (colours * 255).round().astype(np.uint8).tobytes().hex()


def enlarge(one: np.ndarray, size: Sequence[int]) -> np.ndarray:
    """Enlarge a map `(h, w)` bilinearly to (height, width), as `lib.explain.cam.resize_to` does."""
    return resize(one.astype(np.float64), tuple(size), order=1, mode="edge", anti_aliasing=False)


def _encoded(pixels: np.ndarray, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()
