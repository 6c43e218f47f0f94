from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import FixedClock
from core.config import Settings
from demo.progress import LoadState, Progress, write_progress
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def demo(runner: FlaskCliRunner) -> None:
    runner.invoke(args=["demo", "set-up"])


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_that_the_programme_is_simulated(client_as: SignIn, role: Role) -> None:
    client = client_as(role, "ES01" if role is Role.CHANNEL_PARTNER else None)

    response = client.get("/demo")

    assert response.status_code == 200
    assert "This programme is simulated" in response.text
    assert "Repair visits in Spain fell in" in response.text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", list(Role))
def test_only_the_house_reads_which_partners_the_truth_is_about(
    client_as: SignIn, role: Role
) -> None:
    client = client_as(role, "ES01" if role is Role.CHANNEL_PARTNER else None)

    told = "Calder Vale Compressed Air leaves out" in client.get("/demo").text

    assert told == (role is not Role.CHANNEL_PARTNER)


@pytest.mark.usefixtures("demo")
def test_who_runs_the_programme_is_shown_what_to_try(client_as: SignIn) -> None:
    manager = client_as(Role.PROGRAMME_MANAGER, None).get("/demo").text
    executive = client_as(Role.EXECUTIVE, None).get("/demo").text

    assert 'href="/feedback/links"' in manager
    assert 'href="/weeks"' in manager
    assert 'href="/feedback/links"' not in executive


@pytest.mark.usefixtures("demo")
def test_every_page_of_the_demo_carries_the_notice(client: FlaskClient) -> None:
    response = client.get("/sign-in")

    assert "Simulated programme" in response.text
    assert 'href="/demo"' in response.text


@pytest.mark.usefixtures("demo")
def test_pages_say_how_far_loading_is(
    client: FlaskClient, settings: Settings, clock: FixedClock
) -> None:
    progress = Progress(LoadState.LOADING, "week 2026-W20, 27 of 53", 25, 50, clock.now())
    write_progress(settings.data_folder, progress)

    response = client.get("/sign-in")

    assert "Still loading, 50 % done: week 2026-W20, 27 of 53" in response.text


def test_a_real_programme_has_neither_notice_nor_page(
    client_as: SignIn, client: FlaskClient, session: Session, clock: FixedClock
) -> None:
    make_programme(session, clock.now())

    assert "Simulated" not in client.get("/sign-in").text
    assert client_as(Role.ADMINISTRATOR, None).get("/demo").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/demo").status_code == 302
