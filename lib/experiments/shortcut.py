"""Shortcuts: what a network learns where a hint gives the answer away, what that costs, and whether its maps tell."""

from typing import NamedTuple

import keras
import numpy as np
from scipy.stats import bootstrap, spearmanr

from lib.data.scenes import OBJECTS, Scenes, render_scenes
from lib.experiments.intervals import Interval
from lib.experiments.planting import STAMPED, checked_hint, planted, swapped
from lib.explain.cam import cam, resize_to
from lib.explain.faithfulness import energy_inside, pointing_game
from lib.models.adam import Adam
from lib.models.compiling import compiled
from lib.models.tinynet import build_tinynet

#: Side of the pictures in pixels, and how many of them measure a network unless told.
SIZE, MEASURED = 48, 1_000
EPOCHS, BATCH, PEAK_RATE = 8, 32, 0.01
#: Share of the steps during which the rate rises.
WARM_UP = 0.2
#: Most maps that are looked at to measure a network, and how far beside the object in pixels a point still is on it.
LOOKED_AT, TOLERANCE = 500, 2


class Found(NamedTuple):
    """What is known of a network: its accuracy with the hint and against it, and where the heat of its maps lies."""

    accuracy_own: float  #: on scenes of the kind that it learned from
    accuracy_swapped: float  #: on the same scenes after the hint is swapped
    heat: float  #: mean share of a map's energy that lies on the hint, on scenes of the kind that it learned from
    beside: float  #: share of these maps whose strongest point lies beside the object

    @property
    def lost(self) -> float:
        """Return the accuracy that is lost with the hint."""
        return self.accuracy_own - self.accuracy_swapped


def learn(scenes: Scenes, *, seed: int, epochs: int = EPOCHS) -> keras.Model:
    """Train TinyNet to name the object of each scene.

    Args:
        scenes: with one object each.
        seed: of the first weights and of the order of the pictures.
        epochs: how often each picture is seen.

    Returns:
        A network from images `(N, 48, 48, 3)` to logits `(N, 10)`, in the order of `lib.data.scenes.OBJECTS`.
    """
    images = render_scenes(scenes, size=SIZE).images
    keras.utils.set_random_seed(seed)
    model = build_tinynet(classes=len(OBJECTS))
    steps = epochs * -(-len(images) // BATCH)
    rising = max(1, round(WARM_UP * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        PEAK_RATE / 10, decay_steps=max(1, steps - rising), warmup_target=PEAK_RATE, warmup_steps=rising
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    compiled(model, Adam(rate), loss).fit(images, scenes.kinds[:, 0], batch_size=BATCH, epochs=epochs, verbose=0)
    return model


def accuracy(model: keras.Model, scenes: Scenes) -> float:
    """Return the share of scenes whose object has the largest logit."""
    logits = model.predict_on_batch(render_scenes(scenes, size=SIZE).images)
    return float((logits.argmax(axis=1) == scenes.kinds[:, 0]).mean())


def evidence(model: keras.Model, scenes: Scenes) -> np.ndarray:
    """Return the class-activation maps `(N, 12, 12)` for each scene's own kind, non-negative."""
    return cam(model, render_scenes(scenes, size=SIZE).images, scenes.kinds[:, 0])


def heat_on(model: keras.Model, scenes: Scenes, *, hint: str = "ground") -> np.ndarray:
    """Return the share `(N,)` of each class-activation map's energy that lies on the hint.

    The map is that of the object's own kind; the ground is all that is not the object.

    Args:
        model: as `learn` returns.
        scenes: N scenes, all of them stamped where the stamp is the hint.
        hint: one of `HINTS`.

    Raises:
        ValueError: an unknown hint, or a scene without a stamp.
    """
    on_ground = checked_hint(hint) == "ground"
    drawn = render_scenes(scenes, size=SIZE)
    maps = resize_to(evidence(model, scenes), SIZE)
    return energy_inside(maps, ~drawn.masks[:, 0] if on_ground else drawn.stamps)


def strongest_beside(model: keras.Model, scenes: Scenes) -> np.ndarray:
    """Return for each scene `(N,)` whether the strongest point of its map lies beside the object: 1, or on it: 0.

    Args:
        model: as `learn` returns.
        scenes: N scenes.
    """
    maps = resize_to(evidence(model, scenes), SIZE)
    return 1 - pointing_game(maps, render_scenes(scenes, size=SIZE).masks[:, 0], tolerance=TOLERANCE)


def examine(
    model: keras.Model, *, hint: str = "ground", correlation: float, seed: int, measured: int = MEASURED
) -> Found:
    """Measure a network on scenes drawn as those that it learned from, and on the same with the hint swapped.

    Args:
        model: as `learn` returns.
        hint: one of `HINTS`.
        correlation: of the scenes that it learned from.
        seed: of the scenes that measure; not that of those that it learned from.
        measured: how many scenes the accuracies are measured on. Maps are looked at in up to 500 of them; where the
            stamp is the hint, in stamped scenes of the kind that it stands for.

    Raises:
        ValueError: an unknown hint, or a number out of its range.
    """
    own = planted(measured, hint=hint, correlation=correlation, seed=seed)
    looked_at = own if hint == "ground" else _stamped(measured, correlation=correlation, seed=seed)
    looked_at = looked_at[:LOOKED_AT]
    return Found(
        accuracy_own=accuracy(model, own),
        accuracy_swapped=accuracy(model, swapped(own, hint=hint, seed=seed)),
        heat=float(heat_on(model, looked_at, hint=hint).mean()),
        beside=float(strongest_beside(model, looked_at).mean()),
    )


def foretold(heat: np.ndarray, lost: np.ndarray, *, draws: int = 2_000, seed: int) -> Interval:
    """Return how well heat ranks networks by what they lose: Spearman's coefficient, with a 95 % bootstrap interval.

    Args:
        heat: `(N,)`, a value per network.
        lost: `(N,)`, of the same networks.
        draws: how often N networks are drawn anew, with replacement.
        seed: of the draws.
    """

    def ranked(first: np.ndarray, second: np.ndarray) -> float:
        return spearmanr(first, second).statistic

    low, high = bootstrap(
        (heat, lost),
        ranked,
        paired=True,
        vectorized=False,
        n_resamples=draws,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Interval(float(ranked(heat, lost)), float(low), float(high))


def _stamped(measured: int, *, correlation: float, seed: int) -> Scenes:
    """Return the scenes of the stamped kind with a stamp: ten times as many scenes are drawn, as few of them are."""
    scenes = planted(10 * measured, hint="stamp", correlation=correlation, seed=seed)
    return scenes[scenes.stamps & (scenes.kinds[:, 0] == STAMPED)]
