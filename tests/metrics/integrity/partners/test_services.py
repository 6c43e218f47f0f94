"""Both sides speak about an unusual pattern, and everything said stays."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from access.visibility import Scope
from core.clock import Week
from core.database import writing
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.models import PartnerStatement
from metrics.integrity.partners.queries import (
    findings_to_review,
    kiosk_declarations,
    kiosk_partners,
    statements,
)
from metrics.integrity.partners.services import declare_kiosk, say
from metrics.integrity.signature import Signature
from metrics.models import Edition
from tests.metrics.dashboards.factory import publish_edition, publish_programme
from tests.metrics.integrity.overrules.gates.test_services import add_finding

HOUSE = Scope(Role.PROGRAMME_MANAGER, actor="house@example.com")
RIBERA = Scope(Role.CHANNEL_PARTNER, "ribera", actor="ribera@example.com")
HARZ = Scope(Role.CHANNEL_PARTNER, "harz", actor="harz@example.com")


@pytest.fixture(autouse=True)
def final(session: Session, now: datetime) -> Edition:
    """Ribera's pattern is unusual in the newest final; nothing is known of Harz's."""
    edition = publish_programme(session, now)[1]
    add_finding(session, edition)
    return edition


def speak(session: Session, now: datetime, key: str, text: str, scope: Scope, name: str) -> None:
    with writing(session):
        say(session, key, text, Signature(name, scope, now))


def test_a_partner_answers_before_the_house_has_looked_and_the_house_replies(
    session: Session, now: datetime
) -> None:
    speak(session, now, "ribera", "We had a trade fair.\nIn May.", RIBERA, "E. Pons")
    speak(session, now, "ribera", "Thank you, we see.", HOUSE, "M. Osei")

    said = [(one.side, one.said_by, one.text, one.week) for one in statements(
        session, RIBERA, "ribera"
    )]  # fmt: skip
    assert said == [
        ("partner", "E. Pons", "We had a trade fair.\nIn May.", "2026-W45"),
        ("house", "M. Osei", "Thank you, we see.", "2026-W46"),
    ]
    deeds = [entry.deed for entry in session.scalars(sa.select(AuditEntry))]
    assert deeds == ["answer a review", "write about a review"]


def test_a_partner_neither_reads_nor_writes_what_is_anothers(
    session: Session, now: datetime
) -> None:
    speak(session, now, "ribera", "We had a trade fair.", RIBERA, "E. Pons")

    with pytest.raises(NothingToDecideError) as foreign:
        speak(session, now, "ribera", "Nonsense!", HARZ, "R. Harz")
    with pytest.raises(NothingToDecideError) as missing:
        speak(session, now, "nowhere", "Nonsense!", HARZ, "R. Harz")

    assert str(foreign.value) == str(missing.value)
    assert statements(session, HARZ, "ribera") == []


def test_what_was_found_at_a_partner_is_read_by_itself_and_the_house(
    session: Session, final: Edition
) -> None:
    readers = {
        scope.partner_key: [
            row.node_key for row in findings_to_review(session, scope, final.id, "ribera")
        ]
        for scope in (HOUSE, RIBERA, HARZ)
    }

    assert readers == {None: ["ribera"] * 2, "ribera": ["ribera"] * 2, "harz": []}


def test_where_nothing_is_asked_there_is_nothing_to_answer(session: Session, now: datetime) -> None:
    with pytest.raises(DecisionRefusedError, match="nothing to answer"):
        speak(session, now, "harz", "What about us?", HARZ, "R. Harz")


def test_a_thread_goes_on_after_the_pattern_has_gone(session: Session, now: datetime) -> None:
    speak(session, now, "ribera", "We had a trade fair.", RIBERA, "E. Pons")
    with writing(session):
        session.execute(sa.text("DELETE FROM findings WHERE node_key = 'ribera'"))

    speak(session, now, "ribera", "It is over now.", RIBERA, "E. Pons")

    assert len(statements(session, HOUSE, "ribera")) == 2


def test_the_same_words_sent_twice_are_said_once(session: Session, now: datetime) -> None:
    for _ in range(2):
        speak(session, now, "ribera", "We had a trade fair.", RIBERA, "E. Pons")

    assert session.scalar(sa.select(sa.func.count()).select_from(PartnerStatement)) == 1


@pytest.mark.parametrize(("text", "said"), [("", "Write what"), ("x" * 4001, "use 4000 at most")])
def test_an_answer_has_some_words_and_not_too_many(
    session: Session, now: datetime, text: str, said: str
) -> None:
    with pytest.raises(DecisionRefusedError, match=said):
        speak(session, now, "ribera", text, RIBERA, "E. Pons")


def test_a_partner_hears_of_finals_only(session: Session, now: datetime) -> None:
    flash = publish_edition(session, Week(2026, 47), "flash")
    add_finding(session, flash, node_key="harz")

    with pytest.raises(DecisionRefusedError, match="nothing to answer"):
        speak(session, now, "harz", "What about us?", HARZ, "R. Harz")


def declare(session: Session, now: datetime, *, is_declared: bool, why: str) -> None:
    with writing(session):
        signature = Signature("M. Osei", HOUSE, now)
        declare_kiosk(session, "harz", is_declared=is_declared, reason=why, signature=signature)


def test_a_declared_device_holds_until_the_declaration_ends(
    session: Session, now: datetime
) -> None:
    declare(session, now, is_declared=True, why="A tablet on the counter")
    while_declared = kiosk_partners(session)

    declare(session, now, is_declared=False, why="The tablet was stolen")

    assert (while_declared, kiosk_partners(session)) == (("harz",), ())
    assert [one.reason for one in kiosk_declarations(session, "harz")] == [
        "A tablet on the counter", "The tablet was stolen",
    ]  # fmt: skip


def test_declaring_twice_is_one_declaration(session: Session, now: datetime) -> None:
    declare(session, now, is_declared=True, why="A tablet on the counter")
    declare(session, now, is_declared=True, why="A tablet on the counter")

    assert len(kiosk_declarations(session)) == 1


def test_a_declaration_needs_a_reason(session: Session, now: datetime) -> None:
    with pytest.raises(DecisionRefusedError, match="Say why"):
        declare(session, now, is_declared=True, why="yes")

    assert kiosk_partners(session) == ()
