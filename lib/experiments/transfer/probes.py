"""What frozen features are worth: a logistic regression on features that were computed once."""

from collections.abc import Mapping, Sequence

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from lib.experiments.depth import random_twin
from lib.experiments.transfer.tasks import SIZES, Draw, Task, draw
from lib.explain.activations import activations
from lib.models.transfer import build_transfer, set_head

#: Inverse strength of the penalty. Of 0.001 to 10, on other draws, none was better by more than the draws differ.
STRENGTH = 1.0
STAGES = ("stem", *(f"block{number}" for number in range(1, 8)))
#: Images to whose statistics a network with random kernels is fitted.
FITTED = 64
#: Images whose maps are held at a time.
CHUNK = 64


def fit_head(features: np.ndarray, labels: np.ndarray, *, strength: float = STRENGTH) -> tuple[np.ndarray, np.ndarray]:
    """Fit a logistic regression on standardised features, and write it as a dense layer.

    Args:
        features: `(N, channels)` of the images that are learned from.
        labels: `(N,)` from 0, at least one image of each class.
        strength: inverse of the penalty's.

    Returns:
        (kernel `(channels, classes)`, bias `(classes,)`) that take features as they are.
    """
    scaler = StandardScaler().fit(features)
    scaled = scaler.transform(features)
    # The best weights lie in the span of what is learned from: few images are fitted in as few dimensions as they have.
    span = np.linalg.qr(scaled.T).Q
    fitted = LogisticRegression(C=strength, solver="newton-cg", max_iter=1_000).fit(scaled @ span, labels)
    weights, bias = fitted.coef_ @ span.T, fitted.intercept_
    if len(fitted.classes_) == 2:  # one score then stands for two of opposite sign
        weights, bias = np.concatenate([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    kernel = weights.T / scaler.scale_[:, None]
    return kernel.astype(np.float32), (bias - scaler.mean_ @ kernel).astype(np.float32)


def probe(task: Task, features: np.ndarray, rows: Draw, *, strength: float = STRENGTH) -> float:
    """Return which share of the images asked a logistic regression on features puts right.

    Args:
        task: whose labels.
        features: `(N, channels)` of all its images.
        rows: which are learned from, and which are asked.
        strength: as for `fit_head`.
    """
    kernel, bias = fit_head(features[rows.learned], task.labels[rows.learned], strength=strength)
    answers = (features[rows.asked] @ kernel + bias).argmax(axis=1)
    return float((answers == task.labels[rows.asked]).mean())


def probe_curve(
    task: Task,
    features: np.ndarray,
    *,
    seeds: Sequence[int],
    sizes: Sequence[int] = SIZES,
    strength: float = STRENGTH,
    choosing: bool = False,
) -> np.ndarray:
    """Return accuracies `(sizes, seeds)` of `probe`, a draw for each seed.

    Args:
        task: whose labels.
        features: `(N, channels)` of all its images.
        seeds: of the draws.
        sizes: images a class.
        strength: as for `fit_head`.
        choosing: as for `draw`.
    """
    return np.array(
        [
            [
                probe(task, features, draw(task, each=each, seed=seed, choosing=choosing), strength=strength)
                for seed in seeds
            ]
            for each in sizes
        ]
    )


def stage_features(model: keras.Model, images: np.ndarray, stages: Sequence[str] = STAGES) -> dict[str, np.ndarray]:
    """Return each stage's output averaged over places, `(N, channels)`; the maps of all images are never held.

    Args:
        model: BookNet, or a network with the same names.
        images: `(N, H, W, 3)` in [0, 1].
        stages: names of layers.
    """
    parts: Mapping[str, list[np.ndarray]] = {stage: [] for stage in stages}
    for start in range(0, len(images), CHUNK):
        for stage, maps in activations(model, images[start : start + CHUNK], stages).items():
            parts[stage].append(maps.mean(axis=(1, 2)))
    return {stage: np.concatenate(some) for stage, some in parts.items()}


def untrained(model: keras.Model, task: Task, *, seed: int = 0, anew: keras.Model | None = None) -> keras.Model:
    """Return a network of the same plan with random kernels, its normalisation fitted to some of the task's images.

    No label is used, so that the images may be among those asked.

    Args:
        model: whose plan.
        task: whose images.
        seed: of the kernels.
        anew: what this returned for another task; it is fitted to this one and returned, with the kernels that it has,
            which spares its tracing. `None`: another network is made.
    """
    some = task.images[:: max(1, len(task.images) // FITTED)]
    if anew is None:
        return random_twin(model, some, seed=seed)
    anew(some, training=True)  # a twin's normalisation remembers the last images alone
    return anew


def transferred(
    model: keras.Model, task: Task, features: np.ndarray, rows: Draw, *, strength: float = STRENGTH
) -> keras.Model:
    """Return the network that `probe` speaks of in one piece: the frozen backbone with the fitted head.

    Args:
        model: as for `lib.models.transfer.trunk`.
        task: whose labels.
        features: `(N, channels)` of all its images, by this network.
        rows: which are learned from.
        strength: as for `fit_head`.
    """
    whole = build_transfer(model, classes=len(task.classes))
    set_head(whole, *fit_head(features[rows.learned], task.labels[rows.learned], strength=strength))
    return whole
