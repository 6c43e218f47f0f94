"""The question types: one entry each, and nothing else anywhere asks for a question's type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField

from surveys.questionnaires import Question, QuestionType

Check = Callable[[Any, Field], None]


@dataclass(frozen=True)
class TypeOfQuestion:
    """How a type is asked: its field, and its macro in `respond/questions.html`."""

    make_field: Callable[[Question, Check], UnboundField]
    template: str


def _score_field(question: Question, check: Check) -> UnboundField:
    scores = [SelectChoice(str(score), str(score)) for score in question.scores or ()]
    return RadioField(question.text, [check], choices=scores, validate_choice=False)


def _choice_field(question: Question, check: Check) -> UnboundField:
    options = [SelectChoice(option.value, option.text) for option in question.options]
    return RadioField(question.text, [check], choices=options, validate_choice=False)


def _text_field(question: Question, check: Check) -> UnboundField:
    return TextAreaField(question.text, [check])


TYPES: Mapping[QuestionType, TypeOfQuestion] = {
    QuestionType.RECOMMENDATION: TypeOfQuestion(_score_field, "scale"),
    QuestionType.SATISFACTION5: TypeOfQuestion(_choice_field, "across"),
    QuestionType.EFFORT7: TypeOfQuestion(_choice_field, "choices"),
    QuestionType.JUSTER: TypeOfQuestion(_choice_field, "choices"),
    QuestionType.CHOICE: TypeOfQuestion(_choice_field, "choices"),
    QuestionType.TEXT: TypeOfQuestion(_text_field, "text"),
}
