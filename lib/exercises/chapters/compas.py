"""COMPAS: a rate from four counts, and the rate that the others leave no choice about."""

from lib.exercises.exercise import Slip, of_function, of_value


def fpr_left(base_rate: float, ppv: float, fnr: float) -> float:
    """The false positive rate that the three leave no choice about."""
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)


EXERCISES = [
    of_value(
        "ex-compas-rate",
        60 / (240 + 60),
        why="One in five of those who were not charged again bore a flag. Whether that is much depends on what a flag "
        "does to them, and for whom else it is fewer.",
        slips=[
            Slip(
                60 / (60 + 90),
                "That is the share of wrong flags among all flags. The question starts from the people who were not "
                "charged again.",
            ),
            Slip(60 / 430, "You divide by everybody. Only those who were not charged again count here."),
            Slip(
                60 / 240, "You divide the flagged by those who were not flagged. Who are all those not charged again?"
            ),
            Slip(40 / (40 + 90), "That is the false negative rate: of those charged again, how many were not flagged."),
            Slip(240 / (240 + 60), "That is the share of them who were not flagged."),
            Slip(90 / (60 + 90), "That is the predictive value: of those flagged, how many were charged again."),
        ],
        otherwise="Which two cells hold the people who were not charged again, and which of them were flagged?",
    ),
    of_function(
        "ex-compas-left",
        fpr_left,
        on=[(0.5, 0.6, 0.3), (0.3, 0.6, 0.3), (0.4, 0.75, 0.5)],
        why="Call it with two base rates and leave the rest: the false positive rates cannot be equal. It is "
        "arithmetic, and no program's fault.",
        slips=[
            Slip(
                lambda base_rate, ppv, fnr: fpr_left(1 - base_rate, ppv, fnr),
                "The more people are charged again, the smaller your rate. Which way round are the odds?",
            ),
            Slip(
                lambda base_rate, ppv, fnr: fpr_left(base_rate, 1 - ppv, fnr),
                "The more often a flag is right, the larger your rate. Which of the two stands above the line?",
            ),
            Slip(
                lambda base_rate, ppv, fnr: fpr_left(base_rate, ppv, 1 - fnr),
                "The more people are missed, the larger your rate. Which share of those charged again is flagged?",
            ),
            Slip(
                lambda base_rate, ppv, fnr: base_rate * (1 - ppv) / ppv * (1 - fnr),
                "That is the number of false positives for each person of all. Divide by those not charged again.",
            ),
            Slip(
                lambda base_rate, ppv, fnr: fpr_left(base_rate, ppv, 0),
                "Those who are missed make no difference in yours.",
            ),
        ],
        otherwise="Count from a thousand people: who is charged again, who of them flagged, and so who flagged in "
        "error?",
    ),
]
