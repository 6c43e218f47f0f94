"""The answering page's own words, one file a language; the questions' words are data elsewhere.

A language without a file is answered in English around its own questions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "wordings"
FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# Each language names itself, so that somebody who reads only that one finds it.
LANGUAGE_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "hi": "हिन्दी",
    "pl": "Polski",
    "pt": "Português",
    "zh": "中文",
}


@dataclass(frozen=True)
class Notice:
    """A page without questions: what happened, and what it means for the reader."""

    heading: str
    text: str


@dataclass(frozen=True)
class Wording:
    """Every text of the page. Those with {names} are filled by `str.format`."""

    language: str
    months: tuple[str, ...]
    date_form: str
    other_languages: str
    from_whom: str
    duration: str
    promises: Mapping[str, str]
    who_sees_what: str
    stop_asking: str
    optional: str
    send: str
    send_again: str
    error_title: str
    problems_heading: str
    question_number: str
    missing_choice: str
    missing_text: str
    not_offered: str
    more_than_one: str
    too_long: str
    unstorable: str
    page_too_old: str
    not_saved: str
    notice_who: str
    notice_promises: Mapping[str, str]
    notice_paradata: str
    thanks: Notice
    used: Notice
    second_sheet: Notice
    revoked: Notice
    refused: Notice
    expired: Notice
    unknown: Notice
    too_large: Notice
    waiting: Notice

    def day(self, day: date) -> str:
        return self.date_form.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def notice(self, name: str) -> Notice:
        found = getattr(self, name)
        assert isinstance(found, Notice)
        return found


@lru_cache
def wording_of(language: str) -> Wording:
    """The words of a language, or English where there is no file for it."""
    known = language if language in worded_languages() else FALLBACK
    return _read(FOLDER / f"{known}.toml")


@lru_cache
def worded_languages() -> tuple[str, ...]:
    """The languages the page itself speaks."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def _read(path: Path) -> Wording:
    texts = {"language": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))}
    return Wording(
        **{field.name: _typed(field.type, texts[field.name]) for field in fields(Wording)}
    )


def _typed(kind: object, value: Any) -> Any:
    if kind == "Notice":
        return Notice(**value)
    return tuple(value) if isinstance(value, list) else value
