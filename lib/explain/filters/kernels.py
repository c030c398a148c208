"""The kernels of the first convolution: the only ones whose numbers are colours (Krizhevsky et al. 2012, figure 3)."""

from collections.abc import Iterator

import keras
import numpy as np


def first_kernels(model: keras.Model, *, layer: str | None = None) -> np.ndarray:
    """Return the kernels that look at the picture itself.

    Args:
        model: any functional or sequential network, nested or not.
        layer: name or path of a convolution of colours; `None`: the first convolution.

    Returns:
        `(n, k, k, 3)`, signed, in no fixed range.

    Raises:
        ValueError: there is no such convolution, or its input has not three channels.
    """
    found = [
        (path, one) for path, one in _convolutions(model) if layer is None or layer in (path, path.rsplit("/", 1)[-1])
    ]
    if not found:
        raise ValueError(f"layer: got {layer!r}, expected a Conv2D of {model.name}; it has none of that name")
    path, convolution = found[0]
    kernel = np.asarray(convolution.kernel)
    if kernel.shape[2] != 3:
        raise ValueError(f"layer: {path} looks at {kernel.shape[2]} channels, expected the 3 colours of a picture")
    return np.moveaxis(kernel, -1, 0)


def _convolutions(model: keras.Model, prefix: str = "") -> Iterator[tuple[str, keras.layers.Conv2D]]:
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _convolutions(layer, f"{prefix}{layer.name}/")
        elif isinstance(layer, keras.layers.Conv2D):
            yield prefix + layer.name, layer
