"""The texts a draft has had, from its questionnaire's first version to now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.own import read_content
from surveys.questionnaires.queries import load_content
from surveys.translations.history import outdated_keys
from surveys.translations.strings import Completeness, completeness_of
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import content_of, steps_of, versions_of


def history_of(session: Session, draft: QuestionnaireDraft) -> tuple[QuestionnaireContent, ...]:
    """Versions from the first, then the draft's steps, then the draft as it is."""
    versions = reversed(versions_of(session, draft.key))
    steps = reversed(steps_of(session, draft.id))
    return (
        *(load_content(session, version.id) for version in versions),
        *(read_content(step.content) for step in steps),
        content_of(draft),
    )


def completeness_of_draft(session: Session, draft: QuestionnaireDraft) -> tuple[Completeness, ...]:
    """Each language of a draft but English, with what is missing and outdated."""
    history = history_of(session, draft)
    return tuple(
        completeness_of(history[-1], language, outdated_keys(history, language))
        for language in history[-1].languages
        if language != FALLBACK_LANGUAGE
    )
