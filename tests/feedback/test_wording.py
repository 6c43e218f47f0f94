from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from core.wordings import read_texts
from feedback.wording import FOLDER, Wording, wording_of


def test_no_text_is_written_for_nobody() -> None:
    names = {field.name for field in fields(Wording)} - {"language"}

    assert set(read_texts(FOLDER, "en")) == names


@pytest.mark.parametrize("language", ["xx", "", "../en", "pl"])
def test_an_unknown_language_is_spoken_to_in_english(language: str) -> None:
    assert wording_of(language) == wording_of("en")


def test_a_regional_language_is_spoken_to_in_its_plain_form() -> None:
    assert wording_of("de-AT") is wording_of("de")


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 short question, about one minute."),
        ("en", 6, "6 short questions, about 6 minutes."),
        ("fr", 6, "6 courtes questions, environ 6 minutes."),
        ("ar", 1, "سؤال قصير واحد، نحو دقيقة."),
        ("ar", 2, "سؤالان قصيران، نحو دقيقتين."),
        ("ar", 6, "6 أسئلة قصيرة، نحو 6 دقائق."),
        ("ar", 11, "11 سؤالًا قصيرًا، نحو 11 دقيقة."),
        ("zh", 1, "共 1 道简短的问题，大约 1 分钟。"),
    ],
)
def test_counts_take_the_plural_form_of_the_language(language: str, count: int, text: str) -> None:
    words = wording_of(language)

    minutes = words.minutes.format(count=count)

    assert words.duration.format(count=count, minutes=minutes) == text


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("ar", "3 نوفمبر"),
        ("de", "3. November"),
        ("en", "3 November"),
        ("es", "3 de noviembre"),
        ("fr", "3 novembre"),
        ("hi", "3 नवंबर"),
        ("pt", "3 de novembro"),
        ("zh", "11月3日"),
    ],
)
def test_a_day_is_written_as_people_write_it(language: str, day: str) -> None:
    assert wording_of(language).day(date(2026, 11, 3)) == day
