"""From another software's questionnaire to ours: names, values, texts and conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.languages import FALLBACK_LANGUAGE
from customers.models import Audience
from surveys.errors import ContentError, ExpressionError
from surveys.questionnaires.checks import (
    LANGUAGE_FORM,
    RESERVED_KEYS,
    find_problems,
)
from surveys.questionnaires.condition_checks import SHOW_IF
from surveys.questionnaires.conditions import AllOf, Condition
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.comparisons import Answerable
from surveys.questionnaires.formats.expressions import translate_expression
from surveys.questionnaires.formats.foreign import (
    ForeignQuestion,
    ForeignSurvey,
    Labels,
    plain_text,
)
from surveys.questionnaires.formats.imported import Imported, Outcome, ReportLine
from surveys.questionnaires.formats.limits import require_moderate
from surveys.questionnaires.formats.naming import as_key, fixed_values, free_name, own_values
from surveys.questionnaires.piping import Placeholder
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import FACTS, AnswerKind, QuestionType

NAME_FORM = re.compile(r"[a-z_]+(\.[a-z][a-z0-9_]*)+")
BRACED = re.compile(r"\{([^{}\s][^{}]{0,60})\}")
NO_ENGLISH = (
    "It has no English, which stands in wherever a translation is missing: write it in the "
    "workshop before publishing"
)
ALWAYS_SHOWN = "The question is always shown: set the condition in the workshop"


@dataclass
class _Assembly:
    """What has been put together so far."""

    texts: dict[str, dict[str, str]] = field(default_factory=lambda: {FALLBACK_LANGUAGE: {}})
    shapes: list[QuestionShape] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, Answerable] = field(default_factory=dict)
    lines: list[ReportLine] = field(default_factory=list)


def assemble(survey: ForeignSurvey, key: str) -> Imported:
    """Our content of another software's survey, under our key, with a line for every part.

    Raises ContentError where the key names no audience or the survey is beyond every measure.
    """
    assembly = _Assembly()
    frame_notes = _put_text(assembly, "title", survey.title)
    frame_notes += _put_text(assembly, "intro", survey.intro)
    for part in survey.parts:
        if isinstance(part, ReportLine):
            assembly.lines.append(part)
        else:
            _add(assembly, part)
    content = QuestionnaireContent(key, audience_of(key), tuple(assembly.shapes), assembly.texts)
    content = _without_broken_conditions(content, assembly.notes)
    require_moderate(content)
    frame_notes += _about_english(content)
    frame = ReportLine("Title and introduction", "", _outcome(frame_notes), tuple(frame_notes))
    lines = tuple(_with_notes(line, assembly.notes) for line in (frame, *assembly.lines))
    return Imported(survey.source, content, lines)


def audience_of(key: str) -> Audience:
    """The audience a questionnaire's key begins with; raises ContentError."""
    name = key.partition(".")[0]
    if name not in set(Audience) or not NAME_FORM.fullmatch(key):
        raise ContentError(
            f"{key[:60]!r} does not begin with an audience, or has other letters than a to z. "
            "Name the questionnaire as end_user.delivery."
        )
    return Audience(name)


def _add(assembly: _Assembly, question: ForeignQuestion) -> None:
    key = free_name(as_key(question.name), {shape.key for shape in assembly.shapes} | RESERVED_KEYS)
    notes = list(question.notes)
    fixed = fixed_values(question)
    options = dict(zip((each.code for each in question.options), fixed, strict=False))
    options = options or own_values(question.options)
    rows = own_values(question.rows)
    notes += _about_values((*options.items(), *rows.items()), question.type)
    for name, labels in question.texts.items():
        notes += _put_text(assembly, f"{key}.{name}", labels)
    for option in question.options:
        if option.code in options:
            notes += _put_text(assembly, f"{key}.option.{options[option.code]}", option.label)
    for row in question.rows:
        notes += _put_text(assembly, f"{key}.row.{rows[row.code]}", row.label)
    shape = _shape(question, key, () if fixed else tuple(options.values()), rows, options)
    shape = replace(shape, show_if=_condition(question.conditions, assembly.known, notes))
    assembly.shapes.append(shape)
    assembly.notes[key] = notes
    assembly.lines.append(ReportLine(question.name, key, Outcome.CARRIED))
    assembly.known |= _names(question, key, options, rows)


def _shape(
    question: ForeignQuestion,
    key: str,
    own_options: tuple[str, ...],
    rows: Mapping[str, str],
    options: Mapping[str, str],
) -> QuestionShape:
    return QuestionShape(
        key=key,
        type=question.type,
        is_required=question.is_required and question.type is not QuestionType.STATEMENT,
        options=own_options,
        max_length=question.max_length,
        offers_not_applicable=question.offers_not_applicable,
        exclusive=tuple(options[code] for code in question.exclusive if code in options),
        fewest=question.fewest,
        most=question.most,
        rows=tuple(rows.values()),
        scale=question.scale,
        lowest=question.lowest,
        highest=question.highest,
        decimals=question.decimals,
    )


def _condition(
    expressions: Iterable[str], known: Mapping[str, Answerable], notes: list[str]
) -> Condition | None:
    """All of them together. If one cannot be said, none is: half a condition would mislead."""
    parts: list[Condition] = []
    for expression in expressions:
        try:
            parts.append(translate_expression(expression, known))
        except ExpressionError as error:
            notes.append(
                f"The condition {_short(expression)} could not be carried over: {error}. "
                f"{ALWAYS_SHOWN}"
            )
            return None
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _without_broken_conditions(
    content: QuestionnaireContent, notes: dict[str, list[str]]
) -> QuestionnaireContent:
    """A condition that could never be met, or meets nothing that is offered, is dropped aloud."""
    broken = {
        problem.question: problem.text
        for problem in find_problems(content)
        if problem.place == SHOW_IF
    }
    for key, text in broken.items():
        notes[key].append(f"Its condition could not be carried over: {text} {ALWAYS_SHOWN}")
    return replace(
        content,
        questions=tuple(
            replace(shape, show_if=None) if shape.key in broken else shape
            for shape in content.questions
        ),
    )


def _names(
    question: ForeignQuestion, key: str, options: Mapping[str, str], rows: Mapping[str, str]
) -> dict[str, Answerable]:
    """What later expressions may call it, and its parts: q1, q1_SQ001, q1.row."""
    holds = FACTS[question.type].holds
    if holds is AnswerKind.NOTHING:
        return {}
    is_whole = holds is not AnswerKind.NUMBER or question.decimals == 0
    values = options or None
    found: dict[str, Answerable] = {}
    for name in (*question.names, question.name):
        if not rows:
            found[name] = Answerable(key, values, is_whole=is_whole)
        for code, row in rows.items():
            inner = Answerable(f"{key}.{row}", values)
            found |= {f"{name}{sign}{code}": inner for sign in _signs(name)}
        if holds is AnswerKind.CHOICES:
            found |= {
                f"{name}{sign}{code}": Answerable(key, option=value)
                for code, value in options.items()
                for sign in _signs(name)
            }
    return found


def _signs(name: str) -> tuple[str, ...]:
    """What stands between a question and its part: nothing behind a number, as 77X8X103speed."""
    return ("_", ".", "") if re.fullmatch(r"\d+X\d+X\d+", name) else ("_", ".")


def _put_text(assembly: _Assembly, text_key: str, labels: Labels) -> list[str]:
    notes: list[str] = []
    for language, html in labels.items():
        code = language.strip().lower().replace("_", "-")
        plain = plain_text(html)
        if not LANGUAGE_FORM.fullmatch(code):
            notes.append(f"{_short(language)} is no language code; its texts are left out")
        elif plain.text:
            assembly.texts.setdefault(code, {})[text_key] = plain.text
            notes += [f"{loss[0].upper()}{loss[1:]} was left out" for loss in plain.losses]
            notes += _about_placeholders(plain.text)
    return list(dict.fromkeys(notes))


def _about_placeholders(text: str) -> Iterator[str]:
    for name in BRACED.findall(text):
        if name not in set(Placeholder):
            yield f"{{{name}}} is not filled here and stands as it is: write the text otherwise"


def _about_values(pairs: Iterable[tuple[str, str]], kind: QuestionType) -> list[str]:
    changed = [f"{_short(code)} is now {value}" for code, value in pairs if code != value]
    if not changed or kind is QuestionType.YES_NO:
        return []
    more = f" and {len(changed) - 4} more" if len(changed) > 4 else ""
    return [f"Codes: {', '.join(changed[:4])}{more}"]


def _about_english(content: QuestionnaireContent) -> list[str]:
    return [] if content.texts[FALLBACK_LANGUAGE] else [NO_ENGLISH]


def _with_notes(line: ReportLine, notes: Mapping[str, Sequence[str]]) -> ReportLine:
    words = tuple(dict.fromkeys(notes.get(line.key, ()))) if line.key else line.words
    return replace(line, outcome=_outcome(words), words=words) if line.key else line


def _outcome(words: Sequence[str]) -> Outcome:
    return Outcome.CHANGED if words else Outcome.CARRIED


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:77]}…”" if len(line) > 80 else f"“{line}”"
