"""Checks that every explaining function makes of its arguments."""

import keras
import numpy as np


def checked_images(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return images as float32 `(N, H, W, channels)`.

    Raises:
        ValueError: another rank, another type, no image, or not what the model takes.
    """
    images = np.asarray(images)
    inputs, outputs = (getattr(model, name, None) or () for name in ("inputs", "outputs"))
    if not inputs:
        raise ValueError(f"model: {model.name} has no fixed inputs, expected a functional or built sequential model")
    if len(inputs) != 1 or len(outputs) != 1:
        raise ValueError(
            f"model: {model.name} takes {len(inputs)} inputs and gives {len(outputs)}, expected one of each"
        )
    if images.ndim != 4 or not len(images):
        raise ValueError(f"images: got shape {images.shape}, expected (N, height, width, channels) with N ≥ 1")
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"images: got {images.dtype}, expected floats in [0, 1]; divide by 255")
    wanted = tuple(model.inputs[0].shape)[1:]
    if len(wanted) != 3 or any(want not in (None, got) for want, got in zip(wanted, images.shape[1:], strict=False)):
        raise ValueError(f"images: got shape {images.shape}, but {model.name} takes (N, {', '.join(map(str, wanted))})")
    return np.ascontiguousarray(images, np.float32)


def checked_classes(model: keras.Model, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return classes as int32 `(N,)`, one per image.

    Raises:
        ValueError: another number of classes than images, no whole numbers, or one the model does not know.
    """
    classes, known = np.asarray(classes), int(model.outputs[0].shape[-1])
    if classes.shape != (len(images),):
        raise ValueError(f"classes: got shape {classes.shape}, expected one class for each of {len(images)} images")
    if not np.issubdtype(classes.dtype, np.integer):
        raise ValueError(f"classes: got {classes.dtype}, expected whole numbers")
    if classes.min() < 0 or classes.max() >= known:
        odd = int(classes[(classes < 0) | (classes >= known)][0])
        raise ValueError(f"classes: got {odd}, but {model.name} has classes 0 to {known - 1}")
    return classes.astype(np.int32)


def checked_count(name: str, count: int) -> int:
    """Return how many there shall be of something.

    Raises:
        ValueError: it is no whole number of at least one.
    """
    if count != int(count) or count < 1:
        raise ValueError(f"{name}: got {count}, expected a whole number of at least one")
    return int(count)
