"""What was asked, frozen with its week: the versions answered or in the field, without a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class QuestionFacts:
    """One question of a version: what it measures and where it stands.

    `lowest` and `highest` score are None where it takes no score; `parts` are the rows of a grid,
    whose scores are its. `place` counts questions from 0, `page` from 1. `wording` is a hash of
    its texts, options and scale in the fallback language: another one is another question.
    """

    key: str
    type: str
    place: int
    page: int
    metric: str
    construct: str
    objectives: tuple[str, ...]
    lowest: int | None
    highest: int | None
    low_is_good: bool
    parts: tuple[str, ...]
    is_required: bool
    wording: str


@dataclass(frozen=True)
class LintFacts:
    """A finding of the lint that was there when the version came into the field."""

    category: str
    severity: str
    question: str
    language: str
    message: str


@dataclass(frozen=True)
class QuestionnaireFacts:
    """One version. `name` is as responses name it: "end_user.delivery.2".

    `reason` is why it was published in spite of errors, `missing_texts` how many of its
    `text_count` texts each language lacks. `left_on` counts the sheets of this version that were
    begun and never sent, by the farthest page, and `sent_count` those that were, both of links
    that closed by the cut-off (all weeks: nobody can be told from them).
    """

    name: str
    audience: str
    touchpoints: tuple[str, ...]
    questions: tuple[QuestionFacts, ...]
    findings: tuple[LintFacts, ...]
    reason: str
    text_count: int
    missing_texts: Mapping[str, int]
    left_on: Mapping[str, int]
    sent_count: int

    @property
    def is_in_field(self) -> bool:
        return bool(self.touchpoints)

    @property
    def page_count(self) -> int:
        return max((question.page for question in self.questions), default=0)

    @cached_property
    def by_key(self) -> dict[str, QuestionFacts]:
        return {question.key: question for question in self.questions}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> QuestionnaireFacts:
        return cls(
            **{
                **data,
                "touchpoints": tuple(data["touchpoints"]),
                "questions": tuple(_question(row) for row in data["questions"]),
                "findings": tuple(LintFacts(**row) for row in data["findings"]),
            }
        )


def _question(row: Mapping[str, Any]) -> QuestionFacts:
    return QuestionFacts(
        **{**row, "objectives": tuple(row["objectives"]), "parts": tuple(row["parts"])}
    )
