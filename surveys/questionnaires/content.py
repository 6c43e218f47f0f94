"""What a questionnaire version is made of, and what a respondent's sheet is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FALLBACK_LANGUAGE = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class QuestionType(StrEnum):
    RECOMMENDATION = "recommendation"
    SATISFACTION5 = "satisfaction5"
    EFFORT7 = "effort7"
    JUSTER = "juster"
    CHOICE = "choice"
    TEXT = "text"


class QuestionMetric(StrEnum):
    """The metric a question's score feeds."""

    NPS = "nps"
    CSAT = "csat"
    EFFORT = "effort"
    INTENT = "intent"


SCORES: Mapping[QuestionType, range] = {
    QuestionType.RECOMMENDATION: range(11),
    QuestionType.SATISFACTION5: range(1, 6),
    QuestionType.EFFORT7: range(1, 8),
    QuestionType.JUSTER: range(11),
}
METRIC_TYPES: Mapping[QuestionMetric, QuestionType] = {
    QuestionMetric.NPS: QuestionType.RECOMMENDATION,
    QuestionMetric.CSAT: QuestionType.SATISFACTION5,
    QuestionMetric.EFFORT: QuestionType.EFFORT7,
    QuestionMetric.INTENT: QuestionType.JUSTER,
}
TYPES_WITH_ENDS = frozenset({QuestionType.RECOMMENDATION, QuestionType.JUSTER})
TYPES_WITH_LABELS = frozenset(
    {QuestionType.SATISFACTION5, QuestionType.EFFORT7, QuestionType.JUSTER}
)


@dataclass(frozen=True)
class QuestionShape:
    """One question of a version without its texts, as its structure stores it."""

    key: str
    type: QuestionType
    is_required: bool
    metric: QuestionMetric | None = None
    options: tuple[str, ...] = ()
    max_length: int | None = None

    @property
    def scores(self) -> range | None:
        """The scores that may be given; None where the answer is not a score."""
        return SCORES.get(self.type)

    @property
    def option_values(self) -> tuple[str, ...]:
        """The values that carry a label of their own."""
        if self.type in TYPES_WITH_LABELS:
            return tuple(str(score) for score in SCORES[self.type])
        return self.options

    def text_keys(self) -> Iterator[str]:
        """The keys of every text the question needs in the fallback language."""
        yield f"{self.key}.text"
        if self.type in TYPES_WITH_ENDS:
            yield f"{self.key}.low"
            yield f"{self.key}.high"
        for value in self.option_values:
            yield f"{self.key}.option.{value}"

    def stored(self) -> dict[str, Any]:
        stored: dict[str, Any] = {
            "key": self.key,
            "type": self.type.value,
            "required": self.is_required,
            "metric": self.metric.value if self.metric else None,
        }
        if self.type is QuestionType.CHOICE:
            stored["options"] = list(self.options)
        if self.type is QuestionType.TEXT:
            stored["max_length"] = self.max_length
        return stored


def read_structure(structure: Mapping[str, Any]) -> tuple[QuestionShape, ...]:
    """The questions of a stored version, in order."""
    return tuple(
        QuestionShape(
            key=stored["key"],
            type=QuestionType(stored["type"]),
            is_required=stored["required"],
            metric=QuestionMetric(stored["metric"]) if stored["metric"] else None,
            options=tuple(stored.get("options", ())),
            max_length=stored.get("max_length"),
        )
        for stored in structure["questions"]
    )


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, with its label."""

    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question as a respondent reads it.

    Scales from 0 to 10 name their ends (`low`, `high`); fully labelled scales and choices have an
    option for every value, in order.
    """

    shape: QuestionShape
    text: str
    low: str | None
    high: str | None
    hint: str | None
    options: tuple[Option, ...]

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
    """A questionnaire version in one language."""

    version_id: int
    language: str
    is_rtl: bool
    title: str
    intro: str
    questions: tuple[Question, ...]
