"""The network: a kernel that looks for dots, and the size of a map."""

import math

import numpy as np

from lib.exercises.exercise import Slip, of_function, of_judge
from lib.exercises.reading import AgainError, numbers

#: Of the answer to a dot, how much an edge may excite: a dot counts for more than twice an edge.
_EDGE = 0.5


def judge_dots(answer: object) -> None:
    """Tell whether a kernel answers to a bright dot and hardly to even areas and to edges, upright or level."""
    kernel = numbers(answer)
    if kernel.shape != (3, 3):
        raise AgainError(
            f"Nine weights are asked for, as an array of shape (3, 3). Yours has the shape {kernel.shape}."
        )
    if abs(kernel.sum()) > 1e-6 * max(np.abs(kernel).sum(), 1):
        raise AgainError(
            "It is not silent on an even area: under it all pixels are equal. What do your weights add up to?"
        )
    dot = kernel[1, 1]
    if dot <= 0:
        raise AgainError("A bright pixel in the middle does not excite it. Which weight meets that pixel?")
    if np.delete(kernel, 4).max() >= dot:
        raise AgainError("A bright pixel beside the middle excites it as much as one in the middle.")
    across, down = kernel.sum(axis=0), kernel.sum(axis=1)
    # What an edge gives whose bright side covers one or two columns or rows, from either end.
    edges = [*np.cumsum(across)[:2], *np.cumsum(across[::-1])[:2], *np.cumsum(down)[:2], *np.cumsum(down[::-1])[:2]]
    if np.abs(edges).max() > _EDGE * dot + 1e-9:
        raise AgainError(
            "A straight edge excites it more than half as much as a dot. Which neighbours count against the dot?"
        )


def side(pixels: int, kernel: int, padding: int, stride: int) -> int:
    """Places along a side of a map."""
    return (pixels + 2 * padding - kernel) // stride + 1


EXERCISES = [
    of_judge(
        "ex-network-kernel",
        judge_dots,
        why="The centre speaks for the dot and its neighbours against it. Nobody tells a network so: it finds such "
        "kernels because they help.",
        slips=[
            Slip(np.ones((3, 3)) / 9, "not silent on an even area"),
            Slip([[0, 0, 0], [0, 1, 0], [0, 0, 0]], "not silent on an even area"),
            Slip([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "does not excite it"),
            Slip([[1, 1, 1], [1, -8, 1], [1, 1, 1]], "does not excite it"),
            Slip([[-1, -1, -1], [-1, 2, -1], [2, 2, -1]], "beside the middle"),
            Slip([[0, 0, 0], [-1, 1, 0], [0, 0, 0]], "straight edge"),
            Slip([-1, -1, -1, -1, 8, -1, -1, -1, -1], "shape (3, 3)"),
        ],
    ),
    of_function(
        "ex-network-map",
        side,
        on=[(224, 3, 0, 1), (96, 5, 2, 2), (28, 4, 1, 3), (7, 7, 0, 5)],
        why="Two settings decide how many places a layer has, and with that how finely any heatmap of it can see.",
        slips=[
            Slip(
                lambda pixels, kernel, padding, stride: (pixels + 2 * padding - kernel) / stride + 1,
                "A map has whole places. What becomes of a last step that would lead over the edge?",
            ),
            Slip(
                lambda pixels, kernel, padding, stride: math.ceil((pixels + 2 * padding - kernel) / stride) + 1,
                "A last step that would lead over the edge is counted in yours. It is not made.",
            ),
            Slip(
                lambda pixels, kernel, padding, stride: (pixels + 2 * padding - kernel) // stride,
                "You count the steps. How many places are visited?",
            ),
            Slip(
                lambda pixels, kernel, padding, stride: (pixels + padding - kernel) // stride + 1,
                "The rim of zeros is on two sides.",
            ),
            Slip(
                lambda pixels, kernel, padding, stride: (pixels + 2 * padding) // stride,
                "The kernel's own size makes no difference in yours. Can it be centred on the border?",
            ),
        ],
        otherwise="Think of the kernel's first pixel: where does it begin, how far can it go, and in which steps?",
    ),
]
