from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from core.config import Settings
from surveys.models import FrameEntry, FrameStatus, Invitation, Sample, Survey
from tests.factories import (
    make_end_user,
    make_partner,
    make_partner_contact,
    make_programme,
    make_transaction,
)


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)
    make_partner(session, now, "nordhaus")
    make_partner_contact(session, now, "c1", "nordhaus", language="de")
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", partner_key="nordhaus", end_user_key="u1")


def _run(runner: FlaskCliRunner, *words: str) -> Result:
    return runner.invoke(args=list(words))


@pytest.fixture
def asking(runner: FlaskCliRunner) -> None:
    assert _run(runner, "questionnaires", "load").exit_code == 0


def test_ready_made_questionnaires_are_loaded_and_opened_once(runner: FlaskCliRunner) -> None:
    first, second = (_run(runner, "questionnaires", "load").output for _ in range(2))

    assert "16 new versions; 16 surveys opened" in first
    assert "0 new versions; 0 surveys opened" in second


def test_a_folder_of_ones_own_is_loaded(
    runner: FlaskCliRunner, tmp_path: Path, session: Session
) -> None:
    (tmp_path / "end_user.delivery.toml").write_text(
        'ask = ["recommend"]\n[texts.en]\ntitle = "T"\nintro = "I"\n'
    )

    result = _run(runner, "questionnaires", "load", str(tmp_path))

    assert "1 questionnaires read" in result.output
    session.rollback()
    assert len(session.scalars(sa.select(Survey)).all()) == 1


def test_a_broken_file_ends_with_a_clear_error_and_loads_nothing(
    runner: FlaskCliRunner, tmp_path: Path, session: Session
) -> None:
    (tmp_path / "end_user.delivery.toml").write_text("ask = 7")

    result = _run(runner, "questionnaires", "load", str(tmp_path))

    assert result.exit_code == 1
    assert "list each question once" in result.output
    session.rollback()
    assert session.scalars(sa.select(Survey)).all() == []


def test_without_surveys_the_list_says_what_to_run(runner: FlaskCliRunner) -> None:
    assert "twofold questionnaires load" in _run(runner, "surveys").output


@pytest.mark.usefixtures("asking")
def test_surveys_are_listed_with_their_plan(runner: FlaskCliRunner) -> None:
    _run(
        runner, "plan", "--audience", "end_user", "--touchpoint", "sale",
        "--method", "simple_random", "--share", "0.25",
    )  # fmt: skip

    lines = _run(runner, "surveys").output.splitlines()

    assert len(lines) == 16
    assert any("end_user.sale, version 1" in line and "25 %" in line for line in lines)


@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("--touchpoint", "sale", "--method", "simple_random"), "needs --share"),
        (("--touchpoint", "moon", "--method", "all"), "Nothing is asked of end_user at moon"),
        (("--touchpoint", "sale", "--method", "all", "--share", "1.5"), "--share"),
    ],
)
def test_a_plan_that_cannot_be_says_what_to_do(
    runner: FlaskCliRunner, words: tuple[str, ...], advice: str
) -> None:
    result = _run(runner, "plan", "--audience", "end_user", *words)

    assert result.exit_code != 0
    assert advice in result.output


@pytest.mark.usefixtures("asking")
def test_a_week_is_drawn_with_a_seed_that_is_kept(runner: FlaskCliRunner, session: Session) -> None:
    result = _run(runner, "draw", "--week", "2026-W46", "--seed", "42")

    assert result.exit_code == 0
    assert "Seed 42. 2 invitations queued." in result.output
    session.rollback()
    assert set(session.scalars(sa.select(Sample.seed))) == {42}


@pytest.mark.usefixtures("asking")
def test_a_single_day_is_drawn(runner: FlaskCliRunner, session: Session) -> None:
    empty = _run(runner, "draw", "--day", "2026-11-10")

    result = _run(runner, "draw", "--day", "2026-11-11")

    assert "No transaction of these days was without a frame status." in empty.output
    assert "2 invitations queued." in result.output
    session.rollback()
    assert set(session.scalars(sa.select(FrameEntry.status))) == {FrameStatus.DRAWN}


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ((), "Give either --week"),
        (("--week", "2026-W46", "--day", "2026-11-11"), "Give either --week"),
        (("--week", "2026-W77"), "has no week 77"),
        (("--week", "2026-W40"), "field period of 2026-W40 is over"),
    ],
)
def test_days_that_cannot_be_drawn_say_why(
    runner: FlaskCliRunner, words: tuple[str, ...], advice: str
) -> None:
    result = _run(runner, "draw", *words)

    assert result.exit_code != 0
    assert advice in result.output


@pytest.mark.usefixtures("asking")
def test_drawn_invitations_leave_as_files_where_no_server_is_configured(
    runner: FlaskCliRunner, session: Session, settings: Settings, now: datetime
) -> None:
    _run(runner, "draw", "--week", "2026-W46")

    first, second = _run(runner, "send-mail"), _run(runner, "send-mail")

    letters = sorted(path.read_text() for path in settings.outbox_folder.glob("*.eml"))
    assert first.output == "2 sent, 0 cancelled, 0 undeliverable, 0 put off.\n"
    assert second.output == "0 sent, 0 cancelled, 0 undeliverable, 0 put off.\n"
    assert len(letters) == 2
    assert all("List-Unsubscribe-Post: List-Unsubscribe=One-Click" in text for text in letters)
    assert {"Content-Language: de", "Content-Language: en"} == {
        line for text in letters for line in text.splitlines() if "Content-Language" in line
    }
    session.rollback()
    assert set(session.scalars(sa.select(Invitation.sent_at))) == {now}
