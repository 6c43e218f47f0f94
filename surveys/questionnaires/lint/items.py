"""A question as the lint reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from surveys.errors import ItemError


class ItemType(StrEnum):
    """How a question is answered, as far as its wording is concerned."""

    RATING = "rating"
    GRID = "grid"
    SINGLE = "single"
    MULTI = "multi"
    RANKING = "ranking"
    NUMERIC = "numeric"
    DATE = "date"
    SHORT = "short"
    OPEN = "open"
    CONSENT = "consent"
    STATEMENT = "statement"
    QUESTIONNAIRE = "questionnaire"

    @property
    def is_scale(self) -> bool:
        return self in {ItemType.RATING, ItemType.GRID}

    @property
    def is_written(self) -> bool:
        """Answered by writing, not by choosing."""
        return self in {ItemType.OPEN, ItemType.SHORT, ItemType.NUMERIC, ItemType.DATE}

    @property
    def asks_nothing(self) -> bool:
        return self in {ItemType.CONSENT, ItemType.STATEMENT, ItemType.QUESTIONNAIRE}


@dataclass(frozen=True)
class Context:
    """What is known about a question beyond its text; what is not known stays empty.

    `applies_to_all` is False where the question does not concern everybody who sees it; `filter`
    is the condition under which it is shown. `way_out` stands beside the options for those it does
    not concern. `locales` are the languages it must exist in,
    `present` those in which it does; `options_missing` and `same_as_source` name languages (or
    texts) with a missing option or a text left untranslated. `after` names the batteries asked
    before it. `questions`, `est_minutes` and `open_ended` describe a whole questionnaire.
    """

    applies_to_all: bool | None = None
    filter: str = ""
    way_out: bool = False
    touchpoint: str = ""
    audience: str = ""
    anonymous: bool | None = None
    survey_kind: str = ""
    locales: tuple[str, ...] = ()
    present: tuple[str, ...] | None = None
    options_missing: tuple[str, ...] = ()
    same_as_source: tuple[str, ...] = ()
    metric: str = ""
    position: int | None = None
    position_last_week: int | None = None
    after: tuple[str, ...] = ()
    option_order: str = ""
    nominal: bool = False
    questions: int | None = None
    est_minutes: float | None = None
    open_ended: int | None = None
    grid_rows: int | None = None


# Far beyond any question; the patterns take time that grows with the square of the length.
LONGEST_TEXT = 5_000
LONGEST_OPTION = 1_000


@dataclass(frozen=True)
class Item:
    """One question, in one language; `options` are its labels in the order shown.

    `part` names the row of a grid: it is read by itself, and asked and counted with its question.
    Raises ItemError for a text that is no question by its length.
    """

    question_text: str
    question_type: ItemType
    options: tuple[str, ...] = ()
    required: bool = False
    context: Context = field(default_factory=Context)
    key: str = ""
    part: str = ""

    def __post_init__(self) -> None:
        _refuse_long("The question", self.question_text, LONGEST_TEXT)
        for place, option in enumerate(self.options, start=1):
            _refuse_long(f"Option {place}", option, LONGEST_OPTION)


def _refuse_long(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise ItemError(f"{name} has {len(text):,} characters. Shorten it to {most:,} at most.")


LISTS = frozenset({"locales", "present", "options_missing", "same_as_source", "after"})
FLAGS = frozenset({"applies_to_all", "anonymous", "nominal", "way_out"})
WHOLE = frozenset({"position", "position_last_week", "questions", "open_ended", "grid_rows"})
# Stands for the language where it is only said that there is one.
SOME_LANGUAGE = "one language"
KNOWN = frozenset(known.name for known in fields(Context))


def read_context(given: Mapping[str, Any]) -> Context:
    """The context from plain values, as JSON gives them; null is the same as absent.

    A list may also come as a table (its keys with a value that is neither empty nor false), as
    one text, or as true or a count, which say that there is one but not which.
    Raises ItemError for a name that is not known and for a value of the wrong type.
    """
    unknown = sorted(set(given) - KNOWN)
    if unknown:
        raise ItemError(
            f"{unknown[0]} says nothing about a question. Known are {', '.join(sorted(KNOWN))}."
        )
    known = {name: value for name, value in given.items() if value is not None}
    return Context(**{name: _value(name, value) for name, value in known.items()})


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        return _names(name, value)
    if name in FLAGS:
        return _checked(name, value, isinstance(value, bool), "true or false")
    if name in WHOLE:
        return _checked(name, value, type(value) is int and value >= 0, "a whole number from 0")
    if name == "est_minutes":
        is_time = type(value) in {int, float} and 0 <= value < float("inf")
        return _checked(name, value, is_time, "a number of minutes")
    if name == "filter":
        return str(value) if value else ""
    return _checked(name, value, isinstance(value, str), "a text")


def _names(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        return tuple(str(key) for key, found in value.items() if found)
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, int):
        return (SOME_LANGUAGE,) if value else ()
    is_list = isinstance(value, list | tuple) and all(isinstance(entry, str) for entry in value)
    return tuple(_checked(name, value, is_list, "a list of texts"))


def _checked(name: str, value: Any, is_right: bool, wanted: str) -> Any:
    if not is_right:
        raise ItemError(f"{name} must be {wanted}, not {value!r}.")
    return value
