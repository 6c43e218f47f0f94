"""Languages as the Unicode CLDR knows them: names, direction, plural forms, days in words.

Language codes are written as in addresses and files: "de", "pt-br". What CLDR does not know is
treated as English. Numbers stand in Latin digits in every language: docs/languages.md says why.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton

FALLBACK_LANGUAGE = "en"
ENGLISH_LOCALE = "en-GB"  # day before month, as in all the other languages of the pages
LARGEST_COUNT = 1000  # that a page says in words
FIRST_STRONG_ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
LEFT_TO_RIGHT_LETTERS = frozenset({"L"})
RIGHT_TO_LEFT_LETTERS = frozenset({"R", "AL"})


@lru_cache
def name_of(language: str) -> str:
    """A language's name in itself, so that somebody who reads only that one finds it."""
    locale = _known_locale(language)
    name = locale.get_display_name() if locale else None
    return name[:1].upper() + name[1:] if name else language


@lru_cache
def is_right_to_left(language: str) -> bool:
    return _locale(language).text_direction == "rtl"


@lru_cache
def plural_categories(language: str) -> frozenset[str]:
    """The CLDR categories that counts can fall into: "one", "few", "other" and so on."""
    return frozenset(plural_category(language, count) for count in range(LARGEST_COUNT + 1))


@lru_cache(maxsize=4096)
def plural_category(language: str, count: int) -> str:
    return str(_locale(language).plural_form(count))


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: str) -> str:
    """Day and month, as "3. November"."""
    locale = ENGLISH_LOCALE if language == FALLBACK_LANGUAGE else language
    return format_skeleton("MMMMd", day, locale=_locale(locale))


def closest_language(wanted: str | None, available: Collection[str]) -> str:
    """The wanted language, or its plain form ("de" for "de-AT"), or English."""
    wanted = (wanted or "").strip().lower().replace("_", "-")
    for candidate in (wanted, wanted.partition("-")[0]):
        if candidate in available:
            return candidate
    return FALLBACK_LANGUAGE


@lru_cache(maxsize=4096)
def set_apart(name: str, language: str) -> str:
    """A name to be set into a text of that language.

    With letters that run the other way it is isolated, so that it disturbs neither the order of
    the words around it nor that of a number or a full stop beside it.
    """
    foreign = LEFT_TO_RIGHT_LETTERS if is_right_to_left(language) else RIGHT_TO_LEFT_LETTERS
    if any(unicodedata.bidirectional(letter) in foreign for letter in name):
        return f"{FIRST_STRONG_ISOLATE}{name}{END_OF_ISOLATE}"
    return name


def _locale(language: str) -> Locale:
    return _known_locale(language) or Locale.parse(ENGLISH_LOCALE, sep="-")


@lru_cache
def _known_locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
