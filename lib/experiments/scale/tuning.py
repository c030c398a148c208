"""The same detector with the top of its backbone let loose: fine-tuning on the faces that the head has learned from."""

import numpy as np

from lib.experiments.drawn import as_images
from lib.experiments.scale.detector import PASSING, Mixture, draw_faces
from lib.experiments.transfer.learning import TUNED, Recipe, Tuned
from lib.experiments.transfer.tasks import Draw, Task

#: From which block on the backbone learns, and pictures looked at at a time.
START, CHUNK = "block7", 128


def tuned_finds(
    pool: tuple[np.ndarray, np.ndarray, np.ndarray],
    features: tuple[np.ndarray, np.ndarray],
    asked: tuple[np.ndarray, np.ndarray],
    mixture: Mixture,
    *,
    size: int,
    seed: int,
    recipe: Recipe = TUNED,
) -> np.ndarray:
    """Return which of the faces asked are found by a fine-tuned detector, `(1, F)` bool, as `detector.found_by` does.

    It begins as the detector of the same seed, and learns from the same pictures.

    Args:
        pool: `(F, 64, 64, 3)` uint8 faces, their tones, and pictures without a face, uint8.
        features: of these faces and of these pictures, by BookNet.
        asked: faces and pictures without one, uint8; of the latter a share of 0.05 passes the threshold.
        mixture: whose faces are drawn from the pool.
        size: how many of them, and as many other pictures.
        seed: of the draw and of the training.
        recipe: how it learns.
    """
    faces, tones, others = pool
    rows = draw_faces(tones, mixture, size=size, seed=seed)
    rest = np.random.default_rng([seed, 1]).permutation(len(others))[:size]
    images = as_images(np.concatenate([others[rest], faces[rows]]))
    labels, seen = np.repeat([0, 1], size), np.concatenate([features[1][rest], features[0][rows]])
    task = Task("few faces", images, images.reshape(2 * size, -1), labels, ("no face", "a face"), mirrors=True)
    tuned = Tuned(task, seen, start=START, recipe=recipe)
    model = tuned.learn(Draw(np.arange(2 * size), np.arange(0)), seed=seed)

    def scores(pictures: np.ndarray) -> np.ndarray:
        starts = range(0, len(pictures), CHUNK)
        parts = [np.asarray(model(as_images(pictures[row : row + CHUNK]), training=False)) for row in starts]
        logits = np.concatenate(parts)
        return logits[:, 1] - logits[:, 0]

    found, passing = (scores(pictures) for pictures in asked)
    return (found > np.quantile(passing, 1 - PASSING))[None]
