from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from surveys.errors import QuestionnaireFileError, UnknownVersionError
from surveys.models import QuestionnaireVersion, Survey
from surveys.questionnaires import READY_FOLDER, available_languages, load_sheet
from surveys.services import LoadedVersion, load_questionnaires, open_default_surveys
from tests.factories import make_programme

TEXT = """
ask = ["recommend", "comment"]
[texts.en]
title = "How was your delivery by {programme}?"
intro = "Two questions."
[texts.de]
title = "Wie war Ihre Lieferung?"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    (folder / "end_user.delivery.toml").write_text(TEXT, encoding="utf-8")
    return folder


def _load(session: Session, folder: Path, now: datetime) -> LoadedVersion:
    with writing(session):
        return load_questionnaires(session, folder, now)[0]


def _version_id(session: Session, number: int) -> int:
    return session.scalars(
        sa.select(QuestionnaireVersion.id).where(QuestionnaireVersion.number == number)
    ).one()


def test_the_same_file_loaded_twice_is_one_version(
    session: Session, folder: Path, now: datetime
) -> None:
    first = _load(session, folder, now)
    second = _load(session, folder, now)

    assert (first.number, first.is_new) == (1, True)
    assert (second.number, second.is_new) == (1, False)


def test_a_changed_file_is_the_next_version_and_the_first_stays_as_it_was(
    session: Session, folder: Path, now: datetime
) -> None:
    make_programme(session, now)
    _load(session, folder, now)
    file = folder / "end_user.delivery.toml"
    file.write_text(TEXT.replace("Two questions", "Both questions"), encoding="utf-8")

    second = _load(session, folder, now)

    assert (second.number, second.is_new) == (2, True)
    assert load_sheet(session, _version_id(session, 1), "en").intro == "Two questions."
    assert load_sheet(session, _version_id(session, 2), "en").intro == "Both questions."


def test_a_survey_asks_the_loaded_version_from_then_on(
    session: Session, folder: Path, now: datetime
) -> None:
    make_programme(session, now)
    _load(session, folder, now)
    with writing(session):
        open_default_surveys(session)
    file = folder / "end_user.delivery.toml"
    file.write_text(TEXT.replace("Two questions", "Both questions"), encoding="utf-8")

    loaded = _load(session, folder, now)

    assert loaded.moved_count == 1
    assert session.scalars(sa.select(Survey.version_id)).all() == [_version_id(session, 2)]


def test_a_broken_file_beside_good_ones_loads_nothing(
    session: Session, folder: Path, now: datetime
) -> None:
    (folder / "end_user.sale.toml").write_text("ask = []", encoding="utf-8")

    with pytest.raises(QuestionnaireFileError):
        _load(session, folder, now)

    assert session.scalars(sa.select(QuestionnaireVersion)).all() == []


def test_a_sheet_shows_missing_texts_in_english_and_names_the_programme(
    session: Session, folder: Path, now: datetime
) -> None:
    make_programme(session, now, name="Alder & Voss")
    _load(session, folder, now)
    version_id = _version_id(session, 1)

    german = load_sheet(session, version_id, "de-AT")
    english = load_sheet(session, version_id, "fi")

    assert (german.language, german.title) == ("de", "Wie war Ihre Lieferung?")
    assert german.intro == "Two questions."
    assert (english.language, english.title) == ("en", "How was your delivery by Alder & Voss?")


def test_a_sheet_keeps_the_order_of_questions_and_labels(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_questionnaires(session, READY_FOLDER, now)
        open_default_surveys(session)
    surveys = {
        survey.version.questionnaire.key: survey for survey in session.scalars(sa.select(Survey))
    }

    sheet = load_sheet(session, surveys["end_user.repair_visit"].version_id, "es")

    keys = ["recommend", "satisfaction", "effort", "repurchase", "reason", "comment"]
    assert [question.key for question in sheet.questions] == keys
    effort = sheet.questions[2]
    assert [option.value for option in effort.options] == [str(score) for score in range(1, 8)]
    assert effort.options[0].text == "Muy difícil"
    assert sheet.questions[0].low == "Nada probable"
    assert not sheet.is_rtl


def test_a_language_written_from_right_to_left_says_so(
    session: Session, folder: Path, now: datetime
) -> None:
    file = folder / "end_user.delivery.toml"
    file.write_text(TEXT + '[texts.ar]\ntitle = "كيف كان التسليم؟"\n', encoding="utf-8")
    _load(session, folder, now)

    version_id = _version_id(session, 1)

    assert available_languages(session, version_id) == ("en", "ar", "de")
    assert load_sheet(session, version_id, "ar").is_rtl


def test_an_unknown_version_is_refused(session: Session) -> None:
    with pytest.raises(UnknownVersionError):
        load_sheet(session, 99, "en")


def test_a_survey_is_opened_once_for_every_audience_and_touchpoint(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    with writing(session):
        load_questionnaires(session, READY_FOLDER, now)
        first = open_default_surveys(session)
    with writing(session):
        second = open_default_surveys(session)

    assert (len(first), len(second)) == (16, 0)
