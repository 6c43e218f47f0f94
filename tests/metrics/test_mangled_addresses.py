"""No address that somebody mangled is answered by a fault of ours."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from access.models import Role
from tests.metrics.dashboards.factory import publish_programme

ClientAs = Callable[[Role, str | None], FlaskClient]
READERS = ((Role.ADMINISTRATOR, None), (Role.CHANNEL_PARTNER, "ribera"))
# What a rule's arguments are when they are right.
RIGHT = {
    "week": "2026-W45", "week_text": "2026-W45", "kind": "final", "revision": 0,
    "level": "country", "key": "Spain", "touchpoint": "delivery", "of": "end_user",
    "metric": "nps", "window": 4,
    "table": "estimates", "ending": "json", "filename": "twofold.css",
}  # fmt: skip
MANGLED = ("\0", "9" * 30, "-1", "\N{GRINNING FACE}'\"")
IN_QUERY = ("", *MANGLED)
READ = re.compile(
    r"""\b(?:args|given|sent|form|asked)\b[\w.]*[.\[(](?:get(?:list)?\()?["'](\w+)["']"""
)


@cache
def asked_names(package: Path) -> frozenset[str]:
    """What the code beside a view reads from a query, and from forms that a query may fill."""
    sources = (path.read_text() for path in package.glob("*.py"))
    return frozenset(name for source in sources for name in READ.findall(source))


def addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        yield from (_filled(rule, **{name: bad}) for name in rule.arguments for bad in MANGLED)
        package = Path(inspect.getfile(inspect.unwrap(app.view_functions[rule.endpoint]))).parent
        if ".venv" in package.parts:
            continue
        for name in sorted(asked_names(package)):
            yield from (f"{_filled(rule)}?{name}={quote(bad)}" for bad in IN_QUERY)


def _filled(rule: Rule, **given: object) -> str:
    path = rule.rule
    for name in rule.arguments:
        value = quote(str(given.get(name, RIGHT.get(name, 1))))
        path = re.sub(rf"<(?:\w+(?:\([^)]*\))?:)?{name}>", value, path)
    return path


@pytest.mark.parametrize(("role", "partner"), READERS, ids=[role.value for role, _ in READERS])
def test_a_mangled_address_is_a_page_that_explains(
    role: Role,
    partner: str | None,
    app: Flask,
    client_as: ClientAs,
    session: Session,
    now: datetime,
) -> None:
    publish_programme(session, now)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client, asked = client_as(role, partner), list(addresses(app))

    faults = [path for path in asked if client.get(path).status_code >= 500]

    assert len(asked) > 1000
    assert faults == []
