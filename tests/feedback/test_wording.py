from __future__ import annotations

import string
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedback.wording import FOLDER, LANGUAGE_NAMES, worded_languages, wording_of

FILES = sorted(FOLDER.glob("*.toml"))
ENGLISH = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_language_has_the_same_texts_with_the_same_places(path: Path) -> None:
    texts = tomllib.loads(path.read_text(encoding="utf-8"))

    assert _places(texts) == _places(ENGLISH)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_language_names_itself(path: Path) -> None:
    assert path.stem in LANGUAGE_NAMES


def test_english_german_and_spanish_are_there() -> None:
    assert {"en", "de", "es"} <= set(worded_languages())


@pytest.mark.parametrize("language", ["xx", "", "../en", "de-AT"])
def test_an_unknown_language_is_spoken_to_in_english(language: str) -> None:
    assert wording_of(language) == wording_of("en")


@pytest.mark.parametrize(
    ("language", "day"), [("en", "3 November"), ("de", "3. November"), ("es", "3 de noviembre")]
)
def test_a_day_is_written_as_people_write_it(language: str, day: str) -> None:
    assert wording_of(language).day(date(2026, 11, 3)) == day


def _places(texts: Any, prefix: str = "") -> set[tuple[str, str]]:
    """Every text's key with every {name} in it."""
    if isinstance(texts, dict):
        return set().union(*(_places(value, f"{prefix}{key}.") for key, value in texts.items()))
    if isinstance(texts, list):
        return {(prefix, str(len(texts)))}
    return {(prefix, "")} | {
        (prefix, name) for _, name, _, _ in string.Formatter().parse(texts) if name
    }
