from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from metrics.integrity.settings.queries import all_changes, settings_for

GOOD = """
reason = "Agreed with the partners"
[careless]
warn = 0.12
fail = 0.25
"""


def test_every_limit_is_listed(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["integrity", "settings"])

    assert result.exit_code == 0
    assert "careless             warns above 0.1, fails above 0.2" in result.output
    assert "omega                warns below 0.7, fails below 0.6" in result.output


def test_a_file_changes_limits_in_the_name_of_a_person(
    runner: FlaskCliRunner, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(GOOD)

    result = runner.invoke(args=["integrity", "settings", "--file", str(path), "--by", "A. Ruiz"])

    (setting,) = settings_for(session, "2026-W47")
    assert result.output == "1 changed.\n"
    assert (setting.changed_by, setting.warn) == ("A. Ruiz", 0.12)
    listed = runner.invoke(args=["integrity", "settings"]).output
    assert "(own 0.1 and 0.2; A. Ruiz, from 2026-W47: Agreed with the partners)" in listed


def test_one_wrong_check_refuses_the_whole_file_and_names_every_problem(
    runner: FlaskCliRunner, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(f"{GOOD}\n[moon]\nwarn = 1\nfail = 2\n[omega]\nwarn = 0.6\nfail = 7\n")

    result = runner.invoke(args=["integrity", "settings", "--file", str(path), "--by", "A. Ruiz"])

    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
    assert "There is no check “moon”" in result.output
    assert "“omega” are not between 0 and 1" in result.output
    assert all_changes(session) == []


def test_a_change_needs_a_name(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(GOOD)

    result = runner.invoke(args=["integrity", "settings", "--file", str(path)])

    assert result.exit_code == 2
    assert "--by" in result.output


def test_a_file_that_is_no_text_is_refused_in_words(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_bytes(b"\xff\xfe\x00")

    result = runner.invoke(args=["integrity", "settings", "--file", str(path), "--by", "A. Ruiz"])

    assert result.exit_code == 1
    assert "not text in UTF-8" in result.output
