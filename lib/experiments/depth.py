"""What changes with depth: how many activations are silent, and how little a change of view matters."""

import keras
import numpy as np


def random_crops(photographs: np.ndarray, *, size: int, each: int, seed: int) -> np.ndarray:
    """Cut square windows out of photographs at random places.

    Args:
        photographs: `(N, H, W, 3)`.
        size: side of a window in pixels, at most H and W.
        each: windows from each photograph.
        seed: which places.

    Returns:
        `(N · each, size, size, 3)`, those of one photograph together.
    """
    generator = np.random.default_rng(seed)
    height, width = (side - size + 1 for side in photographs.shape[1:3])
    places = generator.integers((0, 0), (height, width), (len(photographs), each, 2))
    cut = [
        photograph[top : top + size, left : left + size]
        for photograph, corners in zip(photographs, places, strict=True)
        for top, left in corners
    ]
    return np.stack(cut)


def sparsity(activations: dict[str, np.ndarray]) -> dict[str, float]:
    """Return the share of activations that are exactly zero, by layer."""
    return {name: float((values == 0).mean()) for name, values in activations.items()}


def change_of_view(original: dict[str, np.ndarray], changed: dict[str, np.ndarray]) -> dict[str, float]:
    """Compare what a change of view does to a layer's output with what another picture does.

    Args:
        original: by layer, `(N, h, w, channels)` of N different pictures.
        changed: the same pictures under a change, such as mirrored, their maps turned back.

    Returns:
        By layer, the mean distance between a picture and its changed self over the mean distance between different
        pictures: 0 where the change goes unnoticed, 1 where it matters as much as another picture does.
    """
    return {name: _relative_distance(original[name], changed[name]) for name in original}


def _relative_distance(original: np.ndarray, changed: np.ndarray) -> float:
    first, second = (values.reshape(len(values), -1) for values in (original, changed))
    own = np.linalg.norm(first - second, axis=1).mean()
    between = [np.linalg.norm(one - first[row + 1 :], axis=1) for row, one in enumerate(first[:-1])]
    return float(own / np.concatenate(between).mean())


def random_twin(model: keras.Model, images: np.ndarray, *, seed: int) -> keras.Model:
    """Return a network of the same plan whose kernels are random: what the plan does without what training did.

    Every normalisation scales by one and is fitted to the images, so that all kernels have their say; at the start of a
    training those that end a residual block are switched off.

    Args:
        model: a Keras model.
        images: `(N, H, W, 3)` in [0, 1].
        seed: of the kernels.
    """
    keras.utils.set_random_seed(seed)
    twin = keras.models.clone_model(model)
    for layer in twin.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.gamma.assign(np.ones(layer.gamma.shape))
            layer.momentum = 0.0  # one pass in training mode then leaves exactly the statistics of these images
    twin(images, training=True)
    return twin
