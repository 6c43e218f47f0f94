"""What readers' pages read: published editions, and nothing else, through one scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from access.visibility import Scope
from core.records import names_of, read_records, record_of
from customers.models import Audience
from metrics.dashboards.visibility import visible_places
from metrics.method import WINDOWS
from metrics.models import Change, Edition, EditionKind, Estimate, Gap, Level, Metric
from metrics.targets.models import Target
from metrics.targets.queries import key_of

AUDIENCES = (Audience.CHANNEL_PARTNER, Audience.END_USER)
SHELF_LENGTH = 160


@dataclass(frozen=True)
class EditionLine:
    """An edition without its summary."""

    id: int
    week: str
    kind: str
    revision: int
    reason: str | None
    is_backfilled: bool
    cut_off_at: datetime
    published_at: datetime
    manifest_hash: str
    method_version: str
    code_version: str
    transaction_count: int
    response_count: int
    late_response_count: int
    expected_answer_share: float | None

    @property
    def is_final(self) -> bool:
        return self.kind == EditionKind.FINAL


@dataclass(frozen=True)
class Reading:
    """One published estimate, as read; the last three name its edition.

    `n_eff` and `accounts` bound the degrees of freedom behind its interval.
    """

    edition_id: int
    audience: str
    window: int
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    value: float | None
    raw: float | None
    ci_low: float | None
    ci_high: float | None
    n: int
    n_eff: float | None
    accounts: int
    population: int
    decision: str
    grade: str
    reason: str | None
    week: str
    kind: str
    revision: int


@dataclass(frozen=True)
class Slice:
    """A cut of the estimates; None for `node_key`, `touchpoint_key` or `metric` means every one.

    `within` narrows every node to some.
    """

    window: int
    level: str
    node_key: str | None
    touchpoint_key: str | None = ""
    metric: str | None = None
    within: tuple[str, ...] | None = None


LINE_COLUMNS = tuple(getattr(Edition, name) for name in EditionLine.__dataclass_fields__)
Row = TypeVar("Row", bound=Reading)


def columns_of(kind: type[Reading]) -> tuple[Any, ...]:
    """The columns behind the fields of a reading, or of a reading with more to it."""
    return tuple(
        getattr(Estimate if hasattr(Estimate, name) else Edition, name)
        for name in kind.__dataclass_fields__
    )


READING_COLUMNS = columns_of(Reading)


def read_shelf(session: Session, scope: Scope, until: str | None = None) -> list[EditionLine]:
    """The newest editions a scope may see, newest first: of each week and kind the last revision.

    A bounded number, whatever the length of the history; `until` looks further back.
    """
    newest = (
        sa.select(*LINE_COLUMNS)
        .order_by(Edition.week.desc(), Edition.kind, Edition.revision.desc())
        .limit(SHELF_LENGTH)
    )
    if until is not None:
        newest = newest.where(Edition.week <= until)
    if not scope.sees_flashes:
        newest = newest.where(Edition.kind == EditionKind.FINAL)
    shelf: dict[tuple[str, str], EditionLine] = {}
    for line in read_records(session, EditionLine, newest):
        shelf.setdefault((line.week, line.kind), line)
    return list(shelf.values())


def read_leading_metric(session: Session, edition_id: int) -> Metric:
    """What trends and places are drawn by: recommendation, or the first metric that was asked."""
    found = session.scalars(ASKED_METRICS, {"edition_id": edition_id}).all()
    return next((metric for metric in Metric if metric in found), Metric.NPS)


ASKED_METRICS = (
    sa.select(Estimate.metric)
    .where(
        Estimate.edition_id == sa.bindparam("edition_id"),
        Estimate.audience.in_(AUDIENCES),
        Estimate.window.in_(WINDOWS),
        Estimate.level == Level.NETWORK,
        Estimate.touchpoint_key == "",
    )
    .distinct()
)


def read_summary(session: Session, edition_id: int) -> dict[str, Any]:
    found = session.scalars(sa.select(Edition.summary).where(Edition.id == edition_id))
    return dict(found.one())


def read_estimates(
    session: Session, scope: Scope, edition_ids: Sequence[int], slices: Sequence[Slice]
) -> list[Reading]:
    """The estimates of some editions in some cuts, as far as the scope may see them.

    Cut by cut, and within a cut in the order in which they were published, on every database.
    """
    return read_rows(session, scope, edition_ids, slices, Reading)


def read_rows(
    session: Session,
    scope: Scope,
    edition_ids: Sequence[int],
    slices: Sequence[Slice],
    kind: type[Row],
) -> list[Row]:
    """As `read_estimates`, with all that a kind of reading has."""
    if not edition_ids or not slices:
        return []
    query, by_window = _rows_query(scope, tuple(slices), kind)  # type: ignore[arg-type] # a class is
    names = names_of(kind)
    window = names.index("window")
    # By the connection: through the unit of work each row would cost twice as much.
    session.flush()
    rows = session.connection().execute(query, {"edition_ids": edition_ids}).all()
    rows = sorted(rows, key=lambda row: (by_window[row[-2]][row[window]], row[-1]))
    return [record_of(kind, names, row) for row in rows]


# To write a query down takes longer than to ask it: those of the pages of the week are kept.
@lru_cache(maxsize=64)
def _rows_query(
    scope: Scope, slices: tuple[Slice, ...], kind: type[Reading]
) -> tuple[sa.CompoundSelect[Any], list[dict[int, int]]]:
    """The query for `edition_ids`, and of each of its parts the place of a window's slice."""
    # A union of index look-ups: one OR over all cuts would read whole editions.
    # Cuts that differ in their window alone are looked up as one.
    places: dict[Slice, dict[int, int]] = {}
    for place, cut in enumerate(slices):
        places.setdefault(replace(cut, window=0), {})[cut.window] = place
    parts = [
        _cut(scope, cut, tuple(windows), kind).add_columns(sa.literal(at), Estimate.id)
        for at, (cut, windows) in enumerate(places.items())
    ]
    return sa.union_all(*parts), list(places.values())


def _cut(scope: Scope, cut: Slice, windows: Sequence[int], kind: type[Reading]) -> sa.Select[Any]:
    query = (
        sa.select(*columns_of(kind))
        .join(Edition, Edition.id == Estimate.edition_id)
        .where(
            Estimate.edition_id.in_(sa.bindparam("edition_ids", expanding=True)),
            Estimate.audience.in_(AUDIENCES),
            Estimate.window.in_(windows),
            Estimate.level == cut.level,
            visible_places(scope, Estimate.level, Estimate.node_key),
        )
    )
    if cut.node_key is not None:
        query = query.where(Estimate.node_key == cut.node_key)
    if cut.within is not None:
        query = query.where(Estimate.node_key.in_(cut.within))
    if cut.touchpoint_key is not None:
        query = query.where(Estimate.touchpoint_key == cut.touchpoint_key)
    if cut.metric is not None:
        query = query.where(Estimate.metric == cut.metric)
    return query


def read_gaps(
    session: Session, scope: Scope, edition_id: int, level: str, node_key: str
) -> list[Gap]:
    return list(
        session.scalars(
            sa.select(Gap)
            .where(
                Gap.edition_id == edition_id,
                # All there are: named, the index finds the place without reading the edition.
                Gap.is_paired.in_((False, True)),
                Gap.window.in_(WINDOWS),
                Gap.level == level,
                Gap.node_key == node_key,
                visible_places(scope, Gap.level, Gap.node_key),
            )
            .options(joinedload(Gap.edition))
            .order_by(Gap.id)
        )
    )


def read_changes(
    session: Session, scope: Scope, edition_ids: Sequence[int]
) -> list[tuple[Change, Estimate | None]]:
    """Every change of the headline family with the estimate it led to."""
    same = [
        getattr(Change, name) == getattr(Estimate, name)
        for name in (
            "edition_id",
            "audience",
            "window",
            "level",
            "node_key",
            "touchpoint_key",
            "metric",
        )
    ]
    rows = session.execute(
        sa.select(Change, Estimate)
        .outerjoin(Estimate, sa.and_(*same))
        .options(joinedload(Estimate.edition))
        .where(
            Change.edition_id.in_(edition_ids),
            visible_places(scope, Change.level, Change.node_key),
        )
        .order_by(Change.id)
    )
    return [(change, estimate) for change, estimate in rows]


def read_targets(session: Session, week: str | None = None) -> list[Target]:
    """The targets in force for a week, or the last word on each figure; none that was ended."""
    query = sa.select(Target).order_by(Target.applies_from, Target.id)
    if week is not None:
        query = query.where(Target.applies_from <= week)
    latest = {key_of(row): row for row in session.scalars(query)}
    return [row for row in latest.values() if not row.is_ended]
