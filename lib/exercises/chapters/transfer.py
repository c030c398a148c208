"""Transfer learning: a regression's standardisation in a dense layer's weights, and a learning curve read backwards."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def one_layer(kernel: np.ndarray, bias: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Weights and bias, one below the other, that make of plain features what the regression makes of standardised."""
    return _stacked(kernel / deviation[:, None], bias - (mean / deviation) @ kernel)


def images_needed(sizes: np.ndarray, accuracies: np.ndarray, target: float) -> float:
    """How many images a class it takes, read off between the sizes, straight over their logarithm."""
    return float(np.exp(np.interp(target, accuracies, np.log(sizes))))


def _stacked(kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return np.vstack([kernel, bias])


def _next_size(sizes: np.ndarray, accuracies: np.ndarray, target: float) -> float:
    return float(sizes[np.searchsorted(accuracies, target)])


def _size_before(sizes: np.ndarray, accuracies: np.ndarray, target: float) -> float:
    return float(sizes[np.searchsorted(accuracies, target) - 1])


FEATURES = (
    np.array([[1.0, -2.0], [0.5, 4.0], [3.0, 0.0]]),
    np.array([0.1, -0.2]),
    np.array([2.0, 1.0, -1.0]),
    np.array([4.0, 0.5, 2.0]),
)

EXERCISES = [
    of_function(
        "ex-transfer-fold",
        one_layer,
        on=[FEATURES, (FEATURES[0][:, :1], FEATURES[1][:1], *FEATURES[2:])],
        why="So the whole network needs no extra layer, and every heatmap sees the numbers that were fitted.",
        slips=[
            Slip(
                lambda kernel, bias, mean, deviation: _stacked(kernel / deviation[:, None], bias),
                "The bias still belongs to standardised features: where does the mean go?",
            ),
            Slip(
                lambda kernel, bias, mean, deviation: _stacked(
                    kernel / deviation[:, None], bias + (mean / deviation) @ kernel
                ),
                "The mean is *subtracted* from a feature, and what was subtracted moves into the bias with its sign.",
            ),
            Slip(
                lambda kernel, bias, mean, deviation: _stacked(kernel / deviation[:, None], bias - mean @ kernel),
                "The mean is divided by the deviation, too, before the weights meet it.",
            ),
            Slip(
                lambda kernel, bias, mean, deviation: _stacked(
                    kernel * deviation[:, None], bias - (mean * deviation) @ kernel
                ),
                "Features are divided by their deviation. Divide the weights by it.",
            ),
            Slip(
                lambda kernel, bias, mean, deviation: _stacked(kernel, bias - mean @ kernel),
                "You have moved the mean. The deviation has to go into the weights.",
            ),
        ],
        otherwise="Write out one logit: the sum of weight times (feature − mean) / deviation, plus bias. Then sort it "
        "by what multiplies the feature and what does not.",
    ),
    of_function(
        "ex-transfer-backwards",
        images_needed,
        on=[
            (np.array([2.0, 5.0, 10.0, 20.0, 50.0]), np.array([0.5, 0.6, 0.7, 0.8, 0.9]), 0.75),
            (np.array([2.0, 5.0, 10.0, 20.0, 50.0]), np.array([0.82, 0.91, 0.955, 0.98, 1.0]), 0.985),
        ],
        why="Accuracy is hard to put into a budget; images that somebody has to label are not.",
        slips=[
            Slip(_next_size, "That is the next size that was measured. The curve says more: read between the sizes."),
            Slip(_size_before, "With that many images the target is not reached yet. Read between the sizes."),
            Slip(
                lambda sizes, accuracies, target: images_needed(sizes, accuracies, target) - 10,
                "You have subtracted the ten images of the other method already. First how many are needed.",
            ),
            Slip(
                lambda sizes, accuracies, target: float(np.interp(np.log(target), np.log(sizes), accuracies)),
                "That looks up the accuracy at a number of images. The question goes the other way.",
            ),
            Slip(
                lambda sizes, accuracies, target: float(np.interp(target, accuracies, np.log(sizes))),
                "That is a logarithm. Take it back to a number of images.",
            ),
            Slip(
                lambda sizes, accuracies, target: float(np.interp(target, accuracies, sizes)),
                "Your lines are straight over the number of images. Over its logarithm they are nearer to the curve: "
                "each doubling brings about as much as the one before.",
            ),
        ],
        otherwise="`np.interp(x, xs, ys)` reads a curve at x; here accuracies are the xs, and logarithms of sizes the "
        "ys.",
    ),
]
