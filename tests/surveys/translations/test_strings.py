from __future__ import annotations

import pytest

from surveys.translations.strings import (
    TranslationStatus,
    completeness_of,
    lost_placeholders,
    strings_of,
)
from tests.surveys.translations.factory import ENGLISH, GERMAN, content


def test_completeness_is_the_share_of_strings_that_are_there() -> None:
    draft = content(german={"title": "Ihre Lieferung", "reason.text": "Was?", "intro": "  "})

    found = completeness_of(draft, "de")

    assert (found.present_count, found.string_count, found.share) == (2, 5, 0.4)
    assert found.missing_count == 3


def test_a_language_nobody_began_is_missing_whole() -> None:
    assert completeness_of(content(), "fr").share == 0


def test_a_text_that_has_no_english_is_not_asked_for() -> None:
    draft = content(english={**ENGLISH, "intro": " "})

    assert "intro" not in {string.key for string in strings_of(draft, "de")}


def test_strings_stand_in_the_order_of_the_questionnaire_with_their_place_in_words() -> None:
    strings = strings_of(content(), "de")

    assert [string.context for string in strings] == [
        "Title of the questionnaire",
        "Introduction, on the first page",
        "Question 1, the question",
        "Question 1, answer price",
        "Question 1, answer advice",
    ]


STATUSES = {
    "absent": (None, False, TranslationStatus.MISSING),
    "blank": (" ", False, TranslationStatus.MISSING),
    "there": ("Was zählte?", False, TranslationStatus.TRANSLATED),
    "left in English": ("What mattered most?", False, TranslationStatus.UNTOUCHED),
    "outdated": ("Was zählte?", True, TranslationStatus.OUTDATED),
    "outdated and gone": ("", True, TranslationStatus.MISSING),
}


@pytest.mark.parametrize(("target", "is_outdated", "status"), STATUSES.values(), ids=STATUSES)
def test_a_string_says_what_it_needs(
    target: str | None, is_outdated: bool, status: TranslationStatus
) -> None:
    german = {} if target is None else {"reason.text": target}

    strings = strings_of(
        content(german=german), "de", {"reason.text"} if is_outdated else frozenset()
    )

    assert next(each.status for each in strings if each.key == "reason.text") is status


@pytest.mark.parametrize("word", ["OK", "NPS", "A 1", "Zürich"])
def test_short_words_and_names_may_be_the_same_in_both_languages(word: str) -> None:
    draft = content(english={**ENGLISH, "title": word}, german={**GERMAN, "title": word})

    assert strings_of(draft, "de")[0].status is TranslationStatus.TRANSLATED


def test_placeholders_that_a_translation_lost_are_named_once() -> None:
    assert lost_placeholders("{partner} and {date}, {partner}", "{date}") == ("{partner}",)
    assert lost_placeholders("{other}", "") == ()
