"""Publishing a final opens signals: each once, while it stands.

Called inside the publishing transaction, so that a final and its signals are there together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.database import one_at_a_time
from metrics.dashboards.figures import Targets
from metrics.models import Edition, EditionKind
from metrics.signals.models import Deed, Signal, SignalNote, SignalState
from metrics.signals.owners import Owner, first_owner, house_people
from metrics.signals.queries import (
    last_signal,
    newest_final,
    read_facts,
    seen_in_week,
    untouched_of_history,
)
from metrics.signals.standing import About, standing

DUE_AFTER = timedelta(days=14)
SIGNALS = "signals"
PROGRAMME = "Twofold"


@dataclass(frozen=True)
class Publication:
    """A final at the moment of its publication; `before` is the week of the final before it."""

    edition: Edition
    before: str
    at: datetime
    zone: ZoneInfo
    targets: Targets
    people: Sequence[Owner]


def open_signals_of(
    session: Session, scope: Scope, edition: Edition, at: datetime, zone: ZoneInfo
) -> Counter[str]:
    """Open what stands in a final and has no signal yet; say how many were opened, seen again,
    withdrawn (a revision no longer shows them) and taken back (untouched, of history).

    A final older than the newest opens none. Doing it twice changes nothing. A flash has none.
    """
    done: Counter[str] = Counter()
    if edition.kind != EditionKind.FINAL:
        return done
    one_at_a_time(session, SIGNALS)
    facts = read_facts(session, scope, edition)
    found = standing(facts)
    before = newest_final(session, edition.week)
    now = Publication(
        edition, before.week if before else "", at, zone, facts.targets, house_people(session)
    )
    newest = newest_final(session)
    if newest is None or newest.week == edition.week:
        done.update(_see(session, now, about) for about in found)
        done["taken back"] = _take_back(session, edition)
    else:
        done.update(_refresh(session, edition, about) for about in found)
    if edition.revision:
        done["withdrawn"] = _withdraw(session, now, found)
    _note(session, scope, edition, done, at)
    return done


def _see(session: Session, now: Publication, about: About) -> str:
    """One thing that stands in the newest final."""
    last = last_signal(session, about)
    if last is None or _is_over(last, now):
        session.add(_new(now, about, last))
        return "opened"
    if last.state == SignalState.WITHDRAWN:
        _reopen(session, last, now)
    last.last_seen_week, last.seen_edition_id = now.edition.week, now.edition.id
    return "seen again"


def _is_over(last: Signal, now: Publication) -> bool:
    """Closed, and quiet since; what happens in one week is over with it."""
    if last.state == SignalState.OPEN:
        return False
    is_event = About.of(last).kind.is_event
    stood = now.edition.week if is_event or last.state == SignalState.WITHDRAWN else now.before
    return last.last_seen_week < (stood or now.edition.week)


def _new(now: Publication, about: About, last: Signal | None) -> Signal:
    owner = first_owner(about, now.targets, now.people)
    return Signal(
        **vars(about),
        opened_edition_id=now.edition.id,
        opened_week=now.edition.week,
        opened_at=now.at,
        seen_edition_id=now.edition.id,
        last_seen_week=now.edition.week,
        follows_id=last.id if last else None,
        state=SignalState.OPEN,
        owner_id=owner.user_id,
        owner="" if owner.user_id else owner.name,
        due_on=now.at.astimezone(now.zone).date() + DUE_AFTER,
    )


def _reopen(session: Session, signal: Signal, now: Publication) -> None:
    signal.state, signal.closed_at, signal.closed_by = SignalState.OPEN, None, None
    said = f"Revision {now.edition.revision} of {now.edition.week} shows it again."
    _say(session, signal, Deed.REOPENED, said, now.at)


def _refresh(session: Session, edition: Edition, about: About) -> str:
    """A revision of an older week replaces what a signal was last seen in, and opens nothing."""
    last = last_signal(session, about)
    if last is None or last.last_seen_week != edition.week:
        return "left alone"
    last.seen_edition_id = edition.id
    return "seen again"


def _withdraw(session: Session, now: Publication, found: Sequence[About]) -> int:
    """What stood in this week last, and does not in its revision, never stood in it."""
    withdrawn = 0
    for signal in seen_in_week(session, now.edition.week):
        if About.of(signal) in found:
            continue
        earlier = newest_final(session, now.edition.week)
        if earlier is not None and signal.opened_week <= earlier.week:
            signal.last_seen_week, signal.seen_edition_id = earlier.week, earlier.id
        elif signal.state == SignalState.OPEN:
            _close_withdrawn(session, signal, now)
            withdrawn += 1
    return withdrawn


def _close_withdrawn(session: Session, signal: Signal, now: Publication) -> None:
    signal.state = SignalState.WITHDRAWN
    signal.closed_at, signal.closed_by = now.at, PROGRAMME
    edition = now.edition
    said = f"Revision {edition.revision} of {edition.week} no longer shows it: {edition.reason}"
    _say(session, signal, Deed.WITHDRAWN, said, now.at)


def _say(session: Session, signal: Signal, deed: Deed, said: str, at: datetime) -> None:
    session.add(
        SignalNote(
            signal_id=signal.id, deed=deed, owner="", due_on=signal.due_on, note=said,
            said_by=PROGRAMME, said_at=at,
        )
    )  # fmt: skip


def _take_back(session: Session, edition: Edition) -> int:
    """Of history that is brought in later only what still stands at its end is worth acting on."""
    past = untouched_of_history(session, edition.week)
    for signal in past:
        session.delete(signal)
    return len(past)


def _note(
    session: Session, scope: Scope, edition: Edition, done: Counter[str], at: datetime
) -> None:
    said = [f"{count} {what}" for what, count in sorted(done.items()) if count]
    if any(done[what] for what in ("opened", "withdrawn", "taken back")):
        record_audit(session, scope, "open signals", edition.week, ", ".join(said), at)
