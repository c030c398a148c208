"""Score-CAM: the weight of a feature is read from what the network says when it sees only that feature's places."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from scipy.special import expit, softmax

from lib.explain.arguments import checked_classes, checked_count, checked_images
from lib.explain.compiling import compiled, in_chunks, pictures
from lib.explain.forward import Forward, blocks, forward
from lib.explain.tracing import trace


def score_cam(
    model: keras.Model,
    images: np.ndarray,
    classes: np.ndarray,
    *,
    layer: str | None = None,
    channels: int | None = None,
) -> np.ndarray:
    """Score-CAM (Wang et al. 2020, section 3): features weighted by the class's probability behind their mask.

    A channel is brought to [0, 1], enlarged bilinearly and multiplied with the image. Its weight is the probability
    that the network then gives the class, as in the authors' code and tf-keras-vis; Algorithm 1 of the paper instead
    takes a softmax of the scores over the channels, which leaves little but the best channel where scores are logits.
    A channel that has one value everywhere points at no place: it weighs nothing, and no pass is spent on it.

    Args:
        model: any functional or sequential network, nested or not.
        images: `(N, H, W, 3)` floats in [0, 1].
        classes: `(N,)` the class asked for in each image.
        layer: whose features are weighed; `None`: the last layer with spatial size above one.
        channels: take only so many of each image's channels, those that vary most; `None`: all.

    Returns:
        `(N, h, w)` non-negative, at the size of the layer's feature map.

    Raises:
        ValueError: the layer is unknown or has no places, it has fewer channels, or images or classes do not fit.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)
    features = _features(model, images, layer)
    if channels is not None and checked_count("channels", channels) > features.shape[-1]:
        raise ValueError(f"channels: got {channels}, but the layer has {features.shape[-1]}")
    run = forward(model, images.shape[1:], passes=len(images) * (channels or features.shape[-1]))
    return np.stack([_map(run, *each, channels) for each in zip(images, classes, features, strict=True)])


def _features(model: keras.Model, images: np.ndarray, layer: str | None) -> np.ndarray:
    def build() -> Callable:
        return lambda batch: (tf.cast(trace(model, batch).feature_map(layer).output, tf.float32),)

    return in_chunks(
        compiled(model, ("features", layer), images.shape[1:], build, signature=(pictures(images.shape[1:]),)), images
    )[0]


def _map(run: Forward, image: np.ndarray, chosen: int, features: np.ndarray, channels: int | None) -> np.ndarray:
    low, high = features.min(axis=(0, 1)), features.max(axis=(0, 1))
    order = np.argsort(-features.std(axis=(0, 1)), kind="stable")[:channels]
    kept = order[(high > low)[order]]
    features, low, high = features[..., kept], low[kept], high[kept]
    masks = np.moveaxis((features - low) / (high - low), -1, 0)
    weights = [_probability(run(_behind(masks[rows], image)), chosen) for rows in blocks(len(kept))]
    return np.maximum(features @ np.concatenate([np.zeros(0, np.float32), *weights]), 0)


def _behind(masks: np.ndarray, image: np.ndarray) -> np.ndarray:
    return (tf.image.resize(masks[..., None], image.shape[:2], method="bilinear") * image).numpy()


def _probability(logits: np.ndarray, chosen: int) -> np.ndarray:
    return softmax(logits, axis=1)[:, chosen] if logits.shape[1] > 1 else expit(logits[:, 0])
