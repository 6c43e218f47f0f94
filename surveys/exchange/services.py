"""What leaves as a file, and what a file becomes: a draft, never a version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from surveys.errors import DraftExistsError, UnknownVersionError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.queries import load_content
from surveys.workshop.changes import take_over
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import find_draft, load_draft_content, versions_of
from surveys.workshop.services import change_draft, create_draft


def content_to_export(
    session: Session, key: str, *, number: int | None = None, is_draft: bool = False
) -> QuestionnaireContent:
    """A version of a questionnaire, the newest unless told, or its draft.

    Raises UnknownVersionError.
    """
    draft = find_draft(session, key) if is_draft else None
    if draft is not None:
        return load_draft_content(session, draft.id)
    versions = [] if is_draft else versions_of(session, key)
    found = [version for version in versions if number in (None, version.number)]
    if not found:
        wanted = "draft" if is_draft else "version" if number is None else f"version {number}"
        raise UnknownVersionError(
            f"There is no {wanted} of {key}. The workshop lists every questionnaire by its name."
        )
    return load_content(session, found[0].id)


def put_draft(
    session: Session,
    content: QuestionnaireContent,
    file_name: str,
    scope: Scope,
    now: datetime,
    *,
    seen_revision: int | None = None,
) -> QuestionnaireDraft:
    """A new draft of what a file holds, or a step of the draft there is.

    A draft is replaced only by somebody who names the revision they saw; the step can be undone.
    Raises DraftExistsError, DraftConflictError.
    """
    draft = find_draft(session, content.key)
    if draft is None:
        made = create_draft(session, content, scope, now)
        record_audit(session, scope, "import questionnaire", content.key, file_name, now)
        return made
    if seen_revision is None:
        raise DraftExistsError(
            f"{draft.edited_by} is writing {content.key} already. Replace that draft, or import "
            "under another name."
        )
    changed = change_draft(
        session,
        draft.id,
        lambda before: take_over(before, content),
        f"replaced by {file_name}",
        scope,
        now,
        seen_revision=seen_revision,
    )
    record_audit(session, scope, "import questionnaire", content.key, file_name, now)
    return changed
