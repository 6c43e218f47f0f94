"""Words that pages and mails say in several languages: a folder with one TOML file a language.

English is the measure: every other file has the same texts with the same {places}. A text that
counts something is a table of the plural forms of its language, [name] one = … other = …, and is
chosen by {count}.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from core.errors import WordingError
from core.languages import (
    FALLBACK_LANGUAGE,
    closest_language,
    plural_categories,
    plural_category,
)

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
SAID_WITHOUT_NUMBER = frozenset({"zero", "one", "two"})  # as Arabic's dual
COUNT = "count"

Texts = Mapping[str, Any]


@dataclass(frozen=True)
class Plural:
    """A text that counts; filled as a plain text is, by `format(count=3)`."""

    language: str
    forms: Mapping[str, str]

    def format(self, *, count: int, **places: object) -> str:
        form = self.forms[plural_category(self.language, count)]
        return form.format(count=count, **places)


@lru_cache
def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages that a folder has words in."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_words(folder: Path, language: str) -> Texts:
    """The words of the closest language there is, with its code as "language".

    Raises WordingError where a file does not have what the English one has.
    """
    chosen = closest_language(language, languages_in(folder))
    texts = read_texts(folder, chosen)
    gaps = find_gaps(texts, read_texts(folder, FALLBACK_LANGUAGE), chosen)
    if gaps:
        raise WordingError(
            f"{folder / chosen}.toml cannot be used: {'; '.join(gaps)}. Make it the same as "
            f"{FALLBACK_LANGUAGE}.toml."
        )
    return {"language": chosen, **_with_plurals(texts, chosen)}


def read_texts(folder: Path, language: str) -> Texts:
    """A file as it stands."""
    return tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))


def find_gaps(texts: Texts, english: Texts, language: str) -> tuple[str, ...]:
    """What a language's texts lack, or have too much, beside the English ones."""
    return tuple(_gaps("", texts, english, language))


def _gaps(prefix: str, texts: Texts, english: Texts, language: str) -> Iterator[str]:
    yield from (f"{prefix}{key} is missing" for key in english.keys() - texts.keys())
    yield from (f"{prefix}{key} is unknown" for key in texts.keys() - english.keys())
    for key in sorted(english.keys() & texts.keys()):
        yield from _gaps_of(f"{prefix}{key}", texts[key], english[key], language)


def _gaps_of(key: str, value: Any, model: Any, language: str) -> Iterator[str]:
    if _is_plural(model):
        yield from _plural_gaps(key, value, model, language)
    elif isinstance(model, str) != isinstance(value, str):
        yield f"{key} is of another kind"
    elif isinstance(model, str):
        if _places(value) != _places(model):
            yield f"{key} has not the same {{places}}"
    else:
        yield from _gaps(f"{key}.", value, model, language)


def _plural_gaps(key: str, forms: Any, model: Texts, language: str) -> Iterator[str]:
    if not isinstance(forms, Mapping) or forms.keys() != plural_categories(language):
        yield f"{key} needs the plural forms {', '.join(sorted(plural_categories(language)))}"
        return
    needed = _places(model["other"])
    for name, form in forms.items():
        may_lack = {COUNT} if name in SAID_WITHOUT_NUMBER else set()
        if not needed - may_lack <= _places(form) <= needed:
            yield f"{key}.{name} has not the same {{places}}"


def _is_plural(value: Any) -> bool:
    return isinstance(value, Mapping) and "other" in value and value.keys() <= CATEGORIES


def _with_plurals(texts: Texts, language: str) -> dict[str, Any]:
    return {key: _readied(value, language) for key, value in texts.items()}


def _readied(value: Any, language: str) -> Any:
    if _is_plural(value):
        return Plural(language, value)
    return _with_plurals(value, language) if isinstance(value, Mapping) else value


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
