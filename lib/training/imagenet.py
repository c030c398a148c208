"""The looks that chapters take at a network trained on ImageNet, recorded: `make train NAME=imagenet`.

The weights of that network are not part of the book. Where they are in Keras's cache, the chapters run these looks
live; elsewhere they show what this recipe recorded, with the same functions.
"""

import argparse
import time

import keras
import numpy as np

from lib.data.photographs import PHOTOGRAPHS, load_photographs
from lib.explain.activations import activations
from lib.explain.cam import grad_cam
from lib.explain.classify import top_classes
from lib.explain.filters.ascent import maximise
from lib.explain.filters.objectives import channel
from lib.explain.filters.transforms import jitter, rotate, scale
from lib.models.archive import write_archive
from lib.models.backbones import Backbone, load_backbone
from lib.training.report import provenance

NETWORK = "mobilenet-0.75"
#: Stages of MobileNet that the chapter on activations shows, and channels of each: those that vary most on the cat.
STAGES, CHANNELS = ("conv_pw_2_relu", "conv_pw_4_relu", "conv_pw_8_relu", "conv_pw_13_relu"), 5
#: Layer and channels that the chapter on filters draws: every sixty-fourth, so that nobody chose them.
DRAWN, DRAWN_CHANNELS = "conv_pw_8_relu", range(0, 384, 64)


def looks(backbone: Backbone) -> tuple[dict[str, np.ndarray], list]:
    """Return (arrays, answers): maps, channels and drawings by name, and each photograph's three likeliest classes."""
    photographs = load_photographs(size=backbone.size)
    logits = backbone.model.predict(photographs, verbose=0)
    arrays = {"grad_cam": grad_cam(backbone.model, photographs, logits.argmax(axis=1)).astype(np.float16)}
    cat = list(PHOTOGRAPHS).index("cat")
    for stage, maps in activations(backbone.model, photographs[cat : cat + 1], STAGES).items():
        varied = np.argsort(-maps[0].std(axis=(0, 1)))[:CHANNELS]
        arrays[stage] = maps[0][..., varied].astype(np.float16)
    moves = (jitter(16), scale(0.8, 1.2), rotate(10))
    wanted = [channel(DRAWN, index) for index in DRAWN_CHANNELS]
    drawn = maximise(backbone.model, wanted, size=backbone.size, transforms=moves, steps=64).images
    arrays["drawn"] = (drawn[:, ::2, ::2] * 255).round().astype(np.uint8)  # every other pixel: enough to be looked at
    return arrays, top_classes(logits, backbone.class_names)


def main(arguments: list[str] | None = None) -> None:
    """Take the looks and write `lib/weights/imagenet.*`."""
    argparse.ArgumentParser(prog="make train NAME=imagenet", description=__doc__).parse_args(arguments)
    started = time.perf_counter()
    arrays, answers = looks(load_backbone(NETWORK))
    made = provenance("make train NAME=imagenet", seed=0, duration_s=time.perf_counter() - started)
    terms = f"{NETWORK} of keras.applications {keras.__version__} (Apache 2.0), trained on ImageNet."
    write_archive("imagenet", arrays, made | {"network": NETWORK, "data": terms, "answers": answers})
    print(f"{len(arrays)} arrays recorded; the cat is first {answers[0][0][0]}")
