"""One question, or the frame, put into a draft by somebody who has seen it as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from access.visibility import Scope
from surveys.errors import DraftConflictError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import Flow, QuestionShape
from surveys.questionnaires.types import QuestionType
from surveys.workshop.changes import (
    Change,
    add_question,
    free_key,
    put_frame,
    put_question,
    question_of,
)
from surveys.workshop.editor.entries import Built, fingerprint, frame_fingerprint
from surveys.workshop.editor.usual_texts import new_question, usual_texts, with_new_language
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import content_of
from surveys.workshop.services import change_draft

OVERTAKEN = "Somebody else has changed this since you opened it. Nothing was overwritten."


@dataclass(frozen=True)
class Editing:
    """Who writes, when, and in which language; `is_autosave` where the page saves by itself."""

    scope: Scope
    now: datetime
    language: str
    is_autosave: bool = False


def save_question(
    session: Session, draft_id: int, built: Built, seen: str, editing: Editing
) -> QuestionnaireDraft:
    """Raises DraftConflictError where the question is not as `seen`: changed, or removed.

    Whoever has seen that it was removed, and saves it, adds it again.
    """
    shape, language = built.shape, editing.language

    def put(content: QuestionnaireContent) -> QuestionnaireContent:
        if fingerprint(content, shape.key, language) != seen:
            raise DraftConflictError(OVERTAKEN)
        if all(each.key != shape.key for each in content.questions):
            return add_question(content, shape, {language: built.texts})
        return put_question(content, shape, language, built.texts)

    return _change(session, draft_id, put, f"question {shape.key}", editing)


def save_frame(
    session: Session,
    draft_id: int,
    frame: Mapping[str, str],
    flow: Flow,
    seen: str,
    editing: Editing,
) -> QuestionnaireDraft:
    """Raises DraftConflictError where title, introduction or flow are not as `seen`."""

    def put(content: QuestionnaireContent) -> QuestionnaireContent:
        if frame_fingerprint(content, editing.language) != seen:
            raise DraftConflictError(OVERTAKEN)
        begun = with_new_language(content, editing.language) if any(frame.values()) else content
        return put_frame(begun, editing.language, frame, flow)

    return _change(session, draft_id, put, "title and introduction", editing)


def insert_question(
    session: Session,
    draft_id: int,
    kind: QuestionType,
    wanted_key: str,
    after: str,
    editing: Editing,
) -> str:
    """A new question with the usual labels of its scale; returns its key."""
    keys: list[str] = []

    def insert(content: QuestionnaireContent) -> QuestionnaireContent:
        shape = new_question(content, kind, free_key(content, wanted_key or kind.value))
        keys.append(shape.key)
        return add_question(content, shape, usual_texts(shape, content.languages), after)

    _change(session, draft_id, insert, "question added", editing)
    return keys[-1]


def rework_question(
    session: Session,
    draft_id: int,
    change: Change,
    key: str,
    seen: str,
    deed: str,
    editing: Editing,
) -> QuestionnaireDraft:
    """Move, copy or remove one question; `seen`, where given, must still be true of it."""

    def rework(content: QuestionnaireContent) -> QuestionnaireContent:
        question_of(content, key)
        if seen and fingerprint(content, key, editing.language) != seen:
            raise DraftConflictError(
                f"Somebody else has changed the question {key} since you opened the page. It is "
                "still there: look at it as it is now, then do it again."
            )
        return change(content)

    return _change(session, draft_id, rework, deed, editing)


def shape_to_fill(draft: QuestionnaireDraft, key: str, sent_type: str) -> QuestionShape:
    """The question that a form was drawn for, or an empty one of its type where it is gone.

    Raises UnknownDraftError where there is neither.
    """
    content = content_of(draft)
    if sent_type in set(QuestionType) and all(each.key != key for each in content.questions):
        return QuestionShape(key, QuestionType(sent_type))
    return question_of(content, key)


def _change(
    session: Session, draft_id: int, change: Change, deed: str, editing: Editing
) -> QuestionnaireDraft:
    return change_draft(
        session,
        draft_id,
        change,
        deed,
        editing.scope,
        editing.now,
        in_one_go=editing.is_autosave,
    )
