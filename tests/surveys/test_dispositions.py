from __future__ import annotations

import pytest

from surveys.dispositions import Disposition, answered_share, disposition_of
from surveys.questionnaires import QuestionShape, QuestionType
from surveys.questionnaires.conditions import read_condition

ITEMS = tuple(QuestionShape(f"q{i}", QuestionType.RECOMMENDATION, True) for i in range(5))
COMMENT = QuestionShape("comment", QuestionType.TEXT, False)


def _disposition(**changes: object) -> Disposition:
    facts: dict[str, object] = {
        "answered": None,
        "is_refused": False,
        "is_undeliverable": False,
        "is_revoked": False,
        "is_fieldwork_closed": True,
        **changes,
    }
    return disposition_of(**facts)  # type: ignore[arg-type] # the table below names them by hand


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"answered": 1.0}, Disposition.COMPLETE, id="everything answered"),
        pytest.param({"answered": 0.8}, Disposition.COMPLETE, id="just complete"),
        pytest.param({"answered": 0.79}, Disposition.PARTIAL, id="just not complete"),
        pytest.param({"answered": 0.5}, Disposition.PARTIAL, id="just partial"),
        pytest.param({"answered": 0.49}, Disposition.REFUSAL, id="a break-off"),
        pytest.param({}, Disposition.NON_CONTACT, id="silence"),
        pytest.param({"is_fieldwork_closed": False}, Disposition.PENDING, id="not yet"),
        pytest.param({"is_refused": True}, Disposition.REFUSAL, id="opted out"),
        pytest.param(
            {"is_undeliverable": True}, Disposition.UNKNOWN_UNDELIVERED, id="undeliverable"
        ),
        pytest.param({"is_revoked": True}, Disposition.OTHER, id="revoked"),
        pytest.param(
            {"is_refused": True, "is_fieldwork_closed": False},
            Disposition.REFUSAL,
            id="a refusal does not wait for the end of fieldwork",
        ),
        pytest.param(
            {"answered": 1.0, "is_refused": True, "is_revoked": True},
            Disposition.COMPLETE,
            id="an answer counts whatever came after it",
        ),
    ],
)
def test_a_drawn_case_ends_in_its_disposition(
    facts: dict[str, object], expected: Disposition
) -> None:
    assert _disposition(**facts) is expected


def test_the_answered_share_counts_items_and_not_the_open_comment() -> None:
    shapes = (*ITEMS, COMMENT)

    assert answered_share(shapes, _given("q0", "q1", "q2", "q3"), {}) == 0.8
    assert answered_share(shapes, _given("comment", "q0"), {}) == 0.2


def test_a_questionnaire_of_comments_alone_is_complete_when_it_is_sent() -> None:
    assert answered_share((COMMENT,), _given("comment"), {}) == 1.0


def test_what_was_not_shown_and_what_only_says_something_are_no_items() -> None:
    only_late = QuestionShape(
        "delay",
        QuestionType.YES_NO,
        show_if=read_condition({"fact": "is_late", "is": "is", "value": "yes"}),
    )
    statement = QuestionShape("hello", QuestionType.STATEMENT)
    shapes = (statement, ITEMS[0], only_late)

    assert answered_share(shapes, _given("q0"), {}) == 1.0
    assert answered_share(shapes, _given("q0"), {"is_late": "yes"}) == 0.5


def test_each_row_of_a_grid_is_an_item_and_so_is_a_text_that_must_be_written() -> None:
    grid = QuestionShape(
        "quality", QuestionType.GRID, rows=("speed", "care"), scale=QuestionType.SATISFACTION5
    )
    name = QuestionShape("name", QuestionType.SHORT_TEXT, is_required=True)

    assert answered_share((grid, name), _given("quality.speed", "quality.care"), {}) == 2 / 3
    assert answered_share((grid,), _given("quality.speed"), {}) == 0.5


def test_a_consent_that_may_be_withheld_is_no_item() -> None:
    may = QuestionShape("contact", QuestionType.CONSENT)
    must = QuestionShape("rules", QuestionType.CONSENT, is_required=True)

    assert answered_share((ITEMS[0], may), _given("q0"), {}) == 1.0
    assert answered_share((ITEMS[0], must), _given("q0"), {}) == 0.5


def test_not_applicable_is_an_answer_and_a_blank_is_none() -> None:
    used = QuestionShape("used", QuestionType.SATISFACTION5, offers_not_applicable=True)

    assert answered_share((ITEMS[0], used), {"q0": ("9",), "used": ("not_applicable",)}, {}) == 1.0
    assert answered_share((ITEMS[0], used), {"q0": ("9",)}, {}) == 0.5


def _given(*names: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(names, ("1",))
