"""Limits from a TOML file.

reason = "Agreed with the partners in spring"    # of all that give none of their own
from = "2026-W47"                                # without it the current week

[careless]
warn = 0.12
fail = 0.25

[omega]
own = true                                       # back to the method's own limits
reason = "The trial is over"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from core.clock import Week
from metrics.errors import DecisionRefusedError
from metrics.integrity.settings.services import Limits, LimitsWanted
from metrics.integrity.signature import tidy

IN_GENERAL = ("reason", "from")
OF_A_CHECK = {"warn", "fail", "reason", "from", "own"}


def read_limits(text: str, now_in: Week) -> tuple[LimitsWanted, ...]:
    """The changes a file asks for; raises DecisionRefusedError with everything unreadable in it.

    Whether they are possible is the service's to say.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DecisionRefusedError(f"The file is not TOML: {error}.") from error
    tables = {key: value for key, value in content.items() if key not in IN_GENERAL}
    general = {key: content[key] for key in IN_GENERAL if key in content}
    problems = tuple(_general_problems(general, tables))
    problems += tuple(wrong for key, table in tables.items() for wrong in _unreadable(key, table))
    if problems:
        raise DecisionRefusedError(*problems)
    return tuple(_wanted(key, {**general, **table}, now_in) for key, table in tables.items())


def _general_problems(general: Mapping[str, Any], tables: Mapping[str, Any]) -> Iterator[str]:
    if not tables:
        yield "The file names no check. Write a table for each, as [careless]."
    yield from (f"Above the checks, {wrong}" for wrong in _wrong_words(general))


def _unreadable(check_key: str, table: Any) -> Iterator[str]:
    if not isinstance(table, dict):
        yield f"“{check_key}” is no table: write [{check_key}] and below it warn and fail."
        return
    unknown = sorted(set(table) - OF_A_CHECK)
    if unknown:
        yield f"“{check_key}”: {', '.join(unknown)} means nothing here; write warn, fail, reason."
    yield from (f"“{check_key}”: {wrong}" for wrong in (*_wrong_words(table), *_wrong_pair(table)))


def _wrong_words(table: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(table.get("reason", ""), str):
        yield "the reason must be a text in quotes."
    try:
        Week.parse(str(table.get("from", "2026-W01")))
    except ValueError as error:
        yield f"from: {error}"


def _wrong_pair(table: Mapping[str, Any]) -> Iterator[str]:
    given = [table[name] for name in ("warn", "fail") if name in table]
    if table.get("own") is True:
        if given:
            yield "own = true goes without warn and fail."
    elif "own" in table:
        yield "own can only be true; leave it out otherwise."
    elif len(given) < 2 or not all(_is_number(value) for value in given):
        yield "warn and fail must both be numbers, as 0.12."


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wanted(check_key: str, table: Mapping[str, Any], now_in: Week) -> LimitsWanted:
    is_own = table.get("own") is True
    return LimitsWanted(
        check_key=check_key,
        limits=None if is_own else Limits(float(table["warn"]), float(table["fail"])),
        reason=tidy(table.get("reason")),
        applies_from=Week.parse(str(table["from"])) if "from" in table else now_in,
    )
