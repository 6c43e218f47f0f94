"""Weeks made by hand, computed and published: their pages can be walked.

published = PublishedWeeks(session, settings)
edition = published.publish(MadeWeek())
walk(client, edition_paths(edition))        every page, and every page a link of theirs leads to
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urldefrag

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.config import Settings
from core.database import writing
from customers.rows import PartnerRow, ProductLineRow
from customers.services import store_partners, store_product_lines
from metrics.figures import Figures
from metrics.models import Edition, EditionKind
from metrics.warehouse.files import (
    MANIFEST,
    hash_file,
    read_manifest,
    read_table,
    seal,
    write_json,
    write_table,
)
from metrics.warehouse.frozen import History, read_cells
from metrics.weekly.compute import compute
from metrics.weekly.publish import Place, publish
from metrics.weekly.schedule import EditionPlan
from tests.factories import make_programme
from tests.metrics.frozen_weeks import PLACES, MadeWeek, extended, publish_files

SET_UP_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class PublishedWeeks:
    """Publishes weeks one after another, each with those before as its history."""

    session: Session
    settings: Settings
    history: History = field(default_factory=History)

    def __post_init__(self) -> None:
        make_programme(self.session, SET_UP_AT)
        rows = [
            PartnerRow(key, key.title(), country, region, "medium")
            for key, (country, _, region) in _places()
        ]
        with writing(self.session):
            store_partners(self.session, rows, SET_UP_AT)
            lines = [ProductLineRow("piston", "Piston"), ProductLineRow("screw", "Screw")]
            store_product_lines(self.session, lines, SET_UP_AT)

    @property
    def folder(self) -> Path:
        return self.settings.weeks_folder

    def publish(self, made: MadeWeek, *, is_of_method_1_2: bool = False) -> Edition:
        frozen = made.freeze()
        computed = compute(frozen, self.history)
        place = publish_files(self.folder, frozen, self.history, computed)
        figures = computed.figures
        if is_of_method_1_2:
            figures = as_of_method_1_2(figures)
            forget_what_is_new(place, figures)
        plan = EditionPlan(
            made.week, EditionKind(made.kind), 0, None, frozen.cut_off_at, frozen.fieldwork_closed,
            is_backfilled=False,
        )  # fmt: skip
        sealed = Place(str(place.relative_to(self.folder)), place, hash_file(place / MANIFEST))
        at = frozen.cut_off_at + timedelta(hours=1)
        with writing(self.session):
            edition = publish(self.session, plan, sealed, figures, at, None)
        self.history = extended(self.history, frozen, computed, place)
        if is_of_method_1_2:
            read = read_cells(self.history.stacked[-1])
            self.history = replace(self.history, cells=(*self.history.cells[:-1], read))
        return edition


# What an edition of method 1.2 consisted of, and which checks it had made.
FILES_OF_1_2 = frozenset((
    "frame", "responses", "reference", "account_cells", "frame_cells", "frame_days", "pairs",
    "ladder", "cells", "influences", "headlines", "published",
))  # fmt: skip
CHECKS_OF_1_2 = frozenset((
    "frame_gap", "revenue_coverage", "contact_present", "response_rate", "before_experience",
    "psi_before", "psi_after", "design_effect", "not_represented", "out_of_range", "duplicates",
))  # fmt: skip


def as_of_method_1_2(figures: Figures) -> Figures:
    return replace(
        figures,
        findings=tuple(
            replace(finding, evidence={})
            for finding in figures.findings
            if finding.check_key in CHECKS_OF_1_2
        ),
        estimates=tuple(replace(one, weakest="", families="") for one in figures.estimates),
    )


NEW_OF_ESTIMATES = ("weakest", "families", "base_value", "with_set_aside", "without_flagged")


def forget_what_is_new(folder: Path, figures: Figures) -> None:
    """Seal the folder again with these figures, without what else method 1.3 brought."""
    facts = read_manifest(folder)
    influences = read_table(folder, "influences")
    write_table(folder, "influences", influences.drop_columns(["ci_low", "ci_high"]))
    published = figures.as_json()
    for one in published["estimates"]:
        for name in NEW_OF_ESTIMATES:
            del one[name]
    write_json(folder, "published", published)
    for path in folder.iterdir():
        if path.stem not in FILES_OF_1_2:
            path.unlink()
    new = ("files", "inputs_hash", "threshold_version")
    kept = {name: value for name, value in facts.items() if name not in new}
    given = {"inputs_hash": "", "threshold_version": ""}
    seal(folder, kept | given | {"method_version": "1.2"})


def _places() -> Iterator[tuple[str, tuple[str, str, str]]]:
    for key, place in PLACES.items():
        yield key, place.partition("/")


def edition_paths(edition: Edition) -> tuple[str, ...]:
    week, name = edition.week, f"{edition.week}/{edition.kind}/{edition.revision}"
    return (
        f"/?week={week}", f"/partners?week={week}", "/editions", f"/editions/{name}",
        f"/editions/{name}/verify", f"/integrity/{name}", f"/integrity/worklist/{name}",
        f"/integrity/worklist/{name}?state=all", f"/integrity/decisions?week={week}",
        f"/integrity/rows?week={week}", "/integrity/settings",
    )  # fmt: skip


LINK = re.compile(r'href="(/[^"]*)"')


def walk(client: FlaskClient, paths: Iterable[str]) -> dict[str, str]:
    """Each page, and each page that its links lead to, answers 200; its words by address."""
    texts = {path: _read(client, path) for path in paths}
    onward = {link for text in texts.values() for link in _links(text)} - texts.keys()
    for link in sorted(onward):
        texts[link] = _read(client, link)
    return texts


def _read(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    text = answer.get_data().decode(errors="replace")  # a workbook, say, has no text to read
    assert answer.status_code == 200, f"{path}: {answer.status}\n{text[:2000]}"
    return text


def _links(text: str) -> set[str]:
    return {
        urldefrag(html.unescape(link)).url
        for link in LINK.findall(text)
        if not link.startswith("/static/")
    }
