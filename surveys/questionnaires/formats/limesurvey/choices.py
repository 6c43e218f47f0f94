"""LimeSurvey's choices, with their open "other" and comments as questions of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from surveys.questionnaires.formats.foreign import ForeignOption, ForeignQuestion
from surveys.questionnaires.formats.imported import ReportLine
from surveys.questionnaires.formats.limesurvey.question import LssQuestion, ask, same_label
from surveys.questionnaires.types import QuestionType

Part = ForeignQuestion | ReportLine


def choice(question: LssQuestion) -> Sequence[Part]:
    options = question.answers_of(0)
    return _with_other(question, QuestionType.CHOICE, options)


def choice_with_comment(question: LssQuestion) -> Sequence[Part]:
    comment = _follow_up(question, "comment", "Comment", QuestionType.TEXT, is_if_other=False)
    return (*choice(question), comment)


def multiple(question: LssQuestion) -> Sequence[Part]:
    options = question.rows_of()
    excluding = re.split(r"[;,\s]+", question.attributes.get("exclude_all_others", "").strip())
    return _with_other(
        question,
        QuestionType.MULTIPLE,
        options,
        exclusive=[code for code in excluding if code],
        fewest=question.whole("min_answers"),
        most=question.whole("max_answers"),
    )


def multiple_with_comments(question: LssQuestion) -> Sequence[Part]:
    first, *others = multiple(question)
    if isinstance(first, ForeignQuestion):
        first.notes.append("The comment beside each option was left out: add an open text")
    return (first, *others)


def _with_other(
    question: LssQuestion,
    kind: QuestionType,
    options: Sequence[ForeignOption],
    **settings: Any,
) -> Sequence[Part]:
    """A choice; where there is an open "other", an option and a text question after it."""
    if not question.has_other:
        return (ask(question, kind, options=options, **settings),)
    written = question.attributes.get("other_replace_text", "").strip() or "Other"
    label = same_label(written, question.languages)
    code = "-oth-" if kind is QuestionType.CHOICE else "other"
    asked = ask(
        question,
        kind,
        options=(*options, ForeignOption(code, label)),
        notes=["“Other” is an option, with a text question of its own after it"],
        **settings,
    )
    return (asked, _follow_up(question, "other", written, QuestionType.SHORT_TEXT))


def _follow_up(
    question: LssQuestion,
    name: str,
    text: str,
    kind: QuestionType,
    *,
    is_if_other: bool = True,
) -> ForeignQuestion:
    chosen = '-oth-"' if question.kind in {"L", "!", "O"} else 'other"'
    is_multiple = question.kind in {"M", "P"}
    verb = "contains" if is_multiple else "=="
    shown = (f'{{{question.name}}} {verb} "{chosen}',) if is_if_other else question.conditions
    return ForeignQuestion(
        name=f"{question.name}_{name}",
        type=kind,
        texts={"text": same_label(text, question.languages)},
        names=(f"{question.sgqa}{name}",),
        conditions=shown,
        notes=[f"Asked on its own: it belonged to {question.name}"],
    )
