from __future__ import annotations

import pytest

from surveys.invitations.wording import spoken_languages, wording_of
from surveys.models import Promise


@pytest.mark.parametrize("language", spoken_languages())
def test_every_promise_is_worded(language: str) -> None:
    assert set(wording_of(language).promises) == set(Promise)


def test_a_language_without_words_gets_the_english_ones() -> None:
    assert wording_of("fi").language == "en"


def test_a_regional_language_gets_the_words_of_its_plain_form() -> None:
    assert wording_of("pt-BR").language == "pt"
