"""Faces that a detector learns from, in which dark ones are rare, and faces that measure it, in which none is.

Tones are those of the Monk scale, rounded. Training faces are light or fair (1 to 5) or dark (8 to 10); what lies
between is left out, so that the two groups stay apart. Clutter has every tone as often: among what looks like dark
skin, little is a face where dark faces are rare.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from lib.data.faces import Faces, make_clutter, render_faces, sample_attributes
from lib.data.kept import kept
from lib.experiments.drawn import as_bytes

TONES = tuple(range(1, 11))
#: The two groups that are compared, and the tones of those who are not rare.
LIGHT, DARK, COMMON = (1, 2, 3), (8, 9, 10), (1, 2, 3, 4, 5)
#: Share of dark faces where each of the eight tones is as frequent.
EQUAL = len(DARK) / (len(DARK) + len(COMMON))
#: What a chapter learns from unless told: faces, and pictures without one. It shows an example, and draws less than
#: the study in `lib.experiments.debiasing`, which reports.
FACES, OTHERS = 1_500, 1_500
#: What a chapter measures on unless told: faces of each tone, and pictures without a face.
EACH, MEASURED_OTHERS = 120, 1_800
#: Seeds of the sets that choose and of those that report.
VALIDATION, AUDIT = 8_000_000, 9_000_000


class Training(NamedTuple):
    """What a detector learns from."""

    faces: np.ndarray  #: `(F, 64, 64, 3)` uint8, a quarter of the memory of floats
    tones: np.ndarray  #: `(F,)` whole numbers, `COMMON` or `DARK`
    others: np.ndarray  #: `(G, 64, 64, 3)` uint8, without a face


class Measuring(NamedTuple):
    """What a detector is measured on: as many faces of each tone, and what is none."""

    faces: np.ndarray  #: `(F, 64, 64, 3)` uint8, a quarter of the memory of floats
    tones: np.ndarray  #: `(F,)` whole numbers in `TONES`
    others: np.ndarray  #: `(G, 64, 64, 3)` uint8
    other_tones: np.ndarray  #: `(G,)` whole numbers in `TONES`; 0 where nothing has a tone


def training_set(*, dark: float, seed: int, faces: int = FACES, others: int = OTHERS) -> Training:
    """Draw faces of which a given share is dark, and clutter.

    The sets of a seed share their faces: a larger share of dark faces adds some of these and leaves out others.

    Args:
        dark: share of faces whose tone is in `DARK`, each as often; from 0 to `EQUAL`.
        seed: which.
        faces: how many.
        others: how many pictures without a face.

    Raises:
        ValueError: `dark` is out of its range.
    """
    if not 0 <= dark <= EQUAL:
        raise ValueError(f"dark: got {dark}, expected a share between 0 and {EQUAL}")
    drawn, rare = kept("training", _draw_training, seed=seed, faces=faces, others=others), round(dark * faces)
    return Training(
        np.concatenate([drawn["common"][: faces - rare], drawn["dark"][:rare]]),
        np.concatenate([drawn["common_tones"][: faces - rare], drawn["dark_tones"][:rare]]),
        drawn["others"],
    )


def control_set(*, seed: int, faces: int = FACES, others: int = OTHERS) -> Training:
    """Draw faces of which every tone, 1 to 10, has the same share, and clutter: what a fair training would be.

    Faces and clutter are those of `training_set` as far as they go; only tones between the two groups are others.

    Args:
        seed: of the training set.
        faces: how many, a multiple of ten.
        others: how many pictures without a face.
    """
    drawn, each = kept("training", _draw_training, seed=seed, faces=faces, others=others), faces // len(TONES)
    drawn |= kept("between", _draw_between, seed=seed, each=each)
    rows = []
    for tone in TONES:
        group = "common" if tone in COMMON else "dark" if tone in DARK else "between"
        rows.extend((group, row, tone) for row in np.flatnonzero(drawn[f"{group}_tones"] == tone)[:each])
    chosen = np.empty((len(rows), *drawn["between"].shape[1:]), np.uint8)
    for place, (group, row, _) in enumerate(rows):
        chosen[place] = drawn[group][row]
    return Training(chosen, np.array([tone for *_, tone in rows]), drawn["others"])


def measuring_set(*, seed: int, each: int = EACH, others: int = MEASURED_OTHERS) -> Measuring:
    """Draw as many faces of every tone, and clutter.

    Args:
        seed: which: `VALIDATION` to choose on, `AUDIT` to report on.
        each: faces of each of the ten tones.
        others: pictures without a face.
    """
    drawn = kept("measuring", _draw_measuring, seed=seed, each=each, others=others)
    return Measuring(drawn["faces"], drawn["tones"], drawn["others"], drawn["other_tones"])


def measuring_attributes(*, seed: int, each: int = EACH) -> Faces:
    """Return the attributes of the faces of `measuring_set`, in their order; arguments are the same."""
    return _attributes(np.tile(TONES, each), seed=seed)


def _draw_training(*, seed: int, faces: int, others: int) -> Mapping[str, np.ndarray]:
    generator, rare = np.random.default_rng(seed), round(EQUAL * faces)
    common_tones, dark_tones = generator.choice(COMMON, faces), generator.choice(DARK, rare)
    drawn = _draw_faces(np.concatenate([common_tones, dark_tones]), seed=seed)
    clutter = make_clutter(others, seed=seed)
    return {
        "common": drawn[:faces],
        "common_tones": common_tones,
        "dark": drawn[faces:],
        "dark_tones": dark_tones,
        "others": as_bytes(clutter.images),
    }


def _draw_between(*, seed: int, each: int) -> Mapping[str, np.ndarray]:
    tones = np.repeat([tone for tone in TONES if tone not in COMMON + DARK], each)
    return {"between": _draw_faces(tones, seed=seed + 500_000), "between_tones": tones}


def _draw_measuring(*, seed: int, each: int, others: int) -> Mapping[str, np.ndarray]:
    tones, clutter = np.tile(TONES, each), make_clutter(others, seed=seed)
    other_tones = np.nan_to_num(clutter.tones.round()).astype(int)
    images = as_bytes(clutter.images)
    return {"faces": _draw_faces(tones, seed=seed), "tones": tones, "others": images, "other_tones": other_tones}


def _draw_faces(tones: np.ndarray, *, seed: int) -> np.ndarray:
    return as_bytes(render_faces(_attributes(tones, seed=seed)))


def _attributes(tones: np.ndarray, *, seed: int) -> Faces:
    """Return attributes of faces, each within half a step of its tone."""
    exact = np.clip(tones + np.random.default_rng([seed, 1]).uniform(-0.5, 0.5, len(tones)), 1, 10)
    return sample_attributes(len(tones), seed=seed, skin_tone=exact)
