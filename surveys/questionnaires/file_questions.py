"""One question of a questionnaire file: its settings, each asked for its form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from surveys.errors import ConditionError
from surveys.questionnaires.conditions import Condition, read_condition
from surveys.questionnaires.formats.placed import Placed
from surveys.questionnaires.shapes import Direction, QuestionShape, Skip
from surveys.questionnaires.types import (
    DEFAULT_LENGTHS,
    QuestionMetric,
    QuestionType,
    Setting,
)

# What stands for a question in a file: its settings, and what it means in the strategy and flow.
NAMES = frozenset({*Setting, "type", "construct", "objectives", "direction", "show_if", "skips"})

Members = Mapping[str, Placed]


def read_question(key: str, table: Mapping[str, Any]) -> QuestionShape:
    """The question that `[questions.<key>]` describes; raises ContentError naming the place.

    Whether its settings make sense together is for `checks` to say.
    """
    members = Placed(f"questions.{key}", _without_blanks(table)).members(NAMES)
    if "type" not in members:
        Placed(f"questions.{key}", table).refuse("its type is missing. Add type = …")
    kind = members["type"].one_of(QuestionType)
    return QuestionShape(
        key=key,
        type=kind,
        is_required="required" in members and members["required"].flag(),
        metric=members["metric"].one_of(QuestionMetric) if "metric" in members else None,
        options=_values(members, "options"),
        max_length=_whole(members, "max_length", 1) or DEFAULT_LENGTHS.get(kind),
        offers_not_applicable="not_applicable" in members and members["not_applicable"].flag(),
        exclusive=_values(members, "exclusive"),
        fewest=_whole(members, "fewest", 1),
        most=_whole(members, "most", 1),
        rows=_values(members, "rows"),
        scale=members["scale"].one_of(QuestionType) if "scale" in members else None,
        lowest=_limit(members, "lowest"),
        highest=_limit(members, "highest"),
        decimals=_whole(members, "decimals", 0) or 0,
        construct=members["construct"].text() if "construct" in members else "",
        objectives=_values(members, "objectives"),
        direction=members["direction"].one_of(Direction) if "direction" in members else None,
        show_if=_condition(members["show_if"]) if "show_if" in members else None,
        skips=tuple(map(_skip, members["skips"].items())) if "skips" in members else (),
    )


def _without_blanks(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Setting `metric = ""` takes away what the shared file says."""
    return {name: value for name, value in table.items() if value not in ("", [])}


def _values(members: Members, name: str) -> tuple[str, ...]:
    return tuple(item.value() for item in members[name].items()) if name in members else ()


def _whole(members: Members, name: str, least: int) -> int | None:
    return members[name].whole(least) if name in members else None


def _limit(members: Members, name: str) -> str | None:
    if name not in members:
        return None
    raw = members[name].raw
    return raw.isoformat() if isinstance(raw, date) else members[name].value()


def _skip(placed: Placed) -> Skip:
    members = placed.members(frozenset({"if", "to"}))
    if len(members) < 2:
        placed.refuse('a skip says when and where to, as {if = {…}, to = "comment"}.')
    return Skip(_condition(members["if"]), members["to"].text())


def _condition(placed: Placed) -> Condition:
    try:
        return read_condition(placed.raw)
    except ConditionError as error:
        placed.refuse(str(error))
