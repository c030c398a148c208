"""A network's answer in words."""

from collections.abc import Sequence

import numpy as np
from scipy.special import softmax


def top_classes(logits: np.ndarray, names: Sequence[str], *, k: int = 3) -> list[list[tuple[str, float]]]:
    """Return the `k` most probable classes of each image as (name, probability), most probable first.

    Args:
        logits: `(N, classes)`.
        names: name of each class.
        k: how many.

    Raises:
        ValueError: `names` does not fit `logits`, or `k` is out of range.
    """
    logits = np.asarray(logits)
    if logits.ndim != 2 or logits.shape[1] != len(names):
        raise ValueError(f"names: got {len(names)} for logits of shape {logits.shape}, expected one per class")
    if not 1 <= k <= len(names):
        raise ValueError(f"k: got {k}, expected 1 to {len(names)}")
    probabilities = softmax(logits, axis=1)
    best = np.argsort(-logits, axis=1, kind="stable")[:, :k]
    return [[(names[i], float(row[i])) for i in order] for row, order in zip(probabilities, best, strict=True)]
