"""What is read of editions for signals, and of signals themselves: by index, for the house only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from access.models import User
from access.visibility import Scope
from metrics.comparison.models import ChartPoint
from metrics.dashboards.figures import Readings, Targets
from metrics.dashboards.queries import (
    Slice,
    read_estimates,
    read_leading_metric,
    read_targets,
)
from metrics.dashboards.week.places import lead_window, longer_windows
from metrics.integrity.sampling.selection import KEY as SELECTION
from metrics.method import WINDOWS
from metrics.models import Change, Edition, EditionKind, FindingRow, Level, State, Verdict
from metrics.signals.models import Side, Signal, SignalNote, SignalState
from metrics.signals.standing import About, EditionFacts

NEWEST_WEEK = sa.select(sa.func.max(Edition.week)).where(Edition.kind == EditionKind.FINAL)


def read_facts(session: Session, scope: Scope, edition: Edition) -> EditionFacts:
    """Everything of an edition that can open a signal."""
    metric = read_leading_metric(session, edition.id)
    targets = Targets.of(read_targets(session, edition.week))
    readings = read_estimates(session, scope, [edition.id], list(_slices(targets, metric)))
    return EditionFacts(
        edition_id=edition.id,
        metric=metric,
        charts=read_charts(session, [edition.id]),
        changes=read_real_changes(session, [edition.id]),
        reviews=read_reviews(session, [edition.id]),
        readings=Readings.of(readings),
        targets=targets,
    )


def _slices(targets: Targets, metric: str) -> Iterator[Slice]:
    """Whatever has a target of its own, and every place and touchpoint by the leading metric."""
    for audience_free in dict.fromkeys(key[1:] for key in targets.by_key):
        of, level, node_key = audience_free
        yield Slice(lead_window(level), level, node_key, "", of)
    for window in WINDOWS:
        yield Slice(window, Level.NETWORK, "", "")
    for level in Level:
        if level != Level.NETWORK:
            yield from _looked_for(Slice(lead_window(level), level, None, "", metric))
    yield from _looked_for(Slice(lead_window(Level.NETWORK), Level.NETWORK, "", None, metric))


def _looked_for(cut: Slice) -> Iterator[Slice]:
    """Where a figure may not be shown, a longer window stands in its place among the others."""
    for window in (cut.window, *longer_windows(cut.level, cut.window)):
        yield replace(cut, window=window)


def read_charts(session: Session, edition_ids: Sequence[int]) -> Sequence[ChartPoint]:
    """The points that are outside of their limits."""
    return session.scalars(
        sa.select(ChartPoint)
        .where(ChartPoint.edition_id.in_(edition_ids), ChartPoint.side != "")
        .order_by(ChartPoint.id)
    ).all()


def read_real_changes(session: Session, edition_ids: Sequence[int]) -> Sequence[Change]:
    return session.scalars(
        sa.select(Change)
        .where(Change.edition_id.in_(edition_ids), Change.verdict.in_((Verdict.UP, Verdict.DOWN)))
        .order_by(Change.id)
    ).all()


def read_reviews(session: Session, edition_ids: Sequence[int]) -> Sequence[FindingRow]:
    """The partners whose figures are withheld for an unusual pattern."""
    return session.scalars(
        sa.select(FindingRow)
        .where(
            FindingRow.edition_id.in_(edition_ids),
            FindingRow.check_key == SELECTION,
            FindingRow.level == Level.PARTNER,
            FindingRow.state == State.FAIL,
        )
        .order_by(FindingRow.id)
    ).all()


def last_signal(session: Session, about: About) -> Signal | None:
    """The newest signal about exactly this."""
    same = [getattr(Signal, name) == value for name, value in vars(about).items()]
    return session.scalars(
        sa.select(Signal).where(*same).order_by(Signal.id.desc()).limit(1)
    ).first()


def seen_in_week(session: Session, week: str) -> Sequence[Signal]:
    """Signals that stood last in this week."""
    return session.scalars(
        sa.select(Signal).where(Signal.last_seen_week == week).order_by(Signal.id)
    ).all()


def untouched_of_history(session: Session, before_week: str) -> Sequence[Signal]:
    """Open ones of history brought in later that nobody touched, and that no longer stand."""
    is_touched = sa.exists().where(SignalNote.signal_id == Signal.id)
    return session.scalars(
        sa.select(Signal)
        .join(Edition, Edition.id == Signal.seen_edition_id)
        .where(
            Signal.state == SignalState.OPEN,
            Signal.last_seen_week < before_week,
            Edition.is_backfilled,
            ~is_touched,
        )
        .order_by(Signal.id)
    ).all()


def newest_final(session: Session, until: str | None = None) -> Edition | None:
    """The newest revision of the newest final, or of the newest one before a week."""
    query = sa.select(Edition).where(Edition.kind == EditionKind.FINAL)
    query = query.options(defer(Edition.summary))
    if until is not None:
        query = query.where(Edition.week < until)
    return session.scalars(
        query.order_by(Edition.week.desc(), Edition.revision.desc()).limit(1)
    ).first()


def newest_week(session: Session) -> str:
    """The week of the newest final; empty before there is one."""
    return session.scalar(NEWEST_WEEK) or ""


def get_signal(session: Session, scope: Scope, signal_id: int) -> Signal | None:
    """A signal with its owner; for a channel partner there is none."""
    if not scope.sees_whole_network:
        return None
    return session.scalars(
        sa.select(Signal)
        .where(Signal.id == signal_id)
        .options(selectinload(Signal.person).selectinload(User.roles))
    ).one_or_none()


def notes_of(session: Session, signal_id: int) -> Sequence[SignalNote]:
    """What was done about a signal, oldest first."""
    return session.scalars(
        sa.select(SignalNote).where(SignalNote.signal_id == signal_id).order_by(SignalNote.id)
    ).all()


# A level with a node, e.g. ("partner", "ribera").
PlaceKey = tuple[str, str]


@dataclass(frozen=True)
class Whereabouts:
    """Some places, and some touchpoints; `is_both`: these touchpoints in these places alone."""

    places: tuple[PlaceKey, ...] = ()
    touchpoints: tuple[str, ...] = ()
    is_both: bool = False


@dataclass(frozen=True)
class Wanted:
    """Which signals; None means any. `stood_in`: opened by that week, and stood until it at least.

    `is_nobodys`: nobody who signs in owns it.
    """

    state: str | None = None
    kind: str | None = None
    owner_id: int | None = None
    is_nobodys: bool = False
    where: Whereabouts | None = None
    stood_in: str | None = None


@dataclass(frozen=True)
class Found:
    """Some of the signals wanted, and how many there are, are overdue and no longer show, in all.

    Only open ones are overdue; those that no longer show do not stand in the newest final.
    """

    shown: Sequence[Signal]
    count: int
    overdue_count: int
    gone_count: int = 0


def find_signals(
    session: Session,
    scope: Scope,
    wanted: Wanted,
    today: date,
    *,
    limit: int,
    offset: int = 0,
    mine: int | None = None,
) -> Found:
    """Open ones first, of them those of the person `mine`, then what is overdue, then what stands
    in the newest final, then by the day; then the whole network's, then what is to mend."""
    if not scope.sees_whole_network:
        return Found((), 0, 0)
    conditions = list(_conditions(wanted))
    is_overdue = sa.and_(Signal.state == SignalState.OPEN, Signal.due_on < today)
    is_gone = Signal.last_seen_week < NEWEST_WEEK.scalar_subquery()
    counts = sa.select(
        sa.func.count(), sa.func.count().filter(is_overdue), sa.func.count().filter(is_gone)
    ).select_from(Signal)
    totals = session.execute(counts.where(*conditions)).one()
    shown = session.scalars(
        sa.select(Signal)
        .where(*conditions)
        .options(joinedload(Signal.person).selectinload(User.roles))
        .order_by(
            Signal.state != SignalState.OPEN,
            *([sa.func.coalesce(Signal.owner_id, 0) != mine] if mine is not None else []),
            ~is_overdue,
            is_gone,
            Signal.due_on,
            Signal.level != Level.NETWORK,
            Signal.side != Side.BELOW,
            Signal.id,
        )
        .limit(limit)
        .offset(offset)
    ).all()
    return Found(shown, *totals)


def _conditions(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    for column, value in (
        (Signal.state, wanted.state),
        (Signal.kind, wanted.kind),
        (Signal.owner_id, wanted.owner_id),
    ):
        if value is not None:
            yield column == value
    if wanted.is_nobodys:
        yield Signal.owner_id.is_(None)
    if wanted.where is not None:
        yield _within(wanted.where)
    if wanted.stood_in is not None:
        yield Signal.opened_week <= wanted.stood_in
        yield Signal.last_seen_week >= wanted.stood_in


def _within(where: Whereabouts) -> sa.ColumnElement[bool]:
    keys: dict[str, list[str]] = {}
    for level, key in where.places:
        keys.setdefault(level, []).append(key)
    touchpoints = Signal.touchpoint_key.in_(where.touchpoints)
    places = [sa.and_(Signal.level == level, Signal.node_key.in_(of)) for level, of in keys.items()]
    if where.is_both:
        return sa.and_(touchpoints, sa.or_(sa.false(), *places))
    return sa.or_(touchpoints, *places)
