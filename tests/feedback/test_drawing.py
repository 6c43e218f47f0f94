"""What is kept of drawn questions, and what is not."""

from __future__ import annotations

import pytest
from flask import Flask

from core.keys import KeyRing
from feedback.answering.drawing import DRAW_BLANK
from surveys.links import invitation_path
from surveys.models import Invitation
from tests.feedback.browsing import Respondent, chosen, written

SECRET = "Only the next reader of the results may know this."


@pytest.fixture
def other(app: Flask, keys: KeyRing, other_invitation: Invitation) -> Respondent:
    return Respondent(app.test_client(), invitation_path(keys, other_invitation.id))


def test_what_one_person_sent_is_not_on_the_page_of_the_next(
    respondent: Respondent, other: Respondent
) -> None:
    page = respondent.send(respondent.token(), {"recommend": "3", "comment": SECRET})

    next_page = other.open()

    assert page.status_code == 422
    assert (chosen(page, "recommend"), written(page, "comment")) == (["3"], SECRET)
    assert chosen(next_page, "recommend") == []
    assert SECRET not in next_page.text


def test_questions_without_answers_are_drawn_once_for_all(
    app: Flask, respondent: Respondent, other: Respondent
) -> None:
    kept = app.extensions[DRAW_BLANK]

    respondent.open()
    drawn_count = kept.cache_info().currsize
    other.open()

    assert drawn_count > 0
    assert kept.cache_info().currsize == drawn_count


def test_what_somebody_answered_stays_in_no_memory(app: Flask, respondent: Respondent) -> None:
    kept = app.extensions[DRAW_BLANK]
    respondent.open()
    drawn_count = kept.cache_info().currsize

    respondent.open("?recommend=7")
    respondent.send(respondent.token(), {"recommend": "3", "comment": SECRET})

    assert kept.cache_info().currsize == drawn_count


def test_the_same_sheet_is_drawn_the_same_from_memory(respondent: Respondent) -> None:
    first, second = respondent.open(), respondent.open()

    assert _without_codes(first.text) == _without_codes(second.text)


def _without_codes(page: str) -> str:
    """Without the sheet's own hidden fields, which are new every time."""
    return "\n".join(line for line in page.splitlines() if 'type="hidden"' not in line)
