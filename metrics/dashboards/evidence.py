"""The figures behind a finding, written out so that they can be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.web.filters import number
from metrics.dashboards.told import Told
from metrics.dashboards.wording import capital

PLACES = 6
MOST_LINES = 60


@dataclass(frozen=True)
class EvidenceLine:
    name: str
    text: str


def evidence_lines(row: Told) -> tuple[EvidenceLine, ...]:
    """The judged value with its limits, then what the check itself recorded."""
    lines = [EvidenceLine(name, text) for name, text in (*_limits(row), *_recorded(row.evidence))]
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    more = EvidenceLine("And more", f"{number(len(lines) - MOST_LINES)} further figures")
    return (*lines[:MOST_LINES], more)


def _limits(row: Told) -> Iterator[tuple[str, str]]:
    for name, value in (("Value", row.value), ("Warns at", row.warn), ("Fails at", row.fail)):
        if value is not None:
            yield name, exact(value)


def _recorded(evidence: Mapping[str, Any] | None, above: str = "") -> Iterator[tuple[str, str]]:
    """Names as they were recorded; nested ones by their path."""
    for key, value in (evidence or {}).items():
        plain = str(key).replace("_", " ")
        name = f"{above}, {plain}" if above else capital(plain)
        if isinstance(value, Mapping):
            yield from _recorded(value, name)
        else:
            yield name, written(value)


def written(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return exact(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(entry)}" for key, entry in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(written(entry) for entry in value) or "none"
    return str(value)


def exact(value: float) -> str:
    """To the last figure that was stored: 0.0714, 12, 1,204."""
    if float(value).is_integer():
        return number(value)
    return number(value, PLACES).rstrip("0").rstrip(".")
