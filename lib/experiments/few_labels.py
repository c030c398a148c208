"""What pictures without a label are worth: Kingma's M2 against its own classifier, on digits with few labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from lib.models.m2 import M2, UNKNOWN, build_classifier, build_m2
from lib.models.together import learn_together

#: Digits that choose; the draws that report share none with them.
CHOOSING = 300
#: Digits of a draw that are learned from, with or without their label.
LEARNED, CLASSES = 1_000, 10


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How both are trained; chosen on the first 300 digits and on other draws."""

    latents: int = 2
    alpha: float = 20.0
    hidden: tuple[int, ...] = (64,)
    steps: int = 1500
    labelled: int = 5  #: pictures with a label in each batch of M2
    unlabelled: int = 20  #: pictures without
    rate: float = 5e-3  #: of Adam at the first step; a cosine brings it to 0
    alone_steps: int = 400
    alone_rate: float = 2e-3


class Draw(NamedTuple):
    """Digits of which few have a label, and others to be read."""

    images: np.ndarray  #: `(L, 8, 8, 1)` float32 in [0, 1], the labelled ones
    labels: np.ndarray  #: `(L,)` 0 to 9
    others: np.ndarray  #: `(U, 8, 8, 1)` without a label
    unseen: np.ndarray  #: `(T, 8, 8, 1)`
    answers: np.ndarray  #: `(T,)` what the unseen are


class Read(NamedTuple):
    """Which share of unseen digits is read rightly, a number for each draw."""

    alone: np.ndarray  #: `(D,)` by the classifier that sees the labelled digits alone
    m2: np.ndarray  #: `(D,)` by M2's classifier, the same network
    model: M2  #: of the last draw


def draw_digits(seed: int, *, each: int = 10, choosing: bool = False) -> Draw:
    """Draw which of scikit-learn's digits are learned from, and which of these keep their labels.

    Args:
        seed: of the draw.
        each: labelled digits of each kind.
        choosing: whether the unseen are those kept aside for choosing; else, what the draw leaves over.
    """
    digits = load_digits()
    images = (digits.images[..., None] / 16).astype(np.float32)
    rest, aside = train_test_split(np.arange(len(images)), test_size=CHOOSING, random_state=0, stratify=digits.target)
    order = np.random.default_rng(seed).permutation(rest)
    pool, left = order[:LEARNED], order[LEARNED:]
    kept = np.concatenate([pool[digits.target[pool] == digit][:each] for digit in range(CLASSES)])
    unseen = aside if choosing else left
    others = np.setdiff1d(pool, kept)
    return Draw(images[kept], digits.target[kept], images[others], images[unseen], digits.target[unseen])


def compare(draws: Sequence[Draw], *, recipe: Recipe | None = None, seed: int = 0) -> Read:
    """Train the classifier alone, and M2, on each draw, and let both read its unseen digits.

    Args:
        draws: as of `draw_digits`.
        recipe: how; `None`: as chosen.
        seed: of first weights and batches, of which each draw has its own, and of the latents, the same for all draws.
    """
    recipe, numbered = recipe or Recipe(), list(enumerate(draws, start=seed))
    classifiers = [_classifier(recipe, number) for number, _ in numbered]
    models = [_m2(recipe, number) for number, _ in numbered]
    known = [labelled_batches(some, recipe, number) for number, some in numbered]
    mixed = [mixed_batches(some, recipe, number) for number, some in numbered]
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    learn_together(classifiers, known, lambda _, labels, logits: entropy(labels, logits), rate=recipe.alone_rate)
    learn_together(models, mixed, models[0].compute_loss, rate=recipe.rate)
    read = []
    for some, classifier, m2 in zip(draws, classifiers, models, strict=True):
        logits = [np.asarray(network(some.unseen)) for network in (classifier, m2.classifier)]
        read.append([(some_logits.argmax(axis=1) == some.answers).mean() for some_logits in logits])
    return Read(*np.transpose(read), models[-1])


def labelled_batches(some: Draw, recipe: Recipe, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the pictures `(steps, 50, 8, 8, 1)` of all steps of the classifier alone, and their labels `(steps, 50)`.

    Args:
        some: where they come from.
        recipe: how many steps.
        seed: of the draws.
    """
    rows = np.random.default_rng(seed).integers(len(some.images), size=(recipe.alone_steps, 50))
    return some.images[rows], some.labels[rows].astype(np.int32)


def mixed_batches(some: Draw, recipe: Recipe, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the pictures `(steps, batch, 8, 8, 1)` of all steps of M2, and their labels `(steps, batch)`.

    A label is `UNKNOWN` where there is none.

    Args:
        some: where they come from.
        recipe: how many steps, and of which pictures how many in each.
        seed: of the draws.
    """
    generator = np.random.default_rng(seed)
    known = generator.integers(len(some.images), size=(recipe.steps, recipe.labelled))
    unknown = generator.integers(len(some.others), size=(recipe.steps, recipe.unlabelled))
    images = np.concatenate([some.images[known], some.others[unknown]], axis=1)
    labels = np.concatenate([some.labels[known], np.full_like(unknown, UNKNOWN)], axis=1)
    return images, labels.astype(np.int32)


def _classifier(recipe: Recipe, seed: int) -> keras.Model:
    keras.utils.set_random_seed(seed)
    return build_classifier((8, 8, 1), CLASSES, hidden=recipe.hidden)


def _m2(recipe: Recipe, seed: int) -> keras.Model:
    keras.utils.set_random_seed(seed)
    options = {"latents": recipe.latents, "alpha": recipe.alpha, "hidden": recipe.hidden}
    return build_m2((8, 8, 1), CLASSES, **options, seed=seed)
