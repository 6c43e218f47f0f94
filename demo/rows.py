"""The simulated world as the rows that any business would import."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from customers.models import Supplier
from customers.rows import (
    EndUserRow,
    PartnerContactRow,
    PartnerRow,
    ProductLineRow,
    SegmentRow,
    TransactionRow,
)
from demo.calendar import DemoCalendar, Draw
from demo.simulator.cast import Cast
from demo.simulator.people import address, ascii_slug, company_name, person_name
from demo.simulator.places import COUNTRIES, PARTNERS, PRODUCT_LINES, SEGMENTS
from demo.simulator.world import SimulatedWeek
from demo.truth import TOUCHPOINTS

JOB_ROLES = ("Owner", "Sales", "Purchasing", "Workshop", "Service desk")


def partner_rows() -> list[PartnerRow]:
    return [PartnerRow(p.key, p.name, p.country.name, p.region, p.size.value) for p in PARTNERS]


def product_line_rows() -> list[ProductLineRow]:
    return [ProductLineRow(line.key, line.name) for line in PRODUCT_LINES]


def segment_rows() -> list[SegmentRow]:
    return [SegmentRow(segment.key, segment.name) for segment in SEGMENTS]


def contact_key(partner_index: int, column: int) -> str:
    """The key of a partner's contact by its place among the partner's: DE01-C1."""
    return f"{PARTNERS[partner_index].key}-C{column + 1}"


def partner_contact_rows(cast: Cast) -> list[PartnerContactRow]:
    contacts = cast.contacts
    columns = np.arange(len(contacts.partner)) - contacts.first[contacts.partner]
    return [
        _partner_contact(int(partner), int(column), int(number))
        for partner, column, number in zip(
            contacts.partner, columns, contacts.name_number, strict=True
        )
    ]


def _partner_contact(partner_index: int, column: int, number: int) -> PartnerContactRow:
    partner = PARTNERS[partner_index]
    name = person_name(partner.country_index, number)
    return PartnerContactRow(
        key=contact_key(partner_index, column),
        partner_key=partner.key,
        name=name,
        job_role=JOB_ROLES[column % len(JOB_ROLES)],
        email=address(name, ascii_slug(partner.name), column + 1),
        language=partner.country.language,
    )


def end_user_key(index: int) -> str:
    return f"U{index + 1:05d}"


def end_user_rows(cast: Cast) -> list[EndUserRow]:
    return [end_user_row(cast, index) for index in range(len(cast.end_users.partner))]


def end_user_row(cast: Cast, index: int) -> EndUserRow:
    users = cast.end_users
    country_index, company = int(users.country[index]), int(users.company[index])
    name = person_name(country_index, int(users.name_number[index]))
    in_company = company >= 0
    company_in_words = company_name(country_index, company) if in_company else None
    domain = ascii_slug(company_in_words) if company_in_words else "mail"
    is_supplied = bool(cast.partner_supplies[users.partner[index]])
    return EndUserRow(
        key=end_user_key(index),
        name=name,
        email=address(name, domain, index + 1) if users.has_email[index] else None,
        language=COUNTRIES[country_index].language,
        account_key=f"C{company + 1:05d}" if in_company else None,
        account_name=company_in_words,
        region=users.region[index],
        supplied_by=(Supplier.PARTNER if is_supplied else Supplier.BUSINESS).value,
    )


def transaction_rows(
    week: SimulatedWeek, calendar: DemoCalendar, draw: Draw
) -> list[TransactionRow]:
    """The transactions of one draw's days, as the nightly export would bring them."""
    days = [calendar.day(week.index, int(weekday)) for weekday in week.business.weekday]
    return [
        _transaction(week, index, key, day, calendar)
        for index, (key, day) in enumerate(zip(week.keys, days, strict=True))
        if draw.covers(day)
    ]


def _transaction(
    week: SimulatedWeek, index: int, key: str, day: date, calendar: DemoCalendar
) -> TransactionRow:
    business = week.business
    partner = PARTNERS[business.partner[index]]
    touchpoint = TOUCHPOINTS[business.touchpoint[index]]
    amount = float(business.amount[index])
    return TransactionRow(
        key=key,
        touchpoint_key=touchpoint.key,
        occurred_on=day,
        occurred_at=_instant(touchpoint.key, calendar, day, int(business.minute[index])),
        partner_key=partner.key,
        end_user_key=_end_user_key_of(week, index),
        product_line_key=PRODUCT_LINES[business.product_line[index]].key,
        segment_key=_segment_key_of(week, index),
        amount=Decimal(f"{amount:.2f}") if amount > 0 else None,
        currency=partner.country.currency if amount > 0 else None,
        promised_on=_promised_on(touchpoint.late, day, int(business.days_late[index])),
        is_late=bool(business.is_late[index]),
        has_complaint=bool(business.has_complaint[index]),
        is_returned=bool(business.is_returned[index]),
    )


def _end_user_key_of(week: SimulatedWeek, index: int) -> str | None:
    if not week.end_user_is_known[index]:
        return None
    return end_user_key(int(week.business.end_user[index]))


def _segment_key_of(week: SimulatedWeek, index: int) -> str | None:
    """Of a customer nobody wrote down nothing is known."""
    if not week.end_user_is_known[index]:
        return None
    return SEGMENTS[int(week.business.segment[index])].key


def _instant(
    touchpoint_key: str, calendar: DemoCalendar, day: date, minute: int
) -> datetime | None:
    """Calls and orders carry a time; what happens on a shop floor only a day."""
    if touchpoint_key not in ("call_centre", "online"):
        return None
    return calendar.instant(day, minute)


def _promised_on(late_share: float, day: date, days_late: int) -> date | None:
    return day - timedelta(days=days_late) if late_share > 0 else None
