"""The recipe of BookNet: `make train NAME=booknet`.

Schedule and input size are chosen on 2,500 pictures held back from training; the 5,000 validation pictures only report.
Each epoch ends in a checkpoint; run again after an interruption, the training goes on from the last one.
"""

import argparse
from dataclasses import asdict
from pathlib import Path

import keras

from lib.data.tiny_imagenet import Split, TinyImageNet, class_names, fetch_tiny_imagenet, hold_back, read_tiny_imagenet
from lib.models.booknet import build_booknet
from lib.models.weights import save_weights
from lib.training import report
from lib.training.loop import train_epochs
from lib.training.recipe import Recipe, Stage, epoch_batches

RECIPE = Recipe(stages=(Stage(size=48, epochs=16, smallest_crop=0.25), Stage(size=64, epochs=16, smallest_crop=0.30)))
CHECKPOINTS = Path("_build/training/booknet")
#: Sizes among which the held-back pictures choose: in training, crops made objects look larger than they are.
SIZES = (64, 72, 80, 88, 96)
TERMS = "Tiny ImageNet (Stanford CS231n), a reduction of ImageNet: for research and teaching."


def train(recipe: Recipe, remaining: Split, held_back: Split, *, folder: Path) -> tuple[keras.Model, list[dict]]:
    """Train BookNet, or go on from the newest checkpoint in `folder`.

    Args:
        recipe: schedule, batch size, rates and seed.
        remaining: pictures to learn from.
        held_back: pictures that measure each epoch.
        folder: where checkpoints and curve are kept.

    Returns:
        (model in full precision, curve); the curve has a row per epoch.
    """
    classes = int(remaining.labels.max()) + 1

    def measure(model: keras.Model, epoch: int) -> dict:
        found = report.accuracy(report.predict(model, held_back.images, size=64), held_back.labels)
        return asdict(recipe.stage_of(epoch)) | {"epochs": recipe.epochs, "held_back_accuracy": found}

    return train_epochs(
        recipe,
        lambda: build_booknet(classes=classes),
        batches=lambda epoch: epoch_batches(recipe, remaining, epoch=epoch, classes=classes),
        steps=len(remaining.labels) // recipe.batch,
        measure=measure,
        folder=folder,
    )


def describe(model: keras.Model, data: TinyImageNet, held_back: Split, curve: list[dict]) -> dict:
    """Choose the input size on the held-back pictures and report on the validation pictures."""
    by_size = report.accuracy_by_size(model, held_back, sizes=SIZES)
    size = max(by_size, key=by_size.__getitem__)
    labels, names = data.validation.labels, class_names()
    logits = report.predict(model, data.validation.images, size=size)
    made = report.provenance(
        "make train NAME=booknet", seed=RECIPE.seed, duration_s=sum(row["seconds"] for row in curve)
    )
    return made | {
        "data": TERMS,
        "recipe": asdict(RECIPE),
        "parameters": model.count_params(),
        "input_size": size,
        "held_back_by_size": by_size,
        "top1": report.accuracy(logits, labels),
        "top5": report.accuracy(logits, labels, top=5),
        "accuracy_per_class": report.accuracy_per_class(logits, labels, names),
        "confusions": report.confusions(logits, labels, names),
        "curve": curve,
    }


def main(arguments: list[str] | None = None) -> None:
    """Train, report and write `lib/weights/booknet.*`."""
    parser = argparse.ArgumentParser(prog="make train NAME=booknet", description=__doc__)
    parser.add_argument("--data", type=Path, help="tiny-imagenet-200.zip or a folder of tar files")
    source = parser.parse_args(arguments).data or fetch_tiny_imagenet(Path("_build/data"))
    data = read_tiny_imagenet(source)
    remaining, held_back = hold_back(data.train, each=RECIPE.held_back_each, seed=RECIPE.seed)
    model, curve = train(RECIPE, remaining, held_back, folder=CHECKPOINTS)
    record = describe(model, data, held_back, curve)
    save_weights(model, "booknet", record)
    print(f"top 1 {record['top1']:.2%}, top 5 {record['top5']:.2%} at {record['input_size']} pixels")
