"""Attribution to pixels: how much the class's logit owes to each of them."""

from lib.explain.attribution.gradients import integrated_gradients, saliency, smooth_grad
from lib.explain.attribution.guided import guided_backpropagation
from lib.explain.attribution.patches import occlusion

__all__ = ["guided_backpropagation", "integrated_gradients", "occlusion", "saliency", "smooth_grad"]
