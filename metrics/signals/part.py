"""The open signals of a place, for the pages of the week."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import Names
from metrics.dashboards.opening import Opened
from metrics.dashboards.week.places import Place
from metrics.dashboards.wording import week_title
from metrics.models import Level
from metrics.signals.evidence import read_evidence, read_presents
from metrics.signals.forms import ALL, places_below
from metrics.signals.lines import signal_lines
from metrics.signals.models import SignalState
from metrics.signals.pages import LIST_URL, SignalsPart, build_signals_part
from metrics.signals.queries import Wanted, Whereabouts, find_signals, newest_final
from metrics.signals.wording import Reader

PART_LENGTH = 7


def open_signals(
    session: Session, scope: Scope, opened: Opened, place: Place, now: datetime
) -> SignalsPart | None:
    """What to do at a place: in the newest week what is open, in an older one what stood in it.

    None for a channel partner, who has no signals.
    """
    if not scope.sees_whole_network:
        return None
    week, final = opened.choice.lead.week, newest_final(session)
    newest = final.week if final else ""
    is_newest = week >= newest
    wanted = Wanted(
        state=SignalState.OPEN if is_newest else None,
        where=whereabouts(opened.names, place),
        stood_in=None if is_newest else week,
    )
    today = now.astimezone(opened.zone).date()
    reader = Reader(opened.names, opened.zone, today, newest, scope.user_id)
    found = find_signals(session, scope, wanted, today, limit=PART_LENGTH, mine=scope.user_id)
    present = read_presents(session, scope, found.shown, final)
    evidence = read_evidence(session, scope, found.shown)
    lines = signal_lines(found.shown, evidence, reader, present)
    more = _more_url(opened.names, place, is_newest=is_newest)
    return build_signals_part(found, lines, more, "" if is_newest else week_title(week).lower())


def whereabouts(names: Names, place: Place) -> Whereabouts | None:
    """None for the whole network."""
    touchpoints = (place.touchpoint_key,) if place.touchpoint_key else ()
    if place.level == Level.NETWORK:
        return Whereabouts((), touchpoints) if touchpoints else None
    below = tuple(places_below(names, place.level, place.node_key))
    return Whereabouts(below, touchpoints, is_both=bool(touchpoints))


def _more_url(names: Names, place: Place, *, is_newest: bool) -> str:
    asked = {"state": "" if is_newest else ALL, "place": place.title(names)}
    arguments = urlencode({name: value for name, value in asked.items() if value})
    return f"{LIST_URL}?{arguments}" if arguments else LIST_URL
