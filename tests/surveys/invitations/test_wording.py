from __future__ import annotations

import pytest

from core.wordings import find_gaps, read_texts
from surveys.invitations.wording import FOLDER, spoken_languages, wording_of
from surveys.models import Promise


def test_people_are_written_to_in_eight_languages() -> None:
    assert spoken_languages() == ("ar", "de", "en", "es", "fr", "hi", "pt", "zh")


@pytest.mark.parametrize("language", spoken_languages())
def test_every_language_has_the_english_texts_with_the_same_places(language: str) -> None:
    gaps = find_gaps(read_texts(FOLDER, language), read_texts(FOLDER, "en"), language)

    assert gaps == ()
    assert set(wording_of(language).promises) == set(Promise)


def test_a_language_without_words_gets_the_english_ones() -> None:
    assert wording_of("fi").language == "en"


def test_a_regional_language_gets_the_words_of_its_plain_form() -> None:
    assert wording_of("pt-BR").language == "pt"
