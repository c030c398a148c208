"""Maps beside those of tf-keras-vis, recorded by `make bench ARGS=--record` with the settings in `peers.json`."""

import json
from pathlib import Path

import numpy as np
import pytest

from lib.data.photographs import load_photographs
from lib.data.tiny_imagenet import class_names
from lib.explain.attribution import saliency
from lib.explain.cam import grad_cam, grad_cam_plus_plus
from lib.models.booknet import load_booknet

RECORDED = Path(__file__).with_name("peers.npz")
MADE = json.loads(RECORDED.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def explained():
    images = load_photographs([MADE["photograph"]] * len(MADE["classes"]), size=MADE["size"])
    return load_booknet(), images, np.array([class_names().index(name) for name in MADE["classes"]])


def correlations(ours, theirs):
    assert ours.shape == theirs.shape
    return [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(ours, theirs.astype(np.float64), strict=True)]


@pytest.mark.parametrize(
    ("name", "explain"),
    [
        ("grad_cam", lambda *explained: grad_cam(*explained, layer=MADE["layer"])),
        ("grad_cam_plus_plus", lambda *explained: grad_cam_plus_plus(*explained, layer=MADE["layer"])),
        ("saliency", saliency),
    ],
)
def test_maps_are_those_of_the_peer(explained, name, explain):
    with np.load(RECORDED) as recorded:
        assert min(correlations(explain(*explained), recorded[name])) > 0.999


def test_the_two_classes_are_told_apart():
    with np.load(RECORDED) as recorded:
        for maps in recorded.values():
            assert correlations(maps[:1], maps[1:])[0] < 0.99
    assert RECORDED.stat().st_size < 300_000
