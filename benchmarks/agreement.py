"""Maps made by a peer, kept with the tests so that ours can be held to them where the peer is not installed."""

import io
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks import peers
from benchmarks.record import COMMAND
from lib.data.photographs import load_photographs
from lib.data.tiny_imagenet import class_names
from lib.models.booknet import load_booknet
from lib.training.report import provenance

MAPS = Path("tests/explain/peers.npz")
SIZE, LAYER, CLASSES = 96, "block7", ("Egyptian cat", "golden retriever")


def write_maps(path: Path = MAPS) -> None:
    """Write tf-keras-vis's maps of the cat's photograph for two classes, and beside them how they were made.

    They are what the library returns when it neither enlarges nor normalises nor takes absolute values.
    """
    model, names = load_booknet(), class_names()
    images = np.repeat(load_photographs(["cat"], size=SIZE), len(CLASSES), axis=0)
    explained = model, images, np.array([names.index(name) for name in CLASSES])
    maps = {
        "grad_cam": peers.vis_grad_cam(*explained, layer=LAYER)(),
        "grad_cam_plus_plus": peers.vis_grad_cam(*explained, layer=LAYER, plus_plus=True)(),
        "saliency": peers.vis_saliency(*explained)(),
    }
    stream = io.BytesIO()
    np.savez_compressed(stream, **{name: values.astype(np.float16) for name, values in maps.items()})
    path.write_bytes(stream.getvalue())
    path.with_suffix(".json").write_text(json.dumps(_record(), indent=1) + "\n", encoding="utf-8")


def _record() -> dict:
    made = provenance(COMMAND, seed=0, duration_s=0)
    maps = {"expand_cam": False, "normalize_cam": False, "seek_penultimate_conv_layer": False}
    pixels = {"keepdims": True, "gradient_modifier": None, "normalize_map": False, "smooth_samples": 0}
    return {
        "command": made["command"],
        "versions": made["versions"] | {"tf-keras-vis": version("tf-keras-vis")},
        "made_by": {"Gradcam": maps, "GradcamPlusPlus": maps, "Saliency": pixels},
        "network": "booknet",
        "photograph": "cat",
        "size": SIZE,
        "layer": LAYER,
        "classes": CLASSES,
    }
