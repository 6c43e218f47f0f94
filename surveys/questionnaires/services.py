"""Load questionnaires as immutable versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from surveys.models import Questionnaire, QuestionnaireText, QuestionnaireVersion, Survey
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import read_folder


@dataclass(frozen=True)
class LoadedVersion:
    """What loading one questionnaire did; `moved_count` surveys now ask this version."""

    key: str
    number: int
    is_new: bool
    moved_count: int


def load_questionnaires(session: Session, folder: Path, now: datetime) -> list[LoadedVersion]:
    """Store every questionnaire of a folder; same content is the same version.

    Surveys of a questionnaire ask the loaded version from the next draw on; invitations that were
    made keep theirs. Raises QuestionnaireFileError before anything is written.
    """
    return [store_version(session, content, now) for content in read_folder(folder)]


def store_version(session: Session, content: QuestionnaireContent, now: datetime) -> LoadedVersion:
    """Store content as its questionnaire's next version, unless some version is the same already.

    Surveys of the questionnaire ask it from the next draw on.
    """
    questionnaire = _questionnaire(session, content)
    version = session.scalar(
        sa.select(QuestionnaireVersion).where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id,
            QuestionnaireVersion.content_hash == content.content_hash,
        )
    )
    is_new = version is None
    if version is None:
        version = _add_version(session, questionnaire, content, now)
    return LoadedVersion(
        content.key, version.number, is_new, _move_surveys(session, questionnaire, version)
    )


def _questionnaire(session: Session, content: QuestionnaireContent) -> Questionnaire:
    found = session.scalar(sa.select(Questionnaire).where(Questionnaire.key == content.key))
    if found is None:
        found = Questionnaire(key=content.key, audience=content.audience.value)
        session.add(found)
        session.flush()
    return found


def _add_version(
    session: Session, questionnaire: Questionnaire, content: QuestionnaireContent, now: datetime
) -> QuestionnaireVersion:
    last = session.scalar(
        sa.select(sa.func.max(QuestionnaireVersion.number)).where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id
        )
    )
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire.id,
        number=(last or 0) + 1,
        content_hash=content.content_hash,
        structure=content.structure,
        created_at=now,
    )
    session.add(version)
    session.flush()
    session.execute(
        sa.insert(QuestionnaireText),
        [
            {"version_id": version.id, "language": language, "text_key": key, "text": text}
            for language, texts in content.texts.items()
            for key, text in texts.items()
        ],
    )
    return version


def _move_surveys(
    session: Session, questionnaire: Questionnaire, version: QuestionnaireVersion
) -> int:
    others = sa.select(QuestionnaireVersion.id).where(
        QuestionnaireVersion.questionnaire_id == questionnaire.id,
        QuestionnaireVersion.id != version.id,
    )
    surveys = session.scalars(sa.select(Survey).where(Survey.version_id.in_(others))).all()
    for survey in surveys:
        survey.version_id = version.id
    return len(surveys)
