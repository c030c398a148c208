"""Could a gap between groups be chance? A permutation test for any rate."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lib.fairness.arguments import checked_name, checked_people
from lib.fairness.rates import RATES, cell_numbers, members


class PermutationTest(NamedTuple):
    """The gap that was found, its p-value, and the gaps `(permutations,)` that chance gave."""

    gap: float
    p_value: float
    null: np.ndarray


def permutation_test(
    outcomes: ArrayLike, decisions: ArrayLike, groups: ArrayLike, *, name: str, permutations: int = 9999, seed: int
) -> PermutationTest:
    """Test whether a rate differs between groups by more than shuffled group labels would make it.

    The gap is the largest difference between two groups. The labels of the people that the rate is about (for `fpr`,
    those with outcome 0) are shuffled. How many of those in the rate's part then fall into each group follows the
    multivariate hypergeometric distribution, from which the counts are drawn instead of shuffling people one by one.

    Args:
        outcomes: `(N,)` of 0 and 1.
        decisions: `(N,)` of 0 and 1.
        groups: `(N,)` names, two or more different ones.
        name: a key of `RATES`.
        permutations: number m of shuffles.
        seed: of the shuffles.

    Returns:
        Gap in [0, 1]; p-value `(b + 1) / (m + 1)` with b shuffles whose gap is at least as large (Phipson and Smyth
        2010: never 0); the m gaps.

    Raises:
        ValueError: there is one group only, the rate is unknown or undefined in a group, `permutations` is below 1, or
            an argument is not what its name says.
    """
    shares = RATES[checked_name(name, RATES, name="name")]
    outcomes, decisions, codes, names = checked_people(outcomes, decisions, groups)
    if len(names) < 2:
        raise ValueError(f"groups: got only {names[0]}, expected two or more")
    if permutations < 1:
        raise ValueError(f"permutations: got {permutations}, expected at least 1")
    cells = cell_numbers(outcomes, decisions)
    whole, part = (np.bincount(codes[members(cells, of)], minlength=len(names)) for of in (shares.whole, shares.part))
    if not whole.all():
        raise ValueError(f"groups: {name} is undefined for {names[whole == 0][0]}, where {shares.undefined}")
    draws = np.random.default_rng(seed).multivariate_hypergeometric(whole, part.sum(), permutations, method="marginals")
    gap, null = np.ptp(part / whole), np.ptp(draws / whole, axis=1)
    as_large = (null >= gap - 1e-12).sum()  # equal gaps may differ in their last digit
    return PermutationTest(float(gap), float((as_large + 1) / (permutations + 1)), null)
