from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from core.clock import Week
from customers.names.queries import Names, PlaceName
from metrics.bench.choice import BenchQuery, possible_windows, span_of
from metrics.bench.forms import Asked, Known, read_choice
from metrics.dashboards.queries import AUDIENCES
from metrics.places import Place

NAMES = Names(
    places={
        ("country", "Spain"): PlaceName("country", "Spain", "Spain", None),
        ("region", "Spain/Aragon"): PlaceName(
            "region", "Spain/Aragon", "Aragon", ("country", "Spain")
        ),
        **{
            ("partner", key): PlaceName("partner", key, key.title(), ("region", "Spain/Aragon"))
            for key in ("ebro", "duero")
        },
    },
    touchpoints={"sale": "Sale", "repair_visit": "Repair visit"},
    product_lines={"piston": "Piston"},
)
KNOWN = Known(NAMES, newest=Week(2026, 45), latest=Week(2026, 46))
WHOLE = "metric=nps&audience=end_user&place=network"


def ask(query: str) -> Asked:
    return read_choice(MultiDict(parse_qsl(query, keep_blank_values=True)), KNOWN)


def chosen(query: str) -> BenchQuery:
    found = ask(query).query
    assert found is not None
    return found


def test_an_empty_address_asks_for_what_the_week_leads_with() -> None:
    query = chosen("")

    assert query.metrics == ("nps",)
    assert query.audiences == ("channel_partner", "end_user")
    assert query.places == (Place("network"),)
    assert query.touchpoints == ("",)


def test_one_choice_has_one_address_whatever_the_order_it_came_in() -> None:
    first = chosen("metric=csat&metric=nps&audience=end_user&place=network&column=n_eff&column=raw")
    second = chosen(
        "column=raw&column=n_eff&place=network&audience=end_user&metric=nps&metric=csat"
    )

    assert first.address == second.address
    assert chosen(first.address) == first


def test_a_view_without_weeks_goes_along_with_the_newest_one() -> None:
    query = chosen(WHOLE)

    assert "from=" not in query.address
    assert span_of(query, Week(2026, 45)).last == Week(2026, 45)
    assert span_of(query, Week(2026, 50)).last == Week(2026, 50)
    assert span_of(query, Week(2026, 45)).week_count == 53


FOUR_METRICS = (
    "metric=nps&metric=csat&metric=effort&metric=intent&audience=end_user&audience=channel_partner"
)
# The form sends these with everything.
FORM = "&window=&from=&to="
REFUSED = {
    "no metric": (f"audience=end_user&place=network{FORM}", "metric", 400, "at least one metric"),
    "unknown metric": (WHOLE + "&metric=revenue", "metric", 404, "no metric “revenue”"),
    "unknown customer": (WHOLE + "&audience=employee", "audience", 404, "no customer “employee”"),
    "no place": (f"metric=nps&audience=end_user{FORM}", "place", 400, "at least one place"),
    "unknown place": (WHOLE + "&place=country:Atlantis", "place", 404, "or there no longer is"),
    "unknown level": (WHOLE + "&place=branch:b1", "place", 404, "no place"),
    "unknown touchpoint": (WHOLE + "&touchpoint=tea", "touchpoint", 404, "no touchpoint “tea”"),
    "unknown column": (WHOLE + "&column=se", "column", 404, "no column “se”"),
    "odd window": (WHOLE + "&window=2", "window", 400, "1, 4 or 13"),
    "no week": (WHOLE + "&to=last", "to", 400, "Write it as 2018-W20"),
    "future week": (WHOLE + "&to=2026-W47", "to", 404, "the newest is 2026-W46"),
    "wrong way round": (WHOLE + "&from=2026-W40&to=2026-W30", "from", 400, "after 2026-W30"),
    "too many weeks": (WHOLE + "&from=2020-W01", "from", 400, "160 are drawn at once"),
    "too many series": (
        f"{FOUR_METRICS}&place=network&place=country:Spain",
        "metric", 400, "12 are drawn at once",
    ),
    "too many figures": (
        f"{FOUR_METRICS}&place=network&from=2024-W01", "from", 400, "shown at once",
    ),
    "another window of a partner": (
        "metric=nps&audience=end_user&place=partner:ebro&window=1", "window", 400, "here 4 weeks",
    ),
    "a partner's total beside its touchpoint": (
        "metric=nps&audience=end_user&place=partner:ebro&touchpoint=all&touchpoint=sale",
        "touchpoint", 400, "one or the other",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "part", ["from=2026-W40", "place=country:Spain", "metric=csat", "window=4"]
)
def test_an_address_that_says_a_part_asks_for_the_usual_rest(part: str) -> None:
    query = ask(part).query

    assert query is not None
    assert part in query.address
    assert query.metrics
    assert query.audiences == AUDIENCES
    assert query.places


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_is_refused_beside_its_field(name: str) -> None:
    query, field, status, text = REFUSED[name]

    asked = ask(query)

    assert asked.query is None
    assert asked.status == status
    assert [problem.field for problem in asked.problems] == [field]
    assert text in asked.problems[0].text


def test_all_that_is_wrong_is_said_at_once() -> None:
    asked = ask("metric=x&audience=end_user&place=country:Atlantis&to=2027-W01")

    assert [problem.field for problem in asked.problems] == ["metric", "place", "to"]
    assert asked.entered.last == "2027-W01"


WINDOWS = {
    "network": ("place=network", (1, 4, 13)),
    "product line": ("place=product_line:piston", (4, 1, 13)),
    "partner": ("place=partner:ebro", (4,)),
    "partner by touchpoint": ("place=partner:ebro&touchpoint=sale", (13,)),
    "partner beside the network": ("place=partner:ebro&place=network", (4,)),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_channel_partner_has_one_window_and_others_all_of_them(name: str) -> None:
    places, windows = WINDOWS[name]

    query = chosen(f"metric=nps&audience=end_user&{places}")

    assert possible_windows(query) == windows
    assert query.cuts()[0].window == windows[0]


def test_periods_do_not_overlap_and_end_with_the_last_week() -> None:
    span = span_of(chosen(WHOLE + "&from=2026-W36&to=2026-W45"), Week(2026, 45))

    assert span.ends(4) == ("2026-W37", "2026-W41", "2026-W45")
    assert len(span.ends(1)) == 10


def test_a_flash_week_can_be_asked_for_and_is_not_the_end_by_itself() -> None:
    assert span_of(chosen(WHOLE + "&to=2026-W46"), KNOWN.newest).last == Week(2026, 46)
    assert span_of(chosen(WHOLE), KNOWN.newest).last == Week(2026, 45)
