"""Answers as they were given, whatever kind of question they are to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from surveys.questionnaires.checks import UNSTORABLE
from surveys.questionnaires.conditions import Given
from surveys.questionnaires.limit_checks import write_limit
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import AnswerKind

FIRST_PLACE = 1


@dataclass(frozen=True)
class GivenAnswer:
    """One answer, or one part of it; exactly one of score, choice, text, number and day is there.

    `part` is the chosen option of a multiple choice, the ranked option of a ranking (its score is
    the place) and the row of a grid; elsewhere, and for "not applicable" as a whole, it is empty.
    """

    question_key: str
    score: int | None = None
    choice: str | None = None
    text: str | None = None
    part: str = ""
    number: float | None = None
    day: date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """What the table of answers stores of it."""
        return {
            "question_key": self.question_key,
            "part": self.part,
            "score": self.score,
            "choice": self.choice,
            "text": self.text,
            "number": self.number,
            "day": self.day,
        }


def hash_answers(answers: Iterable[GivenAnswer]) -> str:
    """Equal exactly where the answers are equal, in whatever order they came."""
    ordered = sorted(answers, key=lambda answer: (answer.question_key, answer.part))
    content = [_hashed(answer) for answer in ordered]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def given_by(shapes: Iterable[QuestionShape], answers: Iterable[GivenAnswer]) -> Given:
    """What was answered, as conditions look at it; of a ranking, what stands first."""
    kinds = {shape.key: shape.holds for shape in shapes}
    given: dict[str, tuple[str, ...]] = {}
    for answer in answers:
        name, text = _seen(answer, kinds[answer.question_key])
        if text is not None:
            given[name] = (*given.get(name, ()), text)
    return given


def plain_number(number: float | Decimal) -> str:
    """A number as conditions and limits write it: "3.5", "12", never "1e3"."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    return write_limit(exact)


def storable(text: str) -> str:
    """The text without what cannot be stored, to be shown again for checking."""
    return UNSTORABLE.sub("", text)


def _hashed(answer: GivenAnswer) -> tuple[object, ...]:
    """Answers of one part keep the form they had before there were others, and so their hash."""
    plain = (answer.question_key, answer.score, answer.choice, answer.text)
    if not answer.part and answer.number is None and answer.day is None:
        return plain
    return (*plain, answer.part, answer.number, answer.day and answer.day.isoformat())


def _seen(answer: GivenAnswer, kind: AnswerKind) -> tuple[str, str | None]:
    if kind is AnswerKind.RANKS and answer.score is not None:
        return answer.question_key, answer.part if answer.score == FIRST_PLACE else None
    is_row = kind is AnswerKind.GRID
    name = f"{answer.question_key}.{answer.part}" if is_row else answer.question_key
    return name, _plain(answer)


def _plain(answer: GivenAnswer) -> str | None:
    if answer.score is not None:
        return str(answer.score)
    if answer.number is not None:
        return plain_number(answer.number)
    return answer.day.isoformat() if answer.day else answer.choice or answer.text
