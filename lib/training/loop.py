"""The loop of every training: an epoch at a time, each ending in a checkpoint from which the training can go on."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import keras
import tensorflow as tf

from lib.training.recipe import Schedule, compile_for_training


def train_epochs(
    schedule: Schedule,
    build: Callable[[], keras.Model],
    *,
    batches: Callable[[int], tf.data.Dataset],
    steps: int,
    measure: Callable[[keras.Model, int], dict],
    folder: Path,
) -> tuple[keras.Model, list[dict]]:
    """Train a network, or go on from the newest checkpoint in `folder`.

    Args:
        schedule: epochs, batch size, rates and seed.
        build: makes the network with random weights.
        batches: the batches of an epoch, by its number from 0.
        steps: how many an epoch has.
        measure: what a row of the curve tells about the network after an epoch, among it `held_back_accuracy`.
        folder: where checkpoints and curve are kept.

    Returns:
        (model in full precision, curve); the curve has a row per epoch.
    """
    keras.utils.set_random_seed(schedule.seed)
    observer = build()  # in full precision: bfloat16 speeds training up and inference down
    model, curve = _resume(folder) or (_begin(schedule, build, steps), [])
    for epoch in range(len(curve), schedule.epochs):
        started = time.perf_counter()
        logs = model.fit(batches(epoch), initial_epoch=epoch, epochs=epoch + 1).history
        observer.set_weights(model.get_weights())
        row = {"epoch": epoch + 1, "loss": round(logs["loss"][0], 4), **measure(observer, epoch)}
        curve.append(row | {"seconds": round(time.perf_counter() - started, 1)})
        print(
            f"epoch {epoch + 1} of {schedule.epochs}: {row['held_back_accuracy']:.1%} of what is held back", flush=True
        )
        _save(model, curve, folder)
    observer.set_weights(model.get_weights())
    return observer, curve


def _begin(schedule: Schedule, build: Callable[[], keras.Model], steps: int) -> keras.Model:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = build()
    finally:
        keras.config.set_dtype_policy(before)
    compile_for_training(schedule, model, steps=steps)
    return model


def _resume(folder: Path) -> tuple[keras.Model, list[dict]] | None:
    newest = max(folder.glob("epoch-*.keras"), default=None)
    if newest is None:
        return None
    curve = json.loads((folder / "curve.json").read_text())[: int(newest.stem.removeprefix("epoch-"))]
    print(f"Going on after epoch {len(curve)}.", flush=True)
    return keras.models.load_model(newest), curve


def _save(model: keras.Model, curve: list[dict], folder: Path) -> None:
    """Write the curve, then the checkpoint under a name that appears only when the file is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "curve.json").write_text(json.dumps(curve))
    older = list(folder.glob("epoch-*.keras"))
    model.save(folder / "partial.keras")
    (folder / "partial.keras").replace(folder / f"epoch-{len(curve):03d}.keras")
    for path in older:
        path.unlink()
