"""The recipe of ScenesNet: `make train NAME=scenesnet`.

Every epoch draws scenes anew. What is held back measures each epoch; other scenes, of other seeds, only report.
Each epoch ends in a checkpoint; run again after an interruption, the training goes on from the last one.
"""

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from lib.data.scenes import OBJECTS, label_shares, render_scenes, sample_scenes
from lib.models.scenesnet import build_scenesnet
from lib.models.weights import save_weights
from lib.training import report
from lib.training.loop import train_epochs
from lib.training.recipe import Schedule

CHECKPOINTS = Path("_build/training/scenesnet")
SIZE = 96
#: Seeds of the scenes that measure each epoch, and of those that report; each epoch's own count on from the recipe's.
HELD_BACK, SINGLE, PAIRS = 1, 2, 3


@dataclass(frozen=True, kw_only=True)
class ScenesRecipe(Schedule):
    """How a network is trained on scenes: a schedule, and how many scenes are drawn for what."""

    drawn: int = 10_000
    held_back: int = 1_000
    reported: int = 4_000


RECIPE = ScenesRecipe(epochs=20, batch=64, peak_rate=0.1, label_smoothing=0.05)


def epoch_batches(recipe: ScenesRecipe, *, epoch: int) -> tf.data.Dataset:
    """Return one epoch of freshly drawn batches; the same epoch is always the same.

    Each batch is `(batch, 96, 96, 3)` float32 in [0, 1] with targets `(batch, kinds)`: equal shares of what is there.
    """
    scenes = sample_scenes(recipe.drawn, seed=recipe.seed + epoch)
    targets = label_shares(scenes)

    def draw() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for start in range(0, recipe.drawn - recipe.batch + 1, recipe.batch):
            rows = slice(start, start + recipe.batch)
            yield render_scenes(scenes[rows], size=SIZE).images, targets[rows]

    shapes = (recipe.batch, SIZE, SIZE, 3), (recipe.batch, len(OBJECTS))
    signature = tuple(tf.TensorSpec(shape, tf.float32) for shape in shapes)
    batches = tf.data.Dataset.from_generator(draw, output_signature=signature)
    return batches.apply(tf.data.experimental.assert_cardinality(recipe.drawn // recipe.batch)).prefetch(2)


def train(recipe: ScenesRecipe, *, folder: Path) -> tuple[keras.Model, list[dict]]:
    """Train ScenesNet, or go on from the newest checkpoint in `folder`; return (model in full precision, curve)."""
    return train_epochs(
        recipe,
        lambda: build_scenesnet(classes=len(OBJECTS)),
        batches=lambda epoch: epoch_batches(recipe, epoch=epoch),
        steps=recipe.drawn // recipe.batch,
        measure=lambda model, _: {"held_back_accuracy": named_right(model, recipe.held_back, seed=HELD_BACK)},
        folder=folder,
    )


def named_right(model: keras.Model, n: int, *, seed: int) -> float:
    """Return the share of `n` scenes with one object whose kind has the largest logit."""
    logits, kinds = _logits(model, n, seed=seed, objects=1)
    return report.accuracy(logits, kinds[:, 0])


def both_first(model: keras.Model, n: int, *, seed: int) -> float:
    """Return the share of `n` scenes with two objects whose kinds have the two largest logits."""
    logits, kinds = _logits(model, n, seed=seed, objects=2)
    return float((np.sort(np.argsort(-logits, axis=1)[:, :2]) == np.sort(kinds)).all(axis=1).mean())


def _logits(model: keras.Model, n: int, *, seed: int, objects: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (logits, kinds) of freshly drawn scenes."""
    scenes = sample_scenes(n, seed=seed, objects=objects)
    parts = (scenes[start : start + 100] for start in range(0, n, 100))
    return np.concatenate(
        [model.predict_on_batch(render_scenes(part, size=SIZE).images) for part in parts]
    ), scenes.kinds


def describe(model: keras.Model, curve: list[dict]) -> dict:
    """Report on scenes that neither training nor choices have seen."""
    logits, kinds = _logits(model, RECIPE.reported, seed=SINGLE, objects=1)
    labels, names = kinds[:, 0], list(OBJECTS)
    made = report.provenance(
        "make train NAME=scenesnet", seed=RECIPE.seed, duration_s=sum(row["seconds"] for row in curve)
    )
    return made | {
        "data": "Scenes drawn by lib.data.scenes.",
        "recipe": asdict(RECIPE),
        "parameters": model.count_params(),
        "input_size": SIZE,
        "accuracy": report.accuracy(logits, labels),
        "both_first": both_first(model, RECIPE.reported, seed=PAIRS),
        "accuracy_per_class": report.accuracy_per_class(logits, labels, names),
        "confusions": report.confusions(logits, labels, names),
        "curve": curve,
    }


def main(arguments: list[str] | None = None) -> None:
    """Train, report and write `lib/weights/scenesnet.*`."""
    argparse.ArgumentParser(prog="make train NAME=scenesnet", description=__doc__).parse_args(arguments)
    model, curve = train(RECIPE, folder=CHECKPOINTS)
    record = describe(model, curve)
    save_weights(model, "scenesnet", record)
    print(f"{record['accuracy']:.2%} of single objects named right, both of two first in {record['both_first']:.2%}")
