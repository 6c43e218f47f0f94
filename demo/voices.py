"""The demo's manager reads the comments of a week and clears most of them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.queries import get_user_by_email
from access.visibility import Scope
from core.clock import Week
from feedback.voices.models import Voice, VoiceState
from feedback.voices.services import Decider, clear_voice, keep_back_voice
from feedback.voices.taking import all_without_marks

MANAGER = "manager@demo.example"
TENTHS = 10
# Of ten comments of a week; the rest wait, so that the page has something to do.
CLEARED, KEPT_BACK = 8, 9
REASON = "Says nothing about the experience"


def clear_some(session: Session, week: Week, now: datetime) -> int:
    """Decide in the manager's name about most comments of a week; returns about how many.

    By their lots, so that the demo is the same every time; a second time changes nothing.
    """
    manager = get_user_by_email(session, MANAGER)
    if manager is None:
        return 0
    scope = Scope(Role.PROGRAMME_MANAGER, user_id=manager.id, actor=manager.name)
    decider = Decider(scope, manager.name, now)
    waiting = session.scalars(
        sa.select(Voice)
        .where(Voice.week == str(week), Voice.state == VoiceState.WAITING, Voice.is_used.is_(True))
        .order_by(Voice.id)
    ).all()
    shown = all_without_marks(session, decider, waiting)
    return sum(_decide(session, decider, voice, shown[voice.id]) for voice in waiting)


def _decide(session: Session, decider: Decider, voice: Voice, shown: str) -> bool:
    tenth = voice.lot % TENTHS
    if tenth < CLEARED:
        clear_voice(session, decider, voice.id, shown)
    elif tenth < KEPT_BACK:
        keep_back_voice(session, decider, voice.id, REASON)
    return tenth < KEPT_BACK
