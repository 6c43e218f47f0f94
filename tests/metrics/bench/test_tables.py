from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.database import writing
from metrics.bench.choice import BenchQuery
from metrics.bench.queries import open_bench, read_bench
from metrics.bench.tables import build_table
from metrics.dashboards.breaks import SeriesBreak
from metrics.models import Decision, Edition, Estimate, Level
from metrics.places import Place


def test_the_table_has_every_figure_once_and_of_a_hidden_one_only_the_reason(
    published: list[Edition], session: Session
) -> None:
    scope = Scope(Role.EXECUTIVE)
    opened = open_bench(session, scope)
    assert opened is not None
    query = BenchQuery(("nps",), ("end_user",), (Place(Level.PARTNER, "wisła"),), ("",))

    table = build_table(read_bench(session, scope, opened, query))

    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert [row["week"] for row in rows] == ["2026-W41", "2026-W45"]
    assert {row["window"] for row in rows} == {4}
    for row in rows:
        assert row["value"] is row["raw"] is row["n"] is row["n_eff"] is None
        assert row["reason"] == "6 answers, fewer than 10."
        assert row["grade"] == "F"


def test_the_table_says_the_same_as_the_page(published: list[Edition], session: Session) -> None:
    scope = Scope(Role.EXECUTIVE)
    opened = open_bench(session, scope)
    assert opened is not None
    query = BenchQuery(("nps", "csat"), ("end_user",), (Place(Level.NETWORK),), ("",))

    data = read_bench(session, scope, opened, query)
    table = build_table(data)

    assert len(table.rows) == 12
    assert table.title.startswith("Recommendation and Satisfaction of end users; Network")
    notes = dict(table.notes)
    assert notes["Chosen"] == query.address
    assert notes["Method"] == "version 1.0, software 0.1.0"
    assert "How to read it" in notes


def test_a_held_figure_has_no_value_for_it_is_an_earlier_weeks(
    published: list[Edition], session: Session
) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .values(decision=Decision.HOLD, grade="E", reason="A check failed")
            .where(Estimate.edition_id == published[-2].id, Estimate.value.is_not(None))
        )
    scope = Scope(Role.EXECUTIVE)
    opened = open_bench(session, scope)
    assert opened is not None
    query = BenchQuery(("nps",), ("end_user",), (Place(Level.COUNTRY, "Spain"),), ("",))

    table = build_table(read_bench(session, scope, opened, query))

    names = [column.name for column in table.columns]
    *_, held = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert (held["value"], held["ci_low"], held["ci_high"]) == (None, None, None)
    assert (held["decision"], held["about"]) == ("hold", "Spain")
    assert held["reason"]


def test_a_break_in_a_week_without_a_figure_stands_with_the_next_one(
    published: list[Edition], session: Session
) -> None:
    scope = Scope(Role.EXECUTIVE)
    opened = open_bench(session, scope)
    assert opened is not None
    query = BenchQuery(("nps",), ("end_user",), (Place(Level.NETWORK),), ("",))
    data = read_bench(session, scope, opened, query)
    *_, second, last = data.ends
    said = {at: SeriesBreak(at, "series_question", f"since {at}", "", "", "network", "",
                            touchpoints=("delivery",)) for at in (second, last)}  # fmt: skip
    [cut] = data.cuts
    readings = {key: row for key, row in data.readings.items() if key != (cut, second)}

    table = build_table(replace(data, breaks=tuple(said.values()), readings=readings))

    at = [column.name for column in table.columns].index("new_series")
    assert [row[at] for row in table.rows][-2:] == [None, f"since {second} since {last}"]
