"""What the page of a questionnaire's versions shows, and its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.languages import name_of
from surveys.models import QuestionnaireVersion, Survey
from surveys.questionnaires.sheet import Question, Sheet
from surveys.workshop.editor.pages import LanguageChoice, notes_of
from surveys.workshop.models import Publication, QuestionnaireDraft
from surveys.workshop.overview.pages import field_words
from surveys.workshop.queries import Purposes


@dataclass(frozen=True)
class VersionLine:
    id: int
    number: int
    published: str
    reason: str
    findings: tuple[Mapping[str, Any], ...]
    error_count: int
    field: str
    invited_count: int
    answered_count: int
    previous_id: int | None


@dataclass(frozen=True)
class VersionsPage:
    key: str
    audience: str
    lines: tuple[VersionLine, ...]
    draft_id: int | None
    draft_by: str


@dataclass(frozen=True)
class PaperQuestion:
    number: int
    text: str
    kind: str
    hint: str
    labels: tuple[str, ...]
    rows: tuple[str, ...]
    notes: tuple[str, ...]
    has_lines: bool


@dataclass(frozen=True)
class PaperPage:
    """A questionnaire to be printed and talked about around a table."""

    key: str
    name: str
    title: str
    intro: str
    language: str
    is_rtl: bool
    languages: tuple[LanguageChoice, ...]
    questions: tuple[PaperQuestion, ...]


def versions_page(
    versions: Sequence[QuestionnaireVersion],
    publications: Mapping[int, Publication],
    in_the_field: Mapping[int, Sequence[Survey]],
    invited: Mapping[int, int],
    answered: Mapping[int, int],
    draft: QuestionnaireDraft | None,
) -> VersionsPage:
    questionnaire = versions[0].questionnaire
    previous = {new.id: old.id for new, old in pairwise(versions)}
    return VersionsPage(
        key=questionnaire.key,
        audience=questionnaire.audience,
        lines=tuple(
            _line(
                version,
                publications.get(version.id),
                in_the_field.get(version.id, ()),
                (invited.get(version.id, 0), answered.get(version.id, 0)),
                previous.get(version.id),
            )
            for version in versions
        ),
        draft_id=draft.id if draft else None,
        draft_by=draft.edited_by if draft else "",
    )


def paper_page(
    sheet: Sheet, key: str, name: str, languages: Sequence[str], purposes: Purposes
) -> PaperPage:
    return PaperPage(
        key=key,
        name=name,
        title=sheet.title,
        intro=sheet.intro,
        language=sheet.language,
        is_rtl=sheet.is_rtl,
        languages=tuple(
            LanguageChoice(code, name_of(code), code == sheet.language) for code in languages
        ),
        questions=tuple(
            _paper_question(place + 1, question, purposes)
            for place, question in enumerate(sheet.questions)
        ),
    )


def _line(
    version: QuestionnaireVersion,
    publication: Publication | None,
    surveys: Sequence[Survey],
    counts: tuple[int, int],
    previous_id: int | None,
) -> VersionLine:
    findings = tuple(publication.findings) if publication else ()
    by = publication.published_by if publication else "read from a file"
    return VersionLine(
        id=version.id,
        number=version.number,
        published=f"{by}, {version.created_at:%Y-%m-%d %H:%M} UTC",
        reason=(publication.reason or "") if publication else "",
        findings=findings,
        error_count=sum(each["severity"] == "error" for each in findings),
        field=", ".join(map(field_words, surveys)),
        invited_count=counts[0],
        answered_count=counts[1],
        previous_id=previous_id,
    )


def _paper_question(number: int, question: Question, purposes: Purposes) -> PaperQuestion:
    labels = [option.text for option in question.options]
    if not labels and question.scores is not None:
        ends = {question.scores[0]: question.low, question.scores[-1]: question.high}
        labels = [f"{score} {ends.get(score) or ''}".strip() for score in question.scores]
    return PaperQuestion(
        number=number,
        text=question.text,
        kind=question.shape.facts.words,
        hint=question.hint or "",
        labels=tuple(labels),
        rows=tuple(row.text for row in question.rows),
        notes=tuple(notes_of(question.shape, purposes)),
        has_lines=not labels and bool(question.shape.answer_keys),
    )
