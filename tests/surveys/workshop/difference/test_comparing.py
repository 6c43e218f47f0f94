from __future__ import annotations

from surveys.questionnaires.shapes import Flow
from surveys.workshop.changes import add_question, remove_question
from surveys.workshop.difference.comparing import Fortune, compare
from surveys.workshop.difference.kinds import ChangeKind
from tests.surveys.workshop.factory import (
    in_order,
    make_content,
    text_question,
    with_question,
    with_texts,
)


def test_the_same_content_has_no_difference() -> None:
    assert compare(make_content(), make_content()).is_empty


def test_questions_added_and_removed_are_named_with_their_texts() -> None:
    new = add_question(
        remove_question(make_content(), "comment"),
        text_question("why"),
        {"en": {"why.text": "Why?"}},
        after="recommend",
    )

    difference = compare(make_content(), new)

    assert [(change.key, change.fortune) for change in difference.questions] == [
        ("why", Fortune.ADDED),
        ("comment", Fortune.REMOVED),
    ]
    assert difference.questions[0].texts[0].new == "Why?"
    assert difference.questions[1].texts[0].old == "Anything else?"


def test_only_the_question_that_was_moved_counts_as_moved() -> None:
    new = in_order(make_content(), "satisfaction", "reason", "comment", "recommend")

    difference = compare(make_content(), new)

    assert [(change.key, change.kinds) for change in difference.questions] == [
        ("recommend", frozenset({ChangeKind.MOVED}))
    ]


def test_as_few_questions_as_possible_count_as_moved() -> None:
    old = make_content(questions=tuple(map(text_question, "abcdef")))

    difference = compare(old, in_order(old, *"efacbd"))

    assert [change.key for change in difference.questions] == ["e", "f", "b"]


def test_options_in_another_order_are_no_other_options() -> None:
    ordered = compare(
        make_content(), with_question(make_content(), "reason", options=("advice", "price"))
    )
    other = compare(
        make_content(), with_question(make_content(), "reason", options=("advice", "speed"))
    )

    assert ordered.questions[0].kinds == {ChangeKind.OPTION_ORDER}
    assert other.questions[0].kinds == {ChangeKind.OPTIONS}


def test_translations_are_told_from_the_wording_itself() -> None:
    german = with_texts(make_content(), {"recommend.text": "Würden Sie?"}, "de")
    other_german = with_texts(make_content(), {"recommend.text": "Würdest du?"}, "de")

    kinds = [
        compare(old, new).questions[0].kinds
        for old, new in (
            (make_content(), german),
            (german, other_german),
            (german, make_content()),
        )
    ]

    assert kinds == [
        {ChangeKind.NEW_TRANSLATION},
        {ChangeKind.TRANSLATION},
        {ChangeKind.LOST_TRANSLATION},
    ]


def test_title_and_flow_belong_to_no_question() -> None:
    new = with_texts(make_content(flow=Flow.ONE_BY_ONE), {"title": "Your delivery"})

    difference = compare(make_content(), new)

    assert difference.questions == ()
    assert [change.text_key for change in difference.frame] == ["title"]
    assert difference.is_other_flow
