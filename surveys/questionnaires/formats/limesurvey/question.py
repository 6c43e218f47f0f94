"""One question of a LimeSurvey file, and what all types have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaires.formats.foreign import ForeignOption, ForeignQuestion, Labels
from surveys.questionnaires.types import QuestionType


@dataclass(frozen=True)
class LssRow:
    code: str
    scale: int
    label: Labels


@dataclass(frozen=True)
class LssAnswer:
    code: str
    scale: int
    label: Labels


@dataclass(frozen=True)
class LssQuestion:
    """One question as the tables of the file describe it."""

    name: str
    kind: str
    sgqa: str
    text: Labels
    help: Labels
    mandatory: str
    has_other: bool
    conditions: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[LssRow, ...] = ()
    answers: tuple[LssAnswer, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.text) or ("en",)

    def answers_of(self, scale: int) -> tuple[ForeignOption, ...]:
        return tuple(ForeignOption(a.code, a.label) for a in self.answers if a.scale == scale)

    def rows_of(self, scale: int = 0) -> tuple[ForeignOption, ...]:
        return tuple(ForeignOption(row.code, row.label) for row in self.rows if row.scale == scale)

    def whole(self, name: str) -> int | None:
        text = self.attributes.get(name, "").strip()
        return int(text) if re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII) else None


def ask(question: LssQuestion, kind: QuestionType, **settings: Any) -> ForeignQuestion:
    """One question with what all types have in common."""
    notes = list(settings.pop("notes", ()))
    return ForeignQuestion(
        name=settings.pop("name", question.name),
        type=kind,
        texts=settings.pop("texts", {"text": question.text, "hint": question.help}),
        names=settings.pop("names", (question.sgqa,)),
        is_required=settings.pop("is_required", question.mandatory == "Y"),
        conditions=question.conditions,
        notes=[*notes, *_about_attributes(question)],
        **settings,
    )


def same_label(text: str, languages: Sequence[str]) -> Labels:
    return dict.fromkeys(languages, text)


def _about_attributes(question: LssQuestion) -> list[str]:
    notes = [
        words
        for name, words in ABOUT_ATTRIBUTES.items()
        if question.attributes.get(name, "").strip() not in {"", "0", "N"}
    ]
    if question.mandatory == "S":
        notes.append("It was “soft mandatory”; here it may be left out")
    return notes


ABOUT_ATTRIBUTES = {
    "random_order": "Its options were in random order; here they stand fast",
    "answer_order": "The order of its options was changed while answering; here it stands fast",
    "random_group": "It was in a random group; here the order stands fast",
    "array_filter": "It showed only what was chosen before: it shows every line here",
    "array_filter_exclude": "It left out what was chosen before: it shows every line here",
    "em_validation_q": "Its validation equation was left out",
    "em_validation_sq": "Its validation equation was left out",
    "hidden": "It was hidden there and is shown here: remove it if nobody should see it",
    "prefix": "The words before its field were left out",
    "suffix": "The words behind its field were left out",
    "time_limit": "Its time limit was left out",
}
