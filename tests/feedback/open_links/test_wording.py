from __future__ import annotations

import pytest

from core.wordings import find_gaps, languages_in, read_texts
from feedback.open_links.wording import FOLDER, open_words_of
from feedback.wording import worded_languages


def test_open_links_speak_every_language_of_the_answering_page() -> None:
    assert languages_in(FOLDER) == worded_languages()


@pytest.mark.parametrize("language", languages_in(FOLDER))
def test_every_language_has_the_english_texts_with_the_same_places(language: str) -> None:
    gaps = find_gaps(read_texts(FOLDER, language), read_texts(FOLDER, "en"), language)

    assert gaps == ()
    assert open_words_of(language).thanks.heading
