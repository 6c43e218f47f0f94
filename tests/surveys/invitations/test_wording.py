from __future__ import annotations

from dataclasses import asdict
from string import Formatter

import pytest

from surveys.invitations.wording import FOLDER, wording_of
from surveys.models import Promise

LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def _names(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_the_same_places(language: str) -> None:
    english, wording = wording_of("en"), wording_of(language)

    for part in ("mail", "stop"):
        for key, text in asdict(getattr(english, part)).items():
            assert _names(asdict(getattr(wording, part))[key]) == _names(text), key
    assert set(wording.promises) == set(Promise)


def test_a_language_without_words_gets_the_english_ones() -> None:
    assert wording_of("fi").language == "en"
