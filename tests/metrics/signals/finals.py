"""Small finals that say exactly what a test wants, and the signals they open.

finals = Finals(session, now)
edition = finals.publish(WEEK, chart("below"), figure("end_user", 20.0, 25.0))
finals.publish(WEEK.shifted(1))                       a quiet one
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.clock import Week
from core.database import writing
from metrics.comparison.models import ChartPoint
from metrics.models import Change, Edition, Estimate, FindingRow
from metrics.signals.models import Signal
from metrics.signals.opening import open_signals_of
from metrics.targets.models import Target

WEEK = Week(2026, 40)
ZONE = ZoneInfo("Europe/Berlin")
PARTNER = {"level": "partner", "node_key": "ribera", "window": 4}


def chart(side: str, **changes: Any) -> ChartPoint:
    """A point of end users' recommendation outside of its limits on one side."""
    given = {
        "audience": "end_user", "level": "network", "node_key": "", "touchpoint_key": "",
        "metric": "nps", "value": 20.0 if side == "below" else 60.0, "centre": 40.0, "low": 30.0,
        "high": 50.0, "drift": 38.0, "drift_low": 35.0, "drift_high": 45.0, "baseline_from": None,
        "baseline_to": None, "baseline_count": 20, "series_count": 1, "side": side,
        "since_week": None, "reason": None,
    }  # fmt: skip
    return ChartPoint(**(given | changes))


def change(verdict: str, **changes: Any) -> Change:
    given = {
        "against_edition_id": None, "audience": "end_user", "window": 1, "level": "network",
        "node_key": "", "touchpoint_key": "", "metric": "nps", "difference": -9.4, "se": 2.9,
        "ci_low": -15.1, "ci_high": -3.7, "p": 0.001, "q": 0.008, "verdict": verdict,
        "reason": None,
    }  # fmt: skip
    return Change(**(given | changes))


def review(node_key: str = "ribera", **changes: Any) -> FindingRow:
    """A partner whose figures are withheld for its pattern."""
    given = {
        "check_key": "partner_selection", "family": "sampling", "severity": "suppress",
        "state": "fail", "audience": "end_user", "window": 0, "level": "partner",
        "node_key": node_key, "value": 0.001, "warn": 0.1, "fail": 0.01,
        "what": "Unusual pattern, please review: whoever complained was not asked.",
        "what_to_do": "Show the partner this pattern and hear its answer.",
    }  # fmt: skip
    return FindingRow(**(given | changes))


def figure(audience: str, value: float, high: float, **changes: Any) -> Estimate:
    """A published figure of the network, its interval as far below as above."""
    given = {
        "audience": audience, "window": 1, "level": "network", "node_key": "",
        "touchpoint_key": "", "metric": "nps", "value": value, "raw": value, "se": 1.0,
        "ci_low": 2 * value - high, "ci_high": high, "interval_method": "wald", "n": 200,
        "n_eff": 180.0, "accounts": 90, "population": 900, "decision": "publish", "grade": "A",
        "reason": None,
    }  # fmt: skip
    return Estimate(**(given | changes))


def hidden_risk(node_key: str = "ribera") -> tuple[Estimate, Estimate]:
    """A partner at its target, with end users below theirs for certain."""
    at = PARTNER | {"node_key": node_key}
    return figure("channel_partner", 55.0, 75.0, **at), figure("end_user", 20.0, 30.0, **at)


def target(audience: str, value: float, owner: str = "Ilse Voss, Chief", **changes: Any) -> Target:
    given = {"metric": "nps", "set_at": datetime(2026, 1, 1, tzinfo=ZONE), **changes}
    return Target(audience=audience, value=value, owner=owner, **given)


@dataclass(frozen=True)
class Finals:
    session: Session
    now: datetime

    def publish(
        self, week: Week, *rows: Any, revision: int = 0, kind: str = "final", **changes: Any
    ) -> Edition:
        """A final with these rows, and whatever signals it opens, in one transaction."""
        return self.publish_counted(week, *rows, revision=revision, kind=kind, **changes)[0]

    def publish_counted(
        self, week: Week, *rows: Any, revision: int = 0, kind: str = "final", **changes: Any
    ) -> tuple[Edition, Counter[str]]:
        with writing(self.session):
            edition = self._edition(week, kind, revision, changes)
            for row in rows:
                row.edition_id = edition.id
            self.session.add_all(rows)
            self.session.flush()
            return edition, self.open(edition)

    def open(self, edition: Edition) -> Counter[str]:
        scope, at = command_line_scope(), edition.published_at
        return open_signals_of(self.session, scope, edition, at, ZONE)

    def signals(self) -> list[Signal]:
        """All there are, oldest first, as the database has them."""
        self.session.rollback()
        return list(self.session.scalars(sa.select(Signal).order_by(Signal.id)))

    def _edition(self, week: Week, kind: str, revision: int, changes: dict[str, Any]) -> Edition:
        at = week.ends_at(ZONE) + timedelta(days=7, hours=9)
        given: dict[str, Any] = {
            "reason": "A late file" if revision else None, "is_backfilled": False,
            "cut_off_at": at, "published_at": at, "folder": f"{week}/{kind}-{revision}",
            "manifest_hash": f"{week}-{kind}-{revision}", "previous_hash": None,
            "method_version": "1.4", "code_version": "0.1.0", "transaction_count": 900,
            "response_count": 200, "late_response_count": 0, "expected_answer_share": None,
            "summary": {},
        }  # fmt: skip
        edition = Edition(week=str(week), kind=kind, revision=revision, **(given | changes))
        self.session.add(edition)
        self.session.flush()
        return edition
