"""Network dissection: which channel stands for which concept?"""

from typing import NamedTuple

import numpy as np
import tensorflow as tf

#: Most values that are enlarged at a time: a bound on memory, about 64 MB.
_VALUES = 16_000_000


class Dissection(NamedTuple):
    """What channels stand for."""

    overlaps: np.ndarray  #: `(channels, concepts)` intersection over union, over the whole data set
    thresholds: np.ndarray  #: `(channels,)` activation above which a channel counts as active


def dissection(maps: np.ndarray, concepts: np.ndarray, *, share: float = 0.005) -> Dissection:
    """Match the places where a channel is most active with the places of each concept (Bau et al. 2017, section 2.2).

    Each channel is cut at the activation that only `share` of its places exceed; where the bilinearly enlarged channel
    lies above, it is active. The paper takes 0.5 % on large photographs of many small concepts. The choice bounds what
    can be found: a concept on a share c of all pixels overlaps with a channel active on a share s by at most
    min(s, c) / max(s, c). In small pictures of few and large things, take about the share of a typical concept, and see
    to it that `share` of N · h · w places are still some hundreds.

    Args:
        maps: `(N, h, w, channels)` activations.
        concepts: `(N, concepts, H, W)` bool, true where a concept is.
        share: of its places on which a channel counts as active, above 0 and below 1.

    Returns:
        Overlaps in [0, 1], 0 for a channel that is never active, and thresholds in units of the activations.

    Raises:
        ValueError: ranks or numbers of images differ, activations are not finite, or `share` is out of range.
    """
    maps, concepts = _checked(maps, concepts)
    if not 0 < share < 1:
        raise ValueError(f"share: got {share}, expected above 0 and below 1")
    channels, size = maps.shape[-1], concepts.shape[2:]
    thresholds = np.quantile(maps.reshape(-1, channels), 1 - share, axis=0).astype(np.float32)
    both = np.zeros((channels, concepts.shape[1]))
    active = np.zeros(channels)
    rows = max(1, _VALUES // (channels * size[0] * size[1]))
    for start in range(0, len(maps), rows):
        part = slice(start, start + rows)
        above = tf.image.resize(maps[part], size, method="bilinear").numpy() > thresholds
        above = above.reshape(-1, channels).astype(np.float32)
        present = np.moveaxis(concepts[part], 1, -1).reshape(-1, concepts.shape[1])
        both += above.T @ present.astype(np.float32)
        active += above.sum(axis=0)
    either = active[:, None] + concepts.sum(axis=(0, 2, 3)) - both
    return Dissection(both / np.maximum(either, 1), thresholds)


def best_concepts(overlaps: np.ndarray, *, at_least: float = 0.04) -> np.ndarray:
    """Return the concept that each channel overlaps with most (Bau et al. 2017, section 2.2).

    Args:
        overlaps: `(channels, concepts)`.
        at_least: least overlap; the paper takes 0.04.

    Returns:
        `(channels,)` integers; -1 where no concept reaches `at_least`.

    Raises:
        ValueError: another rank, or no concept.
    """
    overlaps = np.asarray(overlaps)
    if overlaps.ndim != 2 or not overlaps.shape[1]:
        raise ValueError(f"overlaps: got shape {overlaps.shape}, expected (channels, concepts)")
    return np.where(overlaps.max(axis=1) >= at_least, overlaps.argmax(axis=1), -1)


def _checked(maps: np.ndarray, concepts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    maps, concepts = np.asarray(maps), np.asarray(concepts)
    if maps.ndim != 4 or not maps.size or not np.isfinite(maps).all():
        raise ValueError(f"maps: got shape {maps.shape}, expected finite activations (N, height, width, channels)")
    if concepts.ndim != 4 or concepts.dtype != bool or len(concepts) != len(maps) or not concepts.size:
        raise ValueError(
            f"concepts: got {concepts.dtype} {concepts.shape}, expected truths ({len(maps)}, concepts, height, width)"
        )
    return maps.astype(np.float32, copy=False), concepts
