"""No path publishes an estimate without its grade and its label.

Every page, document and command is rendered twice, over two sets of published values. Whatever is
said otherwise the second time is derived from a figure, and must stand in one unit with a grade
that opens a label with that same figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, jsonify
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.guard import EVERY_ROLE, roles
from access.models import Role
from access.visibility import command_line_scope
from core.database import db, writing
from metrics.cli import COMMANDS
from metrics.models import Edition, Estimate, FindingRow, Gap
from metrics.signals.opening import open_signals_of
from metrics.targets.models import Target
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.unlabelled import unlabelled_lines, violations
from tests.metrics.walking import NOT_OPENED, TABLES, paths_of, visit
from tests.programs import make_code

ClientAs = Callable[[Role, str | None], FlaskClient]
READERS = ((Role.ADMINISTRATOR, None), (Role.EXECUTIVE, None), (Role.CHANNEL_PARTNER, "ribera"))
# By how much the second set of values differs; no verdict turns on so little.
SHIFTS = {"nps": 3.0, "csat": 0.03, "effort": 0.3, "intent": 0.03}
CANDIDATES: dict[str, tuple[object, ...]] = {
    "week": ("2026-W45", "2026-W46"),
    "week_text": ("2026-W45",),
    "kind": ("final", "flash"),
    "revision": (0,),
    "touchpoint": ("repair_visit",),
    "level": ("network", "country", "region", "product_line", "segment"),
    "key": ("ribera", "Spain", "Spain/Aragon", "repair_visit", "screw", "public"),
    "of": ("end_user", "channel_partner", "gap", "paired_gap"),
    "metric": ("nps",),
    "window": (1, 4, 13),
    "check_key": ("psi_before",),
    "finding_id": tuple(range(1, 13)),
    "signal_id": tuple(range(1, 7)),
    "table": TABLES,
    "ending": ("json",),
}


@pytest.fixture
def reader(client_as: ClientAs, session: Session, now: datetime) -> ClientAs:
    """A browser that carries a token of its role too, for the addresses for programs."""

    def make(role: Role, partner: str | None) -> FlaskClient:
        client = client_as(role, partner)
        client.environ_base["HTTP_AUTHORIZATION"] = (
            f"Bearer {make_code(session, role, partner, now)}"
        )
        return client

    return make


@pytest.fixture
def published(session: Session, now: datetime) -> list[Edition]:
    editions = publish_programme(session, now)
    with writing(session):
        for edition in editions:
            open_signals_of(session, command_line_scope(), edition, now, ZoneInfo("Europe/Berlin"))
        session.execute(sa.delete(Target))
        session.execute(
            sa.update(Estimate)
            .where(Estimate.value.is_not(None))
            .values(dict.fromkeys(BESIDE[1:], Estimate.value * 0.99))
        )
        # So that there is something a person could publish over.
        failed = sa.update(FindingRow).where(FindingRow.state == "fail")
        session.execute(failed.values(severity="block"))
        for place, hidden in enumerate(session.scalars(sa.select(Estimate).where(HIDDEN))):
            counts = [CANARY + 10 * place + step for step in (1, 2, 3)]
            hidden.n, hidden.accounts, hidden.population = counts
    return editions


HIDDEN = Estimate.decision == "suppress"
OWN = ("value", "ci_low", "ci_high")
BESIDE = ("raw", "base_value", "with_set_aside", "without_flagged")
CANARY = 610_000


def publish_other_values(session: Session) -> None:
    """Every estimate a little higher, every gap a little wider, with all that stands beside it."""
    with writing(session):
        for table, columns, way in ((Estimate, (*OWN, *BESIDE), 1), (Gap, OWN, -1)):
            for metric, shift in SHIFTS.items():
                moved = {name: getattr(table, name) + way * shift for name in columns}
                session.execute(
                    sa.update(table)
                    .where(table.metric == metric, table.value.is_not(None))
                    .values(moved)
                )
    session.expire_all()


@pytest.mark.parametrize(("role", "partner"), READERS, ids=[role.value for role, _ in READERS])
def test_every_figure_of_every_page_opens_its_label(
    role: Role,
    partner: str | None,
    app: Flask,
    session: Session,
    reader: ClientAs,
    published: list[Edition],
) -> None:
    client = reader(role, partner)
    paths = [path for found in paths_of(app, CANDIDATES).values() for path in found]
    before = visit(client, paths)
    publish_other_values(session)
    after = visit(client, paths)

    found = [
        f"{path}: {said}"
        for path in after
        if path in before
        for said in violations(before[path], after[path], client)
    ]

    assert not found, "\n".join(found)
    changed = [path for path in after if path in before and before[path].text != after[path].text]
    assert len(changed) >= 3
    told = " ".join(answer.text for answer in (*before.values(), *after.values()))
    assert _canaries(told) == []


def _canaries(text: str) -> list[str]:
    """Counts of hidden figures, as they are stored or written."""
    plain = text.replace(",", "")
    return [n for n in re.findall(r"(?<![\w.])61\d{4}(?![\w.])", plain) if int(n) > CANARY]


def test_the_walk_opens_every_page_of_the_measurement(
    app: Flask, reader: ClientAs, published: list[Edition]
) -> None:
    clients = [reader(role, partner) for role, partner in READERS]
    measuring = {
        endpoint: paths
        for endpoint, paths in paths_of(app, CANDIDATES).items()
        if app.view_functions[endpoint].__module__.startswith("metrics.")
    }

    unopened = {
        endpoint
        for endpoint, paths in measuring.items()
        if not any(_opens(client, paths) for client in clients)
    }

    assert unopened == set(NOT_OPENED)


def _opens(client: FlaskClient, paths: list[str]) -> bool:
    return any(client.get(path).status_code == 200 for path in paths)


PRINTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "read": (("2026-W45",), ("2026-W46",), ("2026-W45", "--partner", "ribera")),
    "editions": ((),),
    "verify": (("--all",),),
    "integrity settings": ((),),
    "voices collect": ((),),
    # Writes files, whose figures its own tests read, and prints where they are.
    "letters preview": ((),),
    # Refused here, since there are no transactions; its own test sees what it prints.
    "close-week": (("2026-W45",), ("2026-W45", "--preview")),
}


def test_every_figure_that_a_command_prints_has_its_grade_and_its_label(
    runner: FlaskCliRunner, session: Session, client_as: ClientAs, published: list[Edition]
) -> None:
    calls = [(*name.split(), *args) for name, several in PRINTED.items() for args in several]
    before = [runner.invoke(args=list(call)).output for call in calls]
    publish_other_values(session)
    after = [runner.invoke(args=list(call)).output for call in calls]

    found = [
        said for was, now in zip(before, after, strict=True) for said in unlabelled_lines(was, now)
    ]

    assert found == []
    assert before[0] != after[0]
    house = client_as(Role.EXECUTIVE, None)
    labels = re.findall(r"http://localhost(/label/\S+)", "\n".join(after))
    assert {house.get(path).status_code for path in labels} == {200}


def test_every_command_of_the_measurement_is_tried() -> None:
    names = {
        f"{command.name} {name}".strip()
        for command in COMMANDS
        for name in getattr(command, "commands", {"": None})
    }

    assert names == set(PRINTED)


GRADE = '<a class="grade" href="{label}">Grade B</a>'
LABEL = "/label/2026-W45/final/0/end_user/nps/1/network"
LEAKS: dict[str, tuple[str, int]] = {
    "a bare number": ("<main><p>NPS {value:.0f}</p></main>", 1),
    "a number with all its places": ("<main><p>{value}</p></main>", 1),
    "a grade that opens nothing": ('<p class="num">{value:.0f} <b class="grade">B</b></p>', 1),
    "a grade elsewhere on the page": (f'<p>{{value:.0f}}</p><p class="num">37 {GRADE}</p>', 2),
    "in words for the ear alone": ('<main><svg aria-label="NPS {value:.0f}"></svg></main>', 1),
    "beside another figure's label": (
        f'<p class="num">{{value:.0f}} {GRADE}</p>'.replace("{label}", "/label/no"), 1,
    ),
    "as it should be": (f'<main><p class="num">{{value:.0f}} {GRADE}</p></main>', 0),
}  # fmt: skip


@pytest.mark.parametrize("case", LEAKS)
def test_a_new_page_that_leaks_a_figure_is_found(
    case: str, app: Flask, session: Session, client_as: ClientAs, published: list[Edition]
) -> None:
    template, expected = LEAKS[case]
    app.register_blueprint(_leaking(lambda value: template.format(value=value, label=LABEL)))
    client = client_as(Role.EXECUTIVE, None)
    before = visit(client, ["/leak"])
    publish_other_values(session)
    after = visit(client, ["/leak"])

    found = list(violations(before["/leak"], after["/leak"], client))

    assert "leaking.leak" in paths_of(app, CANDIDATES)
    assert len(found) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (lambda value: {"nps": value}, 1),
        (lambda value: {"rows": [{"nps": value, "grade": "B"}]}, 1),
        (lambda value: {"rows": [{"nps": value, "grade": "B", "label_url": LABEL}]}, 0),
    ],
    ids=["bare", "without a label", "as it should be"],
)
def test_a_new_document_that_leaks_a_figure_is_found(
    document: Callable[[float], object],
    expected: int,
    app: Flask,
    session: Session,
    client_as: ClientAs,
    published: list[Edition],
) -> None:
    app.register_blueprint(_leaking(lambda value: jsonify(document(value))))
    client = client_as(Role.EXECUTIVE, None)
    before = visit(client, ["/leak"])
    publish_other_values(session)
    after = visit(client, ["/leak"])

    assert len(list(violations(before["/leak"], after["/leak"], client))) == expected


def _leaking(write: Callable[[float], Any]) -> Blueprint:
    blueprint = Blueprint("leaking", __name__)

    @blueprint.get("/leak")
    @roles(*EVERY_ROLE)
    def leak() -> Any:
        value = db.session().scalar(
            sa.select(Estimate.value)
            .join(Edition)
            .where(
                Edition.week == "2026-W45",
                Estimate.audience == "end_user",
                Estimate.metric == "nps",
                Estimate.window == 1,
                Estimate.level == "network",
                Estimate.touchpoint_key == "",
            )
        )
        assert value is not None
        return write(value)

    return blueprint
