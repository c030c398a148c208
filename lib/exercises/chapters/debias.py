"""The debiasing VAE: how often rare faces are shown, and how many faces are left of the weights."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def shown_more(counts: np.ndarray, alpha: float) -> np.ndarray:
    """How often a face of each interval is shown, as a multiple of the average face."""
    shares = counts / counts.sum()
    rarity = 1 / (shares + alpha)
    return rarity / (shares * rarity).sum()


def effective(weights: np.ndarray) -> float:
    """How many equally weighted faces would give an average as steady."""
    return weights.sum() ** 2 / (weights**2).sum()


def _rarity(counts: np.ndarray, alpha: float) -> np.ndarray:
    return 1 / (counts / counts.sum() + alpha)


def _of_counts(counts: np.ndarray, alpha: float) -> np.ndarray:
    rarity = 1 / (counts + alpha)
    return rarity / ((counts / counts.sum()) * rarity).sum()


EXERCISES = [
    of_function(
        "ex-debias-interval",
        shown_more,
        on=[(np.array([99.0, 1.0]), 0.01), (np.array([10.0, 60.0, 25.0, 5.0]), 0.1)],
        why="With a hundredth of the faces in it and alpha at a hundredth, an interval's faces come more than thirty "
        "times as often as the average face; with alpha at nought it would be fifty.",
        slips=[
            Slip(
                _rarity,
                "These are in the right proportion. As multiples of the average *face*, the mean over all faces is "
                "one.",
            ),
            Slip(
                lambda counts, alpha: _rarity(counts, alpha) / _rarity(counts, alpha).mean(),
                "You divide by the mean over intervals. The average face lies mostly in the full ones: take the mean "
                "over faces.",
            ),
            Slip(
                lambda counts, alpha: _rarity(counts, alpha) / _rarity(counts, alpha).sum(),
                "These add up to one over the intervals. A multiple of the average face is asked for.",
            ),
            Slip(lambda counts, alpha: shown_more(counts, 0), "Alpha makes no difference in yours."),
            Slip(_of_counts, "Alpha is added to a number of faces. It belongs to their share."),
            Slip(
                lambda counts, alpha: counts / counts.sum() * shown_more(counts, alpha),
                "That is which share of all that is shown comes from each interval. How often does one of its faces "
                "come?",
            ),
            Slip(
                lambda counts, alpha: (
                    (counts / counts.sum() + alpha) / (counts / counts.sum() * (counts / counts.sum() + alpha)).sum()
                ),
                "The full intervals are shown more often in yours. The weight is the inverse.",
            ),
        ],
        otherwise="First the share of faces in each interval, then its rarity, then divide by what the average face "
        "has.",
    ),
    of_function(
        "ex-debias-effective",
        effective,
        on=[(np.array([1.0, 1.0, 1.0, 1.0]),), (np.array([5.0, 0.5, 0.25, 1.0, 0.1]),), (np.array([1.0, 0.0, 0.0]),)],
        why="Equal weights keep every face; a single weight keeps one. Ask for this number before you believe in any "
        "reweighing.",
        slips=[
            Slip(
                lambda weights: (weights**2).sum() / weights.sum() ** 2,
                "It is upside down: equal weights are to keep all faces.",
            ),
            Slip(
                lambda weights: weights.sum() / (weights**2).sum(),
                "Weights twice as large give half as many faces in yours. What is squared?",
            ),
            Slip(
                lambda weights: weights.sum() ** 2 / (weights**2).sum() / len(weights),
                "That is a share. How many faces is it?",
            ),
            Slip(
                lambda weights: (weights > 0).sum(),
                "You count faces that have any weight. A face with hardly any counts hardly.",
            ),
            Slip(
                lambda weights: weights.sum() / weights.max(),
                "You compare with the largest weight alone; all of them count.",
            ),
        ],
        otherwise="Two sums: of the weights, and of their squares. What has to come out for four equal weights?",
    ),
]
