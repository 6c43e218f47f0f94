"""One week's rows as a freeze reads them from a database, made from the simulated week instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.languages import closest_language
from customers.models import Audience
from customers.rows import TransactionRow
from demo.frozen.contacts import EndUser
from demo.frozen.programme import ProgrammeFacts
from demo.queries import Invited
from feedback.answers import GivenAnswer
from feedback.paradata import served_before
from feedback.plain_values import gather_parts, read_answer
from feedback.rows import ResponseRow
from surveys.models import FrameStatus
from surveys.questionnaires import QuestionShape
from surveys.sampling.cases import Decision


@dataclass(frozen=True)
class TransactionFacts:
    """A transaction with what is known of its end user."""

    id: int
    occurred_on: date
    touchpoint: str
    partner: str | None
    size_class: str
    product_line: str | None
    segment: str | None
    joint_key: str | None
    end_user_id: int | None
    is_late: bool | None
    has_complaint: bool | None
    is_returned: bool | None
    amount: object
    currency: str | None
    region: str | None
    account_id: int | None


@dataclass(frozen=True)
class EntryFacts:
    """A frame entry with the facts of its invitation; in the demo all arrive and none refuses."""

    status: str
    contact_id: int | None
    contact_supplied_by: str | None
    selection_probability: float | None
    account_id: int | None
    invitation_id: int | None
    undeliverable_at: datetime | None = None
    refused_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class ResponseFacts:
    """A response as it is stored, without its answers."""

    id: int
    key: str
    transaction_id: int
    audience: str
    version_id: int
    invitation_id: int | None
    language: str
    source: str
    promise: str
    invited_at: datetime | None
    served_at: datetime | None
    answered_at: datetime
    received_at: datetime
    device_class: str | None
    network_hash: str | None
    pages: list[dict[str, Any]] | None


def transaction_facts(
    number: int, row: TransactionRow, end_user: EndUser | None, size_class: str
) -> TransactionFacts:
    return TransactionFacts(
        id=number,
        occurred_on=row.occurred_on,
        touchpoint=row.touchpoint_key,
        partner=row.partner_key,
        size_class=size_class,
        product_line=row.product_line_key,
        segment=row.segment_key,
        joint_key=row.joint_key,
        end_user_id=end_user.person.id if end_user else None,
        is_late=row.is_late,
        has_complaint=row.has_complaint,
        is_returned=row.is_returned,
        amount=row.amount,
        currency=row.currency,
        region=end_user.row.region if end_user else None,
        account_id=end_user.account_id if end_user else None,
    )


def invitation_id_of(transaction_id: int, audience: Audience) -> int:
    return 2 * transaction_id + list(Audience).index(audience)


def entry_facts(made: Decision, audience: Audience, account_id: int | None) -> EntryFacts:
    person = made.case.person
    is_drawn = made.status is FrameStatus.DRAWN
    return EntryFacts(
        status=made.status.value,
        contact_id=person.id if person else None,
        contact_supplied_by=person.supplied_by if person else None,
        selection_probability=made.selection_probability,
        account_id=account_id,
        invitation_id=invitation_id_of(made.case.transaction_id, audience) if is_drawn else None,
    )


def invited(
    made: Decision,
    audience: Audience,
    account_id: int | None,
    facts: ProgrammeFacts,
    invited_at: datetime,
    expires_at: datetime,
) -> Invited:
    case, person = made.case, made.case.person
    assert person is not None
    wanted = person.language or facts.default_language
    return Invited(
        invitation_id=invitation_id_of(case.transaction_id, audience),
        audience=audience.value,
        transaction_key=case.transaction_key,
        contact_key=person.key,
        contact_language=person.language or "en",
        account_id=account_id,
        version_id=case.plan.version_id,
        language=closest_language(wanted, facts.languages[case.plan.version_id]),
        promise=case.plan.promise,
        invited_at=invited_at,
        expires_at=expires_at,
    )


def response_facts(
    rows: Iterable[ResponseRow], transaction_ids: Mapping[str, int], received_at: datetime
) -> list[ResponseFacts]:
    """Stored responses, oldest first as a freeze reads them."""
    ordered = sorted(rows, key=lambda row: (row.answered_at, row.key))
    return [
        ResponseFacts(
            id=row.invitation_id or 0,
            key=row.key,
            transaction_id=transaction_ids[row.transaction_key or ""],
            audience=row.audience.value,
            version_id=row.version_id,
            invitation_id=row.invitation_id,
            language=row.language,
            source=row.source.value,
            promise=row.promise.value,
            invited_at=row.invited_at,
            served_at=served_before(row.served_at, row.answered_at),
            answered_at=row.answered_at,
            received_at=received_at,
            device_class=row.device_class,
            network_hash=row.network_hash,
            pages=row.pages,
        )
        for row in ordered
    ]


def given_answers(row: ResponseRow, shapes: Sequence[QuestionShape]) -> dict[str, GivenAnswer]:
    """A response's answers by question; the demo's questions have no parts."""
    by_key = {shape.key: shape for shape in shapes}
    return {
        answer.question_key: answer
        for key, raw in gather_parts(row.answers).items()
        for answer in read_answer(by_key[key], raw)
    }
