"""Read versions and sheets."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.languages import FALLBACK_LANGUAGE, closest_language, is_right_to_left
from customers.models import Audience
from customers.queries import get_programme
from surveys.errors import UnknownVersionError
from surveys.models import QuestionnaireText, QuestionnaireVersion
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.piping import Placeholder, fill_sheet
from surveys.questionnaires.shapes import Flow, QuestionShape, read_flow, read_structure
from surveys.questionnaires.sheet import Option, Question, Sheet
from surveys.questionnaires.types import NOT_APPLICABLE, QuestionType


def load_sheet(session: Session, version_id: int, language: str) -> Sheet:
    """A version in a language; a text that is missing there is given in English.

    Of the placeholders the programme's name is filled. Raises UnknownVersionError.
    """
    programme = get_programme(session)
    names = {Placeholder.PROGRAMME: programme.name if programme else ""}
    return fill_sheet(load_unfilled_sheet(session, version_id, language), names)


def load_unfilled_sheet(session: Session, version_id: int, language: str) -> Sheet:
    """As `load_sheet`, with every placeholder as it was written."""
    version = _require_version(session, version_id)
    language = closest_language(language, available_languages(session, version_id))
    texts = _texts(session, version_id, language)
    shapes, flow = read_structure(version.structure), read_flow(version.structure)
    return _sheet(version_id, shapes, flow, language, texts)


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


def _require_version(session: Session, version_id: int) -> QuestionnaireVersion:
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise UnknownVersionError(
            f"There is no questionnaire version {version_id}. Load the questionnaires again."
        )
    return version


def _texts(session: Session, version_id: int, language: str) -> ChainMap[str, str]:
    """The texts of the language, and behind them those in English."""
    rows = session.execute(
        sa.select(
            QuestionnaireText.language, QuestionnaireText.text_key, QuestionnaireText.text
        ).where(
            QuestionnaireText.version_id == version_id,
            QuestionnaireText.language.in_({language, FALLBACK_LANGUAGE}),
        )
    ).all()
    own: dict[str, str] = {}
    english: dict[str, str] = {}
    for of_language, key, text in rows:
        (own if of_language == language else english)[key] = text
    return ChainMap(own, english)


def build_sheet(content: QuestionnaireContent, language: str) -> Sheet:
    """Content that is not stored yet in one language, as for a preview; what is missing stands in
    English, what nobody has written yet is empty, and placeholders stay as they were written."""
    language = closest_language(language, content.languages)
    texts = ChainMap(
        dict(content.texts.get(language, {})),
        dict(content.texts.get(FALLBACK_LANGUAGE, {})),
        dict.fromkeys(content.needed_text_keys, ""),
    )
    return _sheet(0, content.questions, content.flow, language, texts)


def _sheet(
    version_id: int,
    shapes: Sequence[QuestionShape],
    flow: Flow,
    language: str,
    texts: ChainMap[str, str],
) -> Sheet:
    return Sheet(
        version_id=version_id,
        language=language,
        is_rtl=is_right_to_left(language),
        title=texts["title"],
        intro=texts["intro"],
        questions=tuple(_question(shape, language, texts) for shape in shapes),
        flow=flow,
    )


def _question(shape: QuestionShape, language: str, texts: ChainMap[str, str]) -> Question:
    key = shape.key
    if f"{key}.text" not in texts.maps[0]:  # no question in one language with labels in another
        language, texts = FALLBACK_LANGUAGE, texts.parents
    labelled = shape.option_values if shape.type is not QuestionType.CONSENT else ()
    return Question(
        shape=shape,
        language=language,
        text=texts[f"{key}.text"],
        low=texts.get(f"{key}.low"),
        high=texts.get(f"{key}.high"),
        hint=texts.get(f"{key}.hint"),
        options=tuple(Option(value, texts[f"{key}.option.{value}"]) for value in labelled),
        rows=tuple(Option(row, texts[f"{key}.row.{row}"]) for row in shape.rows),
        not_applicable=texts.get(f"{key}.option.{NOT_APPLICABLE}"),
    )
