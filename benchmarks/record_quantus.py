"""Measures as Quantus computes them, kept with the tests so that ours can be held to them where it is not installed.

`python -m benchmarks.record_quantus`, in an environment with what `benchmarks/requirements.txt` lists and, installed
with `--no-deps` since it asks for an older TensorFlow than ours, `quantus==0.6.0 cachetools pandas`.
"""

import json
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from scipy.ndimage import gaussian_filter

from lib.data.photographs import load_photographs
from lib.data.tiny_imagenet import class_names
from lib.explain.attribution import saliency
from lib.explain.cam import grad_cam, resize_to
from lib.models.booknet import load_booknet

COMMAND = "python -m benchmarks.record_quantus"
RECORD = Path("tests/explain/quantus.json")
SEED, SIDE, STEPS, FILL = 0, 64, 16, 0.5


class Graded(NamedTuple):
    """What is graded: two photographs' classes, several maps of each, and masks."""

    model: keras.Model
    images: np.ndarray  #: `(N, SIDE, SIDE, 3)`
    classes: np.ndarray  #: `(N,)`
    masks: np.ndarray  #: `(N, SIDE, SIDE)` bool
    maps: dict[str, np.ndarray]  #: by name, `(N, SIDE, SIDE)`


def graded() -> Graded:
    """Return BookNet's maps of two photographs, drawn ones, a tied one, and masks of random boxes."""
    model, names, generator = load_booknet(), class_names(), np.random.default_rng(SEED)
    images = load_photographs(["cat", "coffee"], size=SIDE)
    classes = np.array([names.index(name) for name in ("Egyptian cat", "espresso")])
    shape = images.shape[:3]
    drawn = gaussian_filter(generator.normal(size=shape), (0, 4, 4)).astype(np.float32)
    maps = {
        "grad_cam": resize_to(grad_cam(model, images, classes), SIDE),
        "saliency": np.abs(saliency(model, images, classes)).sum(axis=-1),
        "smooth": drawn - drawn.min(),
        "signed": drawn,
        "halves": np.broadcast_to(np.arange(SIDE) < SIDE // 2, shape).astype(np.float32),
    }
    masks = np.zeros(shape, bool)
    for mask, (top, left) in zip(masks, generator.integers(0, SIDE // 2, (len(masks), 2)), strict=True):
        mask[top : top + SIDE // 2, left : left + SIDE // 3] = True
    return Graded(model, images, classes, masks, maps)


def record(path: Path = RECORD) -> None:
    """Write what Quantus says of each map, and of pairs of maps."""
    import quantus
    from quantus.functions.similarity_func import correlation_spearman, ssim

    given, plain = graded(), {"abs": False, "normalise": False, "disable_warnings": True}
    metrics = {
        "PointingGame": quantus.PointingGame(**plain),
        "RelevanceMassAccuracy": quantus.RelevanceMassAccuracy(**plain),
        "AttributionLocalisation": quantus.AttributionLocalisation(positive_attributions=True, **plain),
        "PixelFlipping": quantus.PixelFlipping(features_in_step=SIDE**2 // STEPS, perturb_baseline=FILL, **plain),
    }
    scores = {
        metric: {name: _called(measure, given, maps, softmax=True) for name, maps in given.maps.items()}
        for metric, measure in metrics.items()
    }
    scores["PixelFlipping"] = {name: _whole_pixels(curves) for name, curves in scores["PixelFlipping"].items()}
    logits = _called(metrics["PixelFlipping"], given, given.maps["saliency"], softmax=False)
    first, second = (given.maps[name] for name in ("grad_cam", "smooth"))
    pairs = {
        "correlation_spearman": correlation_spearman(_flat(first), _flat(second), batched=True),
        "ssim": ssim(_shown(first), _shown(second), batched=True),
    }
    made = {"command": COMMAND, "quantus": version("quantus"), "seed": SEED}
    scores |= {"PixelFlipping of logits": {"saliency": _whole_pixels(logits)}, "grad_cam and smooth": _numbers(pairs)}
    path.write_text(json.dumps(made | {"scores": scores}, indent=1) + "\n", encoding="utf-8")


def _whole_pixels(curves: list) -> list:
    """Return every third point: PixelFlipping counts a pixel's channels one by one."""
    return [curve[2::3] for curve in curves]


def _called(measure: object, given: Graded, maps: np.ndarray, *, softmax: bool) -> list:
    scores = measure(
        model=given.model,
        x_batch=given.images,
        y_batch=given.classes,
        a_batch=maps[:, None],
        s_batch=given.masks[:, None],
        channel_first=False,
        softmax=softmax,
    )
    return _numbers(scores)


def _numbers(values: object) -> object:
    """Return numbers as JSON holds them: five digits, and `null` for what is not a number."""
    if isinstance(values, dict):
        return {name: _numbers(value) for name, value in values.items()}
    numbers = np.asarray(values, float)
    return (
        [_numbers(row) for row in numbers]
        if numbers.ndim
        else (float(f"{numbers:.5g}") if numbers == numbers else None)
    )


def _flat(maps: np.ndarray) -> np.ndarray:
    return maps.reshape(len(maps), -1)


def _shown(maps: np.ndarray) -> np.ndarray:
    """Return maps with a minimum of 0 and a maximum of 1, so that Quantus's range is ours."""
    maps = maps - maps.min(axis=(1, 2), keepdims=True)
    return maps / maps.max(axis=(1, 2), keepdims=True)


if __name__ == "__main__":
    record()
