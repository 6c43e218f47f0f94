from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from demo.plan import DemoPlan, new_plan
from demo.rows import (
    end_user_rows,
    partner_contact_rows,
    partner_rows,
    product_line_rows,
    segment_rows,
    transaction_rows,
)


@pytest.fixture(scope="module")
def plan() -> DemoPlan:
    return new_plan(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))


def test_lists_have_the_promised_lengths(plan: DemoPlan) -> None:
    assert len(partner_rows()) == 40
    assert len(product_line_rows()) == 6
    assert len(segment_rows()) == 4
    assert len(end_user_rows(plan.world.cast)) == pytest.approx(20_000, abs=1)


def test_keys_and_addresses_are_unique(plan: DemoPlan) -> None:
    contacts = partner_contact_rows(plan.world.cast)
    end_users = end_user_rows(plan.world.cast)
    addresses = [row.email for row in contacts if row.email]
    addresses += [row.email for row in end_users if row.email]

    assert len({row.key for row in contacts}) == len(contacts)
    assert len({row.key for row in end_users}) == len(end_users)
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith(".example") and address.isascii() for address in addresses)


def test_a_company_has_one_name_and_stays_in_one_country(plan: DemoPlan) -> None:
    languages: dict[str, set[str | None]] = {}
    names: dict[str, set[str | None]] = {}
    for row in end_user_rows(plan.world.cast):
        if row.account_key:
            languages.setdefault(row.account_key, set()).add(row.language)
            names.setdefault(row.account_key, set()).add(row.account_name)

    assert len(languages) > 4_000
    assert all(len(found) == 1 for found in languages.values())
    assert all(len(found) == 1 for found in names.values())


def test_the_two_draws_of_a_week_bring_each_transaction_once(plan: DemoPlan) -> None:
    week = plan.world.week(52)

    rows = [
        row
        for draw in plan.calendar.draws(52)
        for row in transaction_rows(week, plan.calendar, draw)
    ]

    assert sorted(row.key for row in rows) == sorted(week.keys)


def test_transactions_carry_what_an_import_would(plan: DemoPlan) -> None:
    week = plan.world.week(52)
    rows = [
        row
        for draw in plan.calendar.draws(52)
        for row in transaction_rows(week, plan.calendar, draw)
    ]
    late = [row for row in rows if row.is_late]
    calls = [row for row in rows if row.touchpoint_key == "call_centre"]
    sales = [row for row in rows if row.touchpoint_key == "sale"]

    assert all(row.promised_on and row.promised_on < row.occurred_on for row in late)
    assert all(row.occurred_at and row.amount is None for row in calls)
    assert all(row.amount and row.amount > Decimal(0) and row.currency for row in sales)
    assert {row.currency for row in sales} == {"EUR", "GBP", "PLN"}


def test_a_company_stays_in_its_segment_and_an_unknown_customer_is_in_none(plan: DemoPlan) -> None:
    company_of = {row.key: row.account_key for row in end_user_rows(plan.world.cast)}
    segments: dict[str, set[str | None]] = {}
    unknown: set[str | None] = set()
    for index in (51, 52):
        for draw in plan.calendar.draws(index):
            for row in transaction_rows(plan.world.week(index), plan.calendar, draw):
                company = company_of[row.end_user_key] if row.end_user_key else None
                if row.end_user_key is None:
                    unknown.add(row.segment_key)
                elif company:
                    segments.setdefault(company, set()).add(row.segment_key)

    assert unknown == {None}
    assert all(len(found) == 1 for found in segments.values())
    assert {key for found in segments.values() for key in found} == {
        row.key for row in segment_rows()
    }


def test_only_dates_shift_from_week_to_week() -> None:
    plans = [new_plan(datetime(2026, month, 16, 9, 0, tzinfo=UTC)) for month in (3, 11)]

    first, second = (
        transaction_rows(plan.world.week(4), plan.calendar, plan.calendar.draws(4)[0])
        for plan in plans
    )

    assert [(r.key, r.end_user_key, r.amount, r.is_late) for r in first] == [
        (r.key, r.end_user_key, r.amount, r.is_late) for r in second
    ]
    assert [r.occurred_on for r in first] != [r.occurred_on for r in second]
