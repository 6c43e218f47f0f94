"""What the page of one question shows, and the page on which two wordings of it meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.conditions import Fact
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.pages import FindingLine, lint_page
from surveys.questionnaires.shapes import END, QuestionShape
from surveys.questionnaires.types import FACTS, GRID_SCALES, AnswerKind, QuestionType, Setting
from surveys.strategy.models import Construct, Objective
from surveys.workshop.changes import add_question, free_name, put_question, texts_of
from surveys.workshop.difference.comparing import QuestionChange, compare
from surveys.workshop.editor.conditions import FACT_PREFIX, WRITTEN_WORDS, Joining, TestRow
from surveys.workshop.editor.entries import Built, LabelRow, QuestionEntry, fingerprint
from surveys.workshop.editor.pages import Choice, DraftHead
from surveys.workshop.queries import Purposes
from surveys.workshop.wording import (
    CHANGE_WORDS,
    DIRECTION_WORDS,
    FACT_WORDS,
    METRIC_WORDS,
    OPERATOR_WORDS,
    condition_in_words,
)

BLANK_LABELS = 2
COUNT_WORDS: Mapping[Setting, str] = {
    Setting.FEWEST: "At least so many",
    Setting.MOST: "At most so many",
    Setting.LOWEST: "Lowest",
    Setting.HIGHEST: "Highest",
    Setting.DECIMALS: "Digits behind the decimal point",
    Setting.MAX_LENGTH: "Longest answer, in characters",
}
JOINING_WORDS: Mapping[Joining, str] = {
    Joining.ALWAYS: "Always",
    Joining.ALL: "Only if all of these hold",
    Joining.ANY: "Only if any of these holds",
    Joining.WRITTEN: WRITTEN_WORDS,
}


@dataclass(frozen=True)
class LimitField:
    name: str
    words: str
    value: str
    problem: str


@dataclass(frozen=True)
class ConditionPart:
    """The rows of a condition or of the skips, with what each may choose from."""

    rows: tuple[TestRow, ...]
    subjects: tuple[Choice, ...]
    targets: tuple[Choice, ...] = ()
    written: str = ""
    words: str = ""


@dataclass(frozen=True)
class QuestionPage:
    head: DraftHead
    key: str
    type: str
    kind: str
    place: str
    entry: QuestionEntry
    english: Mapping[str, str]
    seen: str
    problems: Mapping[str, str]
    remarks: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    takes: frozenset[str]
    has_ends: bool
    labels_stand: bool
    is_scale: bool
    new_options: tuple[LabelRow, ...]
    new_rows: tuple[LabelRow, ...]
    limits: tuple[LimitField, ...]
    metric: str
    scales: tuple[Choice, ...]
    directions: tuple[Choice, ...]
    constructs: tuple[Choice, ...]
    objectives: tuple[Choice, ...]
    joinings: tuple[Choice, ...]
    condition: ConditionPart
    skips: ConditionPart
    operators: tuple[Choice, ...]
    values: tuple[Choice, ...]
    before: str
    after: str


@dataclass(frozen=True)
class ConflictPage:
    """A question that two people changed: theirs, which stands, and mine, which was typed."""

    head: DraftHead
    key: str
    by: str
    change: QuestionChange | None
    kinds: tuple[str, ...]
    is_gone: bool
    sent: tuple[tuple[str, str], ...]
    seen: str


def question_page(
    head: DraftHead,
    content: QuestionnaireContent,
    shape: QuestionShape,
    entry: QuestionEntry,
    seen: str,
    purposes: Purposes,
    problems: Mapping[str, str] | None = None,
    before: QuestionnaireContent | None = None,
) -> QuestionPage:
    keys = [each.key for each in content.questions]
    place = keys.index(shape.key) if shape.key in keys else len(keys)
    takes, problems = shape.facts.settings, problems or {}
    return QuestionPage(
        head=head,
        key=shape.key,
        type=shape.type.value,
        kind=shape.facts.words,
        place=f"Question {place + 1} of {max(len(keys), place + 1)}",
        entry=entry,
        english=_english(content, shape, head.language),
        seen=seen,
        problems=problems,
        remarks=tuple(each.text for each in find_problems(content) if each.question == shape.key),
        findings=lint_page(content, before).of(shape.key),
        takes=frozenset(setting.value for setting in takes),
        has_ends=shape.facts.has_ends,
        labels_stand=Setting.OPTIONS not in takes,
        is_scale=bool(shape.scores or shape.row_scores),
        new_options=_blanks(entry.options, "option") if Setting.OPTIONS in takes else (),
        new_rows=_blanks(entry.rows, "row") if Setting.ROWS in takes else (),
        limits=tuple(
            LimitField(name.value, words, entry.limits.get(name, ""), problems.get(name.value, ""))
            for name, words in COUNT_WORDS.items()
            if name in takes
        ),
        metric=METRIC_WORDS[shape.facts.metric] if shape.facts.metric else "",
        scales=_choices(((kind, FACTS[kind].words) for kind in GRID_SCALES), (entry.scale,)),
        directions=_choices(DIRECTION_WORDS.items(), (entry.direction,)),
        constructs=_purposes(purposes.constructs, (entry.construct,)),
        objectives=_purposes(purposes.objectives, entry.objectives),
        joinings=_choices(JOINING_WORDS.items(), (entry.condition.joining,)),
        condition=_condition_part(content, shape, entry, place),
        skips=_skips_part(content, entry, place),
        operators=_choices(OPERATOR_WORDS.items(), ()),
        values=tuple(_values(content, place + 1, head.language)),
        before=keys[place - 1] if 0 < place <= len(keys) else "",
        after=keys[place + 1] if place + 1 < len(keys) else "",
    )


def conflict_page(
    head: DraftHead,
    content: QuestionnaireContent,
    built: Built,
    by: str,
    sent: Iterable[tuple[str, str]],
) -> ConflictPage:
    """Both wordings side by side; nothing of what was typed is left out."""
    shape, language = built.shape, head.language
    is_gone = all(each.key != shape.key for each in content.questions)
    mine = (
        add_question(content, shape, {language: built.texts})
        if is_gone
        else put_question(content, shape, language, built.texts)
    )
    changes = [each for each in compare(content, mine).questions if each.key == shape.key]
    change = changes[0] if changes else None
    return ConflictPage(
        head=head,
        key=shape.key,
        by=by,
        change=change,
        kinds=tuple(CHANGE_WORDS[kind] for kind in sorted(change.kinds)) if change else (),
        is_gone=is_gone,
        sent=tuple(pair for pair in sent if pair[0] not in ("seen", "csrf_token", "autosave")),
        seen=fingerprint(content, shape.key, language),
    )


def _english(
    content: QuestionnaireContent, shape: QuestionShape, language: str
) -> Mapping[str, str]:
    """The English texts by the end of their keys, where another language is written."""
    if language == FALLBACK_LANGUAGE:
        return {}
    own = texts_of(content, shape.key, FALLBACK_LANGUAGE)
    return {name.partition(".")[2]: text for name, text in own.items()}


def _blanks(rows: Sequence[LabelRow], kind: str) -> tuple[LabelRow, ...]:
    taken = [row.value for row in rows]
    for place in range(BLANK_LABELS):
        taken.append(free_name(f"{kind}_{len(rows) + place + 1}", taken))
    return tuple(LabelRow(value, "") for value in taken[len(rows) :])


def _choices(pairs: Iterable[tuple[str, str]], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, words, value in chosen) for value, words in pairs)


def _purposes(known: Iterable[Construct | Objective], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return _choices(_named(((each.key, each.name) for each in known), chosen), chosen)


def _named(known: Iterable[tuple[str, str]], chosen: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The known ones, and the chosen ones that are not known (any more)."""
    named = dict(known)
    return (
        *named.items(),
        *((key, f"{key} (not listed)") for key in chosen if key not in named and key),
    )


def _condition_part(
    content: QuestionnaireContent, shape: QuestionShape, entry: QuestionEntry, place: int
) -> ConditionPart:
    rows = tuple(row for row in entry.condition.rows if not row.is_blank)
    return ConditionPart(
        rows=(*rows, TestRow()),
        subjects=_subjects(content.questions[:place], rows),
        written=entry.condition.written,
        words=condition_in_words(shape.show_if) if shape.show_if else "",
    )


def _skips_part(content: QuestionnaireContent, entry: QuestionEntry, place: int) -> ConditionPart:
    rows = tuple(row for row in entry.skips.rows if not row.is_blank)
    later = [(each.key, each.key) for each in content.questions[place + 1 :]]
    targets = _named([*later, (END, "the end")], [row.target for row in rows])
    return ConditionPart(
        rows=(*rows, TestRow()),
        subjects=_subjects(content.questions[: place + 1], rows),
        targets=_choices(targets, ()),
        written=entry.skips.written,
    )


def _subjects(earlier: Iterable[QuestionShape], rows: Iterable[TestRow]) -> tuple[Choice, ...]:
    asked = [(key, key) for shape in earlier for key in shape.answer_keys]
    facts = [(f"{FACT_PREFIX}{fact}", FACT_WORDS[fact]) for fact in Fact]
    return _choices(_named([*asked, *facts], [row.subject for row in rows]), ())


def _values(content: QuestionnaireContent, place: int, language: str) -> Iterator[Choice]:
    """What answers to the questions so far are called, with what people read."""
    for shape in content.questions[:place]:
        if shape.holds is AnswerKind.SCORE or shape.type is QuestionType.GRID:
            continue
        own = texts_of(content, shape.key, language) or texts_of(
            content, shape.key, FALLBACK_LANGUAGE
        )
        for value in shape.offered_values or ():
            label = own.get(f"{shape.key}.option.{value}", value)
            yield Choice(value, f"{shape.key}: {label}")
