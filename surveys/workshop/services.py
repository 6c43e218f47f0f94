"""Drafts: begun, changed step by step, undone, discarded.

Whoever changes a draft names what they saw of it. What somebody else has changed since is never
overwritten.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.database import one_at_a_time
from surveys.errors import DraftConflictError, DraftExistsError, NothingToUndoError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.own import read_content, write_content
from surveys.workshop.changes import Change
from surveys.workshop.models import DraftStep, QuestionnaireDraft
from surveys.workshop.queries import find_draft, last_step, newest_version, require_draft

STEPS_KEPT = 100
# What one person types in one go is undone in one go.
ONE_GO = timedelta(seconds=60)


def create_draft(
    session: Session, content: QuestionnaireContent, scope: Scope, now: datetime
) -> QuestionnaireDraft:
    """Begin to write a questionnaire, upon its newest version where it has one.

    Raises DraftExistsError.
    """
    one_at_a_time(session, _deed_of(content.key))
    existing = find_draft(session, content.key)
    if existing is not None:
        raise DraftExistsError(
            f"{existing.edited_by} is writing {content.key} already. Go on with that draft, or "
            "discard it first."
        )
    version = newest_version(session, content.key)
    draft = QuestionnaireDraft(
        key=content.key,
        audience=content.audience.value,
        based_on_id=version.id if version else None,
        content=write_content(content),
        revision=1,
        created_at=now,
        edited_at=now,
        edited_by=name_of_editor(scope),
    )
    session.add(draft)
    session.flush()
    record_audit(session, scope, "begin draft", content.key, None, now)
    return draft


def change_draft(
    session: Session,
    draft_id: int,
    change: Change,
    deed: str,
    scope: Scope,
    now: datetime,
    *,
    seen_revision: int | None = None,
    in_one_go: bool = False,
) -> QuestionnaireDraft:
    """One step; a change that changes nothing is none.

    `seen_revision` refuses the step where anything of the draft has changed since. A `change` that
    touches one question looks at that question alone, and raises DraftConflictError by itself.
    `in_one_go` joins it to the person's last step where that was the same deed a moment ago.
    Raises UnknownDraftError, DraftConflictError, ContentError for more than a draft can hold.
    """
    draft = locked_draft(session, draft_id)
    if seen_revision is not None:
        refuse_if_changed(draft, seen_revision)
    before = read_content(draft.content)
    after = change(before)
    if after == before:
        return draft
    if not (in_one_go and _goes_on(last_step(session, draft.id), deed, scope, now)):
        _keep_step(session, draft, deed, scope, now)
    _put(draft, after, scope, now)
    return draft


def undo(
    session: Session, draft_id: int, seen_revision: int, scope: Scope, now: datetime
) -> DraftStep:
    """Take the last step back and return it.

    Raises UnknownDraftError, DraftConflictError, NothingToUndoError.
    """
    draft = locked_draft(session, draft_id)
    refuse_if_changed(draft, seen_revision)
    step = last_step(session, draft.id)
    if step is None:
        raise NothingToUndoError("Nothing is left to undo: the draft is as it was begun.")
    _put(draft, read_content(step.content), scope, now)
    session.delete(step)
    record_audit(session, scope, "undo in draft", draft.key, step.deed, now)
    return step


def discard_draft(
    session: Session, draft_id: int, seen_revision: int, scope: Scope, now: datetime
) -> str:
    """Throw a draft away, with its steps; returns the questionnaire's key.

    Raises UnknownDraftError, DraftConflictError.
    """
    draft = locked_draft(session, draft_id)
    refuse_if_changed(draft, seen_revision)
    key = draft.key
    remove_draft(session, draft)
    record_audit(session, scope, "discard draft", key, f"revision {seen_revision}", now)
    return key


def remove_draft(session: Session, draft: QuestionnaireDraft) -> None:
    session.execute(sa.delete(DraftStep).where(DraftStep.draft_id == draft.id))
    session.delete(draft)
    session.flush()


def locked_draft(session: Session, draft_id: int) -> QuestionnaireDraft:
    """The draft as it is now, and nobody else writes it until this transaction ends."""
    one_at_a_time(session, f"draft {draft_id}")
    return require_draft(session, draft_id)


def refuse_if_changed(draft: QuestionnaireDraft, seen_revision: int) -> None:
    if draft.revision != seen_revision:
        raise DraftConflictError(
            f"{draft.edited_by} has changed this draft since you opened it. Nothing was "
            "overwritten: look at it as it is now, then do it again."
        )


def _deed_of(key: str) -> str:
    return f"draft of {key}"


def name_of_editor(scope: Scope) -> str:
    return scope.actor or scope.role.value


def _goes_on(step: DraftStep | None, deed: str, scope: Scope, now: datetime) -> bool:
    return (
        step is not None
        and step.deed == deed
        and step.edited_by == name_of_editor(scope)
        and now - step.edited_at < ONE_GO
    )


def _keep_step(
    session: Session, draft: QuestionnaireDraft, deed: str, scope: Scope, now: datetime
) -> None:
    session.add(
        DraftStep(
            draft_id=draft.id,
            revision=draft.revision,
            deed=deed,
            content=draft.content,
            edited_at=now,
            edited_by=name_of_editor(scope),
        )
    )
    session.flush()
    session.execute(
        sa.delete(DraftStep).where(
            DraftStep.draft_id == draft.id,
            DraftStep.id.not_in(
                sa.select(DraftStep.id)
                .where(DraftStep.draft_id == draft.id)
                .order_by(DraftStep.revision.desc())
                .limit(STEPS_KEPT)
            ),
        )
    )
    record_audit(session, scope, "change draft", draft.key, deed, now)


def _put(
    draft: QuestionnaireDraft, content: QuestionnaireContent, scope: Scope, now: datetime
) -> None:
    document = write_content(content)
    read_content(document)  # what could not be read again is refused here, in words
    draft.content = document
    draft.revision += 1
    draft.edited_at = now
    draft.edited_by = name_of_editor(scope)
