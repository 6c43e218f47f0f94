from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.lint import (
    LIMITS_OF_RULES,
    Category,
    Item,
    ItemType,
    Severity,
    lint_item,
)
from tests.surveys.questionnaires.lint.questions import rating, yes_no

WORDS = [
    "how", "satisfied", "are", "you", "with", "price", "and", "quality", "or", "not", "never",
    "unhappy", "all", "great", "our", "don't", "last", "5", "years", "ever", "1", "-", "to", ",",
    "?", ".", "(", ")", "\"", "Nordhaus", "always-on", "{programme}", "health", "Äpfel", "¿", "–",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@given(SENTENCES | st.text(max_size=60), st.sampled_from(list(ItemType)),
       st.lists(SENTENCES | st.text(max_size=12), max_size=5), st.booleans(),
       st.sampled_from(["en", "de", "es", "ar"]))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_a_finding_points_into_the_question(
    text: str, kind: ItemType, options: list[str], required: bool, language: str
) -> None:
    for finding in lint_item(Item(text, kind, tuple(options), required), language):
        assert finding.message
        assert finding.suggestion
        if finding.span is not None:
            start, end = finding.span
            assert 0 <= start < end <= len(text)


@given(SENTENCES, st.permutations(["Very poor", "Poor", "Fair", "Good", "Not applicable"]))
@settings(max_examples=30, deadline=None)
def test_the_order_of_options_does_not_change_what_is_said_of_the_wording(
    text: str, options: list[str]
) -> None:
    wording = {Category.DOUBLE_BARRELLED, Category.LEADING, Category.LOADED, Category.ABSOLUTE}

    def said(labels: list[str]) -> set[Category]:
        item = rating(text, tuple(labels))
        return {finding.category for finding in lint_item(item)} & wording

    assert said(options) == said(sorted(options))


def test_an_empty_question_is_no_trouble() -> None:
    assert lint_item(Item("", ItemType.OPEN)) == ()


def test_a_finding_prints_as_a_sentence() -> None:
    (finding,) = lint_item(yes_no("Do you always read it?"))

    assert finding.severity is Severity.WARN
    assert str(finding) == (
        "warn: absolute: “always” leaves no room for exceptions, so few can truly agree. "
        "Leave “always” out, or ask how often and let the options say it."
    )


def test_the_limits_of_rules_name_what_people_must_try() -> None:
    assert "screen and no verdict" in LIMITS_OF_RULES
    assert "double-barrelled, leading and loaded" in LIMITS_OF_RULES
    assert "only people can tell" in LIMITS_OF_RULES
