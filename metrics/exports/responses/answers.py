"""The columns of answers: every question that any questionnaire of the edition asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from feedback.answers import GivenAnswer
from feedback.export_columns import ColumnKind as AnswerColumnKind
from feedback.export_columns import ExportColumn, export_cells, export_columns
from metrics.dashboards.wording import capital
from metrics.exports.table import Column, ColumnKind, Value
from surveys.questionnaires import Question

KINDS = {
    AnswerColumnKind.WHOLE: ColumnKind.INTEGER,
    AnswerColumnKind.NUMBER: ColumnKind.DECIMAL,
    AnswerColumnKind.DAY: ColumnKind.DAY,
    AnswerColumnKind.TEXT: ColumnKind.TEXT,
}
WRITTEN = (ColumnKind.TEXT, ColumnKind.DECIMAL, ColumnKind.DAY)


@dataclass
class _Merged:
    """A column that several questionnaires may ask, each in its own words."""

    kind: ColumnKind
    codes: dict[str, str] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    asked_by: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerColumns:
    """`names` is the column of each cell, by its questionnaire and its own name."""

    columns: tuple[Column, ...]
    questions: Mapping[str, tuple[Question, ...]]
    names: Mapping[tuple[str, str], str]

    def alike(self, questionnaires: Collection[str]) -> frozenset[str]:
        """The columns that each of them asks with the same codes: these do not tell them apart."""
        asked = [
            {
                (self.names[one, column.name], frozenset(column.codes))
                for question in self.questions.get(one, ())
                for column in export_columns(question)
            }
            for one in questionnaires
        ]
        return frozenset(name for name, _ in set.intersection(*asked)) if asked else frozenset()

    def cells(
        self,
        questionnaire: str,
        answers: Mapping[str, Sequence[GivenAnswer]],
        told: Collection[str],
        *,
        has_texts: bool,
        has_written: bool,
    ) -> tuple[Value, ...]:
        """One response's answers in the columns `told`; `has_texts` whether texts are told,
        `has_written` whatever was not chosen."""
        given: dict[str, Value] = {}
        for question in self.questions.get(questionnaire, ()):
            if question.key in answers:
                cells = export_cells(question, answers[question.key])
                given.update(
                    (self.names[questionnaire, name], value) for name, value in cells.items()
                )
        return tuple(
            _fitting(column, given[column.name])
            if column.name in given
            and column.name in told
            and _is_told(column.kind, has_texts, has_written)
            else None
            for column in self.columns
        )


def answer_columns(
    questions: Mapping[str, tuple[Question, ...]], taken: frozenset[str]
) -> AnswerColumns:
    """Columns of one name and kind are one; a `taken` name, or one of another kind, is changed."""
    merged: dict[str, _Merged] = {}
    names: dict[tuple[str, str], str] = {}
    for questionnaire, asked in questions.items():
        for question in asked:
            for column in export_columns(question):
                name = _merge(merged, column, questionnaire, taken)
                names[questionnaire, column.name] = name
    columns = tuple(_column(name, one) for name, one in merged.items())
    return AnswerColumns(columns, questions, names)


def _merge(
    merged: dict[str, _Merged], column: ExportColumn, questionnaire: str, taken: frozenset[str]
) -> str:
    kind = _kind(column)
    name = f"answer.{column.name}" if column.name in taken else column.name
    if name in merged and merged[name].kind is not kind:
        name = f"{name}@{questionnaire}"
    one = merged.setdefault(name, _Merged(kind))
    one.codes |= {str(code): words for code, words in column.codes.items()}
    one.missing |= dict.fromkeys(str(code) for code in column.missing)
    one.asked_by.setdefault(column.label, []).append(questionnaire)
    return name


def _kind(column: ExportColumn) -> ColumnKind:
    is_chosen = column.kind is AnswerColumnKind.TEXT and column.codes
    return ColumnKind.CATEGORY if is_chosen else KINDS[column.kind]


def _column(name: str, one: _Merged) -> Column:
    """Asked in several ways, its label is its name, and `about` has every wording."""
    wordings = {label: ", ".join(dict.fromkeys(by)) for label, by in one.asked_by.items()}
    about, label = f"Asked by {', '.join(wordings.values())}.", next(iter(wordings))
    if len(wordings) > 1:
        label = f"{capital(name.replace('_', ' '))}, asked in {len(wordings)} wordings"
        about += "".join(f" “{words}”: {by}." for words, by in wordings.items())
    return Column(
        name, label, one.kind, about=about, categories=one.codes, missing=tuple(one.missing)
    )


def _is_told(kind: ColumnKind, has_texts: bool, has_written: bool) -> bool:
    if kind is ColumnKind.TEXT:
        return has_texts
    return has_written or kind not in WRITTEN


def _fitting(column: Column, value: Value) -> Value:
    """An imported answer may be of another kind than its question: then it stays out of a number
    or day column."""
    is_day = isinstance(value, date)
    if column.kind is ColumnKind.DAY:
        return value if is_day else None
    if column.kind is ColumnKind.DECIMAL:
        return value if isinstance(value, int | float) else None
    return value
