"""Auditing a face detector: recall by group at a threshold, and an interval for a share."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def recall_at(scores: np.ndarray, is_dark: np.ndarray, other_scores: np.ndarray, passing: float) -> tuple[float, float]:
    """Recall of light and of dark faces where a share of the other pictures passes."""
    found = scores > np.quantile(other_scores, 1 - passing)
    return found[~is_dark].mean(), found[is_dark].mean()


def wilson_ends(found: int, faces: int, z: float) -> tuple[float, float]:
    """Ends of Wilson's interval."""
    share, extra = found / faces, z**2 / faces
    half = z * np.sqrt(share * (1 - share) / faces + extra / (4 * faces))
    return (share + extra / 2 - half) / (1 + extra), (share + extra / 2 + half) / (1 + extra)


def _recall(scores: np.ndarray, is_dark: np.ndarray, threshold: float) -> tuple[float, float]:
    found = scores > threshold
    return found[~is_dark].mean(), found[is_dark].mean()


def _wald_ends(found: int, faces: int, z: float) -> tuple[float, float]:
    share = found / faces
    half = z * np.sqrt(share * (1 - share) / faces)
    return share - half, share + half


# Whole numbers apart, so that it makes no difference how a quantile is read between two scores.
_OTHERS = np.arange(-20.0, 20.0)
_IS_DARK = np.arange(24) % 3 == 0
_FACES = np.where(_IS_DARK, 4.0, 14.0) + 20 * np.sin(np.arange(24.0)) + 0.31

EXERCISES = [
    of_function(
        "ex-audit-recall",
        recall_at,
        on=[(_FACES, _IS_DARK, _OTHERS, 0.05), (_FACES[::-1].copy(), _IS_DARK, _OTHERS, 0.2)],
        why="One threshold for all, set by what it lets pass, and then each group counted on its own: that is the "
        "whole audit in three lines.",
        slips=[
            Slip(
                lambda scores, is_dark, other_scores, passing: _recall(
                    scores, is_dark, np.quantile(other_scores, passing)
                ),
                "Nearly everything that is no face passes in yours. From which end is the quantile counted?",
            ),
            Slip(
                lambda scores, is_dark, other_scores, passing: _recall(
                    scores, is_dark, np.quantile(scores, 1 - passing)
                ),
                "The threshold is set on faces in yours. It is what is no face that may pass in few cases only.",
            ),
            Slip(
                lambda scores, is_dark, other_scores, passing: _recall(scores, is_dark, np.quantile(scores, passing)),
                "The threshold is set on faces in yours: then recall is fixed beforehand, and says nothing.",
            ),
            Slip(
                lambda scores, is_dark, other_scores, passing: _recall(scores, is_dark, 0.0),
                "You cut at the logit nought. The threshold is to let a given share of the other pictures pass.",
            ),
            Slip(
                lambda scores, is_dark, other_scores, passing: recall_at(scores, ~is_dark, other_scores, passing),
                "Light and dark are exchanged: light first.",
            ),
            Slip(
                lambda scores, is_dark, other_scores, passing: tuple(
                    np.bincount(is_dark, scores > np.quantile(other_scores, 1 - passing)) / len(scores)
                ),
                "You divide by all faces. How many of its own faces does each group see found?",
            ),
        ],
        otherwise="Two steps: which threshold does the given share of other pictures exceed, and who exceeds it?",
    ),
    of_function(
        "ex-audit-interval",
        wilson_ends,
        on=[(18, 20, 1.96), (20, 20, 1.96), (55, 200, 1.0)],
        why="With all of twenty faces found, the lower end is not one but about five sixths. That is how little "
        "twenty faces can promise.",
        slips=[
            Slip(_wald_ends, "That is the textbook's interval. Where all are found it has no width, which cannot be."),
            Slip(
                lambda found, faces, z: tuple(end * (1 + z**2 / faces) for end in wilson_ends(found, faces, z)),
                "What stands below the line of the formula is missing.",
            ),
            Slip(lambda found, faces, z: wilson_ends(found, faces, z)[::-1], "The lower end comes first."),
            Slip(
                lambda found, faces, z: (
                    (found / faces + z**2 / (2 * faces)) / (1 + z**2 / faces)
                    + np.array([-z, z]) * np.sqrt(found / faces * (1 - found / faces) / faces)
                ),
                "The middle is right. Under the root there is a second term.",
            ),
        ],
        otherwise="Take the formula piece by piece: the middle, the root, and what all is divided by.",
    ),
]
