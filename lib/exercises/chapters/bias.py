"""How human bias gets into machines: a gap with choices held alike, and a record that patrols have written."""

import numpy as np

from lib.exercises.exercise import Slip, of_function


def gap_if_alike(applied: np.ndarray, admitted: np.ndarray) -> float:
    """B's rate minus A's, had both chosen departments as all applicants together did."""
    rates = admitted / applied
    alike = applied.sum(axis=1) / applied.sum()
    return alike @ (rates[:, 1] - rates[:, 0])


def first_on_record(crime: float, sent: float, unreported: float) -> float:
    """The first district's share of a day's record."""
    first = crime * (1 - unreported + unreported * sent)
    second = (1 - crime) * (1 - unreported + unreported * (1 - sent))
    return first / (first + second)


def _gap_all(applied: np.ndarray, admitted: np.ndarray) -> float:
    rates = admitted.sum(axis=0) / applied.sum(axis=0)
    return rates[1] - rates[0]


def _gap_weighed_by(group: int) -> object:
    def gap(applied: np.ndarray, admitted: np.ndarray) -> float:
        rates = admitted / applied
        return applied[:, group] / applied[:, group].sum() @ (rates[:, 1] - rates[:, 0])

    return gap


_APPLIED = np.array([[80, 20], [20, 80], [30, 10]])
_ADMITTED = np.array([[48, 13], [4, 18], [15, 4]])

EXERCISES = [
    of_function(
        "ex-bias-alike",
        gap_if_alike,
        on=[(_APPLIED, _ADMITTED), (_APPLIED[:2, ::-1].copy(), _ADMITTED[:2, ::-1].copy())],
        why="The gap over all and the gap with choices held alike can have opposite signs. Both are right; they answer "
        "different questions.",
        slips=[
            Slip(_gap_all, "That is the gap over all. In it, who chose which department still counts."),
            Slip(
                lambda applied, admitted: -gap_if_alike(applied, admitted),
                "The sign is turned: how much more often is B admitted than A?",
            ),
            Slip(
                lambda applied, admitted: np.diff(admitted / applied, axis=1).mean(),
                "Every department counts the same in yours. Let each count by how many applied to it.",
            ),
            Slip(_gap_weighed_by(0), "You weigh departments by where A applied. Weigh them by where all applied."),
            Slip(_gap_weighed_by(1), "You weigh departments by where B applied. Weigh them by where all applied."),
            Slip(
                lambda applied, admitted: np.diff(admitted / applied, axis=1).ravel(),
                "These are the gaps in each department. How do they become one?",
            ),
        ],
        otherwise="First the rates in each department, then what share of all applicants each department has.",
    ),
    of_function(
        "ex-bias-record",
        first_on_record,
        on=[(0.5, 0.7, 1.0), (0.55, 0.8, 0.5), (0.4, 0.3, 0.2)],
        why="With equal districts, and every incident seen by patrols alone, the record is the patrols' own share. So "
        "it confirms any deployment whatever, and nothing pulls it back.",
        slips=[
            Slip(
                lambda crime, sent, unreported: crime,
                "That is the share of the crime. What the patrols do not see and nobody reports is not on record.",
            ),
            Slip(
                lambda crime, sent, unreported: sent,
                "That is the share of the patrols. Some incidents are reported wherever they happen, and districts "
                "may differ.",
            ),
            Slip(
                lambda crime, sent, unreported: first_on_record(crime, sent, 1 - unreported),
                "Two kinds of incident are exchanged: `unreported` is the share that only a patrol records.",
            ),
            Slip(
                lambda crime, sent, unreported: first_on_record(0.5, sent, unreported),
                "The districts are equal in yours. How much happens in each?",
            ),
            Slip(
                lambda crime, sent, unreported: crime * (1 - unreported + unreported * sent),
                "That is what is recorded in the first district, for each incident in both. Which share of the record "
                "is it?",
            ),
            Slip(
                lambda crime, sent, unreported: crime * sent / (crime * sent + (1 - crime) * (1 - sent)),
                "Only patrols record anything in yours. What of the incidents that citizens report?",
            ),
        ],
        otherwise="In each district: what happens, and which share of that gets on record, by either way?",
    ),
]
