from __future__ import annotations

import pytest

from surveys.questionnaires.files import READY_FOLDER, read_file
from surveys.questionnaires.lint.pages import lint_page, split_text
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import QuestionType
from tests.surveys.questionnaires.lint.contents import content

COMMENT = QuestionShape("comment", QuestionType.TEXT)


def _marked(text: str) -> list[str]:
    page = lint_page(content(COMMENT, en={"comment.text": text}))
    lines = page.of("comment")
    assert all("".join(piece.text for piece in line.pieces) == text for line in lines)
    return [piece.text for line in lines for piece in line.pieces if piece.is_marked]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        pytest.param("How was the pointless form?", "pointless", id="plain"),
        pytest.param("👩🏽‍🔧🔧 How was the pointless form? 🙂", "pointless", id="emoji"),
        pytest.param("كيف كانت الزيارة؟ How was the pointless form?", "pointless", id="Arabic"),
        pytest.param("İİİ ﬁnally: how was the pointless form?", "pointless", id="odd capitals"),
        pytest.param("“Straße” – the pointless form?", "pointless", id="quotation marks"),
    ],
)
def test_the_mark_lies_on_the_words_whatever_stands_before(text: str, marked: str) -> None:
    assert marked in _marked(text)


def test_a_finding_about_the_options_marks_nothing() -> None:
    grid = QuestionShape("q", QuestionType.SATISFACTION5)
    labels = {f"q.option.{step}": str(step) for step in range(1, 6)}

    (line,) = lint_page(content(grid, en={"q.text": "How was it?"} | labels)).of("q")

    assert not line.has_mark
    assert line.name == "Scale without words"
    assert line.severity_words == "Error"


def test_pieces_join_to_the_text_again() -> None:
    text = "a🙂b"

    assert [piece.text for piece in split_text(text, (1, 2))] == ["a", "🙂", "b"]
    assert [piece.is_marked for piece in split_text(text, (0, 3))] == [True]
    assert split_text("", None) == ()


def test_a_page_lists_every_question_in_order_and_counts_by_weight() -> None:
    other = QuestionShape("more", QuestionType.TEXT)
    texts = {"comment.text": "How was the pointless form?", "more.text": "Do you always read it?"}

    page = lint_page(content(COMMENT, other, en=texts))

    assert [question.key for question in page.questions] == ["comment", "more"]
    assert (page.error_count, page.warning_count) == (1, 1)
    assert page.verdict == "1 error, 1 warning"
    assert page.of("nobody") == ()


def test_a_sound_questionnaire_says_so_and_how_far_the_rules_reach() -> None:
    page = lint_page(read_file(READY_FOLDER / "end_user.delivery.toml"))

    assert page.verdict == "Nothing found"
    assert ("en", "all rules") in page.languages
    assert ("de", "all rules, word lists in beta") in page.languages
    assert "a screen and no verdict" in page.limits
    assert page.minutes_words == "about 1.4 minutes"
