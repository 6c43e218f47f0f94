"""The form of a sheet with every type: what it reads, says and keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from feedback.errors import AnswerError, AnswerProblem
from feedback.fields import say_problem
from feedback.forms import SheetForm
from feedback.reading import names_of
from feedback.sheets import ReadySheet, prepare_sheet
from feedback.wording import worded_languages, wording_of
from surveys.questionnaires.queries import build_sheet
from surveys.questionnaires.shapes import QuestionShape
from tests.feedback.gallery import FILLED, OPTIONAL, REQUIRED, gallery


def _ready(shapes: Sequence[QuestionShape]) -> ReadySheet:
    return prepare_sheet(build_sheet(gallery(shapes), "en"), ("en",), "Alder & Voss", "en")


NEEDED, OPEN = _ready(REQUIRED), _ready(OPTIONAL)
NAMES = sorted({name for shape in OPTIONAL for name in names_of(shape)})


def _form(ready: ReadySheet, sent: Mapping[str, Sequence[str]], *keys: str) -> SheetForm:
    pairs = [(name, value) for name, values in sent.items() for value in values]
    return SheetForm(ready, MultiDict(pairs), keys or None)


def test_a_filled_sheet_is_valid_and_gives_every_answer() -> None:
    form = _form(NEEDED, FILLED)

    assert form.validate()
    assert form.problems == {}
    answered = {answer.question_key for answer in form.answers()}
    assert answered == {shape.key for shape in REQUIRED} - {"hello"}


def test_an_empty_sheet_names_every_field_in_the_order_of_the_questions() -> None:
    form = _form(NEEDED, {})

    assert not form.validate()
    assert list(form.problems) == [
        "recommend", "satisfaction", "care", "effort", "again", "reason", "used", "first",
        "quality.speed", "quality.advice", "years", "since", "town", "comment", "running", "agreed",
    ]  # fmt: skip


def test_a_form_of_some_questions_asks_for_those_only() -> None:
    form = _form(NEEDED, FILLED, "recommend", "quality")

    assert form.validate()
    assert set(form.values) == {"recommend", "quality.speed", "quality.advice"}


def test_what_was_sent_is_shown_again_as_it_was() -> None:
    sent = {**FILLED, "years": ["a few"], "used": ["app", "none"], "first.price": ["1"]}
    form = _form(NEEDED, sent)

    assert not form.validate()
    assert set(form.problems) == {"years", "used", "first.advice"}
    assert {name: list(values) for name, values in form.values.items()} == sent


def test_conditions_look_at_what_can_be_read_before_anything_is_complete() -> None:
    form = _form(NEEDED, {"recommend": ["3"], "years": ["3,5"], "reason": ["weather"]})

    assert form.given == {"recommend": ("3",), "years": ("3.5",)}


def test_a_hidden_character_is_taken_out_of_what_is_shown_again() -> None:
    form = _form(OPEN, {"comment": ["a\x00b"]})

    assert not form.validate()
    assert form.values["comment"] == ("ab",)


@pytest.mark.parametrize("language", worded_languages())
@pytest.mark.parametrize("problem", AnswerProblem)
def test_every_problem_has_words_in_every_language(problem: AnswerProblem, language: str) -> None:
    said = say_problem(AnswerError("q", problem, count=3, limit="2026-11-30"), wording_of(language))

    assert said
    assert "{" not in said


HOSTILE = st.one_of(
    st.text(max_size=50),
    st.sampled_from(
        [
            "", "0", "11", "-1", "07", "1e9", "NaN", "٣", "3,5", "1.000", "not_applicable", "given",
            "2026-02-30", "9999-12-31", "app", "none", "\x00", "\ud800", "<script>", "' OR 1=1 --",
            "{{7*7}}", "%s", "x" * 10_000,
        ]
    ),
)  # fmt: skip


@drawn(
    st.dictionaries(
        st.sampled_from([*NAMES, "hello", "nobody", "quality", "quality.smell"]),
        st.lists(HOSTILE, max_size=3),
        max_size=12,
    ),
    st.booleans(),
)
def test_whatever_is_sent_is_an_answer_or_a_problem_and_is_never_lost(
    sent: Mapping[str, Sequence[str]], is_required: bool
) -> None:
    form = _form(NEEDED if is_required else OPEN, sent)

    is_valid = form.validate()

    assert is_valid is not bool(form.problems)
    known = {name for shape in (REQUIRED if is_required else OPTIONAL) for name in names_of(shape)}
    for name, values in sent.items():
        if name in known and values:
            kept: Any = form.values[name]
            assert [v.replace("\x00", "").replace("\ud800", "") for v in values] == list(kept)
