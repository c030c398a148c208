"""Catching a shortcut: heat on a hint, and how often a review stops a network."""

import numpy as np
from scipy.stats import binom

from lib.exercises.exercise import Slip, of_function


def heat_inside(heat: np.ndarray, hint: np.ndarray) -> float:
    """Share of a map's energy that lies on the hint."""
    energy = np.maximum(heat, 0)
    return energy[hint].sum() / energy.sum()


def alarm_chance(beside: float, pictures: int, limit: int) -> float:
    """How likely a review stops a network."""
    return binom.sf(limit - 1, pictures, beside)


_GENERATOR = np.random.default_rng(7)
_HEAT = _GENERATOR.normal(0.3, 1, size=(6, 6))
_HINT = _GENERATOR.random((6, 6)) < 0.3

EXERCISES = [
    of_function(
        "ex-shortcut-inside",
        heat_inside,
        on=[(_HEAT, _HINT), (_HEAT[:3], ~_HINT[:3])],
        why="The share has no natural zero. Beside that of a network known to be sound it tells which network will "
        "break.",
        slips=[
            Slip(
                lambda heat, hint: heat[hint].sum() / heat.sum(),
                "What speaks against the answer is taken off in yours. Energy is what lies above zero.",
            ),
            Slip(
                lambda heat, hint: np.abs(heat)[hint].sum() / np.abs(heat).sum(),
                "What speaks against the answer counts as energy in yours. Energy is what lies above zero.",
            ),
            Slip(
                lambda heat, hint: 1 - heat_inside(heat, hint),
                "That is the share beside the hint.",
            ),
            Slip(
                lambda heat, hint: np.maximum(heat, 0)[hint].mean() / np.maximum(heat, 0).mean(),
                "You compare averages, so the hint's size drops out. A share of the whole is asked for.",
            ),
            Slip(
                lambda heat, hint: (heat[hint] > 0).sum() / (heat > 0).sum(),
                "You count places. A strong place counts for more than a weak one.",
            ),
            Slip(
                lambda heat, hint: hint.mean(),
                "That is the hint's share of the area: what a map without information would put there.",
            ),
        ],
        otherwise="How much energy is there in all, and how much of it where the mask is true?",
    ),
    of_function(
        "ex-shortcut-alarm",
        alarm_chance,
        on=[(0.2, 20, 4), (0.05, 20, 4), (0.2, 60, 12), (0.9, 5, 1)],
        why="With the brightest point beside the object in one picture of five, twenty pictures stop the network more "
        "often than not, and still let it pass two times in five.",
        slips=[
            Slip(
                lambda beside, pictures, limit: binom.sf(limit, pictures, beside),
                "Yours stops above the limit. At the limit the alarm is raised already.",
            ),
            Slip(
                lambda beside, pictures, limit: binom.pmf(limit, pictures, beside),
                "That is the chance of exactly as many as the limit. More of them raise the alarm, too.",
            ),
            Slip(
                lambda beside, pictures, limit: binom.cdf(limit - 1, pictures, beside),
                "That is the chance that the network passes.",
            ),
            Slip(
                lambda beside, pictures, limit: binom.cdf(limit, pictures, beside),
                "That is the chance of the limit or fewer.",
            ),
        ],
        otherwise="The number of pictures that count is binomial: how likely is it that there are `limit` or more?",
    ),
]
