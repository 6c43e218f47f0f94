"""What people wrote and what was done about signals, over all weeks of a loaded demo."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from benchmarks.readers.measured.counting import DIGITS, Demo, grouped
from core.clock import Week
from customers.models import Account, Contact
from feedback.models import Answer
from feedback.voices.models import Voice
from metrics.models import Level
from metrics.signals.models import Signal, SignalNote, SignalState

DAYS_OF_WEEK = 7


def voices_of(demo: Demo) -> list[dict[str, Any]]:
    """By customer, language, score group, promise and what was decided: how many a partner has in
    a week, and one in its own words."""
    same = sa.and_(
        Answer.response_id == Voice.response_id,
        Answer.question_key == Voice.question_key,
        Answer.part == Voice.part,
    )
    pairs = demo.session.execute(
        sa.select(Voice, Answer.text).join(Answer, same).order_by(Voice.id)
    ).all()
    partner_weeks = demo.places[Level.PARTNER] * len({voice.week for voice, _ in pairs})
    groups = grouped(
        pairs,
        lambda pair: (
            pair[0].audience, pair[0].language, pair[0].score_group, pair[0].promise,
            pair[0].state,
        ),
    )  # fmt: skip
    return [
        {
            "audience": audience,
            "language": language,
            "score_group": group,
            "promise": promise,
            "state": state,
            "written": some[0][1],
            "shown_text": some[0][0].shown_text,
            "reason": some[0][0].reason,
            "per_partner": round(len(some) / partner_weeks, DIGITS),
        }
        for (audience, language, group, promise, state), some in groups.items()
    ]


def people_of(demo: Demo) -> dict[str, float]:
    """How many persons and companies a partner has to do with."""
    return {
        table.__tablename__: (demo.session.scalar(sa.select(sa.func.count(table.id))) or 0)
        / demo.places[Level.PARTNER]
        for table in (Contact, Account)
    }


def signals_of(demo: Demo) -> list[dict[str, Any]]:
    """By what opened them and where: how many a place has in a week, and for how many weeks each
    stood and stayed open.

    Those still open count as long as they have been so far: the demo's history is short.
    """
    signals = demo.session.scalars(sa.select(Signal).order_by(Signal.id)).all()
    notes = Counter(demo.session.scalars(sa.select(SignalNote.signal_id)))
    newest = Week.parse(max((row.last_seen_week for row in signals), default="2026-W01"))
    groups = grouped(
        signals,
        lambda row: (
            row.kind, row.side, row.audience, row.level, bool(row.touchpoint_key), row.metric,
        ),
    )  # fmt: skip
    return [
        {
            "kind": kind,
            "side": side,
            "audience": audience,
            "level": level,
            "has_touchpoint": has_touchpoint,
            "metric": metric,
            "per_place": round(len(some) / demo.places[level] / demo.week_count, DIGITS),
            "courses": [
                [_stood(row), _open_for(row, newest), notes[row.id], row.owner] for row in some
            ],
        }
        for (kind, side, audience, level, has_touchpoint, metric), some in groups.items()
    ]


def _stood(signal: Signal) -> int:
    return _weeks(signal.opened_week, signal.last_seen_week)


def _open_for(signal: Signal, newest: Week) -> int:
    if signal.state == SignalState.OPEN or signal.closed_at is None:
        return _weeks(signal.opened_week, str(newest)) + 1
    return max(0, (signal.closed_at - signal.opened_at).days // DAYS_OF_WEEK)


def _weeks(first: str, last: str) -> int:
    return (Week.parse(last).monday - Week.parse(first).monday).days // DAYS_OF_WEEK
