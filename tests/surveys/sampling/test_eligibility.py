from __future__ import annotations

from datetime import date, timedelta

import pytest

from customers.models import Audience
from surveys.sampling.cases import Person, Rule
from surveys.sampling.eligibility import (
    RULES,
    ContactHistory,
    LastAsked,
    account_room,
    blocking_rule,
)

TODAY = date(2026, 11, 16)


def _person(is_opted_out: bool = False, account_key: str | None = None) -> Person:
    return Person(
        id=1,
        key="u1",
        language="en",
        supplied_by="business",
        has_usable_address=True,
        is_opted_out=is_opted_out,
        account_key=account_key,
    )


def _history(
    any_days: int | None = None, relationship_days: int | None = None, account_count: int = 0
) -> ContactHistory:
    by_person = {2: LastAsked(TODAY, TODAY)}  # somebody else, asked today
    if any_days is not None:
        by_person[1] = LastAsked(
            TODAY - timedelta(days=any_days),
            None if relationship_days is None else TODAY - timedelta(days=relationship_days),
        )
    return ContactHistory(by_person, {"acme": account_count, "other": 3})


END_USER_TABLE = [
    pytest.param(_person(), _history(), None, id="never asked"),
    pytest.param(_person(), _history(29), Rule.ANY, id="asked 29 days ago"),
    pytest.param(_person(), _history(30), None, id="asked 30 days ago"),
    pytest.param(_person(), _history(40, 89), Rule.RELATIONSHIP, id="relationship 89 days ago"),
    pytest.param(_person(), _history(40, 90), None, id="relationship 90 days ago"),
    pytest.param(_person(), _history(5, 5), Rule.ANY, id="any comes before relationship"),
    pytest.param(_person(True), _history(5), Rule.OPT_OUT, id="opt-out comes first"),
    pytest.param(_person(account_key="acme"), _history(account_count=2), None, id="room for one"),
    pytest.param(
        _person(account_key="acme"), _history(account_count=3), Rule.ACCOUNT_CAP, id="no room"
    ),
    pytest.param(
        _person(account_key="acme"),
        _history(40, 40, account_count=3),
        Rule.RELATIONSHIP,
        id="relationship comes before the company's cap",
    ),
]


@pytest.mark.parametrize(("person", "history", "expected"), END_USER_TABLE)
def test_an_end_user_is_protected_by_the_first_rule_that_applies(
    person: Person, history: ContactHistory, expected: Rule | None
) -> None:
    assert blocking_rule(person, history, RULES[Audience.END_USER], TODAY) is expected


@pytest.mark.parametrize(
    ("person", "history", "expected"),
    [
        pytest.param(_person(), _history(13), Rule.ANY, id="asked 13 days ago"),
        pytest.param(_person(), _history(14), None, id="asked 14 days ago"),
        pytest.param(_person(), _history(20, 20), None, id="no rule about relationship"),
        pytest.param(_person(account_key="acme"), _history(account_count=9), None, id="no cap"),
        pytest.param(_person(True), _history(), Rule.OPT_OUT, id="opted out"),
    ],
)
def test_a_channel_partners_contact_rests_fourteen_days(
    person: Person, history: ContactHistory, expected: Rule | None
) -> None:
    assert blocking_rule(person, history, RULES[Audience.CHANNEL_PARTNER], TODAY) is expected


def test_a_person_without_a_company_has_no_company_limit() -> None:
    assert account_room(_person(), _history(), RULES[Audience.END_USER]) is None


def test_a_companys_room_never_falls_below_nothing() -> None:
    person = _person(account_key="acme")

    assert account_room(person, _history(account_count=7), RULES[Audience.END_USER]) == 0
