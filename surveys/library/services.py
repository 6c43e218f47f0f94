"""Take a question of the library into a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from access.visibility import Scope
from core.languages import FALLBACK_LANGUAGE
from surveys.library.catalogue import LibraryItem, library_constructs
from surveys.questionnaires.content import QuestionnaireContent
from surveys.strategy.services import add_missing_construct
from surveys.workshop.changes import add_question, free_key
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.services import change_draft


def take_into_draft(
    session: Session, item: LibraryItem, draft_id: int, scope: Scope, now: datetime
) -> QuestionnaireDraft:
    """The question behind the draft's last one, in the draft's languages; what it measures joins
    the constructs of the strategy.

    Raises UnknownDraftError, ContentError for more than a draft can hold.
    """
    deed = f"take {item.key} from the library"
    key = item.shape.construct
    add_missing_construct(session, scope, key, library_constructs()[key], now)
    return change_draft(
        session, draft_id, lambda content: with_item(content, item), deed, scope, now
    )


def with_item(content: QuestionnaireContent, item: LibraryItem) -> QuestionnaireContent:
    """The content with the question at its end; a metric that is fed already stays where it is."""
    key = free_key(content, item.key)
    is_fed = any(shape.metric is item.shape.metric for shape in content.questions)
    shape = replace(item.shape, key=key, metric=None if is_fed else item.shape.metric)
    wanted = {FALLBACK_LANGUAGE, *content.languages}
    texts = {
        language: {f"{key}{name.removeprefix(item.key)}": text for name, text in own.items()}
        for language, own in item.texts.items()
        if language in wanted
    }
    return add_question(content, shape, texts)
