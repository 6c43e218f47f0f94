from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from access.visibility import Scope
from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from feedback.models import Answer, Response
from feedback.voices.models import Voice
from metrics.exports.editions.services import EditionName
from metrics.exports.errors import ExportError, NoSuchExportError
from metrics.exports.responses.services import Archive, take_responses
from metrics.models import Edition
from metrics.weekly.models import Pseudonym
from surveys.models import Promise
from tests.metrics.programmes import WEEK, SmallProgramme

ClientAs = Callable[..., FlaskClient]
MANAGER = Scope(Role.PROGRAMME_MANAGER, actor="M. Osei")
NAME = EditionName(str(WEEK), "final", 0)
ADDRESS = f"/exports/{WEEK}/final/0/responses"


@pytest.fixture
def archive(settings: Settings, keys: KeyRing) -> Archive:
    return Archive(settings.weeks_folder, keys)


@pytest.fixture
def edition(session: Session, keys: KeyRing, settings: Settings) -> Edition:
    """A final with answers under each of the three promises, and a comment with every one."""
    programme = SmallProgramme(session, keys, settings)
    programme.set_up()
    programme.live_week(WEEK)
    with writing(session):
        for place, response in enumerate(session.scalars(sa.select(Response).order_by("id")).all()):
            response.promise = tuple(Promise)[place % 3]
            text = f"comment of {response.promise}"
            session.add(Answer(response_id=response.id, question_key="comment", text=text))
    return programme.close(WEEK, programme.fieldwork_over(WEEK))


def rows_of(session: Session, archive: Archive) -> list[dict[str, Any]]:
    table = take_responses(session, MANAGER, archive, NAME)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_every_response_leaves_as_it_was_answered_and_promised(
    edition: Edition, session: Session, archive: Archive
) -> None:
    rows = rows_of(session, archive)

    count = session.scalar(sa.select(sa.func.count()).select_from(Response))
    assert len(rows) == count == edition.response_count
    given = session.execute(
        sa.select(Answer.score, Pseudonym.pseudonym)
        .join(Pseudonym, (Pseudonym.subject_id == Answer.response_id))
        .where(Pseudonym.kind == "response", Answer.question_key == "recommend")
    )
    scores = {str(pseudonym): score for score, pseudonym in given}
    told = {row["response"]: row["recommend"] for row in rows if row["response"]}
    assert told == {key: scores.get(key) for key in told}
    by_promise = {row["promise"]: row for row in rows}
    assert by_promise["anonymous"]["response"] is None
    assert by_promise["anonymous"]["answered_at"] is None
    assert by_promise["attributed"]["company"]
    assert by_promise["confidential"]["company"] is None


def test_texts_leave_by_their_promise(edition: Edition, session: Session, archive: Archive) -> None:
    rows = rows_of(session, archive)

    texts = {(row["promise"], row["withheld"]): row["comment"] for row in rows}
    assert {text for (promise, _), text in texts.items() if promise == "anonymous"} == {None}
    assert texts["attributed", "nothing"] == "comment of attributed"
    assert texts["confidential", "company_and_texts"] is None


def test_no_row_has_an_address_a_person_or_a_network(
    edition: Edition, session: Session, archive: Archive
) -> None:
    table = take_responses(session, MANAGER, archive, NAME)

    everything = repr(table.rows)
    assert "@" not in everything
    hashes = session.scalars(sa.select(Response.network_hash)).all()
    assert [one for one in hashes if one and one in everything] == []


def test_the_codebook_has_the_words_of_questions_and_options(
    edition: Edition, session: Session, archive: Archive
) -> None:
    table = take_responses(session, MANAGER, archive, NAME)

    columns = {column.name: column for column in table.columns}
    recommend = columns["recommend"]
    assert recommend.label == "Recommend, asked in 2 wordings"
    assert "how likely are you to recommend" in recommend.about.lower()
    assert columns["recommend"].categories["10"]
    assert columns["satisfaction"].about.startswith("Asked by ")


def test_an_erased_person_leaves_as_an_empty_row_and_is_counted_as_one(
    edition: Edition, session: Session, archive: Archive
) -> None:
    before = rows_of(session, archive)
    with writing(session):
        some = sa.select(Pseudonym.pseudonym).where(Pseudonym.kind == "response").limit(3)
        erased = session.scalars(some).all()
        session.execute(sa.delete(Pseudonym).where(Pseudonym.pseudonym.in_(erased)))

    table = take_responses(session, MANAGER, archive, NAME)

    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    empty = [row for row in rows if row["withheld"] == "erased"]
    assert len(rows) == len(before)
    assert len(empty) == 3
    assert [key for row in empty for key, value in row.items() if value is not None] == (
        ["withheld"] * 3
    )
    counts = {text: told for told, text in table.notes}
    assert counts[
        "everything: the person was erased, and the row only says that there was one."
    ] == ("Left out of 3 rows")


def test_of_fewer_than_ten_alike_answers_do_not_tell_the_questionnaire(
    edition: Edition, session: Session, archive: Archive
) -> None:
    table = take_responses(session, MANAGER, archive, NAME)

    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    asked_by = {
        column.name: set(
            column.about.partition(" “")[0].removeprefix("Asked by ").rstrip(".").split(", ")
        )
        for column in table.columns
        if column.about.startswith("Asked by ")
    }
    for audience in ("end_user", "channel_partner"):
        own = [row for row in rows if row["audience"] == audience]
        versions = {row["questionnaire"] for row in own} - {None}
        few = [row for row in own if row["promise"] == "anonymous" and row["questionnaire"] is None]
        told = {name for row in few for name in asked_by if row[name] is not None}
        known = {name for row in own for name in asked_by if row[name] is not None}
        assert few
        assert "recommend" in told
        assert [name for name in told if not versions <= asked_by[name]] == []
        assert [name for name in known if not versions <= asked_by[name]]


@pytest.mark.parametrize(
    "scope", [Scope(Role.EXECUTIVE), Scope(Role.CHANNEL_PARTNER, "nord")], ids=lambda s: s.role
)
def test_nobody_else_can_take_responses(
    edition: Edition, session: Session, archive: Archive, scope: Scope
) -> None:
    with pytest.raises(NoSuchExportError):
        take_responses(session, scope, archive, NAME)


def test_an_edition_that_does_not_say_what_became_of_answers_is_refused(
    edition: Edition, session: Session, archive: Archive
) -> None:
    manifest = archive.weeks_folder / edition.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"judged.parquet"', '"other.parquet"'))

    with pytest.raises(ExportError, match="Make a revision of it"):
        take_responses(session, MANAGER, archive, NAME)


def test_taking_responses_goes_on_record(
    edition: Edition, session: Session, client_as: ClientAs, tmp_path: Any
) -> None:
    client = client_as(Role.PROGRAMME_MANAGER)

    answer = client.post(ADDRESS, data={"ending": "sav"})

    path = tmp_path / "taken.sav"
    path.write_bytes(answer.get_data())
    read, meta = pyreadstat.read_sav(path, output_format="dict")
    assert len(read["recommend"]) == edition.response_count
    assert "confidential: shown without names" in meta.variable_value_labels["promise"].values()
    session.expire_all()
    entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.deed, entry.subject) == ("export responses", f"{WEEK} final, revision 0")
    assert entry.detail == f"{edition.response_count}\N{NO-BREAK SPACE}responses as sav"


def test_a_format_that_is_none_asks_for_one_and_records_nothing(
    edition: Edition, session: Session, client_as: ClientAs
) -> None:
    answer = client_as(Role.ADMINISTRATOR).post(ADDRESS, data={"ending": "doc"})

    assert answer.status_code == 400
    assert b"Not a valid choice" in answer.data
    deeds = session.scalars(sa.select(AuditEntry.deed)).all()
    assert "export responses" not in deeds


@pytest.fixture
def of_one_promise(edition: Edition, session: Session, archive: Archive) -> int:
    """As if all had been promised confidentiality and written at one place; the comments taken up.

    How many were taken up: those of the answers that the final uses.
    """
    folder = archive.weeks_folder / edition.folder
    responses = pq.read_table(folder / "responses.parquet")
    place = responses.schema.get_field_index("promise")
    promised = pa.array([Promise.CONFIDENTIAL.value] * len(responses))
    _rewrite(folder / "responses.parquet", responses.set_column(place, "promise", promised))
    frame = pq.read_table(folder / "frame.parquet")
    for name, value in (("touchpoint", "sale"), ("partner", "nord")):
        place = frame.schema.get_field_index(name)
        frame = frame.set_column(place, name, pa.array([value] * len(frame)))
    _rewrite(folder / "frame.parquet", frame)
    return session.scalar(sa.select(sa.func.count()).select_from(Voice)) or 0


def _rewrite(path: Path, table: pa.Table) -> None:
    path.chmod(0o644)
    pq.write_table(table, path)


def _told_comments(session: Session, archive: Archive) -> set[str | None]:
    return {row["comment"] for row in rows_of(session, archive) if row["promise"] == "confidential"}


def test_confidential_words_that_nobody_cleared_do_not_leave(
    of_one_promise: int, session: Session, archive: Archive
) -> None:
    told = _told_comments(session, archive)

    assert of_one_promise > 10
    assert told == {None}


def test_confidential_words_leave_as_they_were_cleared(
    of_one_promise: int, session: Session, archive: Archive, now: datetime
) -> None:
    with writing(session):
        cleared, kept_back, unused, *_ = session.scalars(sa.select(Voice).order_by(Voice.id))
        cleared.state, cleared.shown_text, cleared.decided_at = "cleared", "[…] of all", now
        kept_back.state, kept_back.reason, kept_back.decided_at = "not_shown", "A name", now
        unused.state, unused.shown_text, unused.decided_at = "cleared", "set aside", now
        unused.is_used = False

    told = _told_comments(session, archive)

    assert told == {None, "[…] of all"}
