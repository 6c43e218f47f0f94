"""No path publishes an estimate without its grade and its label.

Every page, document and command is rendered twice, over two sets of published values. Whatever is
said otherwise the second time is derived from a figure, and must stand in one unit with a grade
that opens a label with that same figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, jsonify
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.guard import EVERY_ROLE, roles
from access.models import Role
from core.database import db, writing
from metrics.cli import COMMANDS
from metrics.dashboards.partner.benchmark import rounded_for_peers
from metrics.dashboards.wording import change_text, value_text
from metrics.models import Edition, Estimate, FindingRow, Gap
from metrics.targets.models import Target
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.walking import (
    Answer,
    Element,
    changed_leaves,
    changed_texts,
    paths_of,
    read_page,
    visit,
)

ClientAs = Callable[[Role, str | None], FlaskClient]
READERS = ((Role.ADMINISTRATOR, None), (Role.EXECUTIVE, None), (Role.CHANNEL_PARTNER, "ribera"))
# By how much the second set of values differs; no verdict turns on so little.
SHIFTS = {"nps": 3.0, "csat": 0.03, "effort": 0.3, "intent": 0.03}
CANDIDATES: dict[str, tuple[object, ...]] = {
    "week": ("2026-W45", "2026-W46"),
    "week_text": ("2026-W45",),
    "kind": ("final", "flash"),
    "revision": (0,),
    "level": ("network", "country", "region", "product_line"),
    "key": ("ribera", "Spain", "Spain/Aragon", "repair_visit", "screw"),
    "of": ("end_user", "channel_partner", "gap", "paired_gap"),
    "metric": ("nps",),
    "window": (1, 4, 13),
    "check_key": ("psi_before",),
    "finding_id": tuple(range(1, 13)),
}
# Pages that such an edition cannot open, and why nothing is missed by that.
NOT_OPENED = {
    "weekly.preview": "computes from transactions; its own test sees grade and weakest link",
    "break_off.show_break_off": "counts sheets of a questionnaire, no estimate",
    "decided_rows.show_rows": "lists single answers of an edition's frozen files, no estimate",
}
# What a figure and its grade may stand in together; never a whole section or page.
UNITS = {"num", "duo", "change", "beside", "facts-label"}
UNIT_TAGS = {"tr", "figure", "li"}


@pytest.fixture
def published(session: Session, now: datetime) -> list[Edition]:
    editions = publish_programme(session, now)
    with writing(session):
        session.execute(sa.delete(Target))
        # So that there is something a person could publish over.
        session.execute(
            sa.update(FindingRow).where(FindingRow.state == "fail").values(severity="block")
        )
        for place, hidden in enumerate(session.scalars(sa.select(Estimate).where(HIDDEN))):
            hidden.n, hidden.accounts, hidden.population = (
                CANARY + 10 * place + step for step in (1, 2, 3)
            )
    return editions


HIDDEN = Estimate.decision == "suppress"
CANARY = 610_000


def publish_other_values(session: Session) -> None:
    """Every estimate and gap a little higher, with its interval."""
    with writing(session):
        for table in (Estimate, Gap):
            for metric, shift in SHIFTS.items():
                moved = {
                    name: getattr(table, name) + shift for name in ("value", "ci_low", "ci_high")
                }
                session.execute(
                    sa.update(table)
                    .where(table.metric == metric, table.value.is_not(None))
                    .values(moved)
                )
    session.expire_all()


def violations(before: Answer, after: Answer, client: FlaskClient) -> Iterator[str]:
    """Where an answer gives a figure away without its grade and label."""
    if after.mimetype == "text/html":
        yield from _on_page(read_page(before.text), read_page(after.text), client)
    elif after.mimetype == "application/json":
        yield from _in_document(before.document, after.document)
    else:
        yield from _in_lines(before.text, after.text)


def _on_page(before: Element, after: Element, client: FlaskClient) -> Iterator[str]:
    for element, text in changed_texts(before, after):
        if _is_scale(element):
            continue
        if not any(_is_labelled(unit) for unit in element.upwards() if _is_unit(unit)):
            yield f"{text!r} stands without a grade that opens a label"
    for link in after.label_links:
        yield from _wrong_label(link, client)


def _is_scale(element: Element) -> bool:
    """The ends of an axis follow the figures and are none."""
    return element.tag == "text" and bool(element.classes & {"mid", "end"})


def _is_unit(element: Element) -> bool:
    return element.tag in UNIT_TAGS or bool(element.classes & UNITS)


def _is_labelled(unit: Element) -> bool:
    """A label's own page has its grade; anything else has a grade that opens one."""
    if "facts-label" in unit.classes:
        return any("grade" in one.classes for one in unit.within())
    return bool(unit.label_links)


def _wrong_label(link: Element, client: FlaskClient) -> Iterator[str]:
    href = link.attributes["href"]
    path, _, query = href.partition("?")
    answer = client.get(f"{path}.json?{query}")
    if answer.status_code != 200:
        yield f"{href} answers {answer.status_code}"
        return
    figure = answer.get_json()["figure"]
    units = (one for one in link.upwards() if _is_unit(one) or "withheld" in one.classes)
    about = next(units, link)
    is_same = any(text in about.text for text in _written(figure))
    if not is_same or f"Grade {figure['grade']}" not in about.text:
        yield f"{href} is the label of {figure['value']}, beside it stands {about.text!r}"


def _written(figure: dict[str, Any]) -> tuple[str, ...]:
    """The figure as a page may write it, exact or rounded for peers; of a hidden one nothing."""
    metric, value = figure["metric"], figure["value"]
    if value is None:
        return ("",)
    if figure["of"].endswith("gap"):
        return (change_text(value, metric),)
    rounded = rounded_for_peers(metric, value, figure["ci_low"], figure["ci_high"])
    return value_text(value, metric), value_text(rounded.value, metric)


def _in_document(before: Any, after: Any) -> Iterator[str]:
    for above, leaf in changed_leaves(before, after):
        labelled = any(
            isinstance(one, dict) and ("label_version" in one or {"grade", "label_url"} <= set(one))
            for one in above
        )
        if not labelled:
            yield f"{leaf!r} stands in a document without grade and label_url"


def _in_lines(before: str, after: str) -> Iterator[str]:
    """A line with a figure has its grade, and it or the next one the address of the label."""
    known, lines = set(before.splitlines()), after.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line in known or not re.search(r"\d", line):
            continue
        if not re.search(r"grade [A-E]\b", line) or "/label/" not in line + following:
            yield f"{line!r} has no grade or no label"


@pytest.mark.parametrize(("role", "partner"), READERS, ids=[role.value for role, _ in READERS])
def test_every_figure_of_every_page_opens_its_label(
    role: Role,
    partner: str | None,
    app: Flask,
    session: Session,
    client_as: ClientAs,
    published: list[Edition],
) -> None:
    client = client_as(role, partner)
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
    app: Flask, client_as: ClientAs, published: list[Edition]
) -> None:
    clients = [client_as(role, partner) for role, partner in READERS]
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

    found = [said for was, now in zip(before, after, strict=True) for said in _in_lines(was, now)]

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
