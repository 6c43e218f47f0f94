"""Readings and rows made by hand, for tests that need no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.clock import Week
from metrics.dashboards.queries import EditionLine, Reading
from metrics.models import Change, Edition, Estimate, Gap

READING = Reading(
    edition_id=1, audience="end_user", window=1, level="network", node_key="", touchpoint_key="",
    metric="nps", value=38.2, raw=37.0, ci_low=34.1, ci_high=42.4, n=2412, n_eff=1800.0,
    accounts=900, population=12_000,
    decision="caveat", grade="B", reason=None, week="2026-W45", kind="final", revision=0,
)  # fmt: skip
ESTIMATE = Estimate(
    audience="end_user", window=1, level="network", node_key="", touchpoint_key="", metric="nps",
    value=38.2, ci_low=34.1, ci_high=42.4, n=2412, grade="B",
    edition=Edition(week="2026-W45", kind="final", revision=0),
)  # fmt: skip


def reading(**changes: Any) -> Reading:
    return replace(READING, **changes)


def hidden(reason: str = "9 answers, fewer than 10.", **changes: Any) -> Reading:
    nothing = {"value": None, "raw": None, "ci_low": None, "ci_high": None}
    return reading(**nothing, decision="suppress", grade="F", reason=reason, **changes)


def line(week: str, kind: str = "final", revision: int = 0) -> EditionLine:
    published_at = datetime(2026, 1, 5, 5, tzinfo=UTC) + timedelta(weeks=Week.parse(week).number)
    return EditionLine(
        id=hash((week, kind, revision)) % 100_000, week=week, kind=kind, revision=revision,
        reason=None, is_backfilled=False, cut_off_at=published_at, published_at=published_at,
        manifest_hash="ab" * 32, method_version="1.0", code_version="0.1.0",
        transaction_count=1196, response_count=301, late_response_count=0,
        expected_answer_share=None,
    )  # fmt: skip


def gap(low: float, high: float, **changes: Any) -> Gap:
    facts = {
        "is_paired": False, "window": 1, "level": "network", "node_key": "", "metric": "nps",
        "value": (low + high) / 2, "se": 1.0, "ci_low": low, "ci_high": high, "n": 301,
        "accounts": 40, "decision": "publish", "grade": "A", "reason": None,
        "edition": Edition(week="2026-W45", kind="final", revision=0),
    }  # fmt: skip
    return Gap(**(facts | changes))


def change(verdict: str, **changes: Any) -> Change:
    facts = {
        "edition_id": 1, "audience": "end_user", "window": 1, "level": "network", "node_key": "",
        "touchpoint_key": "", "metric": "nps", "difference": -6.1, "se": 2.0, "ci_low": -10.1,
        "ci_high": -2.1, "p": 0.002, "q": 0.016, "verdict": verdict, "reason": None,
    }  # fmt: skip
    return Change(**(facts | changes))
