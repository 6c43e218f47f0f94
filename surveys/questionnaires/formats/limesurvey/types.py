"""LimeSurvey's question types, each with what it becomes here: one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from surveys.questionnaires.formats.foreign import ForeignOption
from surveys.questionnaires.formats.imported import Outcome, ReportLine
from surveys.questionnaires.formats.limesurvey.choices import (
    Part,
    choice,
    choice_with_comment,
    multiple,
    multiple_with_comments,
)
from surveys.questionnaires.formats.limesurvey.question import LssQuestion, ask, same_label
from surveys.questionnaires.formats.scales import rate_rows
from surveys.questionnaires.types import QuestionType


def read_question(question: LssQuestion) -> Sequence[Part]:
    """What becomes of one question: usually one of ours, sometimes several, or a line why not."""
    if question.kind not in TYPES:
        words = NOT_ASKED.get(question.kind, f"The type {question.kind[:20]!r} is not known here")
        return (ReportLine(question.name, "", Outcome.LEFT_OUT, (words,)),)
    return TYPES[question.kind](question)


def _ranking(question: LssQuestion) -> Sequence[Part]:
    options = question.answers_of(0) or question.rows_of()
    return (
        ask(question, QuestionType.RANKING, options=options, most=question.whole("max_answers")),
    )


def _array(question: LssQuestion) -> Sequence[Part]:
    return rate_rows(ask(question, QuestionType.GRID), question.rows_of(), question.answers_of(0))


def _array_of(*labels: tuple[str, str]) -> Callable[[LssQuestion], Sequence[Part]]:
    def read(question: LssQuestion) -> Sequence[Part]:
        answers = [
            ForeignOption(code, same_label(text, question.languages)) for code, text in labels
        ]
        note = "Its answers had words of LimeSurvey's own: look at them in every language"
        return rate_rows(
            ask(question, QuestionType.GRID, notes=[note]), question.rows_of(), answers
        )

    return read


def _labelled(question: LssQuestion, labels: Sequence[tuple[str, str]]) -> list[ForeignOption]:
    """Answers whose words LimeSurvey has itself and puts into no file."""
    return [ForeignOption(code, same_label(text, question.languages)) for code, text in labels]


def _array_of_two_scales(question: LssQuestion) -> Sequence[Part]:
    parts: list[Part] = []
    for scale in (0, 1):
        header = question.attributes.get("dualscale_headerA" if scale == 0 else "dualscale_headerB")
        base = ask(
            question,
            QuestionType.GRID,
            name=f"{question.name}_{scale}",
            names=(),
            notes=[f"It had two scales; this is the {'first' if scale == 0 else 'second'}"]
            + ([f"The scale's heading {header!r} was left out"] if header else []),
        )
        parts.extend(rate_rows(base, question.rows_of(), question.answers_of(scale)))
    return parts


def _for_each_row(kind: QuestionType) -> Callable[[LssQuestion], Sequence[Part]]:
    def read(question: LssQuestion) -> Sequence[Part]:
        return [
            ask(
                question,
                kind,
                name=f"{question.name}_{row.code}",
                names=(f"{question.sgqa}{row.code}",),
                texts={
                    "text": {
                        language: f"{question.text.get(language, '')} {label}"
                        for language, label in row.label.items()
                    }
                },
                notes=[f"Asked on its own: it was a line of {question.name}"],
            )
            for row in question.rows_of()
        ]

    return read


def _five_points(question: LssQuestion) -> Sequence[Part]:
    options = _labelled(question, [(str(n), str(n)) for n in range(1, 6)])
    note = "Its five points had no labels. Give each a label, or use a labelled scale"
    return (ask(question, QuestionType.CHOICE, options=options, notes=[note]),)


def _gender(question: LssQuestion) -> Sequence[Part]:
    options = _labelled(question, (("F", "Female"), ("M", "Male")))
    note = "Its answers had words of LimeSurvey's own: look at them in every language"
    return (ask(question, QuestionType.CHOICE, options=options, notes=[note]),)


def _yes_or_no(question: LssQuestion) -> Sequence[Part]:
    options = _labelled(question, (("Y", "Yes"), ("N", "No")))
    other_languages = [each for each in question.languages if each.lower() != "en"]
    notes = [f"Write yes and no in {', '.join(other_languages)[:80]}"] if other_languages else []
    return (ask(question, QuestionType.YES_NO, options=options, notes=notes),)


def _number(question: LssQuestion) -> Sequence[Part]:
    is_whole = question.attributes.get("num_value_int_only", "").strip() == "1"
    limits, notes = _limits(question, "min_num_value_n", "max_num_value_n", NUMBER_FORM)
    decimals = 0 if is_whole else 2
    notes += [] if is_whole else ["Two decimals can be given: change it if that is not enough"]
    return (ask(question, QuestionType.NUMBER, decimals=decimals, notes=notes, **limits),)


def _date(question: LssQuestion) -> Sequence[Part]:
    limits, notes = _limits(question, "date_min", "date_max", DATE_FORM)
    if re.search("[HhM]:?[iI]|HH", question.attributes.get("date_format", "")):
        notes.append("Only the day is asked, not the time")
    return (ask(question, QuestionType.DATE, notes=notes, **limits),)


NUMBER_FORM = re.compile(r"-?\d{1,9}(\.\d{1,2})?", re.ASCII)
DATE_FORM = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _limits(
    question: LssQuestion, lowest: str, highest: str, form: re.Pattern[str]
) -> tuple[dict[str, str], list[str]]:
    limits, notes = {}, []
    for setting, name in (("lowest", lowest), ("highest", highest)):
        text = question.attributes.get(name, "").strip()
        if form.fullmatch(text):
            limits[setting] = text
        elif text:
            notes.append(f"The limit {text[:40]!r} was left out: set it in the workshop")
    return limits, notes


def _written(kind: QuestionType) -> Callable[[LssQuestion], Sequence[Part]]:
    def read(question: LssQuestion) -> Sequence[Part]:
        longest = question.whole("maximum_chars")
        most = LONGEST[kind]
        notes = [f"At most {most:,} characters can be written"] if (longest or 0) > most else []
        length = min(longest, most) if longest else None
        return (ask(question, kind, max_length=length, notes=notes),)

    return read


LONGEST = {QuestionType.SHORT_TEXT: 500, QuestionType.TEXT: 20_000}


def _statement(question: LssQuestion) -> Sequence[Part]:
    return (ask(question, QuestionType.STATEMENT, is_required=False),)


TYPES: Mapping[str, Callable[[LssQuestion], Sequence[Part]]] = {
    "L": choice,
    "!": choice,
    "O": choice_with_comment,
    "M": multiple,
    "P": multiple_with_comments,
    "R": _ranking,
    "F": _array,
    "H": _array,
    "1": _array_of_two_scales,
    "A": _array_of(*((str(point), str(point)) for point in range(1, 6))),
    "B": _array_of(*((str(point), str(point)) for point in range(1, 11))),
    "C": _array_of(("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": _array_of(("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
    "5": _five_points,
    "G": _gender,
    "Y": _yes_or_no,
    "N": _number,
    "K": _for_each_row(QuestionType.NUMBER),
    "Q": _for_each_row(QuestionType.SHORT_TEXT),
    "D": _date,
    "S": _written(QuestionType.SHORT_TEXT),
    "T": _written(QuestionType.TEXT),
    "U": _written(QuestionType.TEXT),
    "X": _statement,
}
NOT_ASKED = {
    ":": "A table of numbers cannot be asked here: ask for the numbers one by one",
    ";": "A table of texts cannot be asked here: ask for the texts one by one",
    "|": "Files cannot be sent with an answer: ask for them by mail",
    "*": "A computed value is no question: compute it from the exported answers",
    "I": "The language can be chosen on every page here: this question is not needed",
}
