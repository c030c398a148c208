"""What is compared with what, and how much faster ours has to be.

A new comparison is a `Case` in one of `GROUPS`; a rate, such as pictures drawn a second, stands in `benchmarks.rates`,
a training in `benchmarks.training`, and how soon an interactive figure answers in `benchmarks.frames`.
"""

import math
from collections.abc import Iterator
from functools import partial

from benchmarks import peers
from benchmarks.frames import frames
from benchmarks.networks import BATCH, Subject, forward, forward_and_backward, subjects
from benchmarks.rates import rates
from benchmarks.rows import LIMIT, Case, Measurable
from benchmarks.training import trainings
from lib.explain.activations import activations
from lib.explain.attribution import integrated_gradients, occlusion, saliency, smooth_grad
from lib.explain.cam import grad_cam, score_cam
from lib.explain.filters.ascent import maximise
from lib.explain.filters.images import pixels
from lib.explain.filters.objectives import class_logit
from lib.explain.filters.regularisers import norm, total_variation
from lib.explain.filters.transforms import jitter

VIS, EXPLAIN, XPLIQUE = "tf-keras-vis", "tf-explain", "xplique"


def cases() -> Iterator[Measurable]:
    """Yield every case."""
    for subject in subjects():
        for group in GROUPS:
            yield from group(subject)
    yield from rates()
    yield from trainings()
    yield from frames()


def class_activation_maps(subject: Subject) -> Iterator[Case]:
    """Grad-CAM."""
    for batch, bound in ((1, 8), (BATCH, 4)):
        batched = subject.first(batch)
        ours, what = partial(grad_cam, *batched), f"grad_cam.{subject.name}.batch{batch}"
        yield Case(what, ours, bound, VIS, peers.vis_grad_cam(*batched, layer=subject.layer))
        yield Case(what, ours, 0.87, LIMIT, forward(*batched[:2]))
    yield Case(what, ours, 1.2, XPLIQUE, peers.xplique_grad_cam(*batched, layer=subject.layer))


def gradients(subject: Subject) -> Iterator[Case]:
    """Saliency."""
    for batch, bound in ((1, 4), (BATCH, 2)):
        batched = subject.first(batch)
        ours, what = partial(saliency, *batched), f"saliency.{subject.name}.batch{batch}"
        yield Case(what, ours, bound, VIS, peers.vis_saliency(*batched))
        yield Case(what, ours, 0.87, LIMIT, forward_and_backward(*batched))


def averages(subject: Subject) -> Iterator[Case]:
    """SmoothGrad with 20 samples and integrated gradients with 20 steps."""
    model, images, classes = one = subject.first(1)
    label = int(classes[0])
    ours, what = partial(smooth_grad, *one, samples=20), f"smooth_grad.{subject.name}.batch1"
    yield Case(what, ours, 5, VIS, peers.vis_saliency(*one, samples=20))
    yield Case(what, ours, 0.95, EXPLAIN, peers.explain_smooth_grad(model, images, label, samples=20, noise=0.1))
    ours, what = partial(integrated_gradients, *one, steps=20), f"integrated_gradients.{subject.name}.batch1"
    yield Case(what, ours, 0.95, EXPLAIN, peers.explain_integrated_gradients(model, images, label, steps=20))
    yield Case(what, ours, 1.5, XPLIQUE, peers.xplique_integrated_gradients(*one, steps=20))


def disturbances(subject: Subject) -> Iterator[Case]:
    """Occlusion with 49 patches and Score-CAM over all channels."""
    model, images, classes = one = subject.first(1)
    patch = math.ceil(images.shape[1] / 7)
    ours, what = partial(occlusion, *one, patch=patch), f"occlusion.{subject.name}.batch1"
    yield Case(what, ours, 2.5, EXPLAIN, peers.explain_occlusion(model, images, int(classes[0]), patch=patch))
    # xplique leaves out a patch that does not fit whole, so the last of its patches is made to fit.
    whole = images.shape[1] - 6 * patch
    yield Case(what, ours, 2, XPLIQUE, peers.xplique_occlusion(*one, patch=whole, stride=patch))
    ours, what = partial(score_cam, *one), f"score_cam.{subject.name}.batch1"
    yield Case(what, ours, 2.5, VIS, peers.vis_score_cam(*one, layer=subject.layer))


def stages(subject: Subject) -> Iterator[Case]:
    """Activations of all layers."""
    model, images, _ = subject.first(1)
    ours, what = partial(activations, model, images, subject.layers), f"activations.{subject.name}.batch1"
    yield Case(what, ours, 10, EXPLAIN, peers.explain_activations(model, images, layers=subject.layers))


def ascent(subject: Subject) -> Iterator[Case]:
    """Activation maximisation in 50 steps, pixel by pixel, jittered, with the same regularisers."""
    model, images, _ = subject.first(1)
    size, label = images.shape[1], 0
    punished = [total_variation(1.0), norm(0.3, 2)]
    options = {"size": size, "image": pixels(), "transforms": [jitter(4)], "regularisers": punished, "steps": 50}
    theirs = peers.vis_ascent(model, label, size=size, steps=50, jitter=4, variation=1.0, norm=0.3)
    ours = partial(maximise, model, [class_logit(label)], **options)
    yield Case(f"maximise.{subject.name}.batch1", ours, 4, VIS, theirs)


GROUPS = (class_activation_maps, gradients, averages, disturbances, stages, ascent)
