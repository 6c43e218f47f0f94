"""A letter written for one person: read under that person's scope, from one edition alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.opening import Opened, open_week
from metrics.dashboards.partner.pages import build_partner_page
from metrics.dashboards.partner.queries import read_partner
from metrics.dashboards.partner.waiting.pages import build_waiting
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.week.pages import build_week_page
from metrics.dashboards.week.places import NETWORK
from metrics.dashboards.week.queries import read_week
from metrics.integrity.partners.reviews import read_review
from metrics.letters.content import Line, WeeklyLetter, figure_text
from metrics.letters.errors import NoLetterError
from metrics.letters.executive import write_executive
from metrics.letters.partner import write_partner
from metrics.letters.text import set_sections
from metrics.models import Level
from metrics.signals.part import open_signals

MOST_CORRECTED = 6


def compose(
    session: Session, scope: Scope, line: EditionLine, base_url: str, now: datetime
) -> WeeklyLetter:
    """The letter of an edition as this scope may read it.

    Raises NoLetterError where the scope may not see the edition or its partner is not known.
    """
    opened = open_edition(session, scope, line)
    if scope.partner_key is None:
        page = build_week_page(read_week(session, scope, opened, NETWORK), "/")
        name = opened.programme.name
        signals = open_signals(session, scope, opened, NETWORK, now)
        is_flash = not line.is_final
        return write_executive(page, signals, name, line.week, base_url, is_flash=is_flash)
    key = scope.partner_key
    if (Level.PARTNER, key) not in opened.names.places:
        raise NoLetterError("the channel partner is not known any more")
    mirror = build_partner_page(read_partner(session, scope, opened, key), "/partner")
    review = read_review(session, scope, line, key, opened.names, opened.zone)
    period = opened.programme.field_period_days
    waiting = build_waiting(review, line, opened.zone, period)
    return write_partner(mirror, waiting, line.week, base_url)


def open_edition(session: Session, scope: Scope, line: EditionLine) -> Opened:
    """The week opened at exactly this edition, with no newer flash beside it.

    A letter that goes out twice, or late, says the same.
    """
    if not (line.is_final or scope.sees_flashes):
        raise NoLetterError("a flash is for the house alone")
    opened = open_week(session, scope, line.week, finals_only=not scope.sees_flashes)
    if opened is None:
        raise NoLetterError("nothing is published")
    return replace(opened, choice=replace(opened.choice, lead=line, early=None))


def correct(letter: WeeklyLetter, earlier: WeeklyLetter, reason: str | None) -> WeeklyLetter | None:
    """The letter as a correction of an earlier one; None where nothing in it changed."""
    # As they are read: a figure's own address names the revision, and is in no letter.
    if (letter.title, set_sections(letter)) == (earlier.title, set_sections(earlier)):
        return None
    changed = list(_changed(letter, earlier))
    said = "; ".join(changed[:MOST_CORRECTED]) or "what is said of the figures, not the figures"
    more = f"; and {len(changed) - MOST_CORRECTED} more" if len(changed) > MOST_CORRECTED else ""
    why = f" Reason: {reason.strip().rstrip('.')}." if reason else ""
    text = f"Correction of the letter you were sent.{why} Changed: {said}{more}."
    return replace(letter, subject=f"Correction, {letter.subject}", correction=text)


def _changed(letter: WeeklyLetter, earlier: WeeklyLetter) -> Iterator[str]:
    before = dict(_figures(earlier))
    for key, line in _figures(letter):
        was = before.get(key)
        now = figure_text(line.figure)
        if was is None:
            yield f"{key}: {now}, not in the earlier letter"
        elif figure_text(was.figure) != now:
            yield f"{key}: {now}, was {figure_text(was.figure)}"


def _figures(letter: WeeklyLetter) -> Iterator[tuple[str, Line]]:
    """Every figure by a name of its own; what stands beside a customer's is named with it."""
    for section in letter.sections:
        for group in section.groups:
            whose = ""
            for line in group.lines:
                whose = line.who.lower() if line.audience else whose
                name = whose if line.audience else f"{whose}, {line.who.lower()}"
                yield f"{group.name}, {name}", line
