"""Closing, looking, verifying and reading by command."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import FixedClock
from metrics.models import Edition
from tests.metrics.programmes import WEEK, SmallProgramme

Run = tuple[int, str]


@pytest.fixture(autouse=True)
def monday(programme: SmallProgramme, clock: FixedClock) -> None:
    """The Monday after the week, when its flash is due."""
    clock.at = programme.monday_after(WEEK)


@pytest.fixture
def answered(programme: SmallProgramme) -> None:
    programme.live_week(WEEK)


def run(runner: FlaskCliRunner, *args: str) -> Run:
    result = runner.invoke(args=list(args))
    return result.exit_code, result.output


@pytest.mark.usefixtures("answered")
def test_a_week_is_closed_listed_read_and_verified(runner: FlaskCliRunner) -> None:
    closed = run(runner, "close-week", "2026-W45")
    listed = run(runner, "editions")
    read = run(runner, "read", "2026-W45")
    verified = run(runner, "verify", "2026-W45")

    assert closed[0] == listed[0] == read[0] == verified[0] == 0
    assert closed[1].startswith("Published: flash of 2026-W45.")
    assert listed[1].startswith("2026-W45  flash  revision 0      120 transactions")
    assert read[1].startswith("flash of 2026-W45:\n")
    assert closed[1].splitlines()[1:] == read[1].splitlines()[1:]
    assert "2026-W45 flash revision 0: holds (" in verified[1]


@pytest.mark.usefixtures("answered")
def test_a_preview_carries_its_watermark_and_stores_nothing(
    runner: FlaskCliRunner, session: Session
) -> None:
    code, output = run(runner, "close-week", "2026-W45", "--preview")

    assert code == 0
    assert output.startswith("PREVIEW – nothing is stored or published\n")
    assert "end user         nps" in output
    assert re.search(r"n \d+  grade [A-E], published", output)
    assert "/label/" not in output
    assert session.scalars(sa.select(Edition)).all() == []


@pytest.mark.usefixtures("answered")
def test_a_revision_is_made_with_its_reason(runner: FlaskCliRunner, session: Session) -> None:
    run(runner, "close-week", "2026-W45")

    code, output = run(runner, "close-week", "2026-W45", "--revise", "A file came late")

    assert code == 0
    assert output.startswith("Published: flash of 2026-W45, revision 1.")
    assert session.scalars(sa.select(Edition.reason)).all()[-1] == "A file came late"


WRONG: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no week": (("close-week", "2026-45"), 2, "is not a week. Write it as 2018-W20."),
    "a week that is not": (("close-week", "2027-W53"), 2, "the year 2027 has no week 53"),
    "a week without transactions": (
        ("close-week", "2026-W40"), 1, "Import the week's transactions first.",
    ),
    "a final too early": (
        ("close-week", "2026-W45", "--kind", "final"), 1, "can be made from 2026-11-15 23:00 UTC",
    ),
    "a week that has not ended": (("close-week", "2026-W46"), 1, "has not ended"),
    "verify without a week": (("verify",), 1, "Name a week, as 2026-W46, or give --all."),
    "verify what is not there": (("verify", "2026-W45"), 1, "No such edition of 2026-W45"),
    "read what is not there": (("read", "2026-W45"), 1, "No edition of 2026-W45 is published"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done_is_said_in_words(runner: FlaskCliRunner, case: str) -> None:
    args, code, text = WRONG[case]

    found = run(runner, *args)

    assert found[0] == code
    assert text in found[1]
    assert "Traceback" not in found[1]


@pytest.mark.usefixtures("answered")
def test_closing_twice_is_refused(runner: FlaskCliRunner) -> None:
    run(runner, "close-week", "2026-W45")

    code, output = run(runner, "close-week", "2026-W45")

    assert code == 1
    assert "The flash of 2026-W45 was published 2026-11-09 08:00 UTC." in output


@pytest.mark.usefixtures("answered")
def test_verifying_all_names_the_edition_that_does_not_hold(
    runner: FlaskCliRunner, weeks_folder: Path
) -> None:
    run(runner, "close-week", "2026-W45")
    run(runner, "close-week", "2026-W45", "--revise", "A file came late")
    path = weeks_folder / "2026-W45" / "flash-0" / "responses.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    code, output = run(runner, "verify", "--all")

    assert code == 1
    assert "2026-W45 flash revision 0: fails" in output
    assert "  responses.parquet is missing or was changed after publishing." in output
    assert "2026-W45 flash revision 1: holds" in output
    assert "1 of 2 editions do not hold. Restore their folders from a backup" in output


def test_without_an_edition_the_list_says_how_to_make_one(runner: FlaskCliRunner) -> None:
    code, output = run(runner, "editions")

    assert code == 0
    assert "No edition is published yet. Close a week: twofold close-week WEEK" in output


@pytest.mark.usefixtures("answered")
def test_every_figure_that_is_printed_has_its_grade_decision_and_label(
    runner: FlaskCliRunner, client_as: Callable[..., FlaskClient]
) -> None:
    _, closed = run(runner, "close-week", "2026-W45")
    _, read = run(runner, "read", "2026-W45")

    paths = re.findall(r"(?m)^ +http://localhost(/label/\S+)$", read)

    assert closed.splitlines()[1:] == read.splitlines()[1:]
    assert len(paths) == len(re.findall(r"grade [A-F], (?:published|held|not shown)", read)) > 5
    house = client_as(Role.EXECUTIVE, None)
    assert {house.get(path).status_code for path in paths} == {200}
