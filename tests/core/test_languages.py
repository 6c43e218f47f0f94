from __future__ import annotations

from datetime import date

import pytest

from core.languages import (
    closest_language,
    day_in_words,
    is_right_to_left,
    name_of,
    plural_categories,
    set_apart,
)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ar", "العربية"),
        ("en", "English"),
        ("es", "Español"),
        ("hi", "हिन्दी"),
        ("pt", "Português"),
        ("pt-br", "Português (Brasil)"),
        ("zh", "中文"),
    ],
)
def test_a_language_names_itself(language: str, name: str) -> None:
    assert name_of(language) == name


def test_a_language_that_nobody_knows_is_named_by_its_code() -> None:
    assert name_of("xx") == "xx"


@pytest.mark.parametrize(
    ("language", "is_rtl"),
    [("ar", True), ("he", True), ("fa", True), ("ur", True), ("de", False), ("xx", False)],
)
def test_the_direction_of_a_language_is_that_of_its_script(language: str, is_rtl: bool) -> None:
    assert is_right_to_left(language) is is_rtl


@pytest.mark.parametrize(
    ("language", "categories"),
    [
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
        ("pl", {"one", "few", "many"}),
        ("en", {"one", "other"}),
        ("fr", {"one", "other"}),
        ("zh", {"other"}),
    ],
)
def test_plural_forms_are_those_that_counts_can_reach(language: str, categories: set[str]) -> None:
    assert plural_categories(language) == categories


@pytest.mark.parametrize(
    ("wanted", "closest"),
    [("de-AT", "de"), ("DE", "de"), ("pt_BR", "pt-br"), ("fi", "en"), ("", "en"), (None, "en")],
)
def test_the_closest_language_is_chosen(wanted: str | None, closest: str) -> None:
    assert closest_language(wanted, ("de", "en", "pt", "pt-br")) == closest


def test_days_in_a_language_that_nobody_knows_are_english() -> None:
    assert day_in_words(date(2026, 11, 3), "xx") == "3 November"


@pytest.mark.parametrize(
    ("name", "language", "is_isolated"),
    [
        ("Hydra GmbH & Co.", "ar", True),
        ("شركة النور", "de", True),
        ("Hydra GmbH & Co.", "de", False),
        ("شركة النور", "ar", False),
        ("2001", "ar", False),
    ],
)
def test_a_name_that_runs_the_other_way_is_isolated(
    name: str, language: str, is_isolated: bool
) -> None:
    expected = f"\u2068{name}\u2069" if is_isolated else name

    assert set_apart(name, language) == expected
