"""What counts as an answer, for the answering page and for batches alike.

Answers are kept exactly as given; only line ends are written one way, since browsers send two.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedback.errors import AnswerError, AnswerProblem
from surveys.questionnaires import QuestionShape, QuestionType

# PostgreSQL stores no NUL, and no database an unpaired half of a character.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class GivenAnswer:
    """One answer; exactly one of score, choice and text is there."""

    question_key: str
    score: int | None = None
    choice: str | None = None
    text: str | None = None


def read_answer(shape: QuestionShape, raw: int | str) -> GivenAnswer | None:
    """The answer in a raw value, or None where it is blank; raises AnswerError."""
    if isinstance(raw, str) and not raw.strip():
        return None
    if shape.scores is not None:
        return GivenAnswer(shape.key, score=_read_score(shape.key, shape.scores, raw))
    if shape.type is QuestionType.TEXT:
        return GivenAnswer(shape.key, text=_read_text(shape, str(raw)))
    if raw not in shape.options:
        raise AnswerError(shape.key, AnswerProblem.NOT_OFFERED)
    return GivenAnswer(shape.key, choice=str(raw))


def read_sent(shape: QuestionShape, raw: Sequence[str]) -> GivenAnswer | None:
    """The answer in what a browser sent for one question; a required one must be there."""
    if len(raw) > 1:
        raise AnswerError(shape.key, AnswerProblem.MORE_THAN_ONE)
    answer = read_answer(shape, raw[0]) if raw else None
    if answer is None and shape.is_required:
        is_text = shape.type is QuestionType.TEXT
        raise AnswerError(
            shape.key, AnswerProblem.MISSING_TEXT if is_text else AnswerProblem.MISSING_CHOICE
        )
    return answer


def hash_answers(answers: Iterable[GivenAnswer]) -> str:
    """Equal exactly where the answers are equal, in whatever order they came."""
    content = sorted(
        (answer.question_key, answer.score, answer.choice, answer.text) for answer in answers
    )
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def storable(text: str) -> str:
    """The text without what cannot be stored, to be shown again for checking."""
    return UNSTORABLE.sub("", text)


def _read_score(key: str, scores: range, raw: int | str) -> int:
    offered = _spellings(scores)
    if isinstance(raw, bool) or str(raw) not in offered:
        raise AnswerError(key, AnswerProblem.NOT_OFFERED)
    return offered[str(raw)]


@lru_cache
def _spellings(scores: range) -> Mapping[str, int]:
    """Only the plain spelling: "07", "7.0" or digits of other scripts were never offered."""
    return {str(score): score for score in scores}


def _read_text(shape: QuestionShape, raw: str) -> str:
    if UNSTORABLE.search(raw):
        raise AnswerError(shape.key, AnswerProblem.UNSTORABLE)
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    limit = shape.max_length
    if limit is not None and len(text) > limit:
        raise AnswerError(shape.key, AnswerProblem.TOO_LONG, count=len(text), limit=limit)
    return text
