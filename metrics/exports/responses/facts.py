"""The columns of a response beside its answers, and where each cell comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from customers.names.queries import Names
from feedback.models import ResponseSource
from metrics.dashboards.heard import REASONS
from metrics.dashboards.wording import AUDIENCE_NAMES
from metrics.exports.responses.promises import WITHHELD, Told
from metrics.exports.table import Column, ColumnKind, Value
from metrics.models import Level
from metrics.warehouse.schema import USED, SetAside
from surveys.wording import PROMISE_WORDS

Read = Callable[[Told, Names], Value]

SOURCES = {
    ResponseSource.LINK: "a personal link",
    ResponseSource.OPEN_LINK: "an open link",
    ResponseSource.IMPORT: "an import",
}
STATUSES = {"used": "used in the figures", "set_aside": "kept, not used"}


def _category(name: str, label: str, words: Any, about: str = "") -> Column:
    codes = {str(code): text for code, text in words.items()}
    return Column(name, label, ColumnKind.CATEGORY, about=about, categories=codes)


def _told(name: str) -> Read:
    return lambda told, _names: getattr(told, name)


def _touchpoint(told: Told, names: Names) -> Value:
    return names.touchpoints.get(told.touchpoint, told.touchpoint) if told.touchpoint else None


def _partner(told: Told, names: Names) -> Value:
    return names.place(Level.PARTNER, told.partner) if told.partner else None


def _product_line(told: Told, names: Names) -> Value:
    key = told.product_line
    return names.product_lines.get(key, key) if key else None


def _segment(told: Told, names: Names) -> Value:
    return names.place(Level.SEGMENT, told.segment) if told.segment else None


def _set_aside(told: Told, _names: Names) -> Value:
    return None if told.row.status == USED else told.row.status


FACTS: tuple[tuple[Column, Read], ...] = (
    (
        Column("response", "Key of the response", about="As on the page of single answers."),
        _told("response"),
    ),
    (
        _category("status", "What became of it", STATUSES),
        lambda told, _names: "used" if told.row.status == USED else "set_aside",
    ),
    (
        _category("set_aside_reason", "Why it is not used", {w: REASONS[w] for w in SetAside}),
        _set_aside,
    ),
    (
        _category("audience", "Customer", AUDIENCE_NAMES),
        lambda told, _names: told.row.audience,
    ),
    (
        _category("promise", "What the respondent was promised", PROMISE_WORDS),
        lambda told, _names: told.row.promise,
    ),
    (_category("withheld", "What is left out of the row", WITHHELD), _told("withheld")),
    (_category("source", "How it came in", SOURCES), lambda told, _names: told.row.source),
    (Column("answered_week", "Week of the answer", about="ISO week."), _told("answered_week")),
    (Column("answered_at", "Answered", ColumnKind.TIME), _told("answered_at")),
    (Column("occurred_on", "Day of the transaction", ColumnKind.DAY), _told("occurred_on")),
    (Column("language", "Language"), _told("language")),
    (Column("questionnaire", "Version of the questionnaire"), _told("questionnaire")),
    (Column("touchpoint", "Touchpoint"), _touchpoint),
    (Column("partner", "Channel partner of the transaction"), _partner),
    (Column("product_line", "Product line"), _product_line),
    (Column("segment", "Segment", about="Of end users alone."), _segment),
    (Column("region", "Region"), _told("region")),
    (
        Column("company", "Company of the respondent", about="Only where names were promised."),
        _told("company"),
    ),
    (
        Column(
            "company_key",
            "Key of the company",
            about="Of end users alone; alike in every file, leads to nobody.",
        ),
        _told("company_key"),
    ),
    (
        Column("person_key", "Key of the person", about="Alike in every file, leads to nobody."),
        _told("person_key"),
    ),
    (
        Column("transaction_key", "Key of the transaction", about="As the others."),
        _told("transaction_key"),
    ),
)
FACT_NAMES = frozenset(column.name for column, _ in FACTS)
