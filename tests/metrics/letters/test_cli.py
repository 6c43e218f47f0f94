from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskCliRunner

from metrics.letters.choices import Choices
from metrics.models import Edition
from tests.metrics.letters.desks import PostOffice

PREVIEW = ["letters", "preview", "--week", "2026-W45"]


def test_a_preview_writes_the_letter_as_files_for_its_owner_and_queues_nothing(
    office: PostOffice, published: list[Edition], runner: FlaskCliRunner, tmp_path: Path
) -> None:
    office.choose("head@example.com", Choices(wants_final=True, wants_pdf=True))

    result = runner.invoke(
        args=[*PREVIEW, "--to", "Head@example.com", "--folder", str(tmp_path / "out")]
    )

    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert result.exit_code == 0, result.output
    assert [name.removeprefix("2026-W45-final-head@example.com") for name in names] == [
        "-2026-W45-Test-programme.pdf", ".eml", ".html", ".txt",
    ]  # fmt: skip
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "out").iterdir()} == {0}
    assert office.mails() == []


def test_a_preview_of_what_there_is_not_says_what_there_is(
    office: PostOffice, published: list[Edition], runner: FlaskCliRunner, tmp_path: Path
) -> None:
    folder = ["--folder", str(tmp_path)]
    nobody = runner.invoke(args=[*PREVIEW, "--to", "nobody@example.com", *folder])
    future = runner.invoke(
        args=["letters", "preview", "--week", "2027-W02", "--to", "head@example.com", *folder]
    )
    early = runner.invoke(
        args=["letters", "preview", "--week", "2026-W46", "--kind", "flash",
              "--to", "ana@ribera.example", *folder]
    )  # fmt: skip

    assert "`twofold users` lists them" in nobody.output
    assert "`twofold editions` lists those that are" in future.output
    assert "a flash is for the house alone" in early.output
    assert {nobody.exit_code, future.exit_code, early.exit_code} == {1}
    assert list(tmp_path.glob("*.eml")) == []
