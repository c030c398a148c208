"""People who are photographed again and again: what of a drawn face stays, and what is another each time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from lib.data.faces import Faces, make_clutter, render_faces, sample_attributes
from lib.data.kept import kept
from lib.experiments.drawn import as_bytes
from lib.experiments.face_sets import TONES

#: What makes a person: skin, age, bones, eyes, nose, mouth, beard and the colour of the hair. All else is another in
#: each photograph: pose, light, expression, haircut, glasses, hat, clothes, ground and camera.
STAYS = (
    *("skin_tone", "undertone", "age", "width", "jaw", "cheeks"),
    *("eye_size", "eye_spacing", "eye_tilt", "eye_colour", "brow_weight", "brow_arch", "brow_height"),
    *("nose_length", "nose_width", "nose_bridge", "mouth_width", "lips"),
    *("hair_colour", "grey", "hairline", "beard", "beard_density"),
)
#: Seeds of the people that are learned from, and of those among whom errors are counted.
LEARNED, TOWN = 6_100_000, 6_200_000
#: Of a face that is cut out: where its middle is, its height as a share of the picture, and what is left of its tilt.
#: An alignment by eyes and mouth leaves small errors; here they are none but the tilt's.
MIDDLE, HEIGHT, TILT = 0.5, 0.86, 0.15


class Album(NamedTuple):
    """N photographs of people, those of one person together."""

    images: np.ndarray  #: `(N, 64, 64, 3)` uint8
    people: np.ndarray  #: `(N,)` who, whole numbers from 0
    tones: np.ndarray  #: `(N,)` of whoever it is, whole numbers in `TONES`


def photographed(people: Faces, *, shots: int, seed: int) -> Faces:
    """Return each person in several photographs, those of one person together.

    Args:
        people: P faces, of which the columns in `STAYS` are kept.
        shots: photographs of each.
        seed: of all that changes; it depends on nobody's columns but the tone, which says how hair is cut.

    Returns:
        P · shots faces.

    Raises:
        ValueError: `shots` is below 1.
    """
    if shots < 1:
        raise ValueError(f"shots: got {shots}, expected at least one photograph of each")
    rows = np.repeat(np.arange(len(people)), shots)
    changing = sample_attributes(len(rows), seed=seed, skin_tone=people.skin_tone[rows])
    return replace(changing, **{name: getattr(people, name)[rows] for name in STAYS})


def aligned(faces: Faces) -> Faces:
    """Return faces cut out as before a recognition: in the middle, all of one height, and nearly upright."""
    middle, height = np.full_like(faces.centre, MIDDLE), np.full_like(faces.height, HEIGHT)
    return replace(faces, centre=middle, height=height, roll=TILT * faces.roll)


def album(*, seed: int, each: int, shots: int = 1, cut_out: bool = False) -> Album:
    """Draw photographs of as many people of every tone.

    Args:
        seed: which people: `LEARNED` to learn from, `TOWN` to report on.
        each: people of each of the ten tones.
        shots: photographs of each person.
        cut_out: whether faces are `aligned`.
    """
    images = kept("album", _draw_album, seed=seed, each=each, shots=shots, cut_out=cut_out)["images"]
    people = np.repeat(np.arange(len(TONES) * each), shots)
    return Album(images, people, np.array(TONES)[people % len(TONES)])


def album_attributes(*, seed: int, each: int, shots: int = 1) -> Faces:
    """Return the attributes of the faces of `album` before they are cut out, in their order."""
    tones = np.tile(TONES, each)
    exact = np.clip(tones + np.random.default_rng([seed, 1]).uniform(-0.5, 0.5, len(tones)), 1, 10)
    people = sample_attributes(len(tones), seed=seed, skin_tone=exact)
    return photographed(people, shots=shots, seed=seed + 50_000)


def clutter(count: int, *, seed: int) -> np.ndarray:
    """Draw pictures without a face, `(count, 64, 64, 3)` uint8, of which the first are the same however many there are.

    Args:
        count: how many.
        seed: which.
    """
    return kept("clutter", _draw_clutter, count=count, seed=seed)["images"]


def _draw_album(*, seed: int, each: int, shots: int, cut_out: bool) -> Mapping[str, np.ndarray]:
    faces = album_attributes(seed=seed, each=each, shots=shots)
    return {"images": as_bytes(render_faces(aligned(faces) if cut_out else faces))}


def _draw_clutter(*, count: int, seed: int) -> Mapping[str, np.ndarray]:
    return {"images": as_bytes(make_clutter(count, seed=seed).images)}
