from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.questionnaires import READY_FOLDER, QuestionnaireContent
from surveys.questionnaires.files import read_file
from surveys.questionnaires.queries import build_sheet

READY = read_file(READY_FOLDER / "end_user.delivery.toml")


def _without(language: str, *text_keys: str) -> QuestionnaireContent:
    kept = {key: text for key, text in READY.texts[language].items() if key not in text_keys}
    return replace(READY, texts={**READY.texts, language: kept})


@pytest.mark.parametrize("language", READY.languages)
def test_a_ready_sheet_stands_in_one_language_throughout(language: str) -> None:
    sheet = build_sheet(READY, language)

    assert {question.language for question in sheet.questions} == {language}


def test_a_question_without_text_is_english_with_its_labels() -> None:
    sheet = build_sheet(_without("ar", "satisfaction.text"), "ar")

    recommend, satisfaction = sheet.questions[:2]
    assert (recommend.language, recommend.low) == ("ar", "غير مرجّح على الإطلاق")
    assert (satisfaction.language, satisfaction.options[0].text) == ("en", "Very dissatisfied")


def test_a_label_that_is_missing_alone_stands_in_english() -> None:
    sheet = build_sheet(_without("de", "satisfaction.option.1"), "de")

    satisfaction = sheet.questions[1]
    assert satisfaction.language == "de"
    assert [option.text for option in satisfaction.options[:2]] == [
        "Very dissatisfied",
        "Unzufrieden",
    ]


def test_a_language_that_the_content_lacks_is_given_in_english() -> None:
    sheet = build_sheet(READY, "fi")

    assert (sheet.language, sheet.is_rtl, sheet.title) == ("en", False, "How was your delivery?")


def test_content_that_nobody_has_written_yet_has_empty_texts() -> None:
    sheet = build_sheet(replace(READY, texts={}), "ar")

    assert (sheet.language, sheet.title) == ("en", "")
    assert {question.text for question in sheet.questions} == {""}
