"""Read versions and sheets."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from customers.models import Audience
from customers.queries import get_programme
from surveys.errors import UnknownVersionError
from surveys.models import QuestionnaireText, QuestionnaireVersion
from surveys.questionnaires.content import (
    FALLBACK_LANGUAGE,
    RIGHT_TO_LEFT,
    QuestionnaireContent,
)
from surveys.questionnaires.shapes import QuestionShape, read_flow, read_structure
from surveys.questionnaires.sheet import Option, Question, Sheet
from surveys.questionnaires.types import NOT_APPLICABLE, QuestionType


def load_sheet(session: Session, version_id: int, language: str) -> Sheet:
    """A version in a language; a text that is missing there is given in English.

    Raises UnknownVersionError.
    """
    version = _require_version(session, version_id)
    language = closest_language(language, available_languages(session, version_id))
    texts = _texts(session, version_id, language)
    return Sheet(
        version_id=version_id,
        language=language,
        is_rtl=language in RIGHT_TO_LEFT,
        title=texts["title"],
        intro=texts["intro"],
        questions=tuple(_question(shape, texts) for shape in read_structure(version.structure)),
        flow=read_flow(version.structure),
    )


def load_content(session: Session, version_id: int) -> QuestionnaireContent:
    """A version's whole content in all its languages; raises UnknownVersionError."""
    version = _require_version(session, version_id)
    texts: dict[str, dict[str, str]] = {}
    for text in version.texts:
        texts.setdefault(text.language, {})[text.text_key] = text.text
    return QuestionnaireContent(
        key=version.questionnaire.key,
        audience=Audience(version.questionnaire.audience),
        questions=read_structure(version.structure),
        texts=texts,
        flow=read_flow(version.structure),
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


def _require_version(session: Session, version_id: int) -> QuestionnaireVersion:
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise UnknownVersionError(
            f"There is no questionnaire version {version_id}. Load the questionnaires again."
        )
    return version


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


def build_sheet(content: QuestionnaireContent, language: str, programme: str) -> Sheet:
    """Content that is not stored yet in one language, as for a preview; what is missing stands in
    English, and what nobody has written yet is empty."""
    texts = {
        **dict.fromkeys(content.needed_text_keys, ""),
        **content.texts.get(FALLBACK_LANGUAGE, {}),
        **content.texts.get(language, {}),
    }
    named = {key: text.replace("{programme}", programme) for key, text in texts.items()}
    return Sheet(
        version_id=0,
        language=language,
        is_rtl=language in RIGHT_TO_LEFT,
        title=named["title"],
        intro=named["intro"],
        questions=tuple(_question(shape, named) for shape in content.questions),
        flow=content.flow,
    )


def _question(shape: QuestionShape, texts: Mapping[str, str]) -> Question:
    key = shape.key
    labelled = shape.option_values if shape.type is not QuestionType.CONSENT else ()
    return Question(
        shape=shape,
        text=texts[f"{key}.text"],
        low=texts.get(f"{key}.low"),
        high=texts.get(f"{key}.high"),
        hint=texts.get(f"{key}.hint"),
        options=tuple(Option(value, texts[f"{key}.option.{value}"]) for value in labelled),
        rows=tuple(Option(row, texts[f"{key}.row.{row}"]) for row in shape.rows),
        not_applicable=texts.get(f"{key}.option.{NOT_APPLICABLE}"),
    )
