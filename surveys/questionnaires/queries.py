"""Read versions and sheets."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from customers.queries import get_programme
from surveys.errors import UnknownVersionError
from surveys.models import QuestionnaireText, QuestionnaireVersion
from surveys.questionnaires.content import (
    FALLBACK_LANGUAGE,
    RIGHT_TO_LEFT,
    Option,
    Question,
    QuestionShape,
    Sheet,
    read_structure,
)


def load_sheet(session: Session, version_id: int, language: str) -> Sheet:
    """A version in a language; a text that is missing there is given in English.

    Raises UnknownVersionError.
    """
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise UnknownVersionError(
            f"There is no questionnaire version {version_id}. Load the questionnaires again."
        )
    language = closest_language(language, available_languages(session, version_id))
    texts = _texts(session, version_id, language)
    return Sheet(
        version_id=version_id,
        language=language,
        is_rtl=language in RIGHT_TO_LEFT,
        title=texts["title"],
        intro=texts["intro"],
        questions=tuple(_question(shape, texts) for shape in read_structure(version.structure)),
    )


def available_languages(session: Session, version_id: int) -> tuple[str, ...]:
    """The languages a version has texts in, the fallback language first."""
    found = session.scalars(
        sa.select(QuestionnaireText.language)
        .where(QuestionnaireText.version_id == version_id)
        .distinct()
    )
    return tuple(sorted(found, key=lambda language: (language != FALLBACK_LANGUAGE, language)))


def closest_language(wanted: str | None, available: tuple[str, ...]) -> str:
    """The wanted language, or its plain form ("de" for "de-AT"), or English."""
    wanted = (wanted or "").strip().lower().replace("_", "-")
    for candidate in (wanted, wanted.partition("-")[0]):
        if candidate in available:
            return candidate
    return FALLBACK_LANGUAGE


def _texts(session: Session, version_id: int, language: str) -> Mapping[str, str]:
    rows = session.execute(
        sa.select(
            QuestionnaireText.language, QuestionnaireText.text_key, QuestionnaireText.text
        ).where(
            QuestionnaireText.version_id == version_id,
            QuestionnaireText.language.in_({language, FALLBACK_LANGUAGE}),
        )
    ).all()
    programme = get_programme(session)
    name = programme.name if programme else ""
    merged: dict[str, str] = {}
    for of_language, key, text in rows:
        if of_language == language or key not in merged:
            merged[key] = text.replace("{programme}", name)
    return merged


def _question(shape: QuestionShape, texts: Mapping[str, str]) -> Question:
    return Question(
        shape=shape,
        text=texts[f"{shape.key}.text"],
        low=texts.get(f"{shape.key}.low"),
        high=texts.get(f"{shape.key}.high"),
        hint=texts.get(f"{shape.key}.hint"),
        options=tuple(
            Option(value, texts[f"{shape.key}.option.{value}"]) for value in shape.option_values
        ),
    )
