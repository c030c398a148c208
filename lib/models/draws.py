"""What a detector is shown: batches half of faces, drawn by weights that may change on the way, half of all else."""

from collections.abc import Callable, Iterator

import keras
import numpy as np
import tensorflow as tf

from lib.models.pictures import as_floats

#: Batches that TensorFlow is handed at a time.
HANDED = 20


class FaceDraws:
    """Batches of images, labels and, where faces count differently, what each counts.

    A batch depends on seed, epoch, its number and the weights alone; weights change between epochs.

    Args:
        faces: `(F, H, W, 3)`, uint8 or floats in [0, 1].
        others: `(G, H, W, 3)` of the same type, pictures without a face; each is drawn as often.
        batch: pictures in a batch, an even number.
        steps: batches in an epoch.
        seed: of the draws.
        counts: `(F,)` what a face's mistake counts in the loss; `None`: each the same.

    Raises:
        ValueError: `batch` is odd or below 2, `steps` is below 1, or `counts` is not one for each face.
    """

    def __init__(
        self,
        faces: np.ndarray,
        others: np.ndarray,
        *,
        batch: int = 64,
        steps: int = 40,
        seed: int,
        counts: np.ndarray | None = None,
    ) -> None:
        if batch < 2 or batch % 2:
            raise ValueError(f"batch: got {batch}, expected an even number of pictures")
        if steps < 1:
            raise ValueError(f"steps: got {steps}, expected at least one")
        if counts is not None and np.shape(counts) != (len(faces),):
            raise ValueError(f"counts: got shape {np.shape(counts)}, expected one for each of {len(faces)} faces")
        self.faces, self.others, self.counts = faces, others, counts
        self.batch, self.steps, self.seed, self.epoch = batch, steps, seed, 0
        self.weights = np.ones(len(faces))

    @property
    def weights(self) -> np.ndarray:
        """Return how often each face is drawn, `(F,)`, in sum 1.

        Set any weights in proportion.

        Raises:
            ValueError: not one for each face, one that is negative or not finite, or all 0.
        """
        return self._weights

    @weights.setter
    def weights(self, values: np.ndarray) -> None:
        values = np.asarray(values, np.float64)
        if values.shape != (len(self.faces),) or not (values >= 0).all() or not 0 < values.sum() < np.inf:
            raise ValueError(
                f"weights: got shape {values.shape} with sum {values.sum():.3g}, expected {len(self.faces)} "
                "finite weights, none negative and not all 0"
            )
        self._weights = values / values.sum()

    def __len__(self) -> int:
        """Return the batches of an epoch."""
        return self.steps

    def __getitem__(self, number: int) -> tuple[np.ndarray, ...]:
        """Return images `(batch, H, W, 3)` in [0, 1], labels `(batch,)`, 1 for a face, and perhaps what each counts."""
        images, *rest = self._batch(number)
        return as_floats(images), *rest

    def epochs(self) -> tf.data.Dataset:
        """Return the batches as `keras.Model.fit` takes them; whenever they are read through, an epoch is over.

        Python hands them over many at a time: one by one, a training would wait for it a sixth of its time.
        """
        signature = tuple(tf.TensorSpec((None, *part.shape), part.dtype) for part in self._batch(0))
        handed = tf.data.Dataset.from_generator(self._epoch, output_signature=signature)
        floats = handed.unbatch().map(lambda images, *rest: (as_floats(images), *rest))
        sized = tf.data.experimental.assert_cardinality(self.steps)
        # What TensorFlow does to hand them out faster still would make the end of an epoch wait for seconds.
        options = tf.data.Options()
        options.autotune.enabled = False
        return floats.apply(sized).with_options(options)

    def _epoch(self) -> Iterator[tuple[np.ndarray, ...]]:
        """Yield the batches of an epoch, `HANDED` at a time and as they are kept, and let the next epoch begin."""
        for start in range(0, self.steps, HANDED):
            some = [self._batch(number) for number in range(start, min(start + HANDED, self.steps))]
            if start + HANDED >= self.steps:
                self.epoch += 1
            yield tuple(np.stack(values) for values in zip(*some, strict=True))

    def _batch(self, number: int) -> tuple[np.ndarray, ...]:
        """Return a batch, its pictures as they are kept."""
        generator, half = np.random.default_rng([self.seed, self.epoch, number]), self.batch // 2
        rows = np.searchsorted(np.cumsum(self._weights)[:-1], generator.random(half), side="right")
        others = generator.integers(len(self.others), size=half)
        images = np.concatenate([self.faces[rows], self.others[others]])
        labels = np.repeat(np.float32([1, 0]), half)
        if self.counts is None:
            return images, labels
        return images, labels, np.concatenate([self.counts[rows], np.ones(half)]).astype(np.float32)


class Refresh(keras.callbacks.Callback):
    """Weighs all faces anew at the beginning of each epoch, by where the model's encoder puts them.

    Args:
        draws: whose weights are set.
        weigh: from mean and log variance of all faces' latents, `(F, latents)` each, to their weights `(F,)`.
    """

    def __init__(self, draws: FaceDraws, weigh: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
        super().__init__()
        self.draws, self.weigh = draws, weigh

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Set the weights; before the first step, where an untrained encoder knows nothing, all stay equal."""
        del logs
        if epoch:
            self.draws.weights = self.weigh(*self.model.gaussians_of(self.draws.faces))
