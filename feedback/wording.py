"""The answering page's own words, one file a language; the questions' words are data elsewhere.

A language without a file is spoken to in English. How the files are written: core/wordings.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.languages import closest_language, day_in_words, is_right_to_left, set_apart
from core.wordings import Plural, languages_in, read_words

FOLDER = Path(__file__).parent / "wordings"


@dataclass(frozen=True)
class Speech:
    """The language of a part of a page that does not speak the page's own."""

    language: str

    @property
    def is_rtl(self) -> bool:
        return is_right_to_left(self.language)


@dataclass(frozen=True)
class Notice:
    """A page without questions: what happened, and what it means for the reader."""

    heading: str
    text: str


@dataclass(frozen=True)
class Wording:
    """Every text of the page. Those with {names} are filled by their `format`."""

    language: str
    other_languages: str
    from_whom: str
    from_whom_undated: str
    duration: Plural
    minutes: Plural
    promises: Mapping[str, str]
    who_sees_what: str
    stop_asking: str
    optional: str
    send: str
    send_again: str
    next: str
    back: str
    keep: str
    go_on: str
    fresh: str
    resumed: str
    progress: str
    progress_about: str
    closing_heading: str
    closing_text: str
    network_waits: str
    local_kept: str
    local_go_on: str
    local_clear: str
    preview: str
    error_title: str
    problems_heading: str
    question_number: str
    missing_choice: str
    missing_text: str
    not_offered: str
    more_than_one: str
    too_long: Plural
    unstorable: str
    repeated: str
    missing_tick: str
    places: str
    same_place: str
    place_left_out: str
    several: str
    too_few: str
    too_many: str
    count_between: str
    not_together: str
    not_a_number: str
    grouped: str
    too_precise: str
    not_whole: str
    too_low: str
    too_high: str
    number_between: str
    not_a_day: str
    too_early: str
    too_late: str
    day_between: str
    not_applicable: str
    page_too_old: str
    not_saved: str
    notice_who: str
    notice_promises: Mapping[str, str]
    notice_drafts: str
    notice_local: str
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
    unavailable: Notice
    failed: Notice
    kept: Notice
    previewed: Notice

    @property
    def is_rtl(self) -> bool:
        return is_right_to_left(self.language)

    def speech_of(self, language: str) -> Speech | None:
        """How a text in that language is to be marked; None where the page speaks it anyway."""
        return None if language == self.language else Speech(language)

    def name(self, name: str) -> str:
        """A name as it stands in a text of this language."""
        return set_apart(name, self.language)

    def day(self, day: date) -> str:
        return day_in_words(day, self.language)

    def notice(self, name: str) -> Notice:
        found = getattr(self, name)
        assert isinstance(found, Notice)
        return found


def wording_of(language: str) -> Wording:
    """The words of a language, of its plain form ("de" for "de-AT"), or English."""
    return _read(closest_language(language, worded_languages()))


def worded_languages() -> tuple[str, ...]:
    """The languages the page itself speaks."""
    return languages_in(FOLDER)


@lru_cache
def _read(language: str) -> Wording:
    texts = read_words(FOLDER, language)
    return Wording(
        **{field.name: _typed(field.type, texts[field.name]) for field in fields(Wording)}
    )


def _typed(kind: object, value: Any) -> Any:
    return Notice(**value) if kind == "Notice" else value
