"""Why look inside: what a network is worth that recognises the hospital and no lung."""

from collections.abc import Sequence

from lib.exercises.exercise import Slip, of_function


def ranked_right(ill: Sequence[int], healthy: Sequence[int]) -> float:
    """Share of pairs, one ill and one healthy, in which the ill one scores higher; a tie counts half."""
    of_ill, of_healthy = ill[0] / sum(ill), healthy[0] / sum(healthy)
    tie = of_ill * of_healthy + (1 - of_ill) * (1 - of_healthy)
    return of_ill * (1 - of_healthy) + tie / 2


def _ties_count(weight: float) -> object:
    def function(ill: Sequence[int], healthy: Sequence[int]) -> float:
        of_ill, of_healthy = ill[0] / sum(ill), healthy[0] / sum(healthy)
        tie = of_ill * of_healthy + (1 - of_ill) * (1 - of_healthy)
        return of_ill * (1 - of_healthy) + weight * tie

    return function


EXERCISES = [
    of_function(
        "ex-why-hospital",
        ranked_right,
        on=[((333, 10), (667, 990)), ((50, 50), (20, 80)), ((30, 0), (10, 60))],
        why="With a third of the images ill in one hospital and one in a hundred in the other, a network that sees no "
        "lung ranks nearly four pairs in five right. A high score on a test is no proof of what it rests on.",
        slips=[
            Slip(_ties_count(0), "Pairs from the same hospital count for nothing in yours. They are ties: count half."),
            Slip(_ties_count(1), "Pairs from the same hospital count as won in yours. They are ties: count half."),
            Slip(
                lambda ill, healthy: (ill[0] + healthy[1]) / (sum(ill) + sum(healthy)),
                "That is how often “ill, if from the first hospital” is right, patient by patient. Here pairs are "
                "asked for: draw the ill one from the ill, the healthy one from the healthy.",
            ),
            Slip(
                lambda ill, healthy: ill[0] / sum(ill),
                "That is how often the ill one comes from the first hospital. Where does the healthy one come from?",
            ),
        ],
        otherwise="Four kinds of pairs are possible: which of them are won, which lost, which tied?",
    )
]
