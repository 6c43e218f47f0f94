"""What people send about a signal, who may, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role, User
from core.database import writing
from metrics.signals.models import Signal, SignalNote
from tests.factories import make_user
from tests.metrics.dashboards.pages import page_text, text_of

ClientAs = Callable[[Role, str | None], FlaskClient]
SAID = "Talked with the partner about it."


def send(client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data=fields)
    return answer.status_code, text_of(answer.get_data(as_text=True))


def plan_fields(signal: Signal, **changes: Any) -> dict[str, str]:
    return {"owner": "nobody", "due_on": signal.due_on.isoformat(), "note": "", **changes}


def test_a_manager_hands_it_over_and_its_history_says_so(
    signals: list[Signal], manager: FlaskClient, session: Session, now: datetime
) -> None:
    osei = make_user(session, now, Role.EXECUTIVE, email="osei@example.com")
    path = f"/signals/{signals[0].id}"
    fields = plan_fields(
        signals[0], owner=str(osei.id), due_on="2026-11-20", note="See them on Friday."
    )

    status, _ = send(manager, f"{path}/plan", **fields)
    text = page_text(manager, path)

    assert status == 302
    assert (
        "Planned: Executive, by 20 November 2026 16 November 2026, 10:00, Programme_Manager" in text
    )
    assert "See them on Friday." in text
    assert "Executive. Due 20 November 2026." in text


def test_an_executive_takes_one_closes_it_and_opens_it_again(
    signals: list[Signal], executive: FlaskClient
) -> None:
    path = f"/signals/{signals[0].id}"

    before = page_text(executive, path)
    send(executive, f"{path}/take")
    send(executive, f"{path}/close", state="not_acted_on", said="It is a fault of the file.")
    closed = page_text(executive, path)
    send(executive, f"{path}/reopen", again="")
    again = page_text(executive, path)

    assert "Take it" in before
    assert "Close it" not in before
    assert "Not acted on, 16 November 2026, Executive" in closed
    assert "It is a fault of the file." in closed
    assert "Due 30 November 2026." in again


def test_whose_owner_no_longer_signs_in_is_said(
    signals: list[Signal], executive: FlaskClient, manager: FlaskClient, session: Session
) -> None:
    path = f"/signals/{signals[0].id}"
    send(executive, f"{path}/take")
    with writing(session):
        session.execute(
            sa.update(User).where(User.email == "executive.house@example.com").values(
                is_active=False
            )
        )  # fmt: skip

    assert "Executive, who no longer signs in: hand it over" in page_text(manager, "/signals")
    status, _ = send(manager, f"{path}/plan", **plan_fields(signals[0], note="Who takes it?"))
    assert status == 302


@pytest.mark.parametrize(
    ("deed", "fields", "status", "problem"),
    [
        ("plan", {"owner": "987654"}, 400, "Not a valid choice"),
        ("plan", {"owner": "1; DROP"}, 400, "Not a valid choice"),
        ("plan", {"due_on": "tomorrow"}, 400, "Write the day as 2026-11-30."),
        ("plan", {"due_on": ""}, 400, "Write the day as 2026-11-30."),
        ("plan", {"due_on": "2026-11-15"}, 400, "from today on, within a year"),
        ("plan", {"due_on": "9999-12-31"}, 400, "from today on, within a year"),
        ("plan", {"note": "x" * 401}, 400, "longer than 400"),
        ("close", {"state": "open", "said": SAID}, 400, "Not a valid choice"),
        ("close", {"state": "withdrawn", "said": SAID}, 400, "Not a valid choice"),
        ("close", {"said": SAID}, 400, "Not a valid choice"),
        ("close", {"state": "done", "said": "ok"}, 400, "what was done"),
        ("reopen", {"again": "x" * 401}, 400, "longer than 400"),
        ("reopen", {"again": ""}, 409, "open already"),
    ],
)
def test_what_cannot_be_kept_says_why_and_writes_nothing(
    signals: list[Signal], manager: FlaskClient, session: Session,
    deed: str, fields: dict[str, str], status: int, problem: str,
) -> None:  # fmt: skip
    given = plan_fields(signals[0], **fields) if deed == "plan" else fields

    answered, text = send(manager, f"/signals/{signals[0].id}/{deed}", **given)

    assert answered == status
    # An open one has no form to open it again; whoever sends one is told all the same.
    assert problem in text or deed == "reopen"
    assert session.scalar(sa.select(sa.func.count(SignalNote.id))) == 0


def test_signs_that_no_database_stores_are_left_out(
    signals: list[Signal], manager: FlaskClient, session: Session
) -> None:
    fields = plan_fields(signals[0], note="Nul\x00 and <script>alert(1)</script> 💩")

    status, _ = send(manager, f"/signals/{signals[0].id}/plan", **fields)
    page = manager.get(f"/signals/{signals[0].id}").get_data(as_text=True)

    assert status == 302
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("number", ["0", "987654321", "99999999999999999999", "x", "-1"])
def test_a_signal_that_is_not_there_is_missing(
    signals: list[Signal], manager: FlaskClient, number: str
) -> None:
    assert manager.get(f"/signals/{number}").status_code == 404
    assert manager.post(f"/signals/{number}/take").status_code == 404


def test_a_channel_partner_sees_nothing_of_it_whether_it_is_there_or_not(
    signals: list[Signal], client_as: ClientAs, session: Session
) -> None:
    partner = client_as(Role.CHANNEL_PARTNER, "ribera")
    deeds = ("take", "plan", "close", "reopen")

    answers = [partner.get("/signals")]
    for number in (signals[0].id, 987_654_321):
        answers.append(partner.get(f"/signals/{number}"))
        answers += [partner.post(f"/signals/{number}/{deed}") for deed in deeds]

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.get_data(as_text=True).partition("<main")[2] for answer in answers}) == 1
    assert "Signals" not in partner.get("/partner").get_data(as_text=True)


@pytest.mark.parametrize("deed", ["take", "plan", "close", "reopen"])
def test_a_deed_without_its_token_is_refused_and_by_get_there_is_none(
    app: Flask, signals: list[Signal], manager: FlaskClient, session: Session, deed: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    path = f"/signals/{signals[0].id}/{deed}"

    assert manager.post(path, data=plan_fields(signals[0])).status_code == 400
    assert manager.get(path).status_code == 405
    assert session.scalar(sa.select(sa.func.count(SignalNote.id))) == 0
