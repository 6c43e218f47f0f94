"""What the demo's people do about signals, week after week: through the services of real use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.models import Role
from access.queries import get_user_by_email
from access.visibility import Scope
from demo.plan import TIME_ZONE
from metrics.integrity.signature import Signature
from metrics.signals.models import Side, Signal, SignalKind, SignalState
from metrics.signals.queries import Wanted, find_signals, newest_week
from metrics.signals.services import Plan, close_signal, plan_signal

MANAGER = "manager@demo.example"
MOST_A_WEEK = 1_000
LONGER = timedelta(days=28)
STILL = "Still there: agreed on more time."
CLOSED_AS = {
    Side.ABOVE: (SignalState.DONE, "Asked what was done differently, and told the other partners."),
    Side.BELOW: (SignalState.DONE, "Went through it with those concerned; it has not come back."),
}


def act_on_signals(session: Session, at: datetime) -> None:
    """Whatever is due is closed if it fell quiet, and given more time if it still stands.

    Patterns to review that nobody owns go to the manager; some of the rest stays nobody's.
    """
    manager, today = _manager(session, at), at.astimezone(ZoneInfo(TIME_ZONE)).date()
    if manager is None:
        return
    newest, wanted = newest_week(session), Wanted(state=SignalState.OPEN.value)
    for signal in find_signals(session, manager.scope, wanted, today, limit=MOST_A_WEEK).shown:
        if signal.due_on > today:
            _hand_out(session, signal, manager, today)
        elif signal.last_seen_week < newest:
            state, said = CLOSED_AS[Side(signal.side)]
            close_signal(session, signal.id, state, said, manager)
        else:
            plan = Plan(None, today + LONGER, STILL)
            plan_signal(session, signal.id, plan, manager, today)


def _hand_out(session: Session, signal: Signal, manager: Signature, today: date) -> None:
    if signal.kind == SignalKind.REVIEW and signal.owner_id is None:
        plan = Plan(manager.scope.user_id, signal.due_on, "")
        plan_signal(session, signal.id, plan, manager, today)


def _manager(session: Session, at: datetime) -> Signature | None:
    user = get_user_by_email(session, MANAGER)
    if user is None:
        return None
    scope = Scope(Role.PROGRAMME_MANAGER, user_id=user.id, actor=user.email)
    return Signature(user.name, scope, at)
