"""Windows: most of a picture is not an eye, so an eye is painted where one of the faces may have it, and only there."""

from typing import NamedTuple, TypeVar

import numpy as np

from lib.data.faces.head import Head

Form = TypeVar("Form", bound=NamedTuple)


class Reach(NamedTuple):
    """How far something reaches, in units of a face; `np.inf` is as far as the picture goes."""

    top: float  #: its upper end, below the eyes
    bottom: float  #: its lower end
    side: float = np.inf  #: its ends right and left of the middle
    on: str = "down"  #: how places are counted: "down" and "across" on the head, or "y" and "x" in the upright picture


def window(head: Head, reach: Reach) -> tuple[slice, slice]:
    """Return the rows and columns in which one of the faces has a place within reach, a pixel more on each side."""
    down, right = (head.down, head.across) if reach.on == "down" else (head.y, head.x)
    within = (down > reach.top - head.pixel) & (down < reach.bottom + head.pixel)
    return box(within & (np.abs(right) < reach.side + head.pixel))


def box(within: np.ndarray) -> tuple[slice, slice]:
    """Return the rows and columns in which truths `(N, H, W)` hold for one of the faces."""
    return _span(within.any(axis=(0, 2))), _span(within.any(axis=(0, 1)))


def cut(form: Form, part: tuple[slice, slice]) -> Form:
    """Return what lies in a window, of arrays `(…, H, W)`; those that are one for all of a picture, as they are."""
    whole = max(values.shape[-2:] for values in form)
    return type(form)(*(values[..., *part] if values.shape[-2:] == whole else values for values in form))


def of_faces(form: Form, wanted: np.ndarray) -> Form:
    """Return what belongs to some of the faces, truths `(N,)`, of arrays `(…, N, H, W)`."""
    return type(form)(*(values[..., wanted, :, :] for values in form))


def _span(wanted: np.ndarray) -> slice:
    """Return where truths hold, two places at least, since one has no slope; or none, where they hold nowhere."""
    places = np.flatnonzero(wanted)
    if not len(places):
        return slice(0)
    first = min(places[0], len(wanted) - 2)
    return slice(first, max(places[-1] + 1, first + 2))
