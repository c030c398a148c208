"""Faces at scale: the law of a gallery, and the two errors of a verification."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def wrong_people(gallery_size: int, false_match_rate: float) -> tuple[float, float]:
    """Expected number of wrong people, and probability of at least one."""
    return gallery_size * false_match_rate, 1 - (1 - false_match_rate) ** gallery_size


def two_errors(pair_likeness: np.ndarray, is_one_person: np.ndarray, cut: float) -> tuple[float, float]:
    """False match rate, and false non-match rate."""
    taken = pair_likeness > cut
    return taken[~is_one_person].mean(), (~taken[is_one_person]).mean()


_PAIRS = np.sin(np.arange(40.0))
_ONE = np.arange(40) % 4 == 0

EXERCISES = [
    of_function(
        "ex-scale-any",
        wrong_people,
        on=[(200, 0.001), (5000, 0.0004), (1, 0.25)],
        why="A search errs as often as one comparison only if the gallery holds one person.",
        slips=[
            Slip(
                lambda gallery_size, false_match_rate: (
                    gallery_size * false_match_rate,
                    (1 - false_match_rate) ** gallery_size,
                ),
                "Your second number is the probability that nobody is matched. At least one is asked for.",
            ),
            Slip(
                lambda gallery_size, false_match_rate: (
                    gallery_size * false_match_rate,
                    min(gallery_size * false_match_rate, 1.0),
                ),
                "Your second number is the first again, cut off at one. Start from the probability of no match at all.",
            ),
            Slip(
                lambda gallery_size, false_match_rate: (
                    gallery_size * false_match_rate,
                    1 - false_match_rate**gallery_size,
                ),
                "In your second number every comparison would have to be wrong. What has to happen each time for none?",
            ),
            Slip(
                lambda gallery_size, false_match_rate: wrong_people(gallery_size, false_match_rate)[::-1],
                "The two are exchanged: the expected number comes first.",
            ),
        ],
        otherwise="The mean is a product. For the other, think of the search in which every comparison is right.",
    ),
    of_function(
        "ex-scale-errors",
        two_errors,
        on=[(_PAIRS, _ONE, 0.5), (_PAIRS[::-1].copy(), _ONE, -0.2)],
        why="One threshold, two errors, and each is a share of other pairs. Lower the threshold, and one grows for "
        "the other.",
        slips=[
            Slip(
                lambda pair_likeness, is_one_person, cut: (
                    ((pair_likeness > cut) & ~is_one_person).mean(),
                    ((pair_likeness <= cut) & is_one_person).mean(),
                ),
                "You divide by all pairs. Each error can happen to one kind of pair only.",
            ),
            Slip(
                lambda pair_likeness, is_one_person, cut: two_errors(pair_likeness, is_one_person, cut)[::-1],
                "The two are exchanged: strangers taken for one come first.",
            ),
            Slip(
                lambda pair_likeness, is_one_person, cut: (
                    (~is_one_person)[pair_likeness > cut].mean(),
                    is_one_person[pair_likeness <= cut].mean(),
                ),
                "You look among the pairs that are taken for one. Look among those that *are* two.",
            ),
            Slip(
                lambda pair_likeness, is_one_person, cut: two_errors(-pair_likeness, is_one_person, -cut),
                "A pair is taken for one person where its likeness is *above* the threshold.",
            ),
        ],
        otherwise="First, who is taken for one person? Then count among strangers, and among pairs of one person.",
    ),
]
