"""Class-activation maps: which places of an image spoke for a class."""

from lib.explain.cam.gradients import grad_cam, grad_cam_plus_plus, layer_cam
from lib.explain.cam.linear import cam
from lib.explain.cam.scores import score_cam
from lib.explain.resizing import resize_to

__all__ = ["cam", "grad_cam", "grad_cam_plus_plus", "layer_cam", "resize_to", "score_cam"]
