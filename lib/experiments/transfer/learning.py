"""Networks that learn from few images: from random weights, or from where a backbone has come."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import keras
import numpy as np
import tensorflow as tf

from lib.experiments.transfer.probes import fit_head
from lib.experiments.transfer.tasks import Draw, Task
from lib.models.adam import Adam
from lib.models.booknet import build_booknet, load_booknet
from lib.models.compiling import compiled, outputs
from lib.models.tinynet import build_tinynet
from lib.models.transfer import build_transfer, in_two, set_head, thaw

#: How far images are shifted, as a share of their side.
SHIFT = 0.08
#: Networks that learn from random weights, and the side of the images that they are made for.
BUILDS: dict[str, tuple[Callable[..., keras.Model], int]] = {
    "tinynet": (build_tinynet, 48),
    "booknet": (build_booknet, 48),
}


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a network learns: Adam's rate at the first step, which a cosine brings to 0; steps; images in each."""

    rate: float
    steps: int  #: with 10 images a class
    batch: int = 16

    def grown(self, each: int) -> "Recipe":
        """Return the recipe for so many images a class: beyond 10, steps grow with the root of the images."""
        return replace(self, steps=round(self.steps * max(1.0, (each / 10) ** 0.5)))


#: Chosen on other draws by the recorded run; for fine-tuning also from which stage on the backbone learns.
SCRATCH, SCRATCH_NETWORK = Recipe(rate=3e-3, steps=200), "tinynet"
TUNED, TUNED_FROM = Recipe(rate=1e-4, steps=80), "block6"


class Learner:
    """A network that learns anew from each draw: its training is traced once, for that takes as long as a training."""

    def __init__(self, model: keras.Model, recipe: Recipe) -> None:
        """Keep what learns, and how.

        Args:
            model: from images, or maps of them, `(N, h, w, C)` to logits; it learns with what is trainable in it now.
            recipe: how.
        """
        self.model, self.recipe = model, recipe
        rate = keras.optimizers.schedules.CosineDecay(recipe.rate, recipe.steps)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        compiled(model, Adam(rate), loss)
        self._run = tf.function(self._steps)

    def trace(self, shape: tuple[int, ...]) -> None:
        """Trace the training on inputs of shape `(h, w, C)`, so that the first draw takes no longer than others."""
        inputs = tf.TensorSpec((self.recipe.steps, self.recipe.batch, *shape), tf.float32)
        self._run.get_concrete_function(inputs, tf.TensorSpec(inputs.shape[:2], tf.int32))

    def learn(self, inputs: np.ndarray, labels: np.ndarray) -> None:
        """Learn, starting from the model's weights and an optimiser that remembers nothing.

        Args:
            inputs: `(steps, batch, h, w, C)` float32.
            labels: `(steps, batch)` int32.
        """
        for variable in self.model.optimizer.variables:
            if variable is not self.model.optimizer.learning_rate:
                variable.assign(np.zeros(variable.shape, variable.dtype))
        self._run(inputs, labels)

    def _steps(self, inputs: tf.Tensor, labels: tf.Tensor) -> None:
        for number in tf.range(len(inputs)):
            self.model.train_step((inputs[number], labels[number]))


def batches(task: Task, rows: np.ndarray, recipe: Recipe, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the images `(steps, batch, H, W, 3)` of all steps, shifted and mirrored at random, and their labels.

    Args:
        task: whose images and labels; they are mirrored only if that leaves their class as it is.
        rows: `(n,)` which of them.
        recipe: how many steps of how many images.
        seed: of the draws.
    """
    generator, side = np.random.default_rng(seed), task.images.shape[1]
    shift = round(SHIFT * side)
    places = generator.integers(len(rows), size=recipe.steps * recipe.batch)
    mirrored = generator.random(len(places)) < (0.5 if task.mirrors else 0)
    corners = generator.integers(2 * shift + 1, size=(len(places), 2))
    wide = np.pad(task.images[rows], ((0, 0), (shift, shift), (shift, shift), (0, 0)), mode="edge")
    images = np.empty((len(places), side, side, 3), np.float32)
    for number, (place, (top, left)) in enumerate(zip(places, corners, strict=True)):
        crop = wide[place, top : top + side, left : left + side]
        images[number] = crop[:, ::-1] if mirrored[number] else crop
    shape = (recipe.steps, recipe.batch)
    labels = task.labels[rows[places]].reshape(shape).astype(np.int32)
    return images.reshape(*shape, side, side, 3), labels


def resized(task: Task, side: int) -> Task:
    """Return a task with its images at another side in pixels, made smaller with anti-aliasing."""
    if side == task.images.shape[1]:
        return task
    images = keras.ops.image.resize(task.images, (side, side), antialias=True)
    return task._replace(images=np.clip(keras.ops.convert_to_numpy(images), 0, 1))


def accuracy(model: keras.Model, task: Task, rows: np.ndarray) -> float:
    """Return which share of some of a task's images a network puts right."""
    logits = outputs(model, task.images[rows])[0]
    return float((logits.argmax(axis=1) == task.labels[rows]).mean())


class Scratch:
    """A network that begins with random weights for each draw."""

    def __init__(self, task: Task, *, network: str = SCRATCH_NETWORK, recipe: Recipe = SCRATCH) -> None:
        """Build it.

        Args:
            task: which; where the network is made for smaller images, it gets them smaller: see `task` of the object.
            network: one of `BUILDS`.
            recipe: how it learns.
        """
        self._build, side = BUILDS[network]
        self.task = resized(task, side)
        self._learner = Learner(self._fresh(0), recipe)

    def trace(self) -> None:
        """Trace the training before the first draw."""
        self._learner.trace(self.task.images.shape[1:])

    def learn(self, rows: Draw, *, seed: int) -> keras.Model:
        """Return the network after it has learned; the next call takes it back."""
        model = self._learner.model
        model.set_weights(self._fresh(seed).get_weights())
        self._learner.learn(*batches(self.task, rows.learned, self._learner.recipe, seed=seed))
        _settle(model, self.task.images[rows.learned])
        return model

    def _fresh(self, seed: int) -> keras.Model:
        keras.utils.set_random_seed(seed)
        return self._build(classes=len(self.task.classes))


class Tuned:
    """BookNet with a new head that begins as the frozen features' regression, and whose top then learns slowly."""

    def __init__(self, task: Task, features: np.ndarray, *, start: str = TUNED_FROM, recipe: Recipe = TUNED) -> None:
        """Build it.

        Args:
            task: which.
            features: `(N, channels)` of all its images, by BookNet.
            start: from which stage on the backbone learns.
            recipe: how.
        """
        self.task, self.features = task, features
        self.model = build_transfer(load_booknet(), classes=len(task.classes))
        self.learning = thaw(self.model, start)
        self._before = self.model.get_layer("backbone").get_weights()
        # What lies below stays as it is: its maps of all steps are computed at once, and it need not be traced again.
        self.below, self.above = in_two(self.model, start)
        self._learner = Learner(self.above, recipe)

    def trace(self) -> None:
        """Trace the training before the first draw."""
        self._learner.trace(outputs(self.below, self.task.images[:1])[0].shape[1:])

    def learn(self, rows: Draw, *, seed: int) -> keras.Model:
        """Return the network, `model`, after it has learned; the next call takes it back."""
        learned = rows.learned
        self.model.get_layer("backbone").set_weights(self._before)
        set_head(self.model, *fit_head(self.features[learned], self.task.labels[learned]))
        images, labels = batches(self.task, learned, self._learner.recipe, seed=seed)
        maps = outputs(self.below, images.reshape(-1, *images.shape[2:]))[0]
        self._learner.learn(maps.reshape(*labels.shape, *maps.shape[1:]), labels)
        return self.model


def _settle(model: keras.Model, images: np.ndarray) -> None:
    """Fit batch normalisation's statistics to the images learned from: few steps leave the moving averages behind."""
    norms = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    usual = [layer.momentum for layer in norms]
    for layer in norms:
        layer.momentum = 0.0
    model(images, training=True)
    for layer, momentum in zip(norms, usual, strict=True):
        layer.momentum = momentum
