"""Answers as batches and files bring them: one plain value a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from feedback.answers import FIRST_PLACE, GivenAnswer, plain_number
from feedback.errors import AnswerError, AnswerProblem
from feedback.reading import APART, IN_PARTS, WITH_FIELD_APART, Sent, read_values
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import NOT_APPLICABLE, AnswerKind

LIST_MARK = ";"
CHOSEN, NOT_CHOSEN = "1", "0"


def read_answer(shape: QuestionShape, raw: Any) -> tuple[GivenAnswer, ...]:
    """The answer in a plain value, nothing where it is blank; raises AnswerError.

    Several choices are a list, one text "price;skill" or a mapping from option to 1 or 0; a ranking
    is a list or text, the first place first, or a mapping from option to place; a grid is a mapping
    from row to value.
    """
    reading = read_values(shape, _spread(shape, raw))
    if reading.problems:
        raise reading.problems[0]
    return reading.answers


def gather_parts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as "quality.speed" gathered by question: {"quality": {"speed": …}}."""
    gathered: dict[str, Any] = {}
    for name, value in values.items():
        key, mark, part = name.partition(".")
        if not mark and key not in gathered:
            gathered[key] = value
        elif mark and isinstance(gathered.setdefault(key, {}), dict):
            gathered[key][part] = value
        else:
            raise AnswerError(key, AnswerProblem.MORE_THAN_ONE)
    return gathered


def _spread(shape: QuestionShape, raw: Any) -> Sent:
    """A plain value as a browser would have sent it."""
    key = shape.key
    if raw == NOT_APPLICABLE and shape.offers_not_applicable and shape.holds in WITH_FIELD_APART:
        return {f"{key}.{APART}": (NOT_APPLICABLE,)}
    if shape.holds in IN_PARTS:
        parts = _ranking(raw) if shape.holds is AnswerKind.RANKS else _mapped(shape, raw)
        unknown = [part for part in parts if part not in (*shape.rows, *shape.options)]
        if unknown:
            raise AnswerError(key, AnswerProblem.NOT_OFFERED, part=str(unknown[0])[:80])
        return {f"{key}.{part}": (_text(value),) for part, value in parts.items()}
    if shape.holds is AnswerKind.CHOICES:
        return {key: tuple(_chosen(shape, raw) if isinstance(raw, Mapping) else _listed(raw))}
    return {key: (_text(raw),)}


def _chosen(shape: QuestionShape, raw: Mapping[str, Any]) -> Iterable[str]:
    """The options whose column says 1; the others say 0 or nothing."""
    for option, flag in raw.items():
        if _text(flag).strip() not in {"", CHOSEN, NOT_CHOSEN}:
            raise AnswerError(shape.key, AnswerProblem.NOT_OFFERED, part=option[:80])
        if _text(flag).strip() == CHOSEN:
            yield option


def _ranking(raw: Any) -> Mapping[str, Any]:
    if isinstance(raw, Mapping):
        return raw
    in_order = list(_listed(raw))
    return {option: place for place, option in enumerate(in_order, start=FIRST_PLACE)}


def _mapped(shape: QuestionShape, raw: Any) -> Mapping[str, Any]:
    if isinstance(raw, Mapping):
        return raw
    if isinstance(raw, str) and not raw.strip():
        return {}
    raise AnswerError(shape.key, AnswerProblem.NOT_OFFERED)


def _listed(raw: Any) -> Iterable[str]:
    values = raw if isinstance(raw, list | tuple) else str(raw).split(LIST_MARK)
    return (text for value in values if (text := _text(value).strip()))


def _text(raw: Any) -> str:
    if isinstance(raw, date):
        return raw.isoformat()
    is_number = isinstance(raw, float | Decimal) and Decimal(raw).is_finite()
    return plain_number(raw) if is_number else str(raw)
