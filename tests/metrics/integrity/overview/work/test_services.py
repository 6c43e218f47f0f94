from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.clock import Week
from core.database import writing
from metrics.dashboards.editions.queries import read_edition
from metrics.errors import DecisionRefusedError
from metrics.integrity.models import FindingNote, WorkState
from metrics.integrity.overview.work.services import (
    NoteContent,
    Thread,
    note_finding,
    threads_of_edition,
)
from metrics.integrity.signature import Signature
from metrics.models import Edition, FindingRow
from tests.metrics.dashboards.factory import publish_edition

SCOPE = command_line_scope()
TAKEN = NoteContent(WorkState.TAKEN, "M. Osei", date(2026, 11, 20), "")
SETTLED = NoteContent(WorkState.SETTLED, "M. Osei", None, "Agreed with the partner.")


@pytest.fixture
def finals(session: Session, published: list[Edition]) -> Callable[[int], Edition]:
    """The final of a week of 2026, published now if it is not yet."""

    def publish(number: int) -> Edition:
        found = session.scalar(
            sa.select(Edition).where(Edition.week == f"2026-W{number}", Edition.kind == "final")
        )
        return found or publish_edition(session, Week(2026, number), "final")

    return publish


def threads(session: Session, edition: Edition) -> list[Thread]:
    line = read_edition(session, edition.week, edition.kind, edition.revision)
    assert line is not None
    return list(threads_of_edition(session, SCOPE, line))


def thread(session: Session, edition: Edition, check: str = "psi_before") -> Thread:
    [found] = [one for one in threads(session, edition) if one.first.check_key == check]
    return found


def row(session: Session, edition: Edition, check: str = "psi_before") -> FindingRow:
    return session.scalars(
        sa.select(FindingRow).where(
            FindingRow.edition_id == edition.id, FindingRow.check_key == check
        )
    ).one()


def change(session: Session, edition: Edition, check: str = "psi_before", **facts: Any) -> None:
    with writing(session):
        for name, value in facts.items():
            setattr(row(session, edition, check), name, value)


def note(
    session: Session,
    edition: Edition,
    content: NoteContent,
    *,
    check: str = "psi_before",
    after: timedelta = timedelta(hours=1),
) -> None:
    """A note written some time after the edition was published."""
    by = Signature("B. Manager", SCOPE, edition.published_at + after)
    with writing(session):
        note_finding(session, edition.week, row(session, edition, check), content, by)


def test_what_failed_and_blocks_comes_first_and_what_passed_is_no_work(
    session: Session, published: list[Edition]
) -> None:
    change(session, published[1], "psi_before", state="fail", severity="block")
    change(session, published[1], "contact_present", overridden="")

    found = [(one.first.check_key, one.rank) for one in threads(session, published[1])]

    assert found == [("psi_before", 0), ("contact_present", 1), ("response_rate", 2)]


def test_what_hides_figures_comes_before_what_is_held_because_of_it(
    session: Session, published: list[Edition]
) -> None:
    change(session, published[1], "psi_before", state="fail", severity="block")
    change(session, published[1], "contact_present", severity="suppress", overridden="")
    with writing(session):
        session.execute(sa.text('UPDATE ladder_steps SET "window" = 13'))

    found = [one.first.check_key for one in threads(session, published[1])]

    assert found[:2] == ["contact_present", "psi_before"]


def test_what_nobody_can_do_anything_about_is_not_on_the_list(
    session: Session, published: list[Edition]
) -> None:
    change(session, published[1], "psi_before", what_to_do="")

    assert "psi_before" not in {one.first.check_key for one in threads(session, published[1])}


def test_a_failure_that_a_person_published_over_holds_nothing_any_more(
    session: Session, published: list[Edition]
) -> None:
    change(
        session, published[1], "contact_present", severity="suppress", overridden="Published by A"
    )

    assert thread(session, published[1], "contact_present").rank == 1


def test_one_check_over_several_windows_is_one_thread_the_gravest_first(
    session: Session, published: list[Edition]
) -> None:
    one = row(session, published[1])
    facts = {column.key: getattr(one, column.key) for column in sa.inspect(FindingRow).column_attrs}
    with writing(session):
        session.add(FindingRow(**(facts | {"id": None, "window": 13, "state": "fail"})))

    found = thread(session, published[1])

    assert [(one.window, one.state) for one in found.findings] == [(13, "fail"), (0, "warn")]


def test_a_place_weighs_its_share_of_the_transactions(
    session: Session, published: list[Edition]
) -> None:
    with writing(session):
        session.execute(sa.text('UPDATE ladder_steps SET "window" = 13'))

    assert thread(session, published[1], "contact_present").share == pytest.approx(0.5)
    assert thread(session, published[1], "psi_before").share == 1.0


def test_a_note_goes_on_with_its_thread_in_the_next_week(
    session: Session, published: list[Edition], finals: Callable[[int], Edition]
) -> None:
    note(session, published[1], TAKEN)

    found = thread(session, finals(46))

    assert (found.state, found.owner, found.due_on) == (WorkState.TAKEN, "M. Osei", TAKEN.due_on)
    assert thread(session, published[1], "contact_present").state is WorkState.OPEN


def test_what_is_settled_stays_settled_while_it_goes_on(
    session: Session, published: list[Edition], finals: Callable[[int], Edition]
) -> None:
    note(session, published[1], SETTLED)

    found = thread(session, finals(46))

    assert (found.state, found.is_back, found.is_open) == (WorkState.SETTLED, False, False)


@pytest.mark.parametrize("quiet", ["pass", "not_applicable"])
def test_what_is_settled_comes_back_when_it_fires_again_after_a_quiet_edition(
    session: Session, published: list[Edition], finals: Callable[[int], Edition], quiet: str
) -> None:
    note(session, published[1], SETTLED)
    change(session, finals(46), state=quiet)

    found = thread(session, finals(47))

    assert (found.state, found.is_back, found.owner) == (WorkState.OPEN, True, "")
    assert thread(session, published[1]).state is WorkState.SETTLED


def test_what_came_back_can_be_settled_again(
    session: Session, published: list[Edition], finals: Callable[[int], Edition]
) -> None:
    note(session, published[1], SETTLED)
    change(session, finals(46), state="pass")
    note(session, finals(47), SETTLED)

    assert thread(session, finals(48)).state is WorkState.SETTLED


def test_a_quiet_flash_brings_nothing_back_to_the_finals(
    session: Session, published: list[Edition], finals: Callable[[int], Edition]
) -> None:
    note(session, published[1], SETTLED, after=timedelta(minutes=-1))
    change(session, published[2], state="pass")

    assert thread(session, finals(46)).state is WorkState.SETTLED


def test_the_same_note_twice_is_one(session: Session, published: list[Edition]) -> None:
    note(session, published[1], TAKEN)
    note(session, published[1], TAKEN)

    assert session.scalar(sa.select(sa.func.count(FindingNote.id))) == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (NoteContent(WorkState.TAKEN, "", None, ""), "who takes it"),
        (NoteContent(WorkState.SETTLED, "A", None, "ok"), "how it was settled"),
    ],
)
def test_taking_needs_a_name_and_settling_needs_a_word(
    session: Session, published: list[Edition], content: NoteContent, problem: str
) -> None:
    with pytest.raises(DecisionRefusedError, match=problem):
        note(session, published[1], content)

    assert session.scalar(sa.select(sa.func.count(FindingNote.id))) == 0


def test_a_note_is_in_the_audit_with_who_wrote_it(
    session: Session, published: list[Edition], now: datetime
) -> None:
    note(session, published[1], SETTLED, check="contact_present")

    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "note finding")).one()

    assert entry.subject == "2026-W45 contact_present ribera"
    assert entry.detail == "settled; M. Osei; Agreed with the partner."
