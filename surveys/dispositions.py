"""What became of a drawn case, in AAPOR's categories (Standard Definitions, 10th edition 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from surveys.questionnaires import QuestionShape
from surveys.questionnaires.conditions import Facts, Given
from surveys.questionnaires.flow import shown_questions
from surveys.questionnaires.types import AnswerKind, QuestionType

# AAPOR's common split of answered items (methods B2); at the limit the better category holds.
COMPLETE_SHARE = 0.8
PARTIAL_SHARE = 0.5


class Disposition(StrEnum):
    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSAL = "refusal"
    NON_CONTACT = "non_contact"
    OTHER = "other"
    UNKNOWN_UNDELIVERED = "unknown_undelivered"
    NOT_ELIGIBLE = "not_eligible"
    PENDING = "pending"


def answered_share(shapes: Sequence[QuestionShape], given: Given, facts: Facts) -> float:
    """The share of the applicable items that were answered; "not applicable" is an answer.

    A question that was not shown is no item, nor is a statement; each row of a grid is one. What
    is merely offered is none either: leaving such a text empty, or withholding such a consent,
    makes no answer incomplete.
    """
    items = [
        key
        for shape in shown_questions(shapes, given, facts)
        if not is_offer(shape)
        for key in shape.answer_keys
    ]
    return sum(key in given for key in items) / len(items) if items else 1.0


def is_offer(shape: QuestionShape) -> bool:
    is_open = shape.holds is AnswerKind.TEXT or shape.type is QuestionType.CONSENT
    return is_open and not shape.is_required


def disposition_of(
    *,
    answered: float | None,
    is_refused: bool,
    is_undeliverable: bool,
    is_revoked: bool,
    is_fieldwork_closed: bool,
) -> Disposition:
    """The disposition of a drawn case from what is stored about it.

    `answered` is the answered share of the response, None without a response. An answer that came
    counts whatever happened afterwards; silence is a non-contact only when fieldwork is closed.
    """
    if answered is not None:
        return _of_response(answered)
    if is_revoked:
        return Disposition.OTHER
    if is_undeliverable:
        return Disposition.UNKNOWN_UNDELIVERED
    if is_refused:
        return Disposition.REFUSAL
    return Disposition.NON_CONTACT if is_fieldwork_closed else Disposition.PENDING


def _of_response(answered: float) -> Disposition:
    if answered >= COMPLETE_SHARE:
        return Disposition.COMPLETE
    if answered >= PARTIAL_SHARE:
        return Disposition.PARTIAL
    return Disposition.REFUSAL
