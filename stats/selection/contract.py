"""Did a partner keep the minimum share of invitations that its contract names?"""

from __future__ import annotations

from dataclasses import dataclass

from stats.arrays import LARGEST_COUNT
from stats.errors import EmptyInput, OutOfRange
from stats.scalars import check_number, check_whole
from stats.selection.binomial import lower_tail

# Methods B8a: flagged below this probability.
CONTRACT_LEVEL = 0.01


@dataclass(frozen=True)
class ContractMinimum:
    """Invitations against the contractual minimum; `p_value` is P(X ≤ x) at the minimum."""

    invited: int
    transactions: int
    minimum: float
    p_value: float

    @property
    def is_flagged(self) -> bool:
        """Below the minimum by more than chance explains."""
        return self.p_value < CONTRACT_LEVEL

    def __str__(self) -> str:
        return (
            f"{self.invited} of {self.transactions} invited, minimum {self.minimum:.0%}, "
            f"p {self.p_value:.2g}"
        )


def contract_minimum(invited: int, transactions: int, minimum: float) -> ContractMinimum:
    """P(X ≤ x | n, p_min): the chance of so few invitations by a partner at the minimum.

    Exact binomial lower tail, flagged below .01. Needs no peers: where many partners choose,
    over-dispersion hides each of them in the funnel, and this test does not.
    Source: methods B8a; the tail is that of R `pbinom`.
    Raises EmptyInput without transactions, OutOfRange for invited outside 0…transactions or a
    minimum that is not between 0 and 1.

    >>> print(contract_minimum(20, 80, 0.40))
    20 of 80 invited, minimum 40%, p 0.0036
    """
    invited = check_whole("invited", invited, low=-LARGEST_COUNT)
    transactions = check_whole("transactions", transactions)
    check_number("minimum", minimum)
    if transactions == 0:
        raise EmptyInput("No transactions, so no minimum applies; leave the partner out.")
    if not 0 <= invited <= transactions:
        raise OutOfRange(f"{invited} of {transactions} invited; hand in 0 up to the transactions.")
    if not 0.0 < minimum < 1.0:
        raise OutOfRange(f"The minimum is {minimum:g}; hand in a share between 0 and 1.")
    p = float(lower_tail(invited, transactions, minimum))
    return ContractMinimum(invited, transactions, minimum, p)
