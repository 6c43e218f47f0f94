from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from access.models import AuditEntry
from core.database import writing
from surveys.errors import (
    DraftConflictError,
    DraftExistsError,
    NothingToUndoError,
    UnknownDraftError,
)
from surveys.questionnaires.content import QuestionnaireContent
from surveys.workshop.changes import Change, move_question, remove_question
from surveys.workshop.models import DraftStep, QuestionnaireDraft
from surveys.workshop.queries import load_draft_content, require_draft, steps_of
from surveys.workshop.services import (
    STEPS_KEPT,
    change_draft,
    create_draft,
    discard_draft,
    undo,
)
from tests.factories import make_version
from tests.surveys.workshop.factory import ADA, BEN, make_content, make_draft, with_texts


def titled(text: str) -> Change:
    return lambda content: with_texts(content, {"title": text})


def change(session: Session, draft_id: int, to: Change, now: datetime, **more: object) -> None:
    with writing(session):
        change_draft(session, draft_id, to, "title", ADA, now, **more)  # type: ignore[arg-type]


def test_a_draft_holds_what_it_was_begun_with_upon_the_newest_version(
    session: Session, now: datetime
) -> None:
    version_id = make_version(session, now)

    draft = make_draft(session, now)

    assert draft.based_on_id == version_id
    assert draft.edited_by == "ada@example.com"
    assert load_draft_content(session, draft.id) == make_content()


def test_a_questionnaire_has_one_draft_and_the_second_is_told_who_writes_it(
    session: Session, now: datetime
) -> None:
    make_draft(session, now)

    with pytest.raises(DraftExistsError, match=r"ada@example\.com"), writing(session):
        create_draft(session, make_content(), BEN, now)


def test_every_change_is_a_step_that_can_be_undone_and_stands_in_the_audit(
    session: Session, now: datetime
) -> None:
    draft = make_draft(session, now)
    change(session, draft.id, titled("One"), now)
    change(session, draft.id, titled("Two"), now)

    with writing(session):
        step = undo(session, draft.id, 3, BEN, now)

    assert step.deed == "title"
    assert load_draft_content(session, draft.id).texts["en"]["title"] == "One"
    assert [each.revision for each in steps_of(session, draft.id)] == [1]
    deeds = session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert deeds == ["begin draft", "change draft", "change draft", "undo in draft"]


def test_undoing_everything_leads_back_to_the_beginning_and_no_farther(
    session: Session, now: datetime
) -> None:
    draft = make_draft(session, now)
    change(session, draft.id, titled("One"), now)
    change(session, draft.id, lambda each: remove_question(each, "comment"), now)
    for _ in range(2):
        with writing(session):
            undo(session, draft.id, require_draft(session, draft.id).revision, ADA, now)

    assert load_draft_content(session, draft.id) == make_content()
    with pytest.raises(NothingToUndoError), writing(session):
        undo(session, draft.id, require_draft(session, draft.id).revision, ADA, now)


def test_a_change_that_changes_nothing_is_no_step(session: Session, now: datetime) -> None:
    draft = make_draft(session, now)

    change(session, draft.id, lambda content: content, now)

    assert require_draft(session, draft.id).revision == 1
    assert steps_of(session, draft.id) == []


def test_what_is_typed_in_one_go_is_undone_in_one_go(session: Session, now: datetime) -> None:
    draft = make_draft(session, now)
    for seconds, text in enumerate(("H", "Ho", "How")):
        at = now + timedelta(seconds=seconds)
        change(session, draft.id, titled(text), at, in_one_go=True)
    change(session, draft.id, titled("How?"), now + timedelta(minutes=5), in_one_go=True)

    with writing(session):
        undo(session, draft.id, require_draft(session, draft.id).revision, ADA, now)

    assert load_draft_content(session, draft.id).texts["en"]["title"] == "How"
    assert len(steps_of(session, draft.id)) == 1


def test_a_save_that_saw_an_older_revision_overwrites_nothing(
    session: Session, now: datetime
) -> None:
    draft = make_draft(session, now)
    change(session, draft.id, titled("Ada's"), now, seen_revision=1)

    with pytest.raises(DraftConflictError, match=r"ada@example\.com"), writing(session):
        change_draft(session, draft.id, titled("Ben's"), "title", BEN, now, seen_revision=1)

    assert load_draft_content(session, draft.id).texts["en"]["title"] == "Ada's"


def test_of_two_who_save_at_the_same_moment_one_is_told(
    session: Session, engine: Engine, now: datetime
) -> None:
    draft = make_draft(session, now)
    ready, told = threading.Barrier(2), []

    def save(text: str) -> None:
        with Session(engine) as own:
            ready.wait()
            try:
                with writing(own):
                    change_draft(own, draft.id, titled(text), "title", ADA, now, seen_revision=1)
            except DraftConflictError as error:
                told.append(str(error))

    threads = [threading.Thread(target=save, args=(text,)) for text in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 1
    session.expire_all()
    assert require_draft(session, draft.id).revision == 2
    assert len(steps_of(session, draft.id)) == 1


def test_only_the_latest_steps_are_kept(session: Session, now: datetime) -> None:
    draft = make_draft(session, now)
    with writing(session):
        for number in range(STEPS_KEPT + 5):
            change_draft(session, draft.id, titled(f"Title {number}"), "title", ADA, now)

    kept = steps_of(session, draft.id)

    assert len(kept) == STEPS_KEPT
    assert kept[0].revision == STEPS_KEPT + 5


def test_a_discarded_draft_takes_its_steps_with_it(session: Session, now: datetime) -> None:
    draft = make_draft(session, now)
    change(session, draft.id, lambda content: move_question(content, "comment", -1), now)

    with writing(session):
        discard_draft(session, draft.id, 2, ADA, now)

    assert session.scalars(sa.select(QuestionnaireDraft)).all() == []
    assert session.scalars(sa.select(DraftStep)).all() == []
    with pytest.raises(UnknownDraftError), writing(session):
        discard_draft(session, draft.id, 2, ADA, now)


def test_a_draft_that_changed_is_not_discarded_unseen(session: Session, now: datetime) -> None:
    draft = make_draft(session, now)
    change(session, draft.id, titled("New"), now)

    with pytest.raises(DraftConflictError), writing(session):
        discard_draft(session, draft.id, 1, BEN, now)

    assert _title(load_draft_content(session, draft.id)) == "New"


def _title(content: QuestionnaireContent) -> str:
    return content.texts["en"]["title"]
