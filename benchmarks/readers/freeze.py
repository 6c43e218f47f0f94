"""Write down what an edition of the demo is made of, so that larger ones can be drawn like it.

Takes the newest final of a loaded demo: how many of its possible figures were heard from, shown,
held or hidden, by level, window and customer; its findings, ladders, charts, distributions, drivers
and benchmarks of peers; and of all its weeks the comments and the signals. The result is
`demo.json`, from which `drawn` draws.
Usage: python -m benchmarks.readers.freeze DATABASE-URL
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.product.asking import engine_of
from benchmarks.readers.measured import beside, figures, people
from benchmarks.readers.measured.counting import Demo, plain, rows_of
from customers.models import Node, ProductLine, Segment
from metrics.comparison.models import DriverRow
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


def main(url: str) -> None:
    with engine_of(url) as engine, Session(engine) as session:
        frozen = freeze(session)
    FROZEN.write_text(_written(frozen))
    print(f"{FROZEN.name}: {FROZEN.stat().st_size / 1024:.0f} KB, of {frozen['source']}")


def freeze(session: Session) -> dict[str, Any]:
    newest = sa.select(Edition).where(Edition.kind == EditionKind.FINAL)
    edition = session.scalars(newest.order_by(Edition.week.desc()).limit(1)).one()
    weeks = session.scalar(sa.select(sa.func.count(sa.distinct(Edition.week)))) or 1
    demo = Demo(session, edition.id, _place_counts(session), weeks)
    partners = demo.places[Level.PARTNER]
    return {
        "source": f"the demo, final of {edition.week}, the last of {weeks} weeks, "
        f"method {edition.method_version}",
        "method_version": edition.method_version,
        "per_partner": {
            "transactions": edition.transaction_count / partners,
            "responses": edition.response_count / partners,
            **people.people_of(demo),
        },
        **_figures(demo),
        "charts": beside.charts_of(demo),
        "distributions": beside.distributions_of(demo),
        "peers": beside.peers_of(demo),
        "voices": people.voices_of(demo),
        "signals": people.signals_of(demo),
        "drivers": plain(rows_of(demo, DriverRow)),
        "changes": plain(rows_of(demo, Change)),
        "weighings": plain(rows_of(demo, Weighing)),
        "summary": edition.summary,
        "targets": plain(session.scalars(sa.select(Target).order_by(Target.id)).all()),
    }


def _figures(demo: Demo) -> dict[str, Any]:
    estimates: Sequence[Estimate] = rows_of(demo, Estimate)
    gaps = rows_of(demo, Gap)
    asked = figures.asked_of(estimates)
    return {
        "asked": asked,
        "values": figures.values_of(estimates),
        "estimates": figures.estimates_of(estimates, demo, asked),
        "reasons": figures.reasons_of(row.reason for row in estimates if row.value is None),
        "remarks": figures.remarks_of(estimates),
        "beside": figures.beside_values(estimates),
        "gaps": figures.gaps_of(gaps, demo),
        "gap_reasons": figures.reasons_of(row.reason for row in gaps if row.value is None),
        "ladder": figures.ladder_of(rows_of(demo, LadderStep), demo),
        "findings": figures.findings_of(rows_of(demo, FindingRow), demo),
    }


def _place_counts(session: Session) -> dict[str, int]:
    kinds = session.execute(sa.select(Node.kind, sa.func.count()).group_by(Node.kind))
    counts = {str(kind): count for kind, count in kinds} | {Level.NETWORK: 1}
    for level, table in ((Level.PRODUCT_LINE, ProductLine), (Level.SEGMENT, Segment)):
        counts[level] = session.scalar(sa.select(sa.func.count(table.id))) or 0
    counts[Level.PARTNER_LINE] = counts[Level.PARTNER] * counts[Level.PRODUCT_LINE]
    return counts


def _written(frozen: dict[str, Any]) -> str:
    """One line for each entry of a list, so that a difference can be read."""
    parts = [f"{json.dumps(name)}: {_lines(value)}" for name, value in frozen.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value) + "\n]"


if __name__ == "__main__":
    main(sys.argv[1])
