"""A detector that one chapter trains and the next reads: with the same seed and recipe it would be the same."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import tensorflow as tf

import lib.data
import lib.experiments
import lib.fairness
import lib.models
from lib.data.kept import kept
from lib.experiments.detection import Recipe, build_detector, train_detector
from lib.experiments.face_sets import FACES, OTHERS, training_set
from lib.models.autoencoders import DebiasingVAE

#: The packages whose code decides what is learned.
_CODE = (lib.data, lib.experiments, lib.fairness, lib.models)


def kept_detector(
    *, dark: float, seed: int, recipe: Recipe, faces: int = FACES, others: int = OTHERS, folder: Path | None = None
) -> DebiasingVAE:
    """Return a detector to which nothing was done (condition "none"), trained now or read where it was trained before.

    Args:
        dark: share of dark faces in what it learns from, as of `training_set`.
        seed: of what it learns from, first weights and draws.
        recipe: how it is trained.
        faces: how many it learns from.
        others: how many pictures without a face.
        folder: as of `kept`.
    """

    def train(**_: object) -> dict[str, np.ndarray]:
        training = training_set(dark=dark, seed=seed, faces=faces, others=others)
        model, _draws = train_detector(training, condition="none", seed=seed, recipe=recipe)
        return {f"{number:02}": values for number, values in enumerate(model.get_weights())}

    asked = {"dark": dark, "seed": seed, "faces": faces, "others": others, "tensorflow": tf.__version__}
    weights = kept("detector", train, folder=folder, by=_CODE, **asked, **asdict(recipe))
    model = build_detector(recipe, seed=seed)
    model.set_weights([weights[name] for name in sorted(weights)])
    return model
