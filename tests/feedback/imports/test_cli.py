from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from customers.models import Import, Node
from tests.factories import make_programme


def run(runner: FlaskCliRunner, *arguments: object) -> Result:
    return runner.invoke(args=["import", *map(str, arguments)])


@pytest.fixture
def partners(session: Session, now: datetime, tmp_path: Path) -> Path:
    make_programme(session, now)
    path = tmp_path / "partners.csv"
    path.write_text("key,name\np1,One\np2,\np3,Three\n")
    return path


def partner_keys(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(sa.select(Node.key).where(Node.kind == "partner")))


def test_rejected_rows_stop_the_import(
    runner: FlaskCliRunner, session: Session, partners: Path
) -> None:
    result = run(runner, "partners", partners)

    assert result.exit_code == 1
    assert "3 rows: 2 new, 0 changed, 0 unchanged, 1 rejected" in result.output
    assert "--leave-out-rejected" in result.output
    assert partner_keys(session) == []


def test_they_can_be_left_out_and_written_beside(
    runner: FlaskCliRunner, session: Session, partners: Path, tmp_path: Path
) -> None:
    out = tmp_path / "rejected.csv"

    result = run(runner, "partners", partners, "--leave-out-rejected", "--rejected", out)

    assert result.exit_code == 0, result.output
    assert "Imported: 2 new, 0 changed, 0 unchanged, 1 left out." in result.output
    assert partner_keys(session) == ["p1", "p3"]
    assert "is empty, and must be there" in out.read_text()


def test_a_preview_writes_nothing(runner: FlaskCliRunner, session: Session, partners: Path) -> None:
    result = run(runner, "partners", partners, "--preview")

    assert result.exit_code == 0
    assert partner_keys(session) == []


def test_the_same_file_twice_changes_nothing(
    runner: FlaskCliRunner, session: Session, partners: Path
) -> None:
    run(runner, "partners", partners, "--leave-out-rejected")

    result = run(runner, "partners", partners, "--leave-out-rejected")

    assert "Nothing was changed" in result.output
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Import)) == 1


def test_a_column_map_is_read_from_its_file(
    runner: FlaskCliRunner, session: Session, partners: Path, tmp_path: Path
) -> None:
    partners.write_text("Nr;Firma\n1;Ähre\n", encoding="latin-1")
    map_path = tmp_path / "map.toml"
    map_path.write_text('[columns]\nkey = "Nr"\nname = "Firma"\n')

    result = run(runner, "partners", partners, "--map", map_path)

    assert result.exit_code == 0, result.output
    assert "Windows-1252 (Latin-1), semicolon-separated" in result.output
    assert session.scalars(sa.select(Node.name).where(Node.kind == "partner")).all() == ["Ähre"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["partners", "nowhere.csv"], "cannot be read", id="no file"),
        pytest.param(["partner", "x.csv"], "Invalid value", id="no such kind"),
        pytest.param(["partners", "{}", "--map", "nowhere.toml"], "cannot be read", id="no map"),
        pytest.param(["partners", "{}", "--rejected", "/no/where.csv"], "another place", id="out"),
    ],
)
def test_what_cannot_be_done_ends_with_a_clear_message(
    runner: FlaskCliRunner, session: Session, partners: Path, arguments: list[str], words: str
) -> None:
    result = run(runner, *(argument.format(partners) for argument in arguments))

    assert result.exit_code != 0
    assert words in result.output
    assert partner_keys(session) == []


def test_without_a_programme_it_says_what_to_run(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("key,name\np1,One\n")

    result = run(runner, "partners", path)

    assert result.exit_code == 1
    assert "twofold set-up" in result.output
