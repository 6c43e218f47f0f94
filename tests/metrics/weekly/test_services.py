"""Closing a week, from imported transactions to a published edition."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import Base
from customers.errors import NoProgrammeError
from metrics.errors import (
    EditionExistsError,
    FieldworkOpenError,
    MetricsError,
    NothingToCloseError,
    WeekNotOverError,
)
from metrics.models import Edition, EditionKind, Estimate
from metrics.warehouse.files import read_table
from metrics.weekly.models import Pseudonym
from metrics.weekly.services import close_week, preview_week
from tests.metrics.programmes import WEEK, SmallProgramme

AUDIENCES = ("end_user", "channel_partner")


def everything(session: Session) -> dict[str, str]:
    """A digest of every table's rows."""
    digests = {}
    for table in Base.metadata.sorted_tables:
        rows = sorted(map(repr, session.execute(sa.select(table)).all()))
        digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    session.rollback()
    return digests


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def estimate_of(session: Session, edition: Edition, **key: object) -> Estimate:
    wanted = {
        "audience": "end_user",
        "window": 1,
        "level": "network",
        "node_key": "",
        "touchpoint_key": "",
        "metric": "nps",
        **key,
    }
    query = sa.select(Estimate).filter_by(edition_id=edition.id, **wanted)
    return session.scalars(query).one()


def test_a_week_is_closed_twice_as_flash_and_as_final(programme: SmallProgramme) -> None:
    programme.live_week(WEEK)
    monday, over = programme.monday_after(WEEK), programme.fieldwork_over(WEEK)

    flash = programme.close(WEEK, monday)
    more = programme.answer(WEEK, share=0.5, at=monday + timedelta(days=2), seed=9)
    final = programme.close(WEEK, over)

    assert (flash.kind, flash.revision, flash.cut_off_at) == ("flash", 0, monday)
    assert (final.kind, final.revision) == ("final", 0)
    assert final.cut_off_at == programme.at(WEEK.monday + timedelta(days=14))
    assert final.response_count == flash.response_count + more
    assert final.transaction_count == flash.transaction_count == 120
    assert flash.expected_answer_share is None
    assert final.expected_answer_share == 1.0
    assert final.previous_hash == flash.manifest_hash
    assert flash.previous_hash is None


def test_an_edition_is_published_with_figures_of_both_customers(
    programme: SmallProgramme, session: Session
) -> None:
    programme.live_week(WEEK)

    final = programme.close(WEEK, programme.fieldwork_over(WEEK))

    user = estimate_of(session, final)
    partner = estimate_of(session, final, audience="channel_partner")
    assert user.population == partner.population == 120
    assert user.n + partner.n == final.response_count
    assert user.value is not None
    assert user.ci_low is not None
    assert user.ci_high is not None
    assert user.ci_low < user.value < user.ci_high


def test_the_frozen_folder_holds_no_name_no_address_and_no_id(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)

    final = programme.close(WEEK, programme.fieldwork_over(WEEK))

    content = b"".join(files_of(weeks_folder / final.folder).values())
    frame = read_table(weeks_folder / final.folder, "frame")
    assert b"@" + b"user.example" not in content
    assert b"-account-" not in content
    assert min(frame.column("transaction").to_pylist()) > 1_000_000
    known = set(session.scalars(sa.select(Pseudonym.pseudonym)))
    assert set(frame.column("account").to_pylist()) <= known


def test_closing_again_is_refused_and_changes_nothing(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    programme.close(WEEK, programme.fieldwork_over(WEEK))
    rows, files = everything(session), files_of(weeks_folder)

    with pytest.raises(EditionExistsError, match=r"final of 2026-W45 was published.*--revise"):
        programme.close(WEEK, programme.fieldwork_over(WEEK) + timedelta(days=1))

    assert everything(session) == rows
    assert files_of(weeks_folder) == files


def test_a_second_flash_is_refused_and_says_when_the_final_is_due(
    programme: SmallProgramme,
) -> None:
    programme.live_week(WEEK)
    programme.close(WEEK, programme.monday_after(WEEK))

    with pytest.raises(EditionExistsError, match="The final can be made from 2026-11-15 23:00 UTC"):
        programme.close(WEEK, programme.monday_after(WEEK) + timedelta(days=1))


def test_a_revision_has_a_number_and_a_reason_and_leaves_the_first_as_it_was(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    over = programme.fieldwork_over(WEEK)
    first = programme.close(WEEK, over)
    before = files_of(weeks_folder / first.folder)
    programme.import_week(WEEK, size=140)

    revision = programme.close(WEEK, over + timedelta(days=3), reason="A late file of one partner")

    assert (revision.kind, revision.revision) == ("final", 1)
    assert revision.reason == "A late file of one partner"
    assert first.cut_off_at < revision.cut_off_at == over + timedelta(days=3)
    assert (first.transaction_count, revision.transaction_count) == (120, 140)
    assert files_of(weeks_folder / first.folder) == before
    assert estimate_of(session, first).population == 120
    assert estimate_of(session, revision).population == 140


def test_a_revision_needs_an_edition_to_revise(programme: SmallProgramme) -> None:
    programme.live_week(WEEK)

    with pytest.raises(MetricsError, match="no final of 2026-W45 to revise yet"):
        programme.close(WEEK, programme.fieldwork_over(WEEK), reason="Because")


def test_people_keep_their_pseudonyms_over_editions(
    programme: SmallProgramme, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    flash = programme.close(WEEK, programme.monday_after(WEEK))

    final = programme.close(WEEK, programme.fieldwork_over(WEEK))

    keys = ["transaction", "audience", "person", "account"]
    tables = [read_table(weeks_folder / e.folder, "frame").select(keys) for e in (flash, final)]
    assert tables[0].equals(tables[1])


Refusal = tuple[Callable[[SmallProgramme], datetime], EditionKind | None, type[Exception], str]
REFUSALS: dict[str, Refusal] = {
    "a week that has not ended": (
        lambda p: p.at(WEEK.sunday, 23), None, WeekNotOverError,
        "has not ended: it ends 2026-11-08 23:00 UTC",
    ),
    "a final while fieldwork is open": (
        lambda p: p.monday_after(WEEK), EditionKind.FINAL, FieldworkOpenError,
        "can be made from 2026-11-15 23:00 UTC",
    ),
    "a flash after fieldwork": (
        lambda p: p.fieldwork_over(WEEK), EditionKind.FLASH, EditionExistsError,
        "a flash is no longer made",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_made_now_is_refused_with_the_reason(
    programme: SmallProgramme, session: Session, weeks_folder: Path, case: str
) -> None:
    at, kind, error, text = REFUSALS[case]
    programme.import_week(WEEK)
    rows = everything(session)

    with pytest.raises(error, match=text):
        programme.close(WEEK, at(programme), kind=kind)

    assert everything(session) == rows
    assert not weeks_folder.exists()


def test_a_week_without_a_transaction_is_refused(
    programme: SmallProgramme, weeks_folder: Path
) -> None:
    programme.import_week(WEEK.shifted(1))

    with pytest.raises(NothingToCloseError, match="Import the week's transactions first"):
        programme.close(WEEK, programme.fieldwork_over(WEEK))

    assert not weeks_folder.exists()


def test_without_a_programme_nothing_is_closed(
    session: Session, keys: object, settings: object
) -> None:
    with pytest.raises(NoProgrammeError):
        close_week(session, WEEK, None)  # type: ignore[arg-type] # refused before it is looked at


def test_answers_after_the_cut_off_are_counted_and_not_used(
    programme: SmallProgramme, session: Session
) -> None:
    programme.live_week(WEEK)
    monday, over = programme.monday_after(WEEK), programme.fieldwork_over(WEEK)
    in_time = programme.answer(WEEK, at=programme.at(over.date()) - timedelta(seconds=1), seed=2)
    at_the_cut_off = programme.answer(WEEK, at=programme.at(over.date()), seed=3)
    late = programme.answer(WEEK, share=2.0, at=over - timedelta(hours=1), seed=4)
    assert min(in_time, late) > 0

    flash = programme.close(WEEK, monday)
    final = programme.close(WEEK, over)

    assert flash.late_response_count == in_time + at_the_cut_off + late
    assert final.response_count == flash.response_count + in_time + at_the_cut_off
    assert final.late_response_count == late
    by_audience = [
        estimate_of(session, final, audience=a).n for a in ("end_user", "channel_partner")
    ]
    assert sum(by_audience) == final.response_count

    revision = programme.close(WEEK, over + timedelta(days=1), reason="Late answers taken in")

    assert revision.response_count == final.response_count + late
    assert revision.late_response_count == 0


def test_a_preview_writes_nothing(
    programme: SmallProgramme, session: Session, weeks_folder: Path
) -> None:
    programme.live_week(WEEK)
    programme.close(WEEK, programme.monday_after(WEEK))
    rows, files = everything(session), files_of(weeks_folder)

    computed = preview_week(session, WEEK, programme.closing(programme.fieldwork_over(WEEK)))

    session.rollback()
    assert computed.figures.estimates
    assert everything(session) == rows
    assert files_of(weeks_folder) == files


def test_a_week_that_has_not_ended_can_be_previewed(
    programme: SmallProgramme, session: Session
) -> None:
    programme.import_week(WEEK)
    programme.draw(WEEK)
    programme.answer(WEEK, at=programme.at(WEEK.sunday, 21))

    computed = preview_week(session, WEEK, programme.closing(programme.at(WEEK.sunday, 22)))

    assert sum(row.n for row in computed.figures.estimates) > 0
