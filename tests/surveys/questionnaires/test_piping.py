from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.piping import Placeholder, fill_sheet, fill_text, placeholders_in
from surveys.questionnaires.queries import build_sheet
from tests.feedback.answering.factory import TURNING, make_content

NAMES = {Placeholder.PARTNER: "Nordhaus {date}", Placeholder.DATE: "3 November"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param("By {partner}?", "By Nordhaus {date}?", id="braces in a name stay braces"),
        pytest.param("{date}{date}", "3 November3 November", id="twice"),
        pytest.param("{touchpoint}", "{touchpoint}", id="a name that nobody gave"),
        pytest.param("{price} {PARTNER} { date }", "{price} {PARTNER} { date }", id="unknown"),
        pytest.param("{{partner}}", "{Nordhaus {date}}", id="doubled braces"),
        pytest.param("{partner.__class__}", "{partner.__class__}", id="never a template"),
        pytest.param("{{ 7 * 7 }} {% if %}", "{{ 7 * 7 }} {% if %}", id="never another template"),
    ],
)
def test_only_known_placeholders_are_filled_and_only_once(text: str, filled: str) -> None:
    assert fill_text(text, NAMES) == filled


@given(st.text(alphabet="{}partnerdate %_."), st.text(max_size=20))
def test_a_name_is_text_whatever_stands_in_it(text: str, name: str) -> None:
    filled = fill_text(text, {Placeholder.PARTNER: name})

    assert filled == name.join(text.split("{partner}"))


def test_every_text_of_a_sheet_is_filled() -> None:
    sheet = build_sheet(make_content(*TURNING), "en")
    everywhere = replace(sheet, title="{partner}", intro="{date}")
    everywhere = replace(
        everywhere,
        questions=tuple(
            replace(question, text="{partner}", low="{date}", hint="{partner}")
            for question in sheet.questions
        ),
    )

    filled = fill_sheet(everywhere, {Placeholder.PARTNER: "P", Placeholder.DATE: "D"})

    assert placeholders_in(everywhere) == {Placeholder.PARTNER, Placeholder.DATE}
    assert placeholders_in(filled) == frozenset()
    assert (filled.title, filled.intro) == ("P", "D")
    assert {(each.text, each.low, each.hint) for each in filled.questions} == {("P", "D", "P")}
