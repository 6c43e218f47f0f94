from __future__ import annotations

from customers.names.queries import Names, PlaceName
from metrics.dashboards.withheld import withheld_lines
from tests.metrics.dashboards.makers import hidden, reading

NAMES = Names(
    places={("partner", "ribera"): PlaceName("partner", "ribera", "Ribera Aire", None)},
    touchpoints={"sale": "Sale", "online": "Online"},
    product_lines={},
)


def test_figures_hidden_for_one_reason_stand_together() -> None:
    rows = [
        hidden("9 answers, fewer than 10.", touchpoint_key="sale"),
        hidden("7 answers, fewer than 10.", touchpoint_key="online"),
        hidden("Answers of fewer than three accounts.", touchpoint_key="online", metric="csat"),
        reading(),
    ]

    lines = withheld_lines(rows, NAMES)

    assert [line.what for line in lines] == [
        "Sale: recommendation; Online: recommendation",
        "Online: satisfaction",
    ]
    assert lines[0].reason == "Fewer than 10 answers."
    assert lines[0].state == "not shown"


def test_each_row_has_one_period_and_many_places_still_name_their_metric() -> None:
    keys = ("a", "b", "c", "d", "e")
    rows = [hidden("9 answers, fewer than 10.", touchpoint_key=key) for key in keys]
    rows.append(hidden("9 answers, fewer than 10.", touchpoint_key="a", window=4))

    lines = withheld_lines(rows, NAMES)

    assert [line.what for line in lines] == [
        "a, b, c and 2 more: recommendation",
        "a: recommendation",
    ]
    assert [line.period.partition(" ")[0] for line in lines] == ["Week", "Weeks"]
