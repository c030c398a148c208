"""Fine-tuning on few drawn faces: the draws of the frozen detector, but the last block of the backbone learns, too."""

from collections.abc import Sequence

import keras
import numpy as np

from lib.experiments.scale.detector import PASSING, Mixture, Pool, example_rows
from lib.experiments.transfer.learning import Recipe, Tuned
from lib.experiments.transfer.tasks import Draw, Task
from lib.models.compiling import outputs

#: The last block learns alone, and briefly: settings that the study of transfer tried, too, at a third of the time of
#: those that it chose.
START, RECIPE = "block7", Recipe(rate=3e-4, steps=40)


def found_by_tuned(
    pool: Pool,
    pool_images: np.ndarray,
    faces: np.ndarray,
    others: np.ndarray,
    mixture: Mixture,
    *,
    size: int,
    draws: Sequence[int],
    passing: float = PASSING,
) -> np.ndarray:
    """Return `(draws, F)` bool as `detector.found_by`, by networks that were fine-tuned on the same draws.

    Args:
        pool: what is learned from, as features: the head begins with their regression.
        pool_images: `(G + F', 64, 64, 3)` float32 in [0, 1], the pool's other pictures and then its faces.
        faces: `(F, 64, 64, 3)` in [0, 1], the faces that are asked for.
        others: `(G, 64, 64, 3)` in [0, 1], pictures without a face.
        mixture: whose faces are drawn from the pool.
        size: how many of them, and of other pictures.
        draws: seeds, one a network.
        passing: share of `others` above the threshold.
    """
    labels = np.repeat([0, 1], [len(pool.others), len(pool.faces)])
    classes = ("something else", "a face")
    task = Task("drawn faces", pool_images, np.empty((len(labels), 0)), labels, classes, mirrors=True)
    learner = Tuned(task, np.concatenate([pool.others, pool.faces]), start=START, recipe=RECIPE)
    faces, others = (outputs(learner.below, some)[0] for some in (faces, others))
    found = np.empty((len(draws), len(faces)), bool)
    for row, seed in enumerate(draws):
        some_others, some_faces = example_rows(pool, mixture, size=size, seed=seed)
        rows = np.concatenate([some_others, len(pool.others) + some_faces])
        learner.learn(Draw(rows, rows), seed=seed)
        found[row] = scores(learner.above, faces) > np.quantile(scores(learner.above, others), 1 - passing)
    return found


def scores(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return how much more a network takes images for faces than for something else, `(N,)`, as a difference of logits.

    Args:
        model: from images, or what lower layers make of them, to logits `(N, 2)`.
        images: N of them.
    """
    logits = outputs(model, images)[0]
    return logits[:, 1] - logits[:, 0]
