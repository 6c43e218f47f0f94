from __future__ import annotations

import pytest

from surveys.errors import UnknownDraftError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import Flow
from surveys.questionnaires.types import QuestionMetric
from surveys.workshop.changes import (
    add_question,
    duplicate_question,
    free_key,
    move_question,
    put_frame,
    put_question,
    remove_question,
    take_over,
)
from tests.surveys.workshop.factory import make_content, text_question, with_texts


def keys_of(content: QuestionnaireContent) -> list[str]:
    return [shape.key for shape in content.questions]


def test_a_question_is_added_behind_the_one_named() -> None:
    content = add_question(
        make_content(), text_question("why"), {"en": {"why.text": "Why?"}}, after="recommend"
    )

    assert keys_of(content) == ["recommend", "why", "satisfaction", "reason", "comment"]
    assert content.texts["en"]["why.text"] == "Why?"


def test_a_question_goes_to_the_end_where_no_other_is_named() -> None:
    content = add_question(make_content(), text_question("why"), {})

    assert keys_of(content)[-1] == "why"


@pytest.mark.parametrize(
    ("key", "steps", "expected"),
    [
        ("comment", -1, ["recommend", "satisfaction", "comment", "reason"]),
        ("recommend", 1, ["satisfaction", "recommend", "reason", "comment"]),
        ("recommend", -1, ["recommend", "satisfaction", "reason", "comment"]),
        ("comment", 1, ["recommend", "satisfaction", "reason", "comment"]),
        ("recommend", 3, ["satisfaction", "reason", "comment", "recommend"]),
    ],
)
def test_a_question_moves_by_steps_and_never_beyond_the_ends(
    key: str, steps: int, expected: list[str]
) -> None:
    assert keys_of(move_question(make_content(), key, steps)) == expected


def test_a_copy_has_the_texts_of_every_language_and_leaves_the_metric_with_the_first() -> None:
    content = with_texts(make_content(), {"recommend.text": "Würden Sie uns empfehlen?"}, "de")

    copied = duplicate_question(content, "recommend")

    assert keys_of(copied)[:2] == ["recommend", "recommend_2"]
    assert copied.questions[0].metric is QuestionMetric.NPS
    assert copied.questions[1].metric is None
    assert copied.texts["de"]["recommend_2.text"] == "Würden Sie uns empfehlen?"
    assert copied.texts["en"]["recommend_2.high"] == "Extremely likely"


def test_the_texts_of_a_removed_question_go_with_it_in_every_language() -> None:
    content = with_texts(make_content(), {"comment.text": "Noch etwas?"}, "de")

    removed = remove_question(content, "comment")

    assert not [name for own in removed.texts.values() for name in own if "comment" in name]
    assert removed.languages == ("en",)


def test_a_question_keeps_its_texts_in_the_other_languages_when_one_is_written() -> None:
    content = with_texts(make_content(), {"comment.text": "Noch etwas?"}, "de")
    shape = content.questions[3]

    changed = put_question(content, shape, "en", {"comment.text": "Anything to add?"})

    assert changed.texts["en"]["comment.text"] == "Anything to add?"
    assert changed.texts["de"]["comment.text"] == "Noch etwas?"


def test_a_text_that_is_emptied_is_gone() -> None:
    content = put_question(make_content(), make_content().questions[3], "en", {"comment.text": ""})

    assert "comment.text" not in content.texts["en"]


def test_a_question_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(UnknownDraftError, match="no question gone"):
        remove_question(make_content(), "gone")


def test_title_and_flow_are_put_in_one_language() -> None:
    content = put_frame(make_content(), "de", {"title": "Ihre Lieferung"}, Flow.ONE_BY_ONE)

    assert content.texts["de"] == {"title": "Ihre Lieferung"}
    assert content.texts["en"]["title"] == "How was your delivery?"
    assert content.flow is Flow.ONE_BY_ONE


def test_taking_over_keeps_the_own_name_and_takes_everything_else() -> None:
    own = make_content(key="channel_partner.sale", audience="channel_partner", questions=())

    taken = take_over(own, make_content())

    assert (taken.key, taken.audience) == ("channel_partner.sale", "channel_partner")
    assert taken.questions == make_content().questions
    assert taken.texts == make_content().texts


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("why", "why"),
        ("recommend", "recommend_2"),
        ("Why us?", "why_us"),
        ("3 reasons", "question_3_reasons"),
        ("为什么", "question"),
    ],
)
def test_a_name_is_made_of_the_letters_it_may_have_and_is_free(wanted: str, expected: str) -> None:
    assert free_key(make_content(), wanted) == expected
