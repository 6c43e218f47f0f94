from __future__ import annotations

from datetime import date

from feedback.answers import GivenAnswer, given_by, hash_answers, plain_number, storable
from feedback.models import Answer
from tests.feedback.gallery import OPTIONAL


def test_equal_answers_have_one_hash_in_whatever_order() -> None:
    first, second = GivenAnswer("recommend", score=9), GivenAnswer("comment", text="9")

    assert hash_answers([first, second]) == hash_answers([second, first])
    assert hash_answers([first]) != hash_answers([GivenAnswer("recommend", text="9")])


def test_the_hash_of_sheets_stored_before_never_changes() -> None:
    answers = [
        GivenAnswer("recommend", score=9),
        GivenAnswer("reason", choice="skill"),
        GivenAnswer("comment", text="Łódź\n👍"),
    ]

    # As databases hold it: another hash would make every repeated sheet a second, different one.
    assert (
        hash_answers(answers) == "c23f8af464468032c8cd71b9c08993a57c15949e3164a45dd393e345fb86a32f"
    )


def test_answers_of_parts_numbers_and_days_are_told_apart() -> None:
    hashes = {
        hash_answers([GivenAnswer("q", score=1)]),
        hash_answers([GivenAnswer("q", score=1, part="a")]),
        hash_answers([GivenAnswer("q", score=1, part="b")]),
        hash_answers([GivenAnswer("q", number=1.0)]),
        hash_answers([GivenAnswer("q", number=2.0)]),
        hash_answers([GivenAnswer("q", day=date(2026, 11, 1))]),
        hash_answers([GivenAnswer("q", day=date(2026, 11, 2))]),
        hash_answers([GivenAnswer("q", part="a", choice="a"), GivenAnswer("q", part="b", score=1)]),
    }

    assert len(hashes) == 8


def test_conditions_see_every_answer_as_plain_text_and_of_a_ranking_what_stands_first() -> None:
    answers = [
        GivenAnswer("recommend", score=9),
        GivenAnswer("reason", choice="skill"),
        GivenAnswer("used", choice="app", part="app"),
        GivenAnswer("used", choice="desk", part="desk"),
        GivenAnswer("first", score=2, part="speed"),
        GivenAnswer("first", score=1, part="advice"),
        GivenAnswer("quality", score=3, part="speed"),
        GivenAnswer("quality", choice="not_applicable", part="advice"),
        GivenAnswer("years", number=12.0),
        GivenAnswer("since", day=date(2024, 2, 29)),
        GivenAnswer("town", choice="not_applicable"),
        GivenAnswer("comment", text="Slow."),
    ]

    assert given_by(OPTIONAL, answers) == {
        "recommend": ("9",),
        "reason": ("skill",),
        "used": ("app", "desk"),
        "first": ("advice",),
        "quality.speed": ("3",),
        "quality.advice": ("not_applicable",),
        "years": ("12",),
        "since": ("2024-02-29",),
        "town": ("not_applicable",),
        "comment": ("Slow.",),
    }


def test_a_ranking_that_is_not_applicable_is_seen_as_that() -> None:
    given = given_by(OPTIONAL, [GivenAnswer("first", choice="not_applicable")])

    assert given == {"first": ("not_applicable",)}


def test_numbers_are_written_plainly_whatever_their_size() -> None:
    written = [plain_number(number) for number in (1e12, 0.000001, -0.0, 3.50)]

    assert written == ["1000000000000", "0.000001", "0", "3.5"]


def test_an_answer_names_every_column_of_its_table() -> None:
    columns = {column.name for column in Answer.__table__.columns}

    assert set(GivenAnswer("q", score=1).columns) == columns - {"id", "response_id"}


def test_a_text_to_be_checked_again_has_lost_only_what_cannot_be_stored() -> None:
    assert storable("a\x00b\ud800\n\tc") == "ab\n\tc"
