"""Questions as the templates get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.question_types import TYPES
from feedback.wording import Wording
from surveys.questionnaires import Question

# What was sent for each name in the form, to be shown again.
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class AskedQuestion:
    """One question as drawn; `value` and `problem` are what was sent and what is wrong with it."""

    key: str
    number: int
    template: str
    text: str
    hint: str
    low: str | None
    high: str | None
    choices: tuple[Choice, ...]
    value: str
    is_required: bool
    problem: str | None

    @property
    def focus_id(self) -> str:
        """The first control: where the error summary leads."""
        return f"{self.key}-first"

    @property
    def described_by(self) -> str:
        """The ids of what is said about the question beside its text."""
        parts = (
            ("error", self.problem),
            ("hint", self.hint),
            ("ends", self.low and self.template == "scale"),
        )
        return " ".join(f"{self.key}-{name}" for name, is_there in parts if is_there)


def draw_question(
    question: Question,
    number: int,
    words: Wording,
    values: Values,
    problems: Mapping[str, str],
) -> AskedQuestion:
    value = values.get(question.key, ("",))[0]
    return AskedQuestion(
        key=question.key,
        number=number,
        template=TYPES[question.type].template,
        text=question.text,
        hint=question.hint or ("" if question.is_required else words.optional),
        low=question.low,
        high=question.high,
        choices=tuple(_choices(question, value)),
        value=value,
        is_required=question.is_required,
        problem=problems.get(question.key),
    )


def _choices(question: Question, value: str) -> list[Choice]:
    if question.options:
        pairs = [(option.value, option.text) for option in question.options]
    else:
        pairs = [(str(score), str(score)) for score in question.scores or ()]
    return [Choice(offered, text, offered == value) for offered, text in pairs]
