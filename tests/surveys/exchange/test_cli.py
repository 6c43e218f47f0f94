from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from core.database import writing
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.formats.own import load
from surveys.questionnaires.services import store_version
from surveys.workshop.queries import content_of, find_draft

FIXTURES = Path(__file__).parents[1] / "questionnaires" / "formats" / "fixtures"
READY = next(iter(read_folder(READY_FOLDER)))


def test_a_questionnaire_is_printed_and_comes_back(
    runner: FlaskCliRunner, session: Session, now: datetime, tmp_path: Path
) -> None:
    with writing(session):
        store_version(session, READY, now)
    path = tmp_path / "out.json"

    printed = runner.invoke(args=["questionnaire", "export", READY.key])
    written = runner.invoke(args=["questionnaire", "export", READY.key, "--output", str(path)])
    imported = runner.invoke(args=["questionnaire", "import", str(path)])

    assert load(printed.output) == load(path.read_text("utf-8")) == READY
    assert (written.exit_code, imported.exit_code) == (0, 0)
    draft = find_draft(session, READY.key)
    assert draft is not None
    assert content_of(draft) == READY


def test_other_softwares_file_becomes_a_draft_with_a_report(
    runner: FlaskCliRunner, session: Session
) -> None:
    file = str(FIXTURES / "pump_service_v6.lss")

    result = runner.invoke(args=["questionnaire", "import", file, "--as", "end_user.service"])

    assert result.exit_code == 0
    assert "photo: could not be carried over" in result.output
    assert "From LimeSurvey:" in result.output
    assert find_draft(session, "end_user.service") is not None


def test_a_draft_is_replaced_only_when_told(runner: FlaskCliRunner) -> None:
    again = ["questionnaire", "import", str(FIXTURES / "delivery_v3.lss"), "--as", "end_user.x"]
    runner.invoke(args=again)

    refused, replaced = runner.invoke(args=again), runner.invoke(args=[*again, "--replace"])

    assert (refused.exit_code, replaced.exit_code) == (1, 0)
    assert "is writing end_user.x already" in refused.output


def test_what_is_not_there_is_said(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["questionnaire", "export", "end_user.nothing"])

    assert result.exit_code == 1
    assert "no version of end_user.nothing" in result.output
