"""Random sheets gone through at random: what is stored is what was shown and answered last.

What is shown is worked out here once more, from the plain form of conditions and without the code
that decides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from feedback.models import Answer
from surveys.questionnaires import QuestionShape, QuestionType
from surveys.questionnaires.conditions import read_condition
from surveys.questionnaires.shapes import END, Flow, Skip
from tests.feedback.answering.conftest import Ask
from tests.feedback.answering.factory import make_content
from tests.feedback.browsing import Respondent, press, sheet_of

Filled = dict[str, tuple[str, ...]]
MOST_PRESSES = 60
KINDS: Mapping[str, Mapping[str, Any]] = {
    "choice": {"options": ("a", "b", "c")},
    "multiple": {"options": ("a", "b", "c"), "exclusive": ("c",)},
    "satisfaction5": {},
    "yes_no": {},
    "grid": {"rows": ("a", "b"), "scale": QuestionType.SATISFACTION5},
    "number": {"lowest": "1", "highest": "3"},
}
VALUES: Mapping[str, Sequence[tuple[str, ...]]] = {
    "choice": [("a",), ("b",), ("c",)],
    "multiple": [("a",), ("b",), ("a", "b"), ("c",)],
    "satisfaction5": [("1",), ("2",), ("3",), ("4",), ("5",)],
    "yes_no": [("yes",), ("no",)],
    "grid": [("1",), ("3",), ("5",)],
    "number": [("1",), ("2",), ("3",)],
}


@dataclass(frozen=True)
class Plan:
    """One question with its conditions in their plain form."""

    shape: QuestionShape
    show_if: Mapping[str, Any] | None
    skips: tuple[tuple[Mapping[str, Any], str], ...]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_stored_is_what_was_shown_and_answered_last(
    respondent: Respondent, session: Session, ask: Ask, seed: int
) -> None:
    chance = Random(seed)
    plans = _plans(chance)
    ask(make_content(*(plan.shape for plan in plans), flow=chance.choice(list(Flow))))

    filled = _go_through(respondent, chance, {plan.shape.key: plan.shape for plan in plans})

    shown = set(_shown(plans, filled))
    assert _stored(session) == {
        (name, value)
        for name, values in filled.items()
        for value in values
        if name.partition(".")[0] in shown
    }


def _plans(chance: Random) -> list[Plan]:
    shapes: list[QuestionShape] = []
    plans = []
    for number in range(7):
        kind = chance.choice(list(KINDS))
        show_if = _condition(chance, shapes) if shapes and chance.random() < 0.5 else None
        shape = QuestionShape(
            f"q{number}",
            QuestionType(kind),
            is_required=chance.random() < 0.5,
            offers_not_applicable=kind not in {"number", "multiple"} and chance.random() < 0.3,
            show_if=read_condition(show_if) if show_if else None,
            **KINDS[kind],
        )
        skips = []
        if chance.random() < 0.3:
            later = [f"q{after}" for after in range(number + 1, 7)]
            skips.append((_condition(chance, [*shapes, shape]), chance.choice([*later, END])))
        skipping = tuple(Skip(read_condition(when), to) for when, to in skips)
        shapes.append(QuestionShape(**{**vars(shape), "skips": skipping}))
        plans.append(Plan(shapes[-1], show_if, tuple(skips)))
    return plans


def _condition(chance: Random, shapes: Sequence[QuestionShape]) -> dict[str, Any]:
    word = chance.choice(["all", "any", "not", "test", "test", "test"])
    if word == "not":
        return {"not": _test(chance, shapes)}
    if word == "test":
        return _test(chance, shapes)
    return {word: [_test(chance, shapes), _test(chance, shapes)]}


def _test(chance: Random, shapes: Sequence[QuestionShape]) -> dict[str, Any]:
    shape = chance.choice(shapes)
    name = chance.choice(shape.answer_keys)
    operator = chance.choice(["is", "is_not", "answered", "not_answered"])
    test = {"question": name, "is": operator}
    if operator.startswith("is"):
        test["value"] = chance.choice(VALUES[shape.type])[0]
    return test


def _go_through(
    respondent: Respondent, chance: Random, shapes: Mapping[str, QuestionShape]
) -> Filled:
    """Press on, and now and then back, until the sheet is stored; what was filled in last."""
    filled: Filled = {}
    page = respondent.open()
    for _ in range(MOST_PRESSES):
        sheet = sheet_of(page)
        answers = {name: _answer(chance, shapes, name) for name in sorted(sheet.controls)}
        filled |= answers
        buttons = [word for name, word in sheet.buttons if name == "_go"]
        is_back = "back" in buttons and chance.random() < 0.45
        word = "back" if is_back else "send" if "send" in buttons else "next"
        page = press(respondent.client, page, word, answers)
        assert page.status_code in {200, 303}, page.text
        if page.status_code == 303:
            return filled
    raise AssertionError("the sheet never ended")


def _answer(chance: Random, shapes: Mapping[str, QuestionShape], name: str) -> tuple[str, ...]:
    shape = shapes[name.partition(".")[0]]
    blank = [] if shape.is_required else [()]
    unapplicable = [("not_applicable",)] if shape.offers_not_applicable else []
    return chance.choice([*VALUES[shape.type], *unapplicable, *blank])


def _shown(plans: Sequence[Plan], filled: Filled) -> Iterator[str]:
    counted: Filled = {}
    target = ""
    for plan in plans:
        key = plan.shape.key
        if target and key != target:
            continue
        target = ""
        if plan.show_if and not _is_met(plan.show_if, counted):
            continue
        yield key
        counted |= {name: filled.get(name, ()) for name in plan.shape.answer_keys}
        target = next((to for when, to in plan.skips if _is_met(when, counted)), "")


def _is_met(condition: Mapping[str, Any], given: Filled) -> bool:
    if "all" in condition:
        return all(_is_met(part, given) for part in condition["all"])
    if "any" in condition:
        return any(_is_met(part, given) for part in condition["any"])
    if "not" in condition:
        return not _is_met(condition["not"], given)
    values = given.get(condition["question"], ())
    return {
        "is": condition.get("value") in values,
        "is_not": condition.get("value") not in values,
        "answered": bool(values),
        "not_answered": not values,
    }[condition["is"]]


def _stored(session: Session) -> set[tuple[str, str]]:
    session.rollback()
    return {_named(row) for row in session.scalars(sa.select(Answer))}


def _named(row: Answer) -> tuple[str, str]:
    """By the field that was filled in: a grid's row has one of its own."""
    is_row = bool(row.part) and row.choice != row.part
    name = f"{row.question_key}.{row.part}" if is_row else row.question_key
    value = row.score if row.score is not None else row.number
    return name, str(row.choice) if value is None else f"{value:g}"
