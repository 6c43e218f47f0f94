from __future__ import annotations

import re
from pathlib import Path

import pytest

from customers.models import Audience
from customers.services import DEFAULT_TOUCHPOINTS
from surveys.errors import QuestionnaireFileError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.types import QuestionMetric, QuestionType

READY = {file.key: file for file in read_folder(READY_FOLDER)}
PLACE = re.compile(r"\{\w+\}")
SMALL = """
ask = ["recommend"]
[texts.en]
title = "How was it?"
intro = "One question."
"""


def _read(folder: Path, text: str, name: str = "end_user.delivery.toml") -> QuestionnaireContent:
    (folder / name).write_text(text, encoding="utf-8")
    return read_folder(folder)[0]


def _ready(audience: Audience) -> list[QuestionnaireContent]:
    return [file for file in READY.values() if file.audience is audience]


def test_a_questionnaire_is_ready_for_both_audiences_at_every_touchpoint() -> None:
    expected = {f"{audience}.{row.key}" for audience in Audience for row in DEFAULT_TOUCHPOINTS}

    assert set(READY) == expected


@pytest.mark.parametrize("key", sorted(READY))
def test_every_ready_text_is_there_in_every_language(key: str) -> None:
    texts = READY[key].texts

    assert set(texts) == {"ar", "de", "en", "es", "fr", "hi", "pt", "zh"}
    for language in texts:
        assert set(texts[language]) == set(texts["en"]), language


@pytest.mark.parametrize("key", sorted(READY))
def test_every_ready_questionnaire_asks_recommendation_and_satisfaction_first(key: str) -> None:
    metrics = [question.metric for question in READY[key].questions]

    assert metrics[:2] == [QuestionMetric.NPS, QuestionMetric.CSAT]


@pytest.mark.parametrize("key", sorted(READY))
def test_effort_is_asked_at_service_touchpoints_only(key: str) -> None:
    is_service = {row.key: row.is_service for row in DEFAULT_TOUCHPOINTS}[key.partition(".")[2]]
    asks_effort = QuestionMetric.EFFORT in {question.metric for question in READY[key].questions}

    assert asks_effort == is_service


def test_channel_partners_are_asked_four_questions_at_most() -> None:
    assert max(len(file.questions) for file in _ready(Audience.CHANNEL_PARTNER)) <= 4


def test_end_users_are_asked_intent_one_choice_and_one_comment_everywhere() -> None:
    for file in _ready(Audience.END_USER):
        types = [question.type for question in file.questions]

        assert types[-3:] == [QuestionType.JUSTER, QuestionType.CHOICE, QuestionType.TEXT]


def test_a_choice_offers_something_else_last_and_six_options_at_most() -> None:
    for file in _ready(Audience.END_USER):
        options = next(q.options for q in file.questions if q.type is QuestionType.CHOICE)

        assert options[-1] == "other"
        assert len(options) <= 6


@pytest.mark.parametrize("key", sorted(READY))
def test_scale_questions_name_both_sides(key: str) -> None:
    texts = READY[key].texts["en"]

    assert "satisfied or dissatisfied" in texts["satisfaction.text"]
    if "effort.text" in texts:
        assert "easy or difficult" in texts["effort.text"]


@pytest.mark.parametrize("key", sorted(READY))
def test_no_question_is_double_barrelled_or_negated(key: str) -> None:
    for text_key, text in READY[key].texts["en"].items():
        if text_key.endswith(".text"):
            assert not re.search(r"\b(and|not|never|n't)\b", text), text


@pytest.mark.parametrize("key", sorted(READY))
def test_no_translation_repeats_the_english_text(key: str) -> None:
    texts = READY[key].texts

    for language in texts.keys() - {"en"}:
        same = [k for k, text in texts[language].items() if text == texts["en"][k]]
        assert same == []


@pytest.mark.parametrize("key", sorted(READY))
def test_no_translation_loses_a_place(key: str) -> None:
    texts = READY[key].texts

    for language in texts:
        for text_key, text in texts["en"].items():
            assert PLACE.findall(texts[language][text_key]) == PLACE.findall(text), text_key


def test_the_steps_of_a_probability_are_the_same_numbers_in_every_language() -> None:
    texts = READY["end_user.delivery"].texts

    for language in texts:
        for step in range(11):
            label = texts[language][f"repurchase.option.{step}"]
            chance = sorted(int(number) for number in re.findall(r"\d+", label))
            assert chance == {0: [1, 100], 10: [99, 100]}.get(step, sorted((step, 10)))


def test_shared_labels_alone_are_no_translation(tmp_path: Path) -> None:
    english = _read(tmp_path, SMALL)
    german = _read(tmp_path, SMALL + '[texts.de]\ntitle = "Wie war es?"\n')

    assert english.languages == ("en",)
    assert german.languages == ("en", "de")
    assert german.texts["de"]["recommend.low"] == "Überhaupt nicht wahrscheinlich"


def test_no_break_spaces_of_french_stay_in_their_places(tmp_path: Path) -> None:
    text = SMALL + '[texts.fr]\ntitle = "  Comment   c’était\u202f?  "\n'

    assert _read(tmp_path, text).texts["fr"]["title"] == "Comment c’était\u202f?"


def test_the_same_content_has_the_same_hash_whatever_the_layout(tmp_path: Path) -> None:
    first = _read(tmp_path, SMALL)
    second = _read(tmp_path, "# a remark\n" + SMALL.replace('title = "How', 'title =   "How'))

    assert first.content_hash == second.content_hash


def test_a_changed_text_has_another_hash(tmp_path: Path) -> None:
    first = _read(tmp_path, SMALL)
    second = _read(tmp_path, SMALL.replace("How was it?", "How was it today?"))

    assert first.content_hash != second.content_hash


def test_a_question_of_ones_own_needs_no_change_to_the_shared_file(tmp_path: Path) -> None:
    text = SMALL.replace('["recommend"]', '["running"]') + (
        'running.text = "Was it running?"\nrunning.option = {yes = "Yes", no = "No"}\n'
        '[questions.running]\ntype = "choice"\noptions = ["yes", "no"]\n'
    )

    file = _read(tmp_path, text)

    assert file.questions[0].options == ("yes", "no")
    assert file.texts["en"]["running.option.no"] == "No"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        pytest.param("ask = [", "not valid TOML", id="not TOML"),
        pytest.param(SMALL.replace('["recommend"]', "[]"), "list each question once", id="none"),
        pytest.param(
            SMALL.replace('["recommend"]', '["recommend", "recommend"]'),
            "list each question once",
            id="twice",
        ),
        pytest.param(
            SMALL.replace("recommend", "recomend"), "recomend is not known", id="unknown question"
        ),
        pytest.param(SMALL.replace("title =", "titel ="), "text title is missing", id="no title"),
        pytest.param(SMALL.replace("texts.en", "texts.de"), "title is missing", id="no English"),
        pytest.param(
            SMALL + '[questions.recommend]\ntype = "stars"\n',
            "Use one of recommendation",
            id="unknown type",
        ),
        pytest.param(
            SMALL + '[questions.recommend]\nmetric = "csat"\n',
            "cannot be measured by",
            id="metric of another type",
        ),
        pytest.param(
            SMALL + '[questions.recommend]\ntype = "choice"\nmetric = ""\noptions = ["a"]\n',
            "at least two different options",
            id="one option",
        ),
        pytest.param(SMALL + "[texts.English]\n", "not a language code", id="no language code"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_change(
    tmp_path: Path, text: str, advice: str
) -> None:
    with pytest.raises(QuestionnaireFileError, match=re.escape(advice)) as raised:
        _read(tmp_path, text)

    assert "end_user.delivery.toml" in str(raised.value)


def test_a_file_named_after_no_audience_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireFileError, match="must begin with the audience"):
        _read(tmp_path, SMALL, "customer.delivery.toml")


def test_a_file_in_another_encoding_says_to_save_it_as_utf_8(tmp_path: Path) -> None:
    (tmp_path / "end_user.delivery.toml").write_bytes("title = 'Größe'".encode("latin-1"))

    with pytest.raises(QuestionnaireFileError, match="Save it as UTF-8"):
        read_folder(tmp_path)


def test_an_empty_folder_says_how_to_name_files(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireFileError, match="There is no questionnaire in"):
        read_folder(tmp_path)
