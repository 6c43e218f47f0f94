from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.config import Settings
from core.keys import KeyRing
from metrics.figures import Finding
from metrics.integrity import checks
from metrics.integrity.evidence import WeekEvidence
from metrics.method import Family, Severity
from metrics.models import Edition, Level, State
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.programmes import WEEK, SmallProgramme


@pytest.fixture
def programme(session: Session, keys: KeyRing, settings: Settings) -> SmallProgramme:
    return SmallProgramme(session, keys, settings)


@pytest.fixture
def final(programme: SmallProgramme, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A final through the whole pipeline, the second of two, with findings of every kind."""
    monkeypatch.setattr(checks, "CHECKS", (findings_of_every_kind,))
    programme.set_up()
    for week in (WEEK.shifted(-1), WEEK):
        programme.live_week(week, size=240)
        edition = programme.close(week, at=programme.fieldwork_over(week))
    return edition


def findings_of_every_kind(evidence: WeekEvidence) -> Iterator[Finding]:
    """By audience, window, place, touchpoint and metric; of every family, severity and outcome."""
    warn, fail, caveat = State.WARN, State.FAIL, Severity.CAVEAT
    yield _found("of_all", State.PASS, caveat, Family.STRATEGY)
    yield _found("of_all", warn, Severity.INFO, Family.ANALYTICS, metric="nps")
    yield _found("unknown", State.UNKNOWN, caveat, Family.CONSTRUCTS, metric="csat")
    yield _found("of_window", warn, caveat, Family.SAMPLING, window=4)
    yield _found("of_partners", warn, caveat, Family.ANALYTICS, audience="channel_partner")
    yield _found("of_sale", warn, caveat, Family.QUESTIONNAIRE, touchpoint_key="sale")
    yield _found("of_total", fail, caveat, Family.RESPONSE_BIAS, window=13, is_only_here=True)
    spain = {"level": Level.COUNTRY, "node_key": "ES"}
    yield _found("of_spain", warn, Severity.BLOCK, Family.QUESTIONNAIRE, **spain)
    if evidence.history.last_final:
        held = {"level": Level.COUNTRY, "node_key": "DE", "window": 1}
        yield _found("held", fail, Severity.BLOCK, Family.SAMPLING, **held)
        withheld = {"level": Level.PARTNER, "node_key": "nord"}
        yield _found("withheld", fail, Severity.SUPPRESS, Family.SAMPLING, **withheld)


def _found(key: str, state: State, severity: Severity, family: Family, **where: Any) -> Finding:
    return Finding(key, family, severity, state, f"{key} {state}.", **where)


@pytest.fixture
def published(session: Session, now: datetime) -> list[Edition]:
    """Finals of 2026-W44 and W45, a flash of W46; twelve partners, no frozen files."""
    return publish_programme(session, now)
