"""Employees: results and comments of small teams."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import BoolArray, check_counts, repeated
from stats.disclosure.primary import Suppression
from stats.disclosure.statuses import MIN_N
from stats.errors import OutOfRange
from stats.scalars import check_whole

# Methods H4 [V]: the lowest threshold that employee surveys use.
EMPLOYEE_FLOOR = 5
# Methods H4 [P]: own words can be recognised; no setting lowers this.
MIN_N_FOR_COMMENTS = 10


def employee_suppression(n: ArrayLike, *, min_n: int = MIN_N) -> NDArray[np.object_]:
    """MIN_N for teams of fewer than `min_n` respondents, else SHOWN.

    Employees are no accounts: the rules for accounts and dominance do not apply.
    Source: methods H4. Respondents `n` (c,). Raises OutOfRange for `min_n` below 5, the floor of
    the industry, and for anything but counts.

    >>> [str(reason) for reason in employee_suppression([9, 10])]
    ['min_n', '']
    """
    check_whole("min_n", min_n, low=1)
    if min_n < EMPLOYEE_FLOOR:
        raise OutOfRange(
            f"A limit of {min_n} respondents exposes small teams; use {EMPLOYEE_FLOOR} or more, "
            f"{MIN_N} unless there is a reason."
        )
    sizes = check_counts("n", n)
    found = repeated(Suppression.SHOWN, sizes.shape)
    found[sizes < min_n] = Suppression.MIN_N
    return found


def comments_allowed(n: ArrayLike) -> BoolArray:
    """Whether a team's comments may be read: from 10 respondents on, whatever the other limits.

    Source: methods H4. Respondents `n` (c,); OutOfRange for anything but counts.

    >>> comments_allowed([9, 10]).tolist()
    [False, True]
    """
    return check_counts("n", n) >= MIN_N_FOR_COMMENTS
