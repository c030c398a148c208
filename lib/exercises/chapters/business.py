"""Why a business should care: where a loan breaks even, and the four-fifths rule."""

from collections.abc import Sequence

from lib.exercises.exercise import Slip, of_function, of_value


def passes(rates: Sequence[float]) -> bool:
    """Whether no group is selected at less than four fifths of the rate of the most selected one."""
    return min(rates) >= 0.8 * max(rates)


EXERCISES = [
    of_value(
        "ex-business-margin",
        7100 / (900 + 7100),
        why="Nobody's score and nobody's group enters: two sums of money alone say which is the last loan worth "
        "giving.",
        slips=[
            Slip(
                900 / 8000,
                "That is how often the loan may fail. From which probability of being repaid is it worth giving?",
            ),
            Slip(900 / 7100, "That is the gain by the loss. At which probability do the two balance?"),
            Slip(1 - 900 / 7100, "That is one minus the gain by the loss. At which probability do the two balance?"),
            Slip(
                7100 / 900,
                "That is how many good loans pay for a bad one. Among how many loans is that, and which share are "
                "good?",
            ),
            Slip(0.5, "At one half a loan would lose far more than it earns."),
            Slip(0.8, "That is the chapter's loan. This one earns less and loses more."),
        ],
        otherwise="Write what the loan earns on average if it is repaid with probability `p`. Where is that nought?",
    ),
    of_function(
        "ex-business-fifths",
        passes,
        on=[
            ([0.30, 0.26],),
            ([0.50, 0.42, 0.20],),
            ([0.20, 0.30],),
            ([0.95, 0.70],),
            ([0.9, 0.9, 0.9],),
            ([0.1, 0.5],),
        ],
        why="It is demographic parity with a tolerance, easy to compute and silent about who would repay. Read it as a "
        "reason to look, not as a verdict.",
        slips=[
            Slip(
                lambda rates: max(rates) - min(rates) <= 0.2,
                "You take the difference. The rule compares by division: a fifth of the highest rate may be very "
                "little.",
            ),
            Slip(
                lambda rates: rates[1] >= 0.8 * rates[0],
                "You take the first group for the most selected one, and look at two.",
            ),
            Slip(
                lambda rates: min(rates) >= 0.8 * sum(rates) / len(rates),
                "You compare with the average. The rule compares with the group that is selected most.",
            ),
            Slip(lambda rates: min(rates) < 0.8 * max(rates), "Yours says true where the rule is broken."),
            Slip(lambda rates: min(rates) / max(rates), "That is the ratio. Does it pass: true or false?"),
        ],
        otherwise="Which group is selected most, which least, and how do the two rates compare?",
    ),
]
