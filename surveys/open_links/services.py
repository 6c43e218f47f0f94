"""Make open links, close them, open them again, revoke them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.clock import start_of_day
from core.database import one_at_a_time
from customers.models import Node, NodeKind, ProductLine
from customers.services import require_programme
from surveys.errors import (
    OpenLinkError,
    RevokedOpenLinkError,
    UnknownOpenLinkError,
    UnknownSurveyError,
)
from surveys.models import Promise, Survey
from surveys.open_links.models import OpenLink
from surveys.open_links.queries import all_partners, get_link, partners_with_open_link
from surveys.questionnaires import available_languages

LONGEST_LABEL = 120


class ForWhom(StrEnum):
    """How many links an order makes."""

    NOBODY = "nobody"
    ONE_PARTNER = "one_partner"
    EVERY_PARTNER = "every_partner"


@dataclass(frozen=True, kw_only=True)
class LinkOrder:
    """What a new link asks, about whom, and how. `closes_on` is the last day it can be answered."""

    survey_id: int
    for_whom: ForWhom = ForWhom.NOBODY
    partner_id: int | None = None
    product_line_id: int | None = None
    label: str = ""
    language: str = "en"
    promise: Promise = Promise.CONFIDENTIAL
    takes_references: bool = False
    closes_on: date | None = None


@dataclass(frozen=True)
class MadeLinks:
    """The new links, and how many partners had one of this kind already."""

    links: Sequence[OpenLink]
    left_out_count: int


def make_links(session: Session, scope: Scope, order: LinkOrder, now: datetime) -> MadeLinks:
    """One link, or one for every partner that has no open one of this kind yet.

    Raises UnknownSurveyError, or OpenLinkError saying what to change.
    """
    one_at_a_time(session, "make open links")
    survey = session.get(Survey, order.survey_id)
    if survey is None:
        raise UnknownSurveyError("There is no such survey. Choose one from the list.")
    _require_usable(session, survey, order)
    closes_at = _end_of(session, order.closes_on, now)
    partner_ids, left_out_count = _partners(session, order, now)
    links = [
        OpenLink(
            survey_id=survey.id,
            partner_id=partner_id,
            product_line_id=order.product_line_id,
            label=order.label.strip(),
            language=order.language,
            promise=order.promise,
            takes_references=order.takes_references,
            created_at=now,
            created_by=scope.actor or scope.role,
            closes_at=closes_at,
        )
        for partner_id in partner_ids
    ]
    session.add_all(links)
    session.flush()
    subject = f"{survey.audience} at {survey.touchpoint.key}"
    record_audit(session, scope, "make open links", subject, f"{len(links)} links", now)
    return MadeLinks(links, left_out_count)


def set_closing(
    session: Session, scope: Scope, open_link_id: int, closes_on: date | None, now: datetime
) -> OpenLink:
    """Let it be answered until the end of a day, or for as long as it likes; opens a closed one.

    Raises UnknownOpenLinkError, RevokedOpenLinkError, OpenLinkError for a day that has passed.
    """
    link = _require_usable_link(session, open_link_id)
    link.closes_at = _end_of(session, closes_on, now)
    detail = f"last day {closes_on}" if closes_on else "no last day"
    record_audit(session, scope, "change open link", str(link.id), detail, now)
    return link


def close_links(session: Session, scope: Scope, ids: Sequence[int], now: datetime) -> int:
    """Take no more answers from now on; returns how many were open until now."""
    closed = 0
    for link in (get_link(session, number) for number in dict.fromkeys(ids)):
        if link is None or link.revoked_at or (link.closes_at and link.closes_at <= now):
            continue
        link.closes_at = now
        closed += 1
        record_audit(session, scope, "close open link", str(link.id), None, now)
    return closed


def revoke_link(session: Session, scope: Scope, open_link_id: int, now: datetime) -> OpenLink:
    """Take no more answers, ever; twice is once. Raises UnknownOpenLinkError."""
    link = require_link(session, open_link_id)
    if link.revoked_at is None:
        link.revoked_at = now
        record_audit(session, scope, "revoke open link", str(link.id), None, now)
    return link


def require_link(session: Session, open_link_id: int) -> OpenLink:
    link = get_link(session, open_link_id)
    if link is None:
        raise UnknownOpenLinkError("There is no such open link. See the list of open links.")
    return link


def _require_usable_link(session: Session, open_link_id: int) -> OpenLink:
    link = require_link(session, open_link_id)
    if link.revoked_at is not None:
        raise RevokedOpenLinkError("This link was revoked for good. Make a new one instead.")
    return link


def _require_usable(session: Session, survey: Survey, order: LinkOrder) -> None:
    if order.language not in available_languages(session, survey.version_id):
        raise OpenLinkError(
            f"This questionnaire is not there in {order.language!r}. Choose one of its languages."
        )
    if order.product_line_id is not None and not session.get(ProductLine, order.product_line_id):
        raise OpenLinkError("There is no such product line. Choose one from the list.")
    if len(order.label) > LONGEST_LABEL:
        raise OpenLinkError(f"The label is too long. Use up to {LONGEST_LABEL} characters.")
    _require_keepable(order.promise, takes_references=order.takes_references)


def _require_keepable(promise: Promise, *, takes_references: bool) -> None:
    """Only what can be kept is promised: a transaction leads to its customer, nothing else does."""
    if promise is Promise.ANONYMOUS and takes_references:
        raise OpenLinkError(
            "An answer that names its transaction is not anonymous. Promise that it is "
            "confidential, or take no transactions in the address."
        )
    if promise is Promise.ATTRIBUTED and not takes_references:
        raise OpenLinkError(
            "Nobody knows the name of whoever answers without a transaction. Promise that it is "
            "confidential, or let the address name the transaction."
        )


def _partners(
    session: Session, order: LinkOrder, now: datetime
) -> tuple[Sequence[int | None], int]:
    if order.for_whom is ForWhom.NOBODY:
        return (None,), 0
    if order.for_whom is ForWhom.ONE_PARTNER:
        partner = session.get(Node, order.partner_id) if order.partner_id else None
        if partner is None or partner.kind != NodeKind.PARTNER:
            raise OpenLinkError("Choose the channel partner that the link is about.")
        return (partner.id,), 0
    ids = [partner.id for partner in all_partners(session)]
    if not ids:
        raise OpenLinkError("There is no channel partner yet. Import partners first.")
    taken = partners_with_open_link(
        session, order.survey_id, order.product_line_id, order.language, now
    )
    missing = [number for number in ids if number not in taken]
    return missing, len(ids) - len(missing)


def _end_of(session: Session, closes_on: date | None, now: datetime) -> datetime | None:
    """The end of the last day, in the programme's time zone."""
    if closes_on is None:
        return None
    zone = ZoneInfo(require_programme(session).time_zone)
    today = now.astimezone(zone).date()
    if not today <= closes_on < today + timedelta(days=366 * 20):
        raise OpenLinkError("The last day lies in the past or too far ahead. Choose a later one.")
    return start_of_day(closes_on + timedelta(days=1), zone)
