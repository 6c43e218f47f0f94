"""Draw a week's comments, each with its answer, response, transaction, person and company.

Of transactions and responses only those with a comment are written: pages read no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.product.asking import QUESTIONNAIRES
from benchmarks.readers.drawn.network import Network, Rows, any_of, frozen
from core.bulk import chunked, insert_rows
from core.clock import Week
from core.database import Base
from customers.models import (
    Account,
    Audience,
    Contact,
    Node,
    ProductLine,
    Segment,
    Supplier,
    Touchpoint,
    Transaction,
)
from feedback.models import Answer, Response, ResponseSource
from feedback.voices.models import Voice, VoiceState
from metrics.models import Level
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.services import load_questionnaires

QUESTION = "comment"
HIGHEST_LOT = 2_147_483_646


@dataclass(frozen=True)
class Whereabouts:
    """A partner's own number, and the keys of the places that it lies in."""

    partner_id: int
    keys: Mapping[str, str]


@dataclass(frozen=True)
class People:
    """Who there is to write comments, and where."""

    partners: Sequence[Whereabouts]
    numbers: Mapping[type[Base], Mapping[str, int]]
    asked: Mapping[str, Sequence[str]]
    version_id: int
    contact_count: int


def write_people(session: Session, network: Network, now: datetime) -> People:
    """Persons and companies, as many for each partner as in the demo, and a questionnaire."""
    each, partners = frozen()["per_partner"], _partners(session)
    accounts, contacts = (round(each[name] * len(partners)) for name in ("accounts", "contacts"))
    rows = [{"id": at, "key": f"a{at}", "name": f"Company {at}"} for at in range(1, accounts + 1)]
    _insert(session, Account, rows)
    _insert(session, Contact, [_contact(at, accounts, now) for at in range(1, contacts + 1)])
    load_questionnaires(session, QUESTIONNAIRES / "five", now)
    tables: tuple[Any, ...] = (Touchpoint, ProductLine, Segment)
    return People(
        partners=partners,
        numbers={table: _numbers(session, table) for table in tables},
        asked={of: [key for key in some if key] for of, some in network.asked.items()},
        version_id=session.scalars(sa.select(QuestionnaireVersion.id).limit(1)).one(),
        contact_count=contacts,
    )


def _partners(session: Session) -> list[Whereabouts]:
    nodes = session.scalars(sa.select(Node).order_by(Node.id)).all()
    return [
        Whereabouts(node.id, {above.kind: above.key for above in _upwards(node)})
        for node in nodes
        if node.kind == Level.PARTNER
    ]


def _upwards(node: Node) -> Iterator[Node]:
    """A place, what it lies in, and so on."""
    yield node
    if node.parent is not None:
        yield from _upwards(node.parent)


def _numbers(session: Session, table: Any) -> dict[str, int]:
    return {key: number for number, key in session.execute(sa.select(table.id, table.key))}


def _contact(number: int, account_count: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "audience": Audience.END_USER,
        "key": f"u{number}",
        "name": f"Person {number}",
        "account_id": number % account_count + 1,
        "supplied_by": Supplier.BUSINESS,
        "created_at": now,
    }


def write_voices(
    session: Session, people: People, week: Week, rng: np.random.Generator, first_id: int
) -> int:
    """A week's comments, numbered from `first_id`; the number after the last."""
    rows: dict[type[Base], Rows] = {Transaction: [], Response: [], Answer: [], Voice: []}
    number = first_id
    for group in frozen()["voices"]:
        for _ in range(rng.poisson(group["per_partner"] * len(people.partners))):
            for table, row in _comment(number, group, people, week, rng):
                rows[table].append(row)
            number += 1
    for table, some in rows.items():
        _insert(session, table, some)
    return number


def _comment(
    number: int, group: Mapping[str, Any], people: People, week: Week, rng: np.random.Generator
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    partner = any_of(people.partners, rng)
    touchpoint = any_of(people.asked[group["audience"]], rng)
    line, segment = (any_of(list(people.numbers[table]), rng) for table in (ProductLine, Segment))
    at = datetime.combine(week.sunday, datetime.min.time(), UTC)
    yield (
        Transaction,
        {
            **_transaction(number, week.monday, at),
            "touchpoint_id": people.numbers[Touchpoint][touchpoint],
            "partner_id": partner.partner_id,
            "end_user_id": int(rng.integers(people.contact_count)) + 1,
            "product_line_id": people.numbers[ProductLine][line],
            "segment_id": people.numbers[Segment][segment],
        },
    )
    yield Response, _response(number, group, people.version_id, at)
    yield Answer, _answer(number, group)
    yield (
        Voice,
        {
            **_voice(number, group, week, at + timedelta(days=9)),
            "lot": int(rng.integers(1, HIGHEST_LOT)),
            "touchpoint_key": touchpoint,
            **{
                f"{level}_key": partner.keys.get(level, "")
                for level in (Level.COUNTRY, Level.REGION, Level.PARTNER)
            },
            "product_line_key": line,
            "segment_key": segment,
        },
    )


def _transaction(number: int, day: date, at: datetime) -> dict[str, Any]:
    week = str(Week.of(day))
    return {
        "id": number, "key": f"t{number}", "week": week, "occurred_on": day, "imported_at": at,
    }  # fmt: skip


def _response(number: int, group: Mapping[str, Any], version: int, at: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "key": f"r{number}",
        "source": ResponseSource.IMPORT,
        "audience": group["audience"],
        "transaction_id": number,
        "version_id": version,
        "sheet_hash": f"{number:064x}",
        "language": group["language"],
        "promise": group["promise"],
        "answered_at": at,
        "received_at": at,
    }


def _answer(number: int, group: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "response_id": number,
        "question_key": QUESTION,
        "part": "",
        "text": group["written"],
    }


def _voice(number: int, group: Mapping[str, Any], week: Week, at: datetime) -> dict[str, Any]:
    is_decided = group["state"] != VoiceState.WAITING
    same = ("audience", "language", "promise", "score_group", "state", "shown_text", "reason")
    return {
        "id": number,
        "response_id": number,
        "question_key": QUESTION,
        "part": "",
        "week": str(week),
        **{name: group[name] for name in same},
        "is_used": True,
        "decided_by": "Bench" if is_decided else "",
        "decided_at": at if is_decided else None,
    }


def _insert(session: Session, table: type[Base], rows: Rows) -> None:
    for part in chunked(rows):
        insert_rows(session, table, part)
