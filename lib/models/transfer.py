"""Transfer: a network that others trained, put to another task by a new head.

The backbone sits inside the new model as one layer, ahead of an average over places and one dense layer. So its
class-activation map is exact (Zhou et al. 2016), and features can be computed once and for all: the head sees no more
than their averages.
"""

from collections.abc import Iterator

import keras
import numpy as np
from keras import layers

from lib.models.compiling import outputs

#: What ends the part of a network that keeps places.
_ENDS = (layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D, layers.Flatten)


def trunk(model: keras.Model) -> keras.Model:
    """Return a network up to its last feature map, without its own head.

    Args:
        model: BookNet, or any network of `lib.models.backbones`. Its layers are shared, not copied: what is trained
            afterwards changes this model too.

    Returns:
        A model `backbone` from images `(N, H, W, 3)` in [0, 1] to features `(N, h, w, channels)`.

    Raises:
        ValueError: no layer of it pools or flattens a feature map.
    """
    images = model.inputs[0]
    if isinstance(model.layers[-1], keras.Model):  # prepared pictures go into a network of `keras.applications`
        inside = trunk(model.layers[-1])
        return keras.Model(images, inside(model.layers[-2].output), name="backbone")
    ends = [layer for layer in model.layers if isinstance(layer, _ENDS)]
    if not ends:
        raise ValueError(f"model: {model.name} has no layer that pools or flattens its last feature map")
    return keras.Model(images, ends[-1].input, name="backbone")


def build_transfer(model: keras.Model, *, classes: int) -> keras.Model:
    """Put a new head on a network's trunk, which stays frozen until `thaw`.

    Batch normalisation always works in inference mode: a few images say too little about means and variances, and
    would spoil those of the many images that the backbone has learned from.

    Args:
        model: as for `trunk`.
        classes: how many the new head tells apart.

    Returns:
        A model from images `(N, H, W, 3)` in [0, 1] to logits `(N, classes)`, with layers `backbone`, `average` and
        `logits`.

    Raises:
        ValueError: as `trunk`.
    """
    backbone = trunk(model)
    for layer in leaves(backbone):
        layer.trainable = False
    images = keras.Input(model.inputs[0].shape[1:], name="images")
    x = layers.GlobalAveragePooling2D(name="average")(backbone(images, training=False))
    logits = layers.Dense(classes, dtype="float32", name="logits")(x)
    return keras.Model(images, logits, name="transfer")


def thaw(model: keras.Model, start: str) -> list[str]:
    """Let the top of the backbone learn, from one stage on; batch normalisation stays as it is.

    Layers keep the learning rate of the optimiser that the model is compiled with afterwards: choose a small one.

    Args:
        model: as `build_transfer` returns.
        start: how the name of the first layer to thaw begins, such as `block6`.

    Returns:
        Names of the layers that learn from now on, without those that have nothing to learn.

    Raises:
        ValueError: no layer's name begins so.
    """
    inside = list(leaves(model.get_layer("backbone")))
    first = next((place for place, layer in enumerate(inside) if layer.name.startswith(start)), None)
    if first is None:
        raise ValueError(f"start: got {start!r}, but no layer's name begins so; the last is {inside[-1].name}")
    for layer in inside[first:]:
        layer.trainable = not isinstance(layer, layers.BatchNormalization)
    return [layer.name for layer in inside[first:] if layer.trainable_variables]


def set_head(model: keras.Model, kernel: np.ndarray, bias: np.ndarray) -> None:
    """Put weights into the head, `kernel` `(channels, classes)` and `bias` `(classes,)`.

    Raises:
        ValueError: they do not fit.
    """
    model.get_layer("logits").set_weights([kernel, bias])


def features(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return what the head sees, `(N, channels)`: the backbone's features, averaged over places.

    Args:
        model: as `build_transfer` returns.
        images: `(N, H, W, 3)` float32 in [0, 1].
    """
    return outputs(model, images, layer="average")[0]


def in_two(model: keras.Model, start: str) -> tuple[keras.Model, keras.Model]:
    """Return a network's part below a stage, and the rest; what no training changes need be computed only once.

    Args:
        model: as `build_transfer` returns; both parts share its layers.
        start: how the names of the stage's layers begin.

    Returns:
        From images `(N, H, W, 3)` to the maps that the stage gets, and from these to logits `(N, classes)`.

    Raises:
        ValueError: no layer's name begins so.
    """
    backbone = model.get_layer("backbone")
    first = next((layer for layer in backbone.layers if layer.name.startswith(start)), None)
    if first is None:
        raise ValueError(f"start: got {start!r}, but no layer's name begins so; the last is {backbone.layers[-1].name}")
    border = keras.tree.flatten(first.input)[0]
    maps = keras.Input(border.shape[1:])
    above = keras.Model(border, backbone.output)(maps, training=False)
    logits = model.get_layer("logits")(model.get_layer("average")(above))
    return keras.Model(backbone.input, border), keras.Model(maps, logits)


def leaves(model: keras.Model) -> Iterator[keras.Layer]:
    """Yield the layers that compute, in order, also inside nested models."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(layer)
        else:
            yield layer
