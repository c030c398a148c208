"""Exercises that check themselves: `check(label, answer)` says what is right and where to look again.

Each chapter has a module in `lib.exercises.chapters`, named as its labels are (`ex-network-map` lies in `network`):
what is right, the usual slips, and a hint for each. Nothing here needs a network or a data set.
"""

from lib.exercises.checking import check

__all__ = ["check"]
