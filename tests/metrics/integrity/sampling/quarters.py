"""Quarters made by hand for the checks of sampling: weeks of the same business.

quarter(lambda made: partner_week(made, "north1", well=(18, 2), badly=(9, 1)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.clock import Week
from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.warehouse.frozen import History
from metrics.warehouse.gatekeeper import Quantity
from metrics.weekly.check import check_rows
from metrics.weekly.rollup import roll_up_week
from metrics.weighing.windows import weigh_windows
from tests.metrics.frozen_weeks import MadeWeek

LAST = Week(2026, 45)
# Six partners at three places, as tests.metrics.frozen_weeks has them.
PARTNERS = ("north1", "north2", "south1", "south2", "coast1", "coast2")

Fill = Callable[[MadeWeek], object]


def partner_week(
    made: MadeWeek,
    partner: str,
    *,
    well: tuple[int, int],
    badly: tuple[int, int],
    scores: Sequence[int] = (),
    **facts: Any,
) -> None:
    """(with a contact, without) by how it went; the first with a contact give the scores."""
    given = list(scores)
    for outcome, (known, unknown) in (("nothing_wrong", well), ("late", badly)):
        for place in range(known + unknown):
            has = place < known
            answers = {"recommend": given.pop(0)} if has and given else None
            row = {
                "contact_present": has,
                "frame_status": "drawn" if has else "no_contact",
                "selection_probability": 1.0 if has else None,
                "disposition": ("complete" if answers else "non_contact") if has else "",
            }
            made.transaction(partner=partner, outcome=outcome, answers=answers, **row | facts)


def quarter(fill: Fill, *, weeks: int = 13, **changes: Any) -> WeekEvidence:
    """The last of so many weeks of the same business, as the checks see it."""
    made = MadeWeek(week=LAST, **changes)
    fill(made)
    frozen = made.freeze()
    checked = check_rows(frozen)
    own = roll_up_week(frozen, checked)[0]
    earlier = replace(own, gatekeeper=_without_places(own.gatekeeper))
    stacked = tuple(replace(earlier, week=LAST.shifted(back)) for back in range(1 - weeks, 0))
    stacked = (*stacked, own)
    return WeekEvidence(
        frozen,
        History(cells=stacked[:-1]),
        checked.status,
        checked.frame_row,
        weeks=stacked,
        weighed=tuple(weigh_windows(frozen, stacked)),
    )


def _without_places(table: pa.Table) -> pa.Table:
    """The same answers in every week would crowd at their places on the clock."""
    return table.filter(pc.not_equal(table.column("quantity"), Quantity.PLACE.value))


def the(findings: Iterable[Finding], key: str, **where: Any) -> Finding:
    """The one finding with this key and these fields."""
    [found] = [
        one
        for one in findings
        if one.check_key == key and all(getattr(one, name) == at for name, at in where.items())
    ]
    return found
