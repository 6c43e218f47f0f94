"""Begin to write: with nothing, with a ready-made questionnaire, or with a copy of a version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.models import Audience
from surveys.errors import ContentError, UnknownVersionError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import read_ready
from surveys.questionnaires.queries import load_content
from surveys.workshop.changes import empty_content, take_over
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.services import create_draft

EMPTY = "empty"
READY_PREFIX, VERSION_PREFIX = "ready:", "version:"


def begin_draft(
    session: Session, key: str, start: str, scope: Scope, now: datetime
) -> QuestionnaireDraft:
    """A draft of the questionnaire `key`; `start` is "empty", "ready:KEY" or "version:ID".

    A copy takes everything: questions, texts in all languages, conditions, constructs, objectives.
    Raises ContentError for a key or start that cannot be, UnknownVersionError, DraftExistsError.
    """
    content = take_over(_empty(key), _started(session, key, start))
    return create_draft(session, content, scope, now)


def ready_questionnaires() -> tuple[QuestionnaireContent, ...]:
    return read_ready()


def _empty(key: str) -> QuestionnaireContent:
    audience, _, about = key.partition(".")
    if audience not in set(Audience) or not about:
        raise ContentError("Choose the audience and the touchpoint of the questionnaire.")
    return empty_content(key, Audience(audience))


def _started(session: Session, key: str, start: str) -> QuestionnaireContent:
    if start == EMPTY:
        return _empty(key)
    if start.startswith(READY_PREFIX):
        wanted = start.removeprefix(READY_PREFIX)
        found = next((one for one in ready_questionnaires() if one.key == wanted), None)
        if found:
            return found
    if start.startswith(VERSION_PREFIX):
        return load_content(session, _version_id(start.removeprefix(VERSION_PREFIX)))
    raise ContentError("Choose what to begin with: nothing, a ready-made one, or a version.")


def _version_id(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise UnknownVersionError("There is no such version. Choose one from the list.")
    return int(text)
