"""In which ways a question can be asked otherwise than before, and how each is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import Direction, QuestionShape, Skip
from surveys.questionnaires.types import NOT_APPLICABLE
from surveys.workshop.difference.texts import TextChange, text_changes
from surveys.workshop.difference.words import Distance, distance


class ChangeKind(StrEnum):
    """What can change about a question."""

    REPLACED = "replaced"
    TYPE = "type"
    WORDING = "wording"
    SPELLING = "spelling"
    PUNCTUATION = "punctuation"
    HINT = "hint"
    OPTIONS = "options"
    OPTION_ORDER = "option_order"
    ROWS = "rows"
    SCALE = "scale"
    CONTEXT = "context"
    EARLIER = "earlier"
    MOVED = "moved"
    CONDITION = "condition"
    SKIPS = "skips"
    REACH = "reach"
    REQUIRED = "required"
    NOT_APPLICABLE = "not_applicable"
    LIMITS = "limits"
    METRIC = "metric"
    DIRECTION = "direction"
    PURPOSE = "purpose"
    TRANSLATION = "translation"
    NEW_TRANSLATION = "new_translation"
    LOST_TRANSLATION = "lost_translation"
    FLOW = "flow"


# One setting, or several that mean the same to a reader, and how to read them.
SETTINGS: Mapping[ChangeKind, Callable[[QuestionShape], object]] = {
    ChangeKind.TYPE: lambda shape: shape.type,
    ChangeKind.OPTIONS: lambda shape: shape.options,
    ChangeKind.ROWS: lambda shape: shape.rows,
    ChangeKind.SCALE: lambda shape: shape.scale,
    ChangeKind.CONDITION: lambda shape: shape.show_if,
    ChangeKind.SKIPS: lambda shape: shape.skips,
    ChangeKind.REQUIRED: lambda shape: shape.is_required,
    ChangeKind.NOT_APPLICABLE: lambda shape: shape.offers_not_applicable,
    ChangeKind.LIMITS: lambda shape: (
        shape.exclusive, shape.fewest, shape.most, shape.lowest, shape.highest, shape.decimals,
        shape.max_length,
    ),
    ChangeKind.METRIC: lambda shape: shape.metric,
    ChangeKind.DIRECTION: lambda shape: shape.direction or Direction.HIGH_IS_GOOD,
    ChangeKind.PURPOSE: lambda shape: (shape.construct, shape.objectives),
}  # fmt: skip
# What makes it another question to those who answer it.
ASKED_OTHERWISE = frozenset(
    {ChangeKind.TYPE, ChangeKind.WORDING, ChangeKind.OPTIONS, ChangeKind.OPTION_ORDER,
     ChangeKind.ROWS, ChangeKind.SCALE, ChangeKind.CONDITION}
)  # fmt: skip
# What changed around a question, and is told where it changed.
AROUND = frozenset({ChangeKind.CONTEXT, ChangeKind.EARLIER, ChangeKind.REACH, ChangeKind.FLOW})
OF_DISTANCE = {
    Distance.PUNCTUATION: ChangeKind.PUNCTUATION,
    Distance.SPELLING: ChangeKind.SPELLING,
    Distance.WORDING: ChangeKind.WORDING,
}


def kinds_of_change(
    before: QuestionnaireContent,
    after: QuestionnaireContent,
    old: QuestionShape,
    new: QuestionShape,
) -> frozenset[ChangeKind]:
    """In which ways a question is asked otherwise than before, its surroundings included."""
    own = _own_kinds(before, after, old, new)
    return own | frozenset(_kinds_of_place(before, after, old, new))


def _own_kinds(
    before: QuestionnaireContent,
    after: QuestionnaireContent,
    old: QuestionShape,
    new: QuestionShape,
) -> frozenset[ChangeKind]:
    """In which ways the question itself changed, whatever stands around it."""
    settings = {kind for kind, read in SETTINGS.items() if read(old) != read(new)}
    if set(old.options) == set(new.options) and ChangeKind.OPTIONS in settings:
        settings = settings - {ChangeKind.OPTIONS} | {ChangeKind.OPTION_ORDER}
    return frozenset(settings | set(_kinds_of_texts(before, after, old.key, new.key)))


def _kinds_of_texts(
    before: QuestionnaireContent, after: QuestionnaireContent, old_key: str, new_key: str
) -> Iterator[ChangeKind]:
    for change in text_changes(before, after, old_key, new_key):
        if change.language != FALLBACK_LANGUAGE:
            yield _kind_of_translation(change)
        elif change.text_key.endswith(".hint"):
            yield ChangeKind.HINT
        elif change.text_key.endswith(f".option.{NOT_APPLICABLE}"):
            yield ChangeKind.NOT_APPLICABLE
        elif change.old and change.new:
            yield OF_DISTANCE[distance(change.old, change.new)]
        else:
            yield ChangeKind.WORDING


def _kind_of_translation(change: TextChange) -> ChangeKind:
    if not change.old:
        return ChangeKind.NEW_TRANSLATION
    return ChangeKind.TRANSLATION if change.new else ChangeKind.LOST_TRANSLATION


def _kinds_of_place(
    before: QuestionnaireContent,
    after: QuestionnaireContent,
    old: QuestionShape,
    new: QuestionShape,
) -> Iterator[ChangeKind]:
    earlier, earlier_now = _earlier(before, old.key), _earlier(after, new.key)
    asked, asked_now = _asked(earlier), _asked(earlier_now)
    if asked.keys() != asked_now.keys():
        yield ChangeKind.CONTEXT
    both = ((asked[key], asked_now[key]) for key in asked.keys() & asked_now.keys())
    if any(ASKED_OTHERWISE & _own_kinds(before, after, *pair) for pair in both):
        yield ChangeKind.EARLIER
    if _skips(earlier) != _skips(earlier_now):
        yield ChangeKind.REACH
    if before.flow is not after.flow:
        yield ChangeKind.FLOW


def _earlier(content: QuestionnaireContent, key: str) -> tuple[QuestionShape, ...]:
    keys = [shape.key for shape in content.questions]
    return content.questions[: keys.index(key)]


def _asked(shapes: Iterable[QuestionShape]) -> dict[str, QuestionShape]:
    """Statements ask nothing."""
    return {shape.key: shape for shape in shapes if shape.answer_keys}


def _skips(shapes: Iterable[QuestionShape]) -> list[tuple[str, tuple[Skip, ...]]]:
    return [(shape.key, shape.skips) for shape in shapes if shape.skips]
