"""The figure of the front page."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from lib.plots.heatmaps import overlay
from lib.plots.style import WIDTH, show_image


def journey(image: np.ndarray, stages: Sequence[np.ndarray], heat: np.ndarray) -> Figure:
    """Show a photograph, the most varied channel of each stage from top to bottom, and the heatmap of the answer.

    Args:
        image: `(H, W, 3)` in [0, 1].
        stages: `(h, w, channels)` each, in order of depth.
        heat: `(H, W)` non-negative.
    """
    figure = Figure(figsize=(WIDTH, WIDTH * 3 / 7 + 0.1), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02, wspace=0.02, hspace=0.02)
    plan = [["photograph", f"stage{place}", "heatmap"] for place in range(len(stages))]
    axes = figure.subplot_mosaic(plan, width_ratios=(len(stages), 1, len(stages)))
    show_image(axes["photograph"], image)
    for place, maps in enumerate(stages):
        show_image(axes[f"stage{place}"], maps[..., maps.std(axis=(0, 1)).argmax()])
    show_image(axes["heatmap"], overlay(image[None], heat[None])[0])
    return figure
