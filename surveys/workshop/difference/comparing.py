"""What changed between two contents of a questionnaire: questions, settings, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.questionnaires.content import FRAME_TEXTS, QuestionnaireContent
from surveys.questionnaires.shapes import QuestionShape
from surveys.workshop.difference.kinds import AROUND, ChangeKind, kinds_of_change
from surveys.workshop.difference.texts import TextChange, text_changes


class Fortune(StrEnum):
    """What became of a question as a whole."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class QuestionChange:
    """One question that is not as it was; `old` or `new` is None where it was added or removed."""

    key: str
    old: QuestionShape | None
    new: QuestionShape | None
    kinds: frozenset[ChangeKind]
    texts: tuple[TextChange, ...]

    @property
    def fortune(self) -> Fortune:
        if self.old is None:
            return Fortune.ADDED
        return Fortune.REMOVED if self.new is None else Fortune.CHANGED


@dataclass(frozen=True)
class Difference:
    """Everything in which `new` differs from `old`; the questions in their new order."""

    old: QuestionnaireContent
    new: QuestionnaireContent
    frame: tuple[TextChange, ...]
    is_other_flow: bool
    questions: tuple[QuestionChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.frame or self.is_other_flow or self.questions)


def compare(old: QuestionnaireContent, new: QuestionnaireContent) -> Difference:
    """What changed from one content to the other."""
    return Difference(
        old=old,
        new=new,
        frame=tuple(
            change for name in FRAME_TEXTS for change in text_changes(old, new, name, name)
        ),
        is_other_flow=old.flow is not new.flow,
        questions=tuple(_questions(old, new)),
    )


def _questions(
    before: QuestionnaireContent, after: QuestionnaireContent
) -> Iterator[QuestionChange]:
    old = {shape.key: shape for shape in before.questions}
    moved = _moved(tuple(old), tuple(shape.key for shape in after.questions))
    for shape in after.questions:
        was = old.pop(shape.key, None)
        texts = tuple(text_changes(before, after, shape.key, shape.key))
        if was is None:
            yield QuestionChange(shape.key, None, shape, frozenset(), texts)
            continue
        kinds = kinds_of_change(before, after, was, shape) - AROUND
        kinds |= {ChangeKind.MOVED} if shape.key in moved else frozenset()
        if kinds:
            yield QuestionChange(shape.key, was, shape, kinds, texts)
    for key, was in old.items():
        yield QuestionChange(
            key, was, None, frozenset(), tuple(text_changes(before, after, key, key))
        )


def _moved(old: tuple[str, ...], new: tuple[str, ...]) -> set[str]:
    """The fewest questions that must be moved for the one order to become the other."""
    places = {key: place for place, key in enumerate(old)}
    common = [key for key in new if key in places]
    in_order: list[tuple[str, ...]] = [()]  # the longest that ends with each question
    for key in common:
        before = (keys for keys in in_order if not keys or places[keys[-1]] < places[key])
        in_order.append((*_longest(before), key))
    return set(common) - set(_longest(in_order))


def _longest(runs: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return max(runs, key=len)
