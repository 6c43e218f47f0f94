from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from metrics.bench.choice import BenchQuery
from metrics.bench.queries import open_bench, read_bench
from metrics.bench.tables import build_table
from metrics.dashboards.breaks import SeriesBreak
from metrics.models import Edition, Level
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
    assert dict(table.notes)["Chosen"] == query.address


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
