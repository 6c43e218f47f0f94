"""The question types as they are asked: one entry each, and nothing else on the page asks for a
question's type.

What a type *is* stands in `surveys.questionnaires.types`; how its kind of answer is read in
`feedback.reading` and how it leaves the house in `feedback.export_columns`, one entry a kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms.fields.core import UnboundField

from feedback.export_columns import ExportColumn, export_columns
from feedback.fields import QuestionField
from feedback.wording import Wording
from surveys.questionnaires import Question, QuestionType


@dataclass(frozen=True)
class TypeOfQuestion:
    """How a type is asked: its macro in `respond/questions.html`, its field, its columns."""

    template: str

    def make_field(self, question: Question, words: Wording) -> UnboundField:
        return QuestionField(question, words)

    def columns(self, question: Question) -> tuple[ExportColumn, ...]:
        return export_columns(question)


TYPES: Mapping[QuestionType, TypeOfQuestion] = {
    QuestionType.RECOMMENDATION: TypeOfQuestion("scale"),
    QuestionType.SATISFACTION5: TypeOfQuestion("across"),
    QuestionType.SATISFACTION7: TypeOfQuestion("choices"),
    QuestionType.EFFORT7: TypeOfQuestion("choices"),
    QuestionType.JUSTER: TypeOfQuestion("choices"),
    QuestionType.CHOICE: TypeOfQuestion("choices"),
    QuestionType.MULTIPLE: TypeOfQuestion("several"),
    QuestionType.RANKING: TypeOfQuestion("ranking"),
    QuestionType.GRID: TypeOfQuestion("grid"),
    QuestionType.NUMBER: TypeOfQuestion("number"),
    QuestionType.DATE: TypeOfQuestion("day"),
    QuestionType.SHORT_TEXT: TypeOfQuestion("line"),
    QuestionType.TEXT: TypeOfQuestion("text"),
    QuestionType.YES_NO: TypeOfQuestion("choices"),
    QuestionType.CONSENT: TypeOfQuestion("consent"),
    QuestionType.STATEMENT: TypeOfQuestion("statement"),
}
