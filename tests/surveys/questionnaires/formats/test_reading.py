from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Audience
from surveys.errors import ContentError
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.conditions import write_condition
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.formats.imported import Imported, Outcome, ReportLine
from surveys.questionnaires.formats.own import dump, load
from surveys.questionnaires.formats.reading import read_questionnaire
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import QuestionType

FIXTURES = Path(__file__).with_name("fixtures")
PUMP = (FIXTURES / "pump_service_v6.lss").read_bytes()
DELIVERY = (FIXTURES / "delivery_v3.lss").read_bytes()
WARRANTY = (FIXTURES / "warranty.surveyjs.json").read_bytes()
KEY = "end_user.service"


def shape_of(imported: Imported, key: str) -> QuestionShape:
    return next(shape for shape in imported.content.questions if shape.key == key)


def line_of(imported: Imported, name: str) -> ReportLine:
    return next(line for line in imported.report if line.name == name)


def shown_if(imported: Imported, key: str) -> object:
    condition = shape_of(imported, key).show_if
    return condition and write_condition(condition)


@pytest.mark.parametrize("data", [PUMP, WARRANTY], ids=["LimeSurvey", "SurveyJS"])
def test_what_is_imported_can_be_asked_at_once(data: bytes) -> None:
    imported = read_questionnaire(data, KEY)

    assert find_problems(imported.content) == ()
    assert load(dump(imported.content)) == imported.content


def test_limesurveys_types_become_ours() -> None:
    imported = read_questionnaire(PUMP, KEY)

    assert {shape.key: shape.type for shape in imported.content.questions} == {
        "place": QuestionType.CHOICE,
        "place_other": QuestionType.SHORT_TEXT,
        "done": QuestionType.MULTIPLE,
        "rate_it": QuestionType.GRID,
        "why": QuestionType.TEXT,
        "hours": QuestionType.NUMBER,
        "day": QuestionType.DATE,
        "thanks": QuestionType.STATEMENT,
        "again": QuestionType.YES_NO,
        "priorities": QuestionType.RANKING,
        "points": QuestionType.GRID,
    }


def test_limesurveys_settings_and_texts_stand_beside_their_questions() -> None:
    imported = read_questionnaire(PUMP, KEY)

    done, rated = shape_of(imported, "done"), shape_of(imported, "rate_it")
    assert (done.exclusive, done.most) == (("nothing",), 2)
    assert (rated.rows, rated.scale) == (("speed", "care"), QuestionType.SATISFACTION5)
    assert imported.content.texts["en"]["rate_it.option.1"] == "Very dissatisfied"
    assert imported.content.texts["de"]["place.option.A2"] == "Bei uns"
    assert imported.content.texts["en"]["place.text"] == "Where was your pump serviced?"
    assert imported.content.texts["en"]["done.hint"] == "Choose all that apply."


def test_limesurveys_relevance_becomes_conditions_with_that_of_the_group() -> None:
    imported = read_questionnaire(PUMP, KEY)

    assert shown_if(imported, "why") == {
        "any": [
            {"question": "done", "is": "is", "value": "oil"},
            {"question": "rate_it.speed", "is": "at_most", "value": "2"},
        ]
    }
    assert shown_if(imported, "thanks") == {"question": "place", "is": "is", "value": "A2"}


def test_what_cannot_be_said_is_reported_and_its_question_is_shown() -> None:
    imported = read_questionnaire(PUMP, KEY)

    assert shown_if(imported, "day") is None
    assert line_of(imported, "day").outcome is Outcome.CHANGED
    assert "function count" in line_of(imported, "day").words[0]
    assert line_of(imported, "photo").outcome is Outcome.LEFT_OUT
    assert line_of(imported, "secret").outcome is Outcome.LEFT_OUT
    assert any("TOKEN:FIRSTNAME" in words for words in line_of(imported, "why").words)


def test_files_of_limesurvey_3_repeat_their_rows_for_each_language() -> None:
    imported = read_questionnaire(DELIVERY, KEY)

    assert [shape.key for shape in imported.content.questions] == ["q1", "q2"]
    assert imported.content.texts["fr"]["q1.option.l"] == "en retard"
    assert imported.content.texts["de"]["q1.text"] == "Kam die Lieferung"
    assert shown_if(imported, "q2") == {"question": "q1", "is": "is", "value": "l"}
    assert "no English" in line_of(imported, "Title and introduction").words[0]


def test_surveyjs_types_become_ours() -> None:
    imported = read_questionnaire(WARRANTY, KEY)

    assert {shape.key: shape.type for shape in imported.content.questions} == {
        "nps": QuestionType.RECOMMENDATION,
        "parts": QuestionType.MULTIPLE,
        "parts_other": QuestionType.SHORT_TEXT,
        "speed": QuestionType.SATISFACTION5,
        "quality": QuestionType.GRID,
        "why": QuestionType.TEXT,
        "again": QuestionType.YES_NO,
        "age": QuestionType.NUMBER,
        "bought": QuestionType.DATE,
        "mail": QuestionType.SHORT_TEXT,
        "priorities": QuestionType.RANKING,
        "note": QuestionType.STATEMENT,
        "three_clean": QuestionType.CHOICE,
        "shop": QuestionType.CHOICE,
    }


def test_surveyjs_settings_texts_and_conditions_are_carried_over() -> None:
    imported = read_questionnaire(WARRANTY, KEY)

    parts = shape_of(imported, "parts")
    assert parts.options == ("motor", "2", "Control_unit", "none", "other")
    assert (parts.exclusive, parts.most) == (("none",), 2)
    assert shown_if(imported, "parts") == {"question": "nps", "is": "at_most", "value": "6"}
    assert shown_if(imported, "age") == {"question": "again", "is": "is", "value": "no"}
    assert imported.content.texts["de"]["parts.option.2"] == "Dichtung"
    assert imported.content.texts["en"]["nps.low"] == "Not at all likely"
    assert imported.content.texts["en"]["note.text"] == "Nearly done. Thank you."


@pytest.mark.parametrize("data", [PUMP, DELIVERY, WARRANTY])
def test_nothing_is_left_out_without_a_word(data: bytes) -> None:
    imported = read_questionnaire(data, KEY)

    unsaid = [line for line in imported.report if line.outcome is not Outcome.CARRIED]
    assert all(line.words for line in unsaid)
    assert {line.key for line in imported.report} >= {
        shape.key for shape in imported.content.questions
    }


def test_every_element_of_the_file_has_a_line_of_the_report() -> None:
    names = set(_names(json.loads(WARRANTY)["pages"]))

    reported = {line.name for line in read_questionnaire(WARRANTY, KEY).report}

    assert names - reported == {"three"}  # its one row is asked on its own: three_clean


def _names(raw: object) -> list[str]:
    inner = (
        raw if isinstance(raw, list) else raw.get("elements", []) if isinstance(raw, dict) else []
    )
    named = [raw["name"]] if isinstance(raw, dict) and "type" in raw and not inner else []
    return named + [name for each in inner for name in _names(each)]


def test_our_own_file_brings_its_name_and_can_be_given_another() -> None:
    content = next(iter(read_folder(READY_FOLDER)))
    data = dump(content).encode()

    assert read_questionnaire(data).content == content
    renamed = read_questionnaire(data, "channel_partner.delivery").content
    assert (renamed.key, renamed.audience) == ("channel_partner.delivery", Audience.CHANNEL_PARTNER)
    assert renamed.content_hash == content.content_hash


REFUSED = {
    "no name": (WARRANTY, "", "does not say whom it asks"),
    "no audience": (WARRANTY, "robots.any", "does not begin with an audience"),
    "no subject": (WARRANTY, "end_user", "Name the questionnaire as"),
    "capitals": (WARRANTY, "end_user.Delivery", "Name the questionnaire as"),
    "nothing": (b"", KEY, "not valid JSON"),
    "a number": (b"7", KEY, "a table in braces"),
    "another table": (b"{}", KEY, '"format": "twofold-questionnaire/1"'),
    "Latin-1": ("{\"ä\": 1}".encode("latin-1"), KEY, "neither XML nor JSON in UTF-8"),
    "broken XML": (b"<document>", KEY, "not valid XML"),
    "other XML": (b"<html/>", KEY, "no survey of LimeSurvey"),
    "a document type": (
        b'<!DOCTYPE d [<!ENTITY a "b">]><document>&a;</document>',
        KEY,
        "declares a document type",
    ),
    "unknown letters": (b'<?xml version="1.0" encoding="klingon"?><d/>', KEY, "encoding cannot"),
    "endless nesting": (b"<a>" * 5000, KEY, "nests too deeply"),
    "ten megabytes": (b"<" + b" " * 10_000_001, KEY, "larger than 10 MB"),
    "endless tables": (
        b'{"pages": ' + b'[{"elements": ' * 300 + b"[]" + b"}]" * 300 + b"}",
        KEY,
        "nests tables too deeply",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "key", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_questionnaire_is_refused_in_words(data: bytes, key: str, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_questionnaire(data, key)

    assert words in str(caught.value)


@given(st.sampled_from([PUMP, DELIVERY, WARRANTY]), st.data())
def test_a_file_damaged_anywhere_is_read_or_refused(original: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(original)))
    length = data.draw(st.integers(0, 40))
    inserted = data.draw(st.binary(max_size=10) | st.sampled_from([b"null", b"[]", b'"\\ud800"']))
    damaged = original[:start] + inserted + original[start + length :]

    _read_and_write(damaged)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@given(st.data())
def test_a_surveyjs_element_with_any_settings_is_read_or_refused(data: st.DataObject) -> None:
    raw = json.loads(WARRANTY)
    element = data.draw(st.sampled_from(raw["pages"][data.draw(st.integers(0, 1))]["elements"]))
    element[data.draw(st.sampled_from(sorted(element)))] = data.draw(VALUES)

    _read_and_write(json.dumps(raw).encode())


def _read_and_write(data: bytes) -> None:
    try:
        imported = read_questionnaire(data, KEY)
    except ContentError as error:
        str(error).encode()
        return
    find_problems(imported.content)
    repr(imported.report).encode()
    "".join(f"{line.name}{line.key}{line.words}" for line in imported.report).encode()
    load(dump(imported.content))
