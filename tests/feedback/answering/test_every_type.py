"""Every type of question over HTTP: answered, refused, and fed with whatever may come."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import unescape

import pytest
import sqlalchemy as sa
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from feedback.models import Answer
from feedback.reading import names_of
from surveys.questionnaires import QuestionnaireContent
from tests.feedback.browsing import Respondent, sheet_of, stored_responses
from tests.feedback.gallery import FILLED, OPTIONAL, REQUIRED, gallery

Ask = Callable[[QuestionnaireContent], int]
Sent = Mapping[str, Sequence[str]]

NAMES = sorted({name for shape in OPTIONAL for name in names_of(shape)})
TYPED = ("2026-02-30", "3.555", "1.000", "x" * 500, "٣", "not_applicable", "<b>", "{{7*7}}", "\x00")


FUZZ = st.dictionaries(
    st.sampled_from([*NAMES, "quality.smell", "nobody", "_go", "_trail", "_lang", "sheet"]),
    st.lists(st.text(max_size=40) | st.sampled_from(TYPED), min_size=1, max_size=3),
    min_size=1,
    max_size=6,
)


def _shown(page: TestResponse) -> dict[str, list[str]]:
    """What the form holds, on this page or hidden from another."""
    shown: dict[str, list[str]] = {}
    for name, value in sheet_of(page).fields:
        shown.setdefault(name, []).append(value)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.DOTALL
    ):
        shown[unescape(name)] = re.findall(r"<option selected>(\d+)", options)
    return shown


def _lines(values: Sequence[str]) -> list[str]:
    """With line ends written one way, as browsers do."""
    return [value.replace("\r\n", "\n") for value in values]


def _filled(**changes: Sequence[str]) -> Sent:
    return {name: values for name, values in {**FILLED, **changes}.items() if list(values) != [""]}


def test_a_sheet_of_every_type_is_stored_as_it_was_answered(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(gallery(REQUIRED))

    page = respondent.send(respondent.token(), _filled())

    assert page.status_code == 303
    session.expire_all()
    answers = session.scalars(sa.select(Answer).order_by(Answer.id)).all()
    stored = {
        (each.question_key, each.part): each.score
        if each.score is not None
        else each.choice or each.text or each.number or each.day
        for each in answers
    }
    assert stored == {
        ("recommend", ""): 9,
        ("satisfaction", ""): 4,
        ("care", ""): 6,
        ("effort", ""): 5,
        ("again", ""): 10,
        ("reason", ""): "skill",
        ("used", "app"): "app",
        ("used", "phone"): "phone",
        ("first", "speed"): 2,
        ("first", "advice"): 1,
        ("quality", "speed"): 3,
        ("quality", "advice"): 5,
        ("years", ""): 3.5,
        ("since", ""): date(2024, 2, 29),
        ("town", ""): "Łódź",
        ("comment", ""): "Kind.\nSlow.",
        ("running", ""): "no",
        ("agreed", ""): "given",
    }


def test_a_sheet_that_is_sent_twice_is_one_response_whatever_its_types(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(gallery(REQUIRED))
    token = respondent.token()

    first, second = respondent.send(token, _filled()), respondent.send(token, _filled())
    other = respondent.send(token, _filled(**{"first.speed": ["1"], "first.advice": ["2"]}))

    assert (first.status_code, second.status_code, other.status_code) == (303, 303, 409)
    assert len(stored_responses(session)) == 1


def test_not_applicable_to_everything_is_stored_as_its_own_value(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(gallery(OPTIONAL))
    apart = {name.removesuffix("._na") for name in NAMES if name.endswith("._na")}
    sent = {
        name: "not_applicable"
        for name in NAMES
        if name.partition(".")[0] not in apart | {"agreed"} or name.endswith("._na")
    }

    page = respondent.send(respondent.token(), sent)

    assert page.status_code == 303
    session.expire_all()
    answers = session.scalars(sa.select(Answer)).all()
    assert {answer.question_key for answer in answers} == {s.key for s in OPTIONAL} - {"agreed"}
    assert {(answer.choice, answer.score) for answer in answers} == {("not_applicable", None)}


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("recommend", ["11"], "not one of those offered"),
        ("used", ["app", "none"], "stands for itself"),
        ("used", ["app", "desk", "phone"], "choose 2 at most"),
        ("first.price", ["1"], "the same place"),
        ("first.advice", ["3"], "not one of those offered"),
        ("quality.speed", [], "Not answered yet"),
        ("years", ["twelve"], "write a number in digits"),
        ("years", ["12 500"], "between the thousands"),
        ("years", ["3.55"], "fewer decimals: 1 fit"),
        ("years", ["100"], "write 99.5 or less"),
        ("since", ["29.02.2024"], "year, month and day"),
        ("since", ["2019-01-01"], "choose 2020-01-01 or a later day"),
        ("town", ["x" * 21], "21 characters and 20 fit"),
        ("agreed", [], "this one is needed"),
    ],
)
def test_one_wrong_answer_is_named_beside_and_on_top_and_the_others_are_kept(
    respondent: Respondent, session: Session, ask: Ask, name: str, values: list[str], said: str
) -> None:
    ask(gallery(REQUIRED))

    page = respondent.send(respondent.token(), _filled(**{name: values}))

    assert page.status_code == 422
    assert page.text.count(said) >= 2
    shown = _shown(page)
    for other, sent in _filled().items():
        if other != name:
            assert _lines(sent) == _lines(shown[other]), other
    assert stored_responses(session) == []


def test_a_text_of_a_million_letters_is_too_long_and_all_of_it_is_kept(
    respondent: Respondent, ask: Ask
) -> None:
    ask(gallery(REQUIRED))
    text = "x" * 1_000_000

    page = respondent.send(respondent.token(), _filled(comment=[text]))

    assert page.status_code == 422
    assert "The text has 1000000 characters and 40 fit" in page.text
    shown = _shown(page)
    assert shown["comment"] == [text]
    assert shown["town"] == list(_filled()["town"])


def test_what_is_no_day_stays_to_be_corrected(respondent: Respondent, ask: Ask) -> None:
    ask(gallery(REQUIRED))

    page = respondent.send(respondent.token(), _filled(since=["29.02.2024"]))

    assert 'type="text"' in page.text.partition('name="since"')[0].rpartition("<input")[2]
    assert _shown(page)["since"] == ["29.02.2024"]


def test_whatever_comes_is_answered_with_a_page_that_keeps_the_rest(
    respondent: Respondent, ask: Ask
) -> None:
    ask(gallery(REQUIRED))
    token = respondent.token()

    @settings(max_examples=40, deadline=None)
    @drawn(FUZZ)
    def send(fuzz: Sent) -> None:
        page = respondent.send(token, {**_filled(), **fuzz})

        assert page.status_code in {200, 303, 400, 409, 422}
        if page.status_code in {400, 422}:
            touched = {name.partition(".")[0] for name in fuzz}
            kept = {name for name in _filled() if name.partition(".")[0] not in touched}
            shown = _shown(page)
            assert {name: _lines(shown.get(name, [])) for name in kept} == {
                name: _lines(_filled()[name]) for name in kept
            }

    send()
