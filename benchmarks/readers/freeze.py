"""Write down what an edition of the demo is made of, so that larger ones can be drawn like it.

Takes the newest final of a loaded demo: how many of its possible figures were heard from, shown,
held or hidden, by level, window and customer; its findings, ladders, charts and drivers. The
result is `demo.json`, from which `drawing` draws.
Usage: python -m benchmarks.readers.freeze DATABASE-URL
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from statistics import mean, pstdev
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.product.asking import engine_of
from core.database import Base
from customers.models import Node
from metrics.comparison.models import ChartPoint, DriverRow
from metrics.models import (
    Change,
    Edition,
    EditionKind,
    Estimate,
    FindingRow,
    Gap,
    LadderStep,
    Level,
    Weighing,
)
from metrics.targets.models import Target

FROZEN = Path(__file__).parent / "demo.json"
LEVELS = (Level.NETWORK, Level.COUNTRY, Level.REGION, Level.PARTNER, Level.PRODUCT_LINE)
MOST_REASONS = 12
DIGITS = 6
UNNEEDED = ("id", "set_at")
Row = TypeVar("Row", bound=Base)
Key = TypeVar("Key", bound=Hashable)


def main(url: str) -> None:
    with engine_of(url) as engine, Session(engine) as session:
        frozen = freeze(session)
    FROZEN.write_text(_written(frozen))
    print(f"{FROZEN.name}: {FROZEN.stat().st_size / 1024:.0f} KB, of {frozen['source']}")


def freeze(session: Session) -> dict[str, Any]:
    newest = sa.select(Edition).where(Edition.kind == EditionKind.FINAL)
    edition = session.scalars(newest.order_by(Edition.week.desc()).limit(1)).one()
    estimates = _rows(session, Estimate, edition.id)
    places = _place_counts(session, estimates)
    asked = _asked(estimates)
    gaps = _rows(session, Gap, edition.id)
    return {
        "source": f"the demo, final of {edition.week}, method {edition.method_version}",
        "per_partner": {
            "transactions": edition.transaction_count / places[Level.PARTNER],
            "responses": edition.response_count / places[Level.PARTNER],
        },
        "asked": asked,
        "values": _values(estimates),
        "estimates": _estimates(estimates, places, asked),
        "reasons": _reasons(row.reason for row in estimates if row.value is None),
        "remarks": _remarks(estimates),
        "gaps": _gaps(gaps, places),
        "gap_reasons": _reasons(row.reason for row in gaps if row.value is None),
        "ladder": _ladder(_rows(session, LadderStep, edition.id), places),
        "findings": _findings(_rows(session, FindingRow, edition.id), places),
        "charts": _charts(_rows(session, ChartPoint, edition.id), places),
        "drivers": _plain(_rows(session, DriverRow, edition.id)),
        "changes": _plain(_rows(session, Change, edition.id)),
        "weighings": _plain(_rows(session, Weighing, edition.id)),
        "summary": edition.summary,
        "targets": _plain(session.scalars(sa.select(Target).order_by(Target.id)).all()),
    }


def _written(frozen: dict[str, Any]) -> str:
    """One line for each entry of a list, so that a difference can be read."""
    parts = [f"{json.dumps(name)}: {_lines(value)}" for name, value in frozen.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value) + "\n]"


def _rows(session: Session, table: type[Row], edition_id: int) -> Sequence[Row]:
    columns: Any = table
    chosen = sa.select(table).where(columns.edition_id == edition_id).order_by(columns.id)
    return session.scalars(chosen).all()


def _grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _place_counts(session: Session, estimates: Sequence[Estimate]) -> dict[str, int]:
    kinds = session.execute(sa.select(Node.kind, sa.func.count()).group_by(Node.kind))
    counts = {str(kind): count for kind, count in kinds}
    lines = {row.node_key for row in estimates if row.level == Level.PRODUCT_LINE}
    return counts | {Level.NETWORK: 1, Level.PRODUCT_LINE: len(lines)}


def _asked(estimates: Sequence[Estimate]) -> dict[str, dict[str, list[str]]]:
    """Which metrics each customer is asked at a touchpoint; "" is all of them."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in estimates:
        if row.level == Level.NETWORK and row.window == 13:
            found[row.audience][row.touchpoint_key].append(row.metric)
    return {audience: dict(touchpoints) for audience, touchpoints in found.items()}


def _values(estimates: Sequence[Estimate]) -> dict[str, list[float]]:
    """Mean and spread of the figures shown, by metric."""
    groups = _grouped((row for row in estimates if row.value is not None), lambda row: row.metric)
    found = {}
    for metric, rows in groups.items():
        values = [row.value for row in rows if row.value is not None]
        found[metric] = [round(mean(values), DIGITS), round(pstdev(values), DIGITS)]
    return found


def _estimates(
    estimates: Sequence[Estimate],
    places: dict[str, int],
    asked: dict[str, dict[str, list[str]]],
) -> list[dict[str, Any]]:
    """By level, window, customer, and total or touchpoint: what share is heard from and shown."""
    groups = _grouped(
        estimates, lambda row: (row.audience, row.window, row.level, not row.touchpoint_key)
    )
    found = []
    for (audience, window, level, is_total), rows in groups.items():
        touchpoints = asked[audience].items()
        cells = sum(len(metrics) for key, metrics in touchpoints if (not key) == is_total)
        by_metric = _grouped((row for row in rows if row.se is not None), lambda row: row.metric)
        found.append(
            {
                "audience": audience,
                "window": window,
                "level": level,
                "is_total": is_total,
                "heard": _share(len(rows), cells * places[level]),
                "n": round(mean(row.n for row in rows), 1),
                "decisions": _decisions(rows),
                "se": {
                    metric: round(mean(row.se or 0 for row in some), DIGITS)
                    for metric, some in by_metric.items()
                },
            }
        )
    return found


def _share(count: int, of: int) -> float:
    return round(min(1.0, count / of), DIGITS)


def _decisions(rows: Sequence[Estimate] | Sequence[Gap]) -> dict[str, float]:
    counts = Counter(row.decision for row in rows)
    return {decision: _share(count, len(rows)) for decision, count in counts.items()}


def _reasons(reasons: Iterable[str | None]) -> list[list[Any]]:
    """The most frequent ones, with how often each stood."""
    return [list(pair) for pair in Counter(reasons).most_common(MOST_REASONS)]


def _remarks(estimates: Sequence[Estimate]) -> dict[str, list[Any]]:
    """What usually stands beside a figure of each decision: grade, weakest link, families."""
    shown = _grouped((row for row in estimates if row.value is not None), lambda row: row.decision)
    return {
        decision: list(
            Counter((row.grade, row.weakest, row.families, row.reason) for row in rows)
            .most_common(1)[0][0]
        )
        for decision, rows in shown.items()
    }  # fmt: skip


def _gaps(gaps: Sequence[Gap], places: dict[str, int]) -> list[dict[str, Any]]:
    groups = _grouped(gaps, lambda row: (row.is_paired, row.window, row.level))
    metrics = len({row.metric for row in gaps})
    return [
        {
            "is_paired": is_paired,
            "window": window,
            "level": level,
            "heard": _share(len(rows), metrics * places[level]),
            "n": round(mean(row.n for row in rows), 1),
            "decisions": _decisions(rows),
        }
        for (is_paired, window, level), rows in groups.items()
    ]


def _ladder(steps: Sequence[LadderStep], places: dict[str, int]) -> list[dict[str, Any]]:
    """By level, window and customer: each step, the share of places that have it, its count."""
    groups = _grouped(steps, lambda row: (row.audience, row.window, row.level))
    return [
        {
            "audience": audience,
            "window": window,
            "level": level,
            "steps": [
                [step, reason, _share(len(some), places[level]), round(mean(s.count for s in some))]
                for (step, reason), some in _grouped(
                    rows, lambda row: (row.step, row.reason)
                ).items()
            ],
        }
        for (audience, window, level), rows in groups.items()
    ]


SAID_ONCE = ("check_key", "family", "severity", "state", "level", "what", "what_to_do", "evidence")
LIMITS = ("value", "warn", "fail")


def _findings(findings: Sequence[FindingRow], places: dict[str, int]) -> list[dict[str, Any]]:
    """Of each check, outcome and level one in full, and about what the others are, how often."""
    groups = _grouped(findings, lambda row: (row.check_key, row.state, row.level))
    found = []
    for (_, _, level), rows in groups.items():
        about = Counter((r.audience, r.window, r.touchpoint_key, r.metric) for r in rows)
        count = places[level or Level.NETWORK]
        found.append(
            {name: getattr(rows[0], name) for name in (*SAID_ONCE, *LIMITS)}
            | {"about": [[*key, _share(number, count)] for key, number in about.items()]}
        )
    return found


def _charts(points: Sequence[ChartPoint], places: dict[str, int]) -> list[dict[str, Any]]:
    """By level, customer, touchpoint and metric: the share of places with a series, and one."""
    groups = _grouped(points, lambda row: (row.audience, row.level, row.touchpoint_key, row.metric))
    return [
        {"sample": _plain([rows[0]])[0], "share": _share(len(rows), places[level])}
        for (_, level, _, _), rows in groups.items()
    ]


def _plain(rows: Sequence[Base]) -> list[dict[str, Any]]:
    names = [c.name for c in sa.inspect(type(rows[0])).columns if not c.name.endswith(UNNEEDED)]
    return [{name: getattr(row, name) for name in names} for row in rows]


if __name__ == "__main__":
    main(sys.argv[1])
