"""What the pages about surveys and asking show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clock import Week
from customers.models import Programme
from surveys.fieldwork import fieldwork_ends_at
from surveys.models import FrameStatus, PlanMethod, Promise, Survey
from surveys.questionnaires.sheet import Question, Sheet
from surveys.sampling.frame_counts import FrameCounts
from surveys.wording import (
    AUDIENCE_WORDS,
    PROMISE_WORDS,
    STATUS_WORDS,
    plan_in_words,
)


@dataclass(frozen=True)
class SurveyLine:
    id: int
    touchpoint: str
    audience: str
    questionnaire: str
    plan: str


@dataclass(frozen=True)
class SurveysPage:
    has_programme: bool
    surveys: tuple[SurveyLine, ...]


@dataclass(frozen=True)
class QuestionPreview:
    text: str
    kind: str
    is_required: bool
    options: tuple[str, ...]


@dataclass(frozen=True)
class SurveyPage:
    """One survey: its plan's form stands beside the preview of what is asked."""

    line: SurveyLine
    promise: str
    language: str
    languages: tuple[str, ...]
    is_rtl: bool
    title: str
    intro: str
    questions: tuple[QuestionPreview, ...]


@dataclass(frozen=True)
class AskPage:
    """A week's sampling frame; rows are words and one count for each of `audiences`."""

    week: str | None
    weeks: tuple[str, ...]
    audiences: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    transaction_count: int
    open_count: int
    drawn_count: int
    answerable_until_at: datetime | None
    is_over: bool

    @property
    def can_draw(self) -> bool:
        return self.open_count > 0 and not self.is_over


def survey_line(survey: Survey) -> SurveyLine:
    return SurveyLine(
        id=survey.id,
        touchpoint=survey.touchpoint.name,
        audience=survey.audience,
        questionnaire=f"{survey.version.questionnaire.key}, version {survey.version.number}",
        plan=plan_in_words(PlanMethod(survey.method), survey.share, survey.is_active),
    )


def surveys_page(programme: Programme | None, surveys: Iterable[Survey]) -> SurveysPage:
    return SurveysPage(programme is not None, tuple(survey_line(survey) for survey in surveys))


def survey_page(survey: Survey, sheet: Sheet, languages: tuple[str, ...]) -> SurveyPage:
    return SurveyPage(
        line=survey_line(survey),
        promise=PROMISE_WORDS[Promise(survey.promise)],
        language=sheet.language,
        languages=languages,
        is_rtl=sheet.is_rtl,
        title=sheet.title,
        intro=sheet.intro,
        questions=tuple(_preview(question) for question in sheet.questions),
    )


def _preview(question: Question) -> QuestionPreview:
    ends = (question.low, question.high)
    labels = [option.text for option in question.options]
    if not labels and question.scores is not None:
        numbers = (question.scores[0], question.scores[-1])
        labels = [f"{score} = {end}" for score, end in zip(numbers, ends, strict=True) if end]
    return QuestionPreview(
        text=question.text,
        kind=question.shape.facts.words,
        is_required=question.is_required,
        options=tuple(labels),
    )


def ask_page(
    programme: Programme | None,
    week: Week | None,
    weeks: Sequence[Week],
    counts: Sequence[FrameCounts],
    now: datetime,
) -> AskPage:
    until_at = fieldwork_ends_at(week, programme) if week and programme else None
    return AskPage(
        week=str(week) if week else None,
        weeks=tuple(str(one) for one in weeks),
        audiences=tuple(AUDIENCE_WORDS[one.audience].capitalize() for one in counts),
        rows=_rows(counts),
        transaction_count=max((one.transaction_count for one in counts), default=0),
        open_count=sum(one.open_count for one in counts),
        drawn_count=sum(one.by_status.get(FrameStatus.DRAWN, 0) for one in counts),
        answerable_until_at=until_at,
        is_over=until_at is not None and now >= until_at,
    )


def _rows(counts: Sequence[FrameCounts]) -> tuple[tuple[str, ...], ...]:
    """A row for every status; what has none yet or is not asked only where there is any."""
    statuses = [
        (words.capitalize(), *(f"{one.by_status.get(status, 0):,}" for one in counts))
        for status, words in STATUS_WORDS.items()
    ]
    others = [
        ("No frame status yet", *(f"{one.open_count:,}" for one in counts)),
        ("Not asked at this touchpoint", *(f"{one.unasked_count:,}" for one in counts)),
    ]
    total = ("All transactions", *(f"{one.transaction_count:,}" for one in counts))
    return (*statuses, *(row for row in others if set(row[1:]) != {"0"}), total)
