"""A questionnaire version in one language, as a respondent reads it."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.questionnaires.shapes import Flow, QuestionShape
from surveys.questionnaires.types import QuestionMetric, QuestionType


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, or a row that can be rated, with its label."""

    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question as a respondent reads it.

    Scales from 0 to 10 name their ends (`low`, `high`); fully labelled scales and choices have an
    option for every value, in order; a grid has its `rows`. `not_applicable` is the label of that
    way out where the designer wrote one of their own. `language` is that of its texts: English
    where the sheet's own language lacks them.
    """

    shape: QuestionShape
    language: str
    text: str
    low: str | None
    high: str | None
    hint: str | None
    options: tuple[Option, ...]
    rows: tuple[Option, ...] = ()
    not_applicable: str | None = None

    @property
    def key(self) -> str:
        return self.shape.key

    @property
    def type(self) -> QuestionType:
        return self.shape.type

    @property
    def is_required(self) -> bool:
        return self.shape.is_required

    @property
    def metric(self) -> QuestionMetric | None:
        return self.shape.metric

    @property
    def scores(self) -> range | None:
        return self.shape.scores

    @property
    def max_length(self) -> int | None:
        return self.shape.max_length


@dataclass(frozen=True)
class Sheet:
    """A questionnaire version in one language; a text that is missing there stands in English."""

    version_id: int
    language: str
    is_rtl: bool
    title: str
    intro: str
    questions: tuple[Question, ...]
    flow: Flow = Flow.ONE_PAGE
