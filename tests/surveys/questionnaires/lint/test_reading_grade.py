from __future__ import annotations

import pytest

from surveys.questionnaires.lint import Category, Severity, lint_wording
from surveys.questionnaires.lint.reading_grade import flesch_kincaid_grade
from surveys.questionnaires.lint.syllables import count_syllables
from tests.surveys.questionnaires.lint.questions import categories, found, rating

GRADE = Category.READING_GRADE


@pytest.mark.parametrize(
    ("word", "count"),
    [
        # Divided as Merriam-Webster divides them.
        ("the", 1), ("dealer", 2), ("satisfied", 3), ("dissatisfied", 4), ("placed", 1),
        ("needed", 2), ("delivery", 4), ("deliveries", 4), ("reliability", 6), ("reliable", 4),
        ("service", 2), ("services", 3), ("machines", 2), ("packages", 3), ("technician", 3),
        ("technical", 3), ("documentation", 5), ("experience", 4), ("supplier", 3), ("quality", 3),
        ("people", 2), ("business", 2), ("completely", 3), ("statement", 2), ("period", 3),
        ("previous", 3), ("question", 2), ("quiet", 2), ("buying", 2), ("area", 3), ("video", 3),
        ("unique", 2), ("catalogue", 3), ("issue", 2), ("material", 4), ("official", 3),
        ("million", 2), ("evaluate", 4), ("contractual", 4), ("recommend", 3), ("colleague", 2),
        ("comprehensiveness", 5), ("available", 4), ("table", 2), ("times", 1), ("asked", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_the_grade_is_that_of_kincaid() -> None:
    words = ["How", "would", "you", "rate", "the", "response", "time", "of", "the", "hotline"]

    # 10 words, 12 syllables, 1 sentence: .39 · 10 + 11.8 · 1.2 − 15.59, by hand.
    assert flesch_kincaid_grade(words, 1) == pytest.approx(2.47)


@pytest.mark.parametrize(
    "text",
    [
        "To what extent does the operationalisation of our sustainability commitments meet needs?",
        "How would you evaluate the comprehensibility of our contractual documentation?",
    ],
)
def test_officialese_is_an_error(text: str) -> None:
    assert found(rating(text), GRADE).severity is Severity.ERROR


def test_a_grade_above_ten_is_a_warning() -> None:
    finding = found(
        rating(
            "How would you assess the quality of the technical consultation provided by our "
            "sales representatives?"
        ),
        GRADE,
    )

    assert finding.severity is Severity.WARN
    assert finding.message == "The question reads at grade 13.9."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("How reliable were our restocking deliveries?", id="short"),
        pytest.param("Comprehensibility of contractual documentation?", id="few long words"),
        pytest.param(
            "How satisfied are you with the reliability of our deliveries?", id="one long word"
        ),
        pytest.param(
            "How satisfied or dissatisfied are you with our company as a supplier of parts?",
            id="both sides named",
        ),
        pytest.param("How would you rate the SLA and the RMA?", id="two acronyms"),
        pytest.param("HOW WOULD YOU RATE THE SITE?", id="shouted"),
    ],
)
def test_plain_language_stays_silent(text: str) -> None:
    assert GRADE not in categories(rating(text))


def test_three_acronyms_are_an_error() -> None:
    assert found(rating("Rate SLA, RMA, EDI."), GRADE).message == "3 acronyms: EDI, RMA, SLA."


@pytest.mark.parametrize(
    ("count", "severity"),
    [(25, None), (26, Severity.WARN), (40, Severity.WARN), (41, Severity.ERROR)],
)
def test_long_sentences_have_strict_limits(count: int, severity: Severity | None) -> None:
    findings = lint_wording(rating("so " * (count - 1) + "gut?"), "de")

    assert [finding.severity for finding in findings] == [severity] * bool(severity)


def test_the_grade_is_for_english_only() -> None:
    text = "Wie zufrieden sind Sie mit der Verständlichkeit unserer Vertragsunterlagen insgesamt?"

    assert GRADE not in categories(rating(text), "de")


@pytest.mark.parametrize(
    ("word", "language"),
    [
        pytest.param("कितने", "hi", id="vowel signs of Hindi"),
        pytest.param("سهلًا", "ar", id="tanwin of Arabic"),
    ],
)
def test_signs_over_and_under_letters_make_no_words_of_their_own(word: str, language: str) -> None:
    assert GRADE not in categories(rating(f"{word} " * 25), language)
    assert GRADE in categories(rating(f"{word} " * 26), language)


@pytest.mark.parametrize("end", ["।", "؟", "。", "？", "."])
def test_a_sentence_ends_with_the_sign_of_its_script(end: str) -> None:
    assert GRADE not in categories(rating(f"{'ना ' * 20}{end} {'ना ' * 20}{end}"), "hi")
