"""Does a heatmap depend on what the network has learnt? Take that away, stage by stage, and see whether it notices."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from lib.explain.arguments import checked_classes, checked_images
from lib.explain.cam import resize_to
from lib.explain.faithfulness.similarity import rank_correlation, structural_similarity
from lib.explain.tracing import trace

#: Most images that normalisations are fitted to: enough for their statistics, and a bound on memory.
FITTED = 128


class Cascade(NamedTuple):
    """How alike maps are to the original ones once the stages up to here are random; each `(stages, N)`."""

    correlations: np.ndarray  #: Spearman's, of the maps as they are
    absolute_correlations: np.ndarray  #: Spearman's, of their absolute values
    similarities: np.ndarray  #: structural similarity of absolute values, each scaled to its maximum


def cascading_randomisation(
    model: keras.Model,
    method: Callable[[keras.Model, np.ndarray, np.ndarray], np.ndarray],
    images: np.ndarray,
    classes: np.ndarray,
    *,
    stages: Sequence[str],
    seed: int,
) -> Cascade:
    """Compare a network's maps with those of its increasingly random copies (Adebayo et al. 2018, section 4).

    A method that explains the network has to give other maps. The paper ranks pixels both with and without the sign,
    since a map may keep its shape while its sign flips; for non-negative maps the two are the same. Maps are enlarged
    to the images' size before they are compared, as in the paper. A map of zeros, which Grad-CAM gives where nothing
    speaks for the class, ranks nothing: its correlation is 0.

    Args:
        model: a functional or sequential Keras model, nested or not; it is left as it is.
        method: takes (model, images, classes) and returns `(N, h, w)`.
        images: `(N, H, W, 3)` floats in [0, 1], at least 7 pixels a side.
        classes: `(N,)` the class asked for in each image.
        stages: as for `randomised`.
        seed: as for `randomised`.

    Returns:
        A row per stage, a column per image; 1 means that nothing has changed. See `Cascade`.

    Raises:
        ValueError: images, classes or stages do not fit the model, or the method returns other shapes.
    """
    images = checked_images(model, images)
    classes = checked_classes(model, images, classes)

    def explain(explained: keras.Model) -> np.ndarray:
        return resize_to(method(explained, images, classes), images.shape[1:3])

    original, rows = explain(model), []
    for copy in randomised(model, images, stages=stages, seed=seed):
        maps = explain(copy)
        rows.append((*_correlations(original, maps), structural_similarity(original, maps)))
    return Cascade(*(np.stack(measure) for measure in zip(*rows, strict=True)))


def randomised(model: keras.Model, images: np.ndarray, *, stages: Sequence[str], seed: int) -> Iterator[keras.Model]:
    """Yield a copy of a network after each stage whose weights are drawn anew, those before it staying drawn.

    Weights come from each layer's own initialiser. So that the copy stays alive, every normalisation drawn so far
    scales by one (at the start of a training those that end a residual block are switched off) and is fitted to the
    images again at each stage, as a stage below changes what reaches it.

    Args:
        model: a functional or sequential Keras model, nested or not; it is left as it is.
        images: `(N, H, W, 3)` floats in [0, 1]; normalisations are fitted to the first 128.
        stages: in the order in which they are made random: from the logits down to the input in the paper. Each is a
            layer's path or name, or how the names of several begin, up to `_` or `/`: `block7` takes `block7_a_conv`.
        seed: of the weights.

    Yields:
        The same copy each time: use it before asking for the next.

    Raises:
        ValueError: no stages, one without weights, or images that do not fit.
    """
    images = checked_images(model, images)[:FITTED]
    keras.utils.set_random_seed(seed)
    copy, drawn = keras.models.clone_model(model), keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    layers, sources = _layers(copy, images), _layers(drawn, images)
    found = [[path for path in layers if _belongs(path, stage) and layers[path].weights] for stage in stages]
    if isinstance(stages, str) or not found or not all(found):
        raise ValueError(
            f"stages: got {stages!r}, expected names that each stand for layers of {model.name} with weights"
        )
    _freeze(layers.values())
    fitted: list[keras.layers.BatchNormalization] = []
    for paths in found:
        for path in paths:
            layers[path].set_weights(sources[path].get_weights())
        fitted += [layers[path] for path in paths if isinstance(layers[path], keras.layers.BatchNormalization)]
        _fit(copy, images, fitted)
        yield copy


def _correlations(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rank correlations with the sign and without; ranking is slow, so maps without a sign are ranked once."""
    signed = rank_correlation(first, second)
    if min(first.min(), second.min()) >= 0:
        return signed, signed
    return signed, rank_correlation(np.abs(first), np.abs(second))


def _layers(model: keras.Model, images: np.ndarray) -> dict[str, keras.Layer]:
    """Return the layers at work by path, also inside nested models."""
    return {step.path: step.layer for step in trace(model, tf.constant(images[:1])).steps}


def _belongs(path: str, stage: str) -> bool:
    parts = (path, *path.split("/"))
    return path.startswith(f"{stage}/") or any(part == stage or part.startswith(f"{stage}_") for part in parts)


def _freeze(layers: Iterable[keras.Layer]) -> None:
    """Make a pass in training mode change nothing but what `_fit` asks for."""
    for layer in layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False  # uses its statistics as they are
            layer.momentum = 0.0  # one pass then leaves exactly the statistics of these images
        elif isinstance(layer, keras.layers.Dropout):
            layer.rate = 0.0


def _fit(model: keras.Model, images: np.ndarray, norms: Sequence[keras.layers.BatchNormalization]) -> None:
    """Let normalisations scale by one and normalise what reaches them."""
    for norm in norms:
        norm.trainable = True
        if norm.scale:
            norm.gamma.assign(np.ones(norm.gamma.shape))
    if norms:
        model(images, training=True)
    for norm in norms:
        norm.trainable = False
