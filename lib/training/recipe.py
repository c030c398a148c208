"""What a training consists of: the stages of its schedule, its batches and its optimiser."""

from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow as tf

from lib.data.tiny_imagenet import Split


@dataclass(frozen=True)
class Stage:
    """Epochs at one input size in pixels; crops cover between `smallest_crop` and all of a picture's area."""

    size: int
    epochs: int
    smallest_crop: float


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What every training decides: how long, in batches of how many, at which rates, from which seed.

    `weight_decay` is decoupled from momentum: 5e-3 pulls as strongly as the customary 5e-4 inside the gradient, which
    momentum 0.9 multiplies by ten.
    """

    epochs: int
    batch: int = 128
    peak_rate: float = 0.1
    weight_decay: float = 5e-3
    label_smoothing: float = 0.1
    seed: int = 2024


@dataclass(frozen=True, kw_only=True)
class Recipe(Schedule):
    """How a network is trained on photographs: a schedule in stages, and how many of each class are held back."""

    stages: tuple[Stage, ...]
    epochs: int = field(init=False)
    held_back_each: int = 25

    def __post_init__(self) -> None:
        """Count the epochs of all stages together."""
        object.__setattr__(self, "epochs", sum(stage.epochs for stage in self.stages))

    def stage_of(self, epoch: int) -> Stage:
        """Return the stage that epoch number `epoch` (from 0) belongs to.

        Raises:
            ValueError: `epoch` lies outside the schedule.
        """
        ends = np.cumsum([stage.epochs for stage in self.stages])
        if not 0 <= epoch < self.epochs:
            raise ValueError(f"epoch: got {epoch}, expected 0 to {self.epochs - 1}")
        return self.stages[int(np.searchsorted(ends, epoch, side="right"))]


def random_boxes(count: int, *, smallest: float, generator: np.random.Generator) -> np.ndarray:
    """Draw crop boxes `(count, 4)` as y1, x1, y2, x2 in [0, 1]; half are mirrored (x1 > x2).

    Area is uniform between `smallest` and 1, aspect ratio between 3:4 and 4:3 (Szegedy et al. 2015, section 6).
    """
    area = generator.uniform(smallest, 1, count)
    aspect = np.exp(generator.uniform(np.log(3 / 4), np.log(4 / 3), count))
    height, width = np.minimum(np.sqrt(area / aspect), 1), np.minimum(np.sqrt(area * aspect), 1)
    top, left = generator.uniform(0, 1 - height), generator.uniform(0, 1 - width)
    boxes = np.stack([top, left, top + height, left + width], axis=1).astype(np.float32)
    mirrored = generator.random(count) < 0.5
    boxes[mirrored] = boxes[mirrored][:, [0, 3, 2, 1]]
    return boxes


def epoch_batches(recipe: Recipe, split: Split, *, epoch: int, classes: int) -> tf.data.Dataset:
    """Return one epoch of shuffled, cropped and mirrored batches; the same epoch is always the same.

    Each batch is `(batch, size, size, 3)` float32 in [0, 1] with one-hot targets `(batch, classes)`.
    """
    stage, generator = recipe.stage_of(epoch), np.random.default_rng([recipe.seed, epoch])
    steps = len(split.labels) // recipe.batch
    order = generator.permutation(len(split.labels))[: steps * recipe.batch].reshape(steps, recipe.batch)
    boxes = random_boxes(order.size, smallest=stage.smallest_crop, generator=generator).reshape(*order.shape, 4)
    targets = np.eye(classes, dtype=np.float32)

    def gather(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return split.images[rows], targets[split.labels[rows]]

    def load(rows: tf.Tensor, crops: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        images, labels = tf.numpy_function(gather, [rows], (tf.uint8, tf.float32))
        images = tf.cast(tf.ensure_shape(images, (recipe.batch, None, None, 3)), tf.float32) / 255
        # One call crops, resizes and mirrors: a box whose x1 exceeds x2 is read from right to left.
        images = tf.image.crop_and_resize(images, crops, tf.range(recipe.batch), (stage.size, stage.size))
        return images, tf.ensure_shape(labels, (recipe.batch, classes))

    return tf.data.Dataset.from_tensor_slices((order, boxes)).map(load, num_parallel_calls=1).prefetch(4)


def compile_for_training(schedule: Schedule, model: keras.Model, *, steps: int) -> None:
    """Compile with Nesterov momentum: one warm-up epoch of `steps` batches, then a cosine to zero.

    Biases and normalisation are not decayed.
    """
    rate = keras.optimizers.schedules.CosineDecay(
        schedule.peak_rate / 10,
        decay_steps=max(1, steps * (schedule.epochs - 1)),
        warmup_target=schedule.peak_rate,
        warmup_steps=steps,
    )
    optimizer = keras.optimizers.SGD(rate, momentum=0.9, nesterov=True, weight_decay=schedule.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=schedule.label_smoothing)
    model.compile(optimizer, loss, metrics=["accuracy"])
