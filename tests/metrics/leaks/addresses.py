"""Every address that an application has, with everything that exists in its blanks.

A route whose blanks nobody filled in here ends the walk, so that a new one is walked from its first
day; a parameter that a view reads and nobody names here does so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from access.models import User
from feedback.voices.models import Voice
from metrics.exports.formats import Format
from metrics.exports.partner.tables import PARTNER_TABLES
from metrics.models import Edition, Estimate, FindingRow, Gap, Level
from metrics.notes.models import WeekNote
from metrics.signals.models import Signal
from tests.metrics.leaks.networks import COLLUDING, OWN, SECRET
from tests.metrics.walking import TABLES

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("access", "core", "customers", "surveys", "feedback", "metrics", "demo")
WEEKS = ("2026-W44", "2026-W45", "2026-W46")
KEYS = (SECRET, OWN, "DE", "DE/North", "delivery", "piston")
MOST_ROWS = 12
# What a blank of an address may hold, beside the numbers of rows that there are.
BLANKS: Mapping[str, Sequence[object]] = {
    "week": WEEKS, "week_text": WEEKS, "kind": ("final", "flash"), "revision": (0, 1),
    "level": tuple(Level), "key": KEYS, "touchpoint": ("delivery",),
    "of": ("end_user", "channel_partner", "gap", "paired_gap"), "metric": ("nps",),
    "window": (1, 4, 13), "check_key": ("partner_selection", "psi_before"),
    "table": tuple(dict.fromkeys((*TABLES, *PARTNER_TABLES))),
    "ending": tuple(Format), "code": ("unknown",), "name": ("unknown",), "digest": ("unknown",),
    "language": ("en",), "file_format": ("csv",),
    **dict.fromkeys(
        ("construct_id", "draft_id", "objective_id", "open_link_id", "survey_id", "token_id",
         "version_id", "view_id"),
        (1, 2, 3),
    ),
}  # fmt: skip
# What the query of an address may hold.
QUERY: Mapping[str, Sequence[str]] = {
    "week": (*WEEKS, "2026-W99"), "key": (SECRET, COLLUDING, OWN), "partner": (SECRET, OWN),
    "node": (SECRET, COLLUDING, OWN, f"{SECRET}/piston", f"{OWN}/screw", "DE", "DE/North"),
    "touchpoint": ("delivery", "sale"),
    "place": (f"partner:{SECRET}", "network"), "level": ("partner", "region", "network"),
    "audience": ("end_user", "channel_partner"), "metric": ("nps", "csat", "effort", "intent"),
    "window": ("1", "4", "13"), "kind": ("final", "flash"), "revision": ("0", "1"),
    "column": ("raw",), "from": ("2026-W40",), "to": ("2026-W46",), "against": ("2026-W44",),
    "limit": ("1",), "cursor": ("WzBd", "x"), "state": ("open", "done"), "q": (SECRET,),
    "driver": ("event",), "find": (SECRET,), "next": ("/",), "page": ("1", "2"),
    "lang": ("de", "ar"),
    "language": ("en",), "sort": ("value",), "format": ("json", "csv"), "before": ("9",),
    "layout": ("table",), "reason": ("careless",), "source": ("forum",), "sheet": ("x",),
    "start": ("1",),
    "survey": ("1",), "topic": ("a",), "v": ("1",), "view": ("table", "1"), "id": ("1",),
}  # fmt: skip
# Pages that take a second to set: what they read, and nothing else.
SLOW = {"paper.partner": ("week", "key"), "paper.week": ("week", "level", "touchpoint")}
LABELS = (
    ("label.one", "/label/", "/", ""), ("label.as_data", "/label/", "/", ".json"),
    ("api_editions.show_label", "/api/v1/editions/", "/labels/", ""),
)  # fmt: skip
READS = re.compile(r"args\.(?:get|getlist)\(\s*\"(\w+)\"")
LINK = re.compile(r"""(?:href|src|action)="(/[^"#]*)""")
OPTION = re.compile(r"""<(?:option|input)[^>]*?\bvalue="([^"]*)""")


class UnknownBlankError(AssertionError):
    """A route has a blank that the walk cannot fill in; the text names both."""


def addresses(app: Flask, session: Session) -> dict[str, list[str]]:
    """By endpoint, every address that answers a GET. Raises UnknownBlankError."""
    blanks = {**BLANKS, **_numbers(session)}
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            found.setdefault(rule.endpoint, []).extend(_filled(rule, blanks))
    for endpoint, start, between, end in LABELS:
        found[endpoint] += [
            f"{start}{edition}{between}{figure}{end}?{query}"
            for edition, figure, query in _figures(session)
        ]
    return found


def _numbers(session: Session) -> dict[str, Sequence[object]]:
    """Rows about the partner of the canaries, of the reader and of the network."""
    return {
        "finding_id": _ids(session, FindingRow, FindingRow.node_key),
        "signal_id": _ids(session, Signal, Signal.node_key),
        "note_id": _ids(session, WeekNote, WeekNote.node_key),
        "voice_id": _ids(session, Voice, Voice.partner_key),
        "user_id": session.scalars(sa.select(User.id)).all(),
    }


def _ids(session: Session, table: Any, whose: Any) -> list[object]:
    return [
        number
        for key in (SECRET, OWN, "")
        for number in session.scalars(
            sa.select(table.id).where(whose == key).order_by(table.id.desc()).limit(MOST_ROWS)
        )
    ]


def _figures(session: Session) -> Iterator[tuple[str, str, str]]:
    """Every published figure of recommendation of both partners, as a label is asked for."""
    names = (SECRET, OWN, *(f"{key}/piston" for key in (SECRET, OWN)))
    of_partners = Estimate.node_key.in_(names)
    rows = sa.select(Estimate, Edition).join(Edition).where(of_partners, Estimate.metric == "nps")
    for row, edition in session.execute(rows):
        place = f"{edition.week}/{edition.kind}/{edition.revision}"
        query = {"node": row.node_key, "touchpoint": row.touchpoint_key}
        yield place, f"{row.audience}/nps/{row.window}/{row.level}", urlencode(query)
    of_partners = Gap.node_key.in_((SECRET, OWN))
    gaps = sa.select(Gap, Edition).join(Edition).where(of_partners, Gap.metric == "nps")
    for gap, edition in session.execute(gaps):
        place = f"{edition.week}/{edition.kind}/{edition.revision}"
        of = "paired_gap" if gap.is_paired else "gap"
        query = {"node": gap.node_key}
        yield place, f"{of}/{gap.metric}/{gap.window}/partner", urlencode(query)


def _filled(rule: Rule, blanks: Mapping[str, Sequence[object]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    unknown = [name for name in names if name not in blanks]
    if unknown:
        raise UnknownBlankError(
            f"{rule.rule}: say in BLANKS what may stand in place of {', '.join(unknown)}, so that "
            "the walk for leaks goes there."
        )
    for values in product(*(blanks[name] for name in names)):
        path = rule.rule
        for name, value in zip(names, values, strict=True):
            path = re.sub(rf"<(?:\w+:)?{name}>", quote(str(value)), path)
        yield path


def queries_of(endpoint: str, path: str) -> Iterator[str]:
    """The address with each parameter by itself, and with a week and somebody's key."""
    start = path + ("&" if "?" in path else "?")
    for name in SLOW.get(endpoint, QUERY):
        for value in QUERY[name]:
            yield start + urlencode({name: value})
    for week, key in product(WEEKS, (SECRET, OWN)):
        yield start + urlencode({"week": week, "key": key, "node": key, "partner": key})


def parameters_read() -> set[str]:
    """Every parameter that a view of the product reads by its name."""
    return {
        name
        for package in PACKAGES
        for module in (ROOT / package).rglob("*.py")
        for name in READS.findall(module.read_text())
    }


def parameters_documented(client: FlaskClient) -> set[str]:
    """Every parameter that programs are offered."""
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    operations = [operation for item in paths.values() for operation in item.values()]
    return {
        parameter["name"]
        for operation in operations
        if isinstance(operation, dict)
        for parameter in operation.get("parameters", ())
        if parameter.get("in") == "query"
    }


def followed(text: str) -> set[str]:
    """Addresses of the application that a page leads to."""
    return {link.replace("&amp;", "&") for link in LINK.findall(text)}
