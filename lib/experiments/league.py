"""A league of heatmaps: every method asked for every object of scenes whose truth is known, and graded.

The baselines stand in the same table. A measure on which a method does not beat them has not graded the method.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import keras
import numpy as np

from lib.data.scenes import render_scenes, sample_scenes
from lib.explain.attribution import (
    guided_backpropagation,
    integrated_gradients,
    occlusion,
    saliency,
    smooth_grad,
)
from lib.explain.cam import cam, grad_cam, grad_cam_plus_plus, layer_cam, resize_to, score_cam
from lib.explain.faithfulness import (
    area_under,
    centred_blob,
    choose_threshold,
    deletion,
    edge_detector,
    energy_inside,
    insertion,
    localisation,
    localised,
    pointing_chance,
    pointing_game,
    random_maps,
)

Explain = Callable[[keras.Model, np.ndarray, np.ndarray], np.ndarray]
#: Objects in a scene, each of which is asked for.
OBJECTS_EACH = 2
#: Pixels that a point may lie beside the object: what Zhang et al. 2018 allow, in proportion.
TOLERANCE = 3
#: Shares of a map's maximum that are tried as the edge of a box; grainy maps with few high peaks need low ones.
THRESHOLDS = (0.01, 0.02, 0.03, *np.round(np.arange(0.05, 0.96, 0.05), 2).tolist())
#: Steps in which pixels come or go.
STEPS = 16


class Method(NamedTuple):
    """How a method is called, how it maps, and what a map costs."""

    title: str
    explain: Explain  #: from (model, images, classes) to non-negative maps `(N, h, w)`
    passes: int  #: forward passes for a map; a backward pass counts as two


class Questions(NamedTuple):
    """N scenes of two objects, asked for each: `2 N` rows, those of one scene side by side."""

    images: np.ndarray  #: `(2 N, H, W, 3)` float32 in [0, 1]
    classes: np.ndarray  #: `(2 N,)` the kind asked for
    masks: np.ndarray  #: `(2 N, H, W)` bool: its pixels
    boxes: np.ndarray  #: `(2 N, 4)` around them


def strength(attribute: Explain) -> Explain:
    """Return a method whose pixels count by size, summed over colours: a gradient's sign speaks about brightness."""
    return lambda model, images, classes: np.abs(attribute(model, images, classes)).sum(axis=-1)


def support(attribute: Explain) -> Explain:
    """Return a method that keeps what speaks for the class; colours, where there are any, are added up first."""

    def explain(model: keras.Model, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
        values = attribute(model, images, classes)
        return np.maximum(values.sum(axis=-1) if values.ndim == 4 else values, 0)

    return explain


#: All methods of the book as they enter the league, at their defaults.
METHODS: dict[str, Method] = {
    "cam": Method("CAM", cam, 1),
    "grad_cam": Method("Grad-CAM", grad_cam, 3),
    "grad_cam_plus_plus": Method("Grad-CAM++", grad_cam_plus_plus, 3),
    "layer_cam": Method("LayerCAM", layer_cam, 3),
    "score_cam": Method("Score-CAM", score_cam, 65),
    "saliency": Method("Saliency", strength(saliency), 3),
    "smooth_grad": Method("SmoothGrad", strength(smooth_grad), 60),
    "integrated_gradients": Method("Integrated gradients", support(integrated_gradients), 60),
    "occlusion": Method("Occlusion", support(partial(occlusion, patch=16, stride=8)), 122),
    "guided_backpropagation": Method("Guided backprop.", strength(guided_backpropagation), 3),
}
#: Maps that know nothing of the network.
BASELINES: dict[str, Method] = {
    "edge_detector": Method("Edge detector", edge_detector, 0),
    "centred_blob": Method("Centred blob", centred_blob, 0),
    "random_maps": Method("Random maps", random_maps, 0),
}


def ask(n: int, *, seed: int) -> Questions:
    """Draw `n` scenes of two objects and ask for each of them; another seed gives other scenes."""
    scenes = sample_scenes(n, seed=seed, objects=OBJECTS_EACH)
    drawn = render_scenes(scenes)
    asked = (values.reshape(-1, *values.shape[2:]) for values in (scenes.kinds, drawn.masks, drawn.boxes))
    return Questions(np.repeat(drawn.images, OBJECTS_EACH, axis=0), *asked)


def some(questions: Questions, scenes: int) -> Questions:
    """Return the questions about the first scenes."""
    return Questions(*(values[: scenes * OBJECTS_EACH] for values in questions))


def maps_of(method: Method, model: keras.Model, questions: Questions) -> np.ndarray:
    """Return a method's maps `(2 N, H, W)`, enlarged to the pictures' size."""
    return resize_to(method.explain(model, questions.images, questions.classes), questions.images.shape[1:3])


def points(maps: np.ndarray, questions: Questions) -> dict[str, np.ndarray]:
    """Grade maps by where they point and where their energy lies; `pointing` and `energy`, each `(2 N,)` in [0, 1]."""
    return {
        "pointing": pointing_game(maps, questions.masks, tolerance=TOLERANCE),
        "energy": energy_inside(maps, questions.masks),
    }


def chance(questions: Questions) -> dict[str, float]:
    """Return what maps without any information score on average in `points`."""
    hits = pointing_chance(questions.masks, tolerance=TOLERANCE)
    return {"pointing": float(hits.mean()), "energy": float(questions.masks.mean())}


def own_threshold(method: Method, model: keras.Model, questions: Questions) -> float:
    """Return the share of its maximum at which a method's maps are best cut; give it scenes that grade nothing."""
    return choose_threshold(maps_of(method, model, questions), questions.boxes, THRESHOLDS)


def overlaps(maps: np.ndarray, questions: Questions, *, threshold: float) -> dict[str, np.ndarray]:
    """Grade the boxes around maps: intersection over union, `overlap`, and whether it is at least half, `found`."""
    shared = localisation(maps, questions.boxes, threshold=threshold)
    return {"found": localised(shared), "overlap": shared}


def curves(model: keras.Model, maps: np.ndarray, questions: Questions) -> dict[str, np.ndarray]:
    """Grade the order of pixels by the class's probability: areas under `insertion` (high is good) and `deletion`."""
    images, classes = questions.images, questions.classes
    followed = {"insertion": insertion, "deletion": deletion}
    return {name: area_under(follow(model, images, classes, maps, steps=STEPS)) for name, follow in followed.items()}


def by_scene(grades: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the mean of a scene's questions `(N,)`: scenes were drawn independently, questions about one were not."""
    return {name: values.reshape(-1, OBJECTS_EACH).mean(axis=1) for name, values in grades.items()}
