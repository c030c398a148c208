"""Scenes drawn at random, with or without a shortcut planted in them."""

from collections.abc import Sequence

import numpy as np

from lib.data.scenes.grounds import GROUNDS
from lib.data.scenes.objects import OBJECTS, object_masters
from lib.data.scenes.table import ABSENT, SLOTS, Scenes

#: Share of the picture that an object covers, from and to: alone, and beside another.
ALONE, BESIDE = (0.05, 0.16), (0.045, 0.09)
#: Share of scenes with two objects unless told.
PAIRS = 0.6
#: Two centres are at least so far apart, as a share of the distance at which discs of the objects' areas would touch.
APART = 0.95
TRIES = 24
#: Smallest distance of an object's circle from the picture's edge, as a share of its side.
MARGIN = 0.01
#: Own colours of objects: muted, so that any goes with any.
COLOURS = np.array(
    [
        [0.74, 0.24, 0.22],
        [0.87, 0.47, 0.30],
        [0.88, 0.67, 0.27],
        [0.56, 0.62, 0.28],
        [0.25, 0.52, 0.40],
        [0.22, 0.55, 0.60],
        [0.28, 0.46, 0.70],
        [0.24, 0.29, 0.50],
        [0.53, 0.36, 0.60],
        [0.80, 0.45, 0.56],
    ]
)
#: How many random numbers a scene takes for what.
_NUMBERS = {
    "kinds": SLOTS,
    "pair": 1,
    "areas": SLOTS,
    "first": 2,
    "second": 2 * TRIES,
    "angles": SLOTS,
    "mirrored": SLOTS,
    "palette": SLOTS,
    "jitter": 3 * SLOTS,
    "own": 1,
    "ground": 1,
    "offsets": 2,
    "exposure": 1,
    "tint": 3,
    "stamp": 1,
}


def sample_scenes(
    n: int,
    *,
    seed: int,
    objects: int | None = None,
    kinds: Sequence[str] = OBJECTS,
    correlation: float = 0.0,
    stamp: float = 0.0,
    stamped: str = OBJECTS[0],
) -> Scenes:
    """Draw scenes at random; the first scenes of a seed are the same however many are drawn.

    An object covers 5 to 16 % of the picture where it is alone, 4.5 to 9 % beside another, before one hides a part of
    the other. The first object's centre is uniform over where the circle around it fits into the picture. The second
    is of another kind; its centre is, of 24 such places, the first that keeps `APART`, else the farthest.

    Args:
        n: how many.
        seed: which.
        objects: 1 or 2 in every scene; `None`: two in about 60 % of the scenes.
        kinds: those that appear, each as often.
        correlation: how tightly the ground follows the first object. With this probability it is the kind's own, of
            the same code, else any: in all, a share of `correlation + (1 - correlation) / 10` stands on its own.
        stamp: probability that a scene with an object of kind `stamped` bears a stamp; others bear none.
        stamped: that kind.

    Raises:
        ValueError: a number is out of its range, or a kind unknown.
    """
    _check(n, objects, kinds, stamped, {"correlation": correlation, "stamp": stamp})
    draws = _draw(n, seed)
    codes = _kinds(draws, np.array([OBJECTS.index(kind) for kind in kinds]), objects)
    low, high = np.where(codes[:, 1:] == ABSENT, ALONE, BESIDE).T[..., None]
    areas = low + (high - low) * draws["areas"]
    radii = np.sqrt(areas / object_masters().areas[codes])
    anywhere = _choice(draws["ground"][:, 0], len(GROUNDS))
    holds = (codes == OBJECTS.index(stamped)).any(axis=1)
    return Scenes(
        kinds=codes,
        grounds=np.where(draws["own"][:, 0] < correlation, codes[:, 0], anywhere),
        centres=_centres(draws, radii, apart=APART * np.sqrt(areas / np.pi).sum(axis=1)),
        radii=radii,
        angles=(draws["angles"] - 0.5) * np.pi / 2,
        mirrored=draws["mirrored"] < 0.5,
        colours=COLOURS[_choice(draws["palette"], len(COLOURS))] + 0.12 * (draws["jitter"].reshape(n, SLOTS, 3) - 0.5),
        offsets=draws["offsets"],
        tints=(0.88 + 0.2 * draws["exposure"]) * (0.97 + 0.06 * draws["tint"]),
        stamps=holds & (draws["stamp"][:, 0] < stamp),
    )


def _draw(n: int, seed: int) -> dict[str, np.ndarray]:
    """Return uniform random numbers, a row of them per scene: no scene depends on how many are drawn."""
    numbers = np.random.default_rng(seed).random((n, sum(_NUMBERS.values())))
    pieces = np.split(numbers, np.cumsum(list(_NUMBERS.values()))[:-1], axis=1)
    return dict(zip(_NUMBERS, pieces, strict=True))


def _choice(uniform: np.ndarray, count: int) -> np.ndarray:
    return np.floor(uniform * count).astype(int)


def _kinds(draws: dict[str, np.ndarray], among: np.ndarray, objects: int | None) -> np.ndarray:
    """Return `(N, 2)` codes of two different kinds, the second absent where a scene holds one object."""
    first = _choice(draws["kinds"][:, 0], len(among))
    second = (first + 1 + _choice(draws["kinds"][:, 1], max(len(among) - 1, 1))) % len(among)
    pairs = draws["pair"][:, 0] < {None: PAIRS, 1: 0.0, 2: 1.0}[objects]
    return np.stack([among[first], np.where(pairs, among[second], ABSENT)], axis=1)


def _centres(draws: dict[str, np.ndarray], radii: np.ndarray, *, apart: np.ndarray) -> np.ndarray:
    """Return `(N, 2, 2)` centres, uniform over where the circles fit, the second at a distance from the first."""
    reach = radii + MARGIN
    first = reach[:, :1] + (1 - 2 * reach[:, :1]) * draws["first"]
    tries = reach[:, 1, None, None] + (1 - 2 * reach[:, 1, None, None]) * draws["second"].reshape(-1, TRIES, 2)
    far = np.linalg.norm(tries - first[:, None], axis=-1)
    enough = far >= apart[:, None]
    chosen = np.where(enough.any(axis=1), enough.argmax(axis=1), far.argmax(axis=1))
    return np.stack([first, tries[np.arange(len(tries)), chosen]], axis=1)


def _check(n: int, objects: int | None, kinds: Sequence[str], stamped: str, shares: dict[str, float]) -> None:
    """Raise unless every argument of `sample_scenes` is what it has to be."""
    if n < 1:
        raise ValueError(f"n: got {n}, expected at least one scene")
    if objects not in (None, 1, 2):
        raise ValueError(f"objects: got {objects}, expected 1, 2 or None for either")
    fewest = 1 if objects == 1 else 2
    if isinstance(kinds, str) or len(set(kinds)) < max(fewest, len(kinds)) or not set(kinds) <= set(OBJECTS):
        raise ValueError(f"kinds: got {kinds!r}, expected at least {fewest} different ones of {', '.join(OBJECTS)}")
    if stamped not in OBJECTS:
        raise ValueError(f"stamped: got {stamped!r}, expected one of {', '.join(OBJECTS)}")
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise ValueError(f"{name}: got {share}, expected a share between 0 and 1")
