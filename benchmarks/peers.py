"""The libraries we measure ourselves against: one thin function for each library and method.

Each returns a function of no arguments that explains a batch, with all that a careful user would do once — building the
explainer, choosing its batches — done before. Scores are logits and the layer is the one we use; pictures for display,
enlarging and rescaling are left out wherever the library lets us.
"""

from collections.abc import Callable, Sequence
from functools import partial

import keras
import numpy as np
from tf_explain.core.activations import ExtractActivations
from tf_explain.core.integrated_gradients import IntegratedGradients as TfExplainIntegratedGradients
from tf_explain.core.occlusion_sensitivity import OcclusionSensitivity
from tf_explain.core.smoothgrad import SmoothGrad
from tf_keras_vis.activation_maximization import ActivationMaximization
from tf_keras_vis.activation_maximization.input_modifiers import Jitter
from tf_keras_vis.activation_maximization.regularizers import Norm, TotalVariation2D
from tf_keras_vis.gradcam import Gradcam
from tf_keras_vis.gradcam_plus_plus import GradcamPlusPlus
from tf_keras_vis.saliency import Saliency
from tf_keras_vis.scorecam import Scorecam
from tf_keras_vis.utils.scores import CategoricalScore
from xplique.attributions import GradCAM, IntegratedGradients, Occlusion

Run = Callable[[], np.ndarray]
#: Batch that holds all patches or steps of an image: measured faster than the 32 that two of the libraries begin with.
FITTING = 64


def vis_grad_cam(
    model: keras.Model, images: np.ndarray, classes: np.ndarray, *, layer: str, plus_plus: bool = False
) -> Run:
    """tf-keras-vis, Grad-CAM or Grad-CAM++: `(N, h, w)`, neither enlarged nor normalised."""
    explainer = (GradcamPlusPlus if plus_plus else Gradcam)(model)
    options = {"seek_penultimate_conv_layer": False, "expand_cam": False, "normalize_cam": False}
    score = CategoricalScore(classes.tolist())
    return lambda: np.asarray(explainer(score, images, penultimate_layer=layer, **options))


def vis_saliency(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, samples: int = 0) -> Run:
    """tf-keras-vis, saliency or, with samples, SmoothGrad: `(N, H, W, 3)`, signed."""
    explainer, score = Saliency(model), CategoricalScore(classes.tolist())
    options = {"smooth_samples": samples, "keepdims": True, "gradient_modifier": None, "normalize_map": False}
    return lambda: np.asarray(explainer(score, images, **options))


def vis_score_cam(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, layer: str) -> Run:
    """tf-keras-vis, Score-CAM over all channels: `(N, h, w)`."""
    explainer, score = Scorecam(model), CategoricalScore(classes.tolist())
    options = {"seek_penultimate_conv_layer": False, "expand_cam": False, "normalize_cam": False}
    return lambda: np.asarray(explainer(score, images, penultimate_layer=layer, **options))


def vis_ascent(
    model: keras.Model, label: int, *, size: int, steps: int, jitter: int, variation: float, norm: float
) -> Run:
    """tf-keras-vis, activation maximisation from grey: `(1, size, size, 3)`.

    Without the rotation it begins with, which ours does without too; its optimiser is its own.
    """
    explainer, score = ActivationMaximization(model), CategoricalScore(label)
    grey = np.full((1, size, size, 3), 0.5, np.float32)
    modifiers, regularisers = [Jitter(jitter)], [TotalVariation2D(variation), Norm(norm, p=2)]
    options = {"input_modifiers": modifiers, "regularizers": regularisers, "input_range": (0.0, 1.0), "steps": steps}
    return lambda: np.asarray(explainer(score, seed_input=grey, **options))


def explain_activations(model: keras.Model, images: np.ndarray, *, layers: Sequence[str]) -> Callable[[], list]:
    """tf-explain, activations of several layers: what its `explain` does before it draws.

    Drawing cannot take layers of different shapes, so it is left out.
    """
    explainer = ExtractActivations()
    return lambda: explainer.generate_activations_graph(model, layers).predict(images, verbose=0)


def explain_smooth_grad(model: keras.Model, images: np.ndarray, label: int, *, samples: int, noise: float) -> Run:
    """tf-explain, SmoothGrad: `(N, H, W, 3)`, of the cross-entropy, which is the only score it has."""

    def run() -> np.ndarray:
        noisy = SmoothGrad.generate_noisy_images(images, samples, noise)
        return SmoothGrad.get_averaged_gradients(noisy, model, label, samples).numpy()

    return run


def explain_integrated_gradients(model: keras.Model, images: np.ndarray, label: int, *, steps: int) -> Run:
    """tf-explain, integrated gradients: `(N, H, W, 3)`, the mean gradient along the path."""

    def run() -> np.ndarray:
        path = TfExplainIntegratedGradients.generate_interpolations(images, steps)
        return TfExplainIntegratedGradients.get_integrated_gradients(path, model, label, steps).numpy()

    return run


def explain_occlusion(model: keras.Model, images: np.ndarray, label: int, *, patch: int) -> Run:
    """tf-explain, occlusion: `(N, H, W)`; as many patches as it takes to cover the image."""
    explainer = OcclusionSensitivity(batch_size=FITTING)
    return lambda: np.array([explainer.get_sensitivity_map(model, image, label, patch) for image in images])


def xplique_grad_cam(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, layer: str) -> Run:
    """xplique, Grad-CAM: `(N, H, W, 1)`; it always enlarges."""
    explainer = GradCAM(model, conv_layer=layer)
    return partial(_xplique, explainer, model, images, classes)


def xplique_integrated_gradients(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, steps: int) -> Run:
    """xplique, integrated gradients: `(N, H, W, 3)`."""
    explainer = IntegratedGradients(model, batch_size=FITTING, steps=steps, reducer=None)
    return partial(_xplique, explainer, model, images, classes)


def xplique_occlusion(model: keras.Model, images: np.ndarray, classes: np.ndarray, *, patch: int, stride: int) -> Run:
    """xplique, occlusion: `(N, H, W, 1)`."""
    explainer = Occlusion(model, batch_size=FITTING, patch_size=patch, patch_stride=stride)
    return partial(_xplique, explainer, model, images, classes)


def _xplique(explainer: Callable, model: keras.Model, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    targets = np.eye(model.output_shape[-1], dtype=np.float32)[classes]
    return explainer(images, targets).numpy()
