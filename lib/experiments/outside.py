"""An outside check: a small network that has seen drawn faces only is asked for faces in photographs.

The photographs are scikit-image's 200 crops of Labeled Faces in the Wild: grey, 25 pixels a side, each face filling its
crop. So drawn pictures are cropped, made grey and small, and varied in what photographs vary in.
"""

from typing import NamedTuple

import keras
import numpy as np
from skimage.data import lfw_subset
from sklearn.metrics import roc_auc_score

from lib.data.faces.render import two_at_a_time
from lib.experiments.face_sets import Training
from lib.models.adam import Adam
from lib.models.compiling import compiled, outputs, renewed
from lib.models.detector import SMALL_CHANNELS, build_plain_detector
from lib.models.draws import FaceDraws

SIDE = 25
STEPS, BATCH, RATE = 200, 64, 2e-3
#: Sides of the squares that are cropped around faces and out of clutter, as shares of a picture's side. Tried on every
#: other photograph: faces from 0.4, 0.45 or 0.5 to 0.7 or 0.8, clutter to 0.6 or 1. Whole heads among the clutter,
#: which the backgrounds of photographs lack, made the network miss faces.
FACE_ZOOM, OTHER_ZOOM = (0.4, 0.8), (0.15, 0.6)
#: How far a face may lie off the crop's middle, as a share of the picture; spread of the blur in pixels; log of gamma.
SHIFT, BLUR, GAMMA = 0.05, (0.0, 1.0), 0.5
#: Contrast below which a picture counts as flat and is not stretched further.
FLAT = 0.05


class Photographs(NamedTuple):
    """Crops of photographs."""

    images: np.ndarray  #: `(200, 25, 25)` in [0, 1]
    faces: np.ndarray  #: `(200,)` 1 for a face


class Verdict(NamedTuple):
    """How well faces and other things are told apart."""

    auc: float  #: how often a face gets more than something else
    accuracy: float  #: at probability 0.5


def photographs() -> Photographs:
    """Return scikit-image's subset of Labeled Faces in the Wild (Huang et al. 2007): 100 faces, 100 other crops."""
    return Photographs(lfw_subset().astype(np.float32), np.repeat([1, 0], 100))


def greys(pictures: np.ndarray) -> np.ndarray:
    """Return the brightness, uint8 `(N, H, W, 1)`, of pictures `(N, H, W, 3)` as uint8 (weights of Rec. 601)."""
    weights = np.float32([0.299, 0.587, 0.114])
    return np.concatenate([np.round(part @ weights).astype(np.uint8) for part in _parts(pictures)])[..., None]


def in_grey(training: Training) -> Training:
    """Return a training set whose pictures are `(N, H, W, 1)`, as of `greys`."""
    return Training(greys(training.faces), training.tones, greys(training.others))


def standardised(images: np.ndarray) -> np.ndarray:
    """Return images `(N, H, W)`, each shifted to mean 0 and scaled to deviation 1, as `(N, H, W, 1)`; flat ones less.

    Args:
        images: in [0, 1].
    """
    centred = images - images.mean(axis=(1, 2), keepdims=True)
    return (centred / np.maximum(centred.std(axis=(1, 2), keepdims=True), FLAT))[..., None].astype(np.float32)


def varied(images: np.ndarray, labels: np.ndarray, *, generator: np.random.Generator) -> np.ndarray:
    """Crop pictures at random to `SIDE` and vary sharpness and contrast, half of them mirrored.

    Args:
        images: `(N, H, W)` in [0, 1].
        labels: `(N,)` 1 for a face, which stays near the crop's middle; other crops come from anywhere.
        generator: of the draws.

    Returns:
        `(N, SIDE, SIDE)` in [0, 1].
    """
    count, is_face = len(images), np.asarray(labels) > 0
    low, high = np.where(is_face[:, None], FACE_ZOOM, OTHER_ZOOM).T
    side = low + (high - low) * generator.random(count)
    anywhere = side[:, None] / 2 + (1 - side[:, None]) * generator.random((count, 2))
    near = 0.5 + generator.uniform(-SHIFT, SHIFT, (count, 2))
    blurs = _blurs(generator.uniform(*BLUR, count))
    looks = blurs[:, None] @ _looks(np.where(is_face[:, None], near, anywhere), side, size=images.shape[1])
    crops = looks[:, 0] @ images @ looks[:, 1].swapaxes(1, 2)
    crops = np.clip(crops, 0, 1) ** np.exp(generator.uniform(-GAMMA, GAMMA, (count, 1, 1)))
    mirrored = generator.random(count) < 0.5
    return np.where(mirrored[:, None, None], crops[:, :, ::-1], crops)


def crops(training: Training, *, batch: int = BATCH, steps: int = STEPS, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw all that a network learns from: half of each batch faces, each picture cropped and varied anew.

    Args:
        training: as of `in_grey`.
        batch: pictures in a batch, an even number.
        steps: how many batches.
        seed: of the draws and of the crops.

    Returns:
        (standardised crops `(batch · steps, SIDE, SIDE, 1)`, labels `(batch · steps,)`, 1 for a face).
    """
    draws = FaceDraws(training.faces, training.others, batch=batch, steps=steps, seed=seed)
    images, labels = np.empty((steps, batch, SIDE, SIDE, 1), np.float32), np.empty((steps, batch), np.float32)

    def fill(number: int) -> None:
        greys, labels[number] = draws[number]
        generator = np.random.default_rng([seed, draws.epoch, number, 1])  # another than that of the draws
        images[number] = standardised(varied(greys[..., 0], labels[number], generator=generator))

    two_at_a_time(fill, range(steps))
    return images.reshape(-1, SIDE, SIDE, 1), labels.ravel()


def learn(training: Training, *, seed: int, steps: int = STEPS, anew: keras.Model | None = None) -> keras.Model:
    """Train a small network to tell drawn faces from clutter in grey crops.

    Args:
        training: as of `in_grey`.
        seed: of first weights, draws and crops.
        steps: how many batches.
        anew: as of `lib.experiments.audit.learn`.

    Returns:
        A network from standardised images `(N, SIDE, SIDE, 1)` to logits `(N,)`.
    """
    keras.utils.set_random_seed(seed)
    model = build_plain_detector(shape=(SIDE, SIDE, 1), channels=SMALL_CHANNELS)
    rate = keras.optimizers.schedules.CosineDecay(RATE, steps)
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    compiled(model, Adam(rate), entropy, steps_per_execution=steps)
    model = renewed(anew, model) if anew else model
    model.fit(*crops(training, steps=steps, seed=seed), batch_size=BATCH, shuffle=False, verbose=0)
    return model


def judge(model: keras.Model, photos: Photographs) -> Verdict:
    """Return how well a network as of `learn` tells the faces among photographs."""
    scores = outputs(model, standardised(photos.images))[0]
    return Verdict(float(roc_auc_score(photos.faces, scores)), float(((scores > 0) == photos.faces).mean()))


def _looks(centres: np.ndarray, sides: np.ndarray, *, size: int) -> np.ndarray:
    """Return for each picture of `size` pixels the matrices `(N, 2, SIDE, size)` that crop its rows and its columns.

    A value is the mean of two places between pixels each way, so that little aliases.
    """
    steps = (np.arange(2 * SIDE) + 0.5) / (2 * SIDE) - 0.5
    places = np.clip((centres[..., None] + sides[:, None, None] * steps) * size - 0.5, 0, size - 1).astype(np.float32)
    weights = np.maximum(1 - np.abs(places[..., None] - np.arange(size, dtype=np.float32)), 0)
    return (weights[:, :, ::2] + weights[:, :, 1::2]) / 2


def _blurs(spreads: np.ndarray) -> np.ndarray:
    """Return for each spread in pixels the matrix `(SIDE, SIDE)` that blurs along one axis."""
    apart = np.square(np.arange(SIDE)[:, None] - np.arange(SIDE))
    weights = np.exp(-apart / (2 * np.square(np.maximum(spreads, 0.1)))[:, None, None]).astype(np.float32)
    return weights / weights.sum(axis=2, keepdims=True)


def _parts(pictures: np.ndarray) -> list[np.ndarray]:
    return [pictures[start : start + 512] for start in range(0, len(pictures), 512)]
