"""Load questionnaires as immutable versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from surveys.models import Questionnaire, QuestionnaireText, QuestionnaireVersion, Survey
from surveys.questionnaires.files import QuestionnaireFile, read_folder


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
    return [_load(session, file, now) for file in read_folder(folder)]


def _load(session: Session, file: QuestionnaireFile, now: datetime) -> LoadedVersion:
    questionnaire = _questionnaire(session, file)
    version = session.scalar(
        sa.select(QuestionnaireVersion).where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id,
            QuestionnaireVersion.content_hash == file.content_hash,
        )
    )
    is_new = version is None
    if version is None:
        version = _add_version(session, questionnaire, file, now)
    return LoadedVersion(
        file.key, version.number, is_new, _move_surveys(session, questionnaire, version)
    )


def _questionnaire(session: Session, file: QuestionnaireFile) -> Questionnaire:
    found = session.scalar(sa.select(Questionnaire).where(Questionnaire.key == file.key))
    if found is None:
        found = Questionnaire(key=file.key, audience=file.audience.value)
        session.add(found)
        session.flush()
    return found


def _add_version(
    session: Session, questionnaire: Questionnaire, file: QuestionnaireFile, now: datetime
) -> QuestionnaireVersion:
    last = session.scalar(
        sa.select(sa.func.max(QuestionnaireVersion.number)).where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id
        )
    )
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire.id,
        number=(last or 0) + 1,
        content_hash=file.content_hash,
        structure=file.structure,
        created_at=now,
    )
    session.add(version)
    session.flush()
    session.execute(
        sa.insert(QuestionnaireText),
        [
            {"version_id": version.id, "language": language, "text_key": key, "text": text}
            for language, texts in file.texts.items()
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
