"""Where a series of finals starts anew, or must be read with care, as its editions said (H9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from metrics.dashboards.queries import LINE_COLUMNS, EditionLine
from metrics.models import Edition, EditionKind, FindingRow, Level, State

OF_METHOD = "series_method"
# The figure means something else: another question, or another total than before.
ENDING = ("series_question", "series_touchpoints", "series_tree")
# The figure means the same, and something about how it came changed.
CAREFUL = ("series_thresholds", "series_position", "series_plan", "series_field_period")
OF_TOTALS = "series_touchpoints"
OF_QUESTIONS = ("series_question", "series_position")
# What concerns a channel partner's own figures, without who is asked or how the house judges.
FOR_PARTNERS = ("series_question", "series_touchpoints")


@dataclass(frozen=True)
class SeriesBreak:
    """What changed from `week` on; empty `audience` and `metric` mean every one.

    `touchpoints` are those that it concerns, beside the totals; empty where it is no question.
    """

    week: str
    check_key: str
    what: str
    audience: str
    metric: str
    level: str
    node_key: str
    touchpoints: tuple[str, ...] = ()

    @property
    def ends(self) -> bool:
        """Whether figures on its two sides must not be compared."""
        return self.check_key == OF_METHOD or self.check_key in ENDING

    def concerns(
        self, audience: str, metric: str, level: str, node_key: str, touchpoint_key: str
    ) -> bool:
        if self.audience not in ("", audience) or self.metric not in ("", metric):
            return False
        if self.level != Level.NETWORK and (self.level, self.node_key) != (level, node_key):
            return False
        return not touchpoint_key or self._concerns_touchpoint(touchpoint_key)

    def _concerns_touchpoint(self, touchpoint_key: str) -> bool:
        """A touchpoint goes on where only the total is over others, or another's question."""
        if self.check_key in OF_QUESTIONS:
            return touchpoint_key in self.touchpoints
        return self.check_key != OF_TOTALS


def read_breaks(
    session: Session, scope: Scope, first: Week, last: Week, kind: str = EditionKind.FINAL
) -> tuple[SeriesBreak, ...]:
    """What broke a series after `first` and up to `last`, oldest first; by the last revisions."""
    rows = session.execute(
        sa.select(*LINE_COLUMNS)
        .where(Edition.kind == kind, Edition.week.between(str(first), str(last)))
        .order_by(Edition.week, Edition.revision)
    )
    newest = {line.week: line for line in (EditionLine(*row) for row in rows)}
    return breaks_of(session, scope, tuple(newest.values()), str(first))


def breaks_of(
    session: Session, scope: Scope, lines: Sequence[EditionLine], first: str
) -> tuple[SeriesBreak, ...]:
    """What broke a series after the week `first`, as editions, oldest first, have found it."""
    weeks = {line.id: line.week for line in lines if line.week > first}
    keys = (*ENDING, *CAREFUL) if scope.sees_whole_network else FOR_PARTNERS
    rows = session.execute(
        sa.select(
            FindingRow.edition_id, FindingRow.check_key, FindingRow.what, FindingRow.audience,
            FindingRow.metric, FindingRow.level, FindingRow.node_key, FindingRow.evidence,
        )
        .where(
            FindingRow.edition_id.in_(weeks),
            FindingRow.check_key.in_(keys),
            FindingRow.state == State.WARN,
        )
        .order_by(FindingRow.id)
    )  # fmt: skip
    found = [
        SeriesBreak(
            weeks[row.edition_id], row.check_key, row.what, row.audience, row.metric, row.level,
            row.node_key, _touchpoints(row.evidence),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted([*_methods(lines), *found], key=lambda one: one.week))


def _methods(lines: Sequence[EditionLine]) -> Iterator[SeriesBreak]:
    """From the editions themselves: a revision may have a newer method than the week after."""
    for before, now in pairwise(lines):
        if before.method_version != now.method_version:
            what = (
                f"From {now.week} the series is not comparable: The method is version "
                f"{now.method_version}, and was {before.method_version} in {before.week}: figures "
                "are not made in the same way."
            )
            yield SeriesBreak(now.week, OF_METHOD, what, "", "", Level.NETWORK, "")


def _touchpoints(evidence: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(str(evidence.get("touchpoints", "")).split(", "))


def ending(
    breaks: Iterable[SeriesBreak], audience: str, metric: str, place: tuple[str, str, str]
) -> tuple[SeriesBreak, ...]:
    """Those over which this series must not be compared; `place`: level, node, touchpoint."""
    return tuple(one for one in breaks if one.ends and one.concerns(audience, metric, *place))


def by_period(breaks: Iterable[SeriesBreak], ends: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """What the periods of a chart start anew with, by their place among `ends`, their last weeks.

    The first period starts nothing anew: nothing stands before it.
    """
    found: dict[int, tuple[str, ...]] = {}
    for one in breaks:
        at = next((i for i, end in enumerate(ends) if one.week <= end), 0)
        found[at] = (*found.get(at, ()), one.what)
    return {at: texts for at, texts in found.items() if at}
