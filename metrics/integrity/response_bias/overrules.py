"""What an analyst decided about single responses, followed where the method allows it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from metrics.warehouse.columns import Ints
from metrics.warehouse.configuration import RowOverrule
from metrics.warehouse.schema import USED, SetAside

# Whoever is outside the frame, chose to answer or gave no valid score has no place in the
# denominator, whatever anybody decides.
CAN_BE_USED_AGAIN = frozenset((SetAside.DUPLICATE, SetAside.OWN_NETWORK, SetAside.CARELESS))


def overrule_rows(
    status: Iterable[str],
    frame_row: Ints,
    responses: Ints,
    overrules: Iterable[RowOverrule],
) -> tuple[str, ...]:
    """The statuses (R,) as decided: set aside first, then use again, so that one answer can be
    exchanged for another. A transaction never has two used answers of one audience."""
    now = list(status)
    row_of = {name: row for row, name in enumerate(responses.tolist())}
    for overrule in sorted(overrules, key=lambda decided: (decided.is_used, decided.response)):
        row = row_of.get(overrule.response)
        if row is None:
            continue
        if not overrule.is_used and now[row] == USED:
            now[row] = SetAside.BY_HAND.value
        elif overrule.is_used and now[row] in CAN_BE_USED_AGAIN:
            same = np.flatnonzero(frame_row == frame_row[row]).tolist()
            if all(now[other] != USED for other in same):
                now[row] = USED
    return tuple(now)
