from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import User
from core.clock import FixedClock
from core.config import Settings
from customers.models import Node, Programme, Transaction
from demo.plan import truth_table_file
from demo.progress import LoadState, read_progress
from demo.queries import demo_size
from demo.simulator.expectation import read_truth
from feedback.models import Response
from metrics.models import Edition
from metrics.targets.models import Target
from surveys.models import FrameEntry, Invitation
from tests.factories import make_programme

WEEKS = ("--weeks", "2")


@pytest.fixture(autouse=True)
def after_the_first_morning(clock: FixedClock) -> None:
    """Wednesday noon: both draws of the open week are over, its fieldwork is not."""
    clock.at = clock.at.replace(day=18, hour=11)


def load(runner: FlaskCliRunner, *options: str) -> str:
    result = runner.invoke(args=["demo", "load", *options])
    assert result.exit_code == 0, result.output
    return result.output


def count_answered(session: Session, week: str) -> int:
    responses = sa.select(sa.func.count()).select_from(Response).join(Transaction)
    return session.scalar(responses.where(Transaction.week == week)) or 0


def count_invited(session: Session, week: str) -> int:
    invited = sa.select(sa.func.count()).select_from(Invitation).join(FrameEntry).join(Transaction)
    return session.scalar(invited.where(Transaction.week == week)) or 0


def test_the_demo_loads_history_as_finals_and_leaves_the_last_week_open(
    runner: FlaskCliRunner, session: Session, settings: Settings
) -> None:
    output = load(runner, *WEEKS)

    size = demo_size(session)
    editions = session.scalars(sa.select(Edition)).all()
    assert "twofold close-week 2026-W46" in output
    assert [(e.week, e.kind, e.is_backfilled) for e in editions] == [("2026-W45", "final", False)]
    assert size.partners == 40
    assert 2_100 < size.transactions < 2_700
    assert 0 < count_answered(session, "2026-W46") < count_invited(session, "2026-W46")
    progress = read_progress(settings.data_folder)
    assert progress is not None
    assert progress.state is LoadState.DONE
    assert read_truth(truth_table_file(settings.data_folder)).num_rows == 2 * size.transactions


def test_loading_again_changes_nothing_and_later_answers_still_come_in(
    runner: FlaskCliRunner, session: Session, clock: FixedClock
) -> None:
    load(runner, *WEEKS)
    before = demo_size(session)
    load(runner)
    same = demo_size(session)
    clock.at = clock.at.replace(day=22)

    load(runner)

    session.rollback()
    later = demo_size(session)
    assert same == before
    assert later.responses > before.responses
    assert later.invitations == before.invitations


def test_a_real_programme_is_left_alone(
    runner: FlaskCliRunner, session: Session, settings: Settings, clock: FixedClock
) -> None:
    make_programme(session, clock.now())

    result = runner.invoke(args=["demo", "load"])

    assert result.exit_code == 1
    assert "real programme" in result.output
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
    assert not (settings.data_folder / "demo").exists()


def test_setting_up_prints_a_link_for_each_role_and_closes_nothing_by_itself(
    runner: FlaskCliRunner, session: Session
) -> None:
    result = runner.invoke(args=["demo", "set-up"])

    programme = session.get_one(Programme, 1)
    lines = [line for line in result.output.splitlines() if "/link/" in line]
    assert [line.split("  ")[0].strip() for line in lines] == [
        "administrator",
        "programme manager",
        "executive",
        "channel partner",
    ]
    assert programme.is_demo
    assert not programme.closes_by_itself
    assert session.scalar(sa.select(sa.func.count()).select_from(Target)) == 8


def test_every_partner_hangs_under_its_region_and_country(
    runner: FlaskCliRunner, session: Session
) -> None:
    runner.invoke(args=["demo", "set-up"])

    partners = session.scalars(sa.select(Node).where(Node.kind == "partner")).all()

    assert len(partners) == 40
    for partner in partners:
        assert partner.parent is not None
        assert partner.parent.kind == "region"
        assert partner.parent.parent is not None
        assert partner.parent.parent.kind == "country"


def test_links_need_a_demo(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["demo", "links"])

    assert result.exit_code == 1
    assert "Load the demo" in result.output or "no user" in result.output


def test_another_seed_is_refused_where_a_demo_is(runner: FlaskCliRunner) -> None:
    runner.invoke(args=["demo", "set-up"])

    result = runner.invoke(args=["demo", "load", "--seed", "5"])

    assert result.exit_code == 1
    assert "folder of its own" in result.output
