"""The answers of a response as JSON has them, as the columns a file would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import BatchRefusedError, FieldFault
from feedback.imports.responses import OWN_NAMES

ANSWERS = "answers"


def flatten_answers(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """{"answers": {"recommend": 9, "why": ["price"], "parts": {"speed": 4}}} as columns.

    Raises BatchRefusedError for answers that are no object, or that stand in the wrong place.
    """
    faults = [
        FieldFault(reason, ANSWERS, number)
        for number, row in enumerate(rows, 1)
        if (reason := _fault(row))
    ]
    if faults:
        raise BatchRefusedError("The answers of some rows cannot be read: none was stored.", faults)
    return [_flat(row) for row in rows]


def _fault(row: Mapping[str, Any]) -> str:
    answers = row.get(ANSWERS)
    if not isinstance(answers, dict) or not answers:
        return 'must be an object with an answer for each question, as {"recommend": 9}'
    misplaced = sorted(answers.keys() & OWN_NAMES)
    if misplaced:
        return f"names {misplaced[0]!r}, which is no question"
    unknown = sorted(row.keys() - OWN_NAMES - {ANSWERS})
    return f"stands beside {unknown[0][:80]!r}, which is not known here" if unknown else ""


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat = {name: value for name, value in row.items() if name != ANSWERS}
    for question, answer in row[ANSWERS].items():
        if isinstance(answer, dict):
            flat |= {f"{question}.{part}": value for part, value in answer.items()}
        elif isinstance(answer, list) and all(isinstance(part, str) for part in answer):
            flat[question] = ";".join(answer)
        else:
            flat[question] = answer
    return flat
