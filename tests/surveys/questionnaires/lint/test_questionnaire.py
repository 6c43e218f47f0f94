from __future__ import annotations

from dataclasses import replace
from typing import Any

from surveys.questionnaires.lint import (
    Category,
    Item,
    ItemType,
    PlacedFinding,
    estimated_minutes,
    lint_questionnaire,
    read_context,
)
from tests.surveys.questionnaires.lint.questions import SATISFACTION

ENGLISH = Item("How satisfied or dissatisfied are you?", ItemType.RATING, SATISFACTION, key="csat")
GERMAN = Item(
    "Wie zufrieden oder unzufrieden sind Sie?",
    ItemType.RATING,
    ("Sehr unzufrieden", "Unzufrieden", "Weder noch", "Zufrieden", "Sehr zufrieden"),
    key="csat",
)
COMMENT = Item("What could we do better?", ItemType.OPEN, key="comment")


def _of(item: Item, key: str, **context: Any) -> Item:
    return replace(item, key=key, context=read_context(context))


def _found(findings: tuple[PlacedFinding, ...]) -> list[tuple[str, str, Category]]:
    return [(placed.question, placed.language, placed.finding.category) for placed in findings]


def test_a_sound_questionnaire_in_two_languages_is_silent() -> None:
    assert lint_questionnaire({"en": [ENGLISH], "de": [GERMAN]}) == ()


def test_a_question_missing_in_a_language_is_found_at_the_question() -> None:
    findings = lint_questionnaire({"en": [ENGLISH], "de": []})

    assert _found(findings) == [("csat", "en", Category.TRANSLATION_INCOMPLETE)]


def test_a_blank_text_a_blank_option_and_an_untranslated_text_are_incomplete() -> None:
    for other in (
        replace(GERMAN, question_text=" "),
        replace(GERMAN, options=(*GERMAN.options[:-1], "")),
        replace(GERMAN, question_text=ENGLISH.question_text),
        replace(GERMAN, options=("Very dissatisfied", *GERMAN.options[1:])),
    ):
        findings = lint_questionnaire({"en": [ENGLISH], "de": [other]})

        assert ("csat", "en", Category.TRANSLATION_INCOMPLETE) in _found(findings)


def test_a_translation_is_read_with_the_words_of_its_language() -> None:
    other = replace(GERMAN, question_text="Wie zufrieden sind Sie mit Preis und Qualität?")

    findings = lint_questionnaire({"en": [ENGLISH], "de": [other]})

    assert _found(findings) == [("csat", "de", Category.DOUBLE_BARRELLED)]


def test_an_overall_question_after_particular_ones_is_found() -> None:
    asked = [_of(ENGLISH, "driver"), _of(ENGLISH, "csat", metric="csat")]
    asked[0] = replace(asked[0], question_text="How would you rate the driver?")

    assert _found(lint_questionnaire({"en": asked})) == [("csat", "en", Category.ORDER_EFFECT)]


def test_a_question_asked_twice_is_found_whatever_its_capitals() -> None:
    again = replace(COMMENT, key="again", question_text="What  could we do BETTER?")

    (placed,) = lint_questionnaire({"en": [COMMENT, again]})

    assert (placed.question, placed.finding.category) == ("again", Category.LENGTH)
    assert "the same as comment" in placed.finding.message


def test_minutes_are_fifteen_for_eighty_five_questions() -> None:
    grid = Item("Rate these.", ItemType.GRID, SATISFACTION, context=read_context({"grid_rows": 10}))

    assert estimated_minutes([ENGLISH] * 85) == 15
    assert estimated_minutes([grid]) == 15 * 5 / 85
    assert estimated_minutes([COMMENT]) == 15 * 4 / 85
    assert estimated_minutes([Item("Thank you.", ItemType.STATEMENT)]) == 0


def test_a_long_transactional_questionnaire_is_found_as_a_whole() -> None:
    asked = [_of(replace(ENGLISH, question_text=f"How was part {n}?"), f"q{n}") for n in range(18)]

    findings = lint_questionnaire({"en": asked}, survey_kind="transactional")

    assert _found(findings) == [("", "en", Category.LENGTH)]
    assert str(findings[0]).startswith("as a whole (en): warn: length: 3.18 minutes;")
    assert lint_questionnaire({"en": asked}) == ()


def test_four_texts_are_too_many_to_write() -> None:
    asked = [replace(COMMENT, key=f"q{n}", question_text=f"What is {n}?") for n in range(4)]

    (placed,) = lint_questionnaire({"en": asked})

    assert "4 open questions" in placed.finding.message


def test_no_questions_are_no_trouble() -> None:
    assert lint_questionnaire({"en": []}) == ()
