from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.keys import KeyRing
from metrics.exports.responses.frozen import FrozenResponse
from metrics.exports.responses.promises import Told, tell_responses
from surveys.models import Promise

CODE = KeyRing(b"a secret for tests alone").code
POINTS = ("response", "company_key", "person_key", "transaction_key", "company", "answered_at",
          "occurred_on", "partner", "product_line", "segment", "region")  # fmt: skip


def a_response(number: int, **changes: Any) -> FrozenResponse:
    usual = FrozenResponse(
        response=number, status="used", audience="end_user", questionnaire="sale_end_user.1",
        language="en", source="link", promise=Promise.CONFIDENTIAL,
        answered_at=datetime(2026, 11, 8, 12, 34, 56, tzinfo=UTC), answered_on=date(2026, 11, 8),
        transaction=number + 1_000, occurred_on=date(2026, 11, 5), touchpoint="sale",
        partner="nord", product_line="screw", segment="public", region="North",
        person=number + 2_000, account=number + 3_000,
    )  # fmt: skip
    return replace(usual, **changes)


def told_of(*rows: FrozenResponse, names: dict[int, str] | None = None) -> list[Told]:
    return list(tell_responses(rows, names or {}, CODE))


def test_of_an_anonymous_answer_nothing_points_at_anybody() -> None:
    [told] = told_of(a_response(1, promise=Promise.ANONYMOUS))

    assert [name for name in POINTS if getattr(told, name) is not None] == []
    assert (told.has_texts, told.has_written) == (False, False)
    assert told.answered_week == "2026-W45"
    assert told.withheld == "all_that_points"


@pytest.mark.parametrize(("count", "touchpoint"), [(9, None), (10, "sale")])
def test_an_anonymous_answer_says_where_it_was_given_among_ten_alike(
    count: int, touchpoint: str | None
) -> None:
    rows = [a_response(n, promise=Promise.ANONYMOUS) for n in range(count)]
    other = a_response(99, promise=Promise.ANONYMOUS, language="de")

    told = told_of(*rows, other)

    assert {one.touchpoint for one in told[:-1]} == {touchpoint}
    assert told[-1].touchpoint is told[-1].language is told[-1].questionnaire is None


def test_a_confidential_answer_has_keys_and_no_name() -> None:
    [told] = told_of(a_response(1), names={1: "Alder GmbH"})

    assert told.company is None
    assert (told.partner, told.occurred_on) == ("nord", date(2026, 11, 5))
    assert None not in (told.company_key, told.person_key, told.transaction_key)
    written = " ".join(str(getattr(told, one.name)) for one in fields(told) if one.name != "row")
    assert "3001" not in written
    assert "2001" not in written


def test_keys_are_alike_in_every_file_and_differ_between_promises() -> None:
    [one, again, named] = told_of(
        a_response(1, account=7), a_response(2, account=7),
        a_response(3, account=7, promise=Promise.ATTRIBUTED), names={3: "Alder GmbH"},
    )  # fmt: skip

    assert one.company_key == again.company_key == told_of(a_response(1, account=7))[0].company_key
    assert named.company_key != one.company_key
    assert named.company == "Alder GmbH"


def test_a_partners_own_confidential_answer_leads_neither_to_it_nor_to_its_transaction() -> None:
    [told] = told_of(a_response(1, audience="channel_partner"))

    assert (told.partner, told.company, told.transaction_key, told.occurred_on) == (None,) * 4
    assert (told.region, told.product_line) == (None, None)
    assert told.company_key is None
    assert told.person_key is not None


@pytest.mark.parametrize(("companies", "region"), [(2, None), (3, "North")])
def test_a_partners_own_people_say_their_region_only_among_three_companies(
    companies: int, region: str | None
) -> None:
    rows = [a_response(n, audience="channel_partner", partner=f"p{n}") for n in range(companies)]
    rows += [a_response(n + 50, partner=f"p{n + 50}") for n in range(5)]  # end users do not count

    told = told_of(*rows)

    assert {one.region for one in told[:companies]} == {region}


def test_an_attributed_answer_has_the_company_and_what_was_written() -> None:
    [told] = told_of(
        a_response(1, promise=Promise.ATTRIBUTED, audience="channel_partner"), names={1: "Nord"}
    )

    assert (told.company, told.partner, told.region) == ("Nord", "nord", "North")
    assert told.has_texts
    assert told.company_key is None


@pytest.mark.parametrize(("used", "has_texts"), [(9, False), (10, True)])
def test_texts_leave_only_among_ten_used_answers_of_one_place(used: int, has_texts: bool) -> None:
    rows = [a_response(n) for n in range(used)]
    rows += [a_response(50, status="careless"), a_response(51, partner="lech")]

    told = told_of(*rows)

    assert {one.has_texts for one in told[: used + 1]} == {has_texts}
    assert told[-1].has_texts is False
    assert told[-1].withheld == "company_and_texts"
