"""An end user's answer from the partner's own network is set aside, and only there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse.configuration import Configuration
from metrics.warehouse.frozen import EditionRef, History
from metrics.weekly.check import check_rows
from metrics.weekly.rollup import roll_up_week
from tests.metrics.frozen_weeks import WEEK, MadeWeek
from tests.metrics.integrity.response_bias.careless_weeks import HONEST, SLOW, sheet

SHOP = {"network_hash": "shop"}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "from the partner's network": ({}, SHOP, "partner_network"),
    "from another network": ({}, {"network_hash": "home"}, "used"),
    "from nowhere known": ({}, {"network_hash": ""}, "used"),
    "another partner's customer": ({"partner": "north2"}, SHOP, "used"),
    "a transaction of several partners": ({"is_joint": True}, SHOP, "used"),
}


def shop_week(**changes: Any) -> MadeWeek:
    made = MadeWeek(**changes)
    sheet(made, HONEST, SLOW, audience="channel_partner", response=SHOP)
    return made


@pytest.mark.parametrize("case", CASES)
def test_whose_network_an_answer_came_from(case: str) -> None:
    facts, response, status = CASES[case]
    made = shop_week()
    sheet(made, HONEST, SLOW, response=response, **facts)

    checked = check_rows(made.freeze())

    assert checked.status == ("used", status)
    assert ("dealer_network" in checked.flags[-1]) is (status != "used")


def test_a_declared_kiosk_is_no_sign() -> None:
    made = shop_week(configuration=Configuration(kiosk_partners=("north1",)))
    sheet(made, HONEST, SLOW, response=SHOP)

    assert check_rows(made.freeze()).status == ("used", "used")


def test_a_network_that_people_of_two_partners_use_is_nobodys_own() -> None:
    made = shop_week()
    sheet(made, HONEST, SLOW, audience="channel_partner", response=SHOP, partner="north2")
    sheet(made, HONEST, SLOW, response=SHOP)

    assert check_rows(made.freeze()).status == ("used", "used", "used")


def test_networks_of_the_weeks_before_are_remembered() -> None:
    before = shop_week(week=WEEK.shifted(-1)).freeze()
    ref = EditionRef(before.week, "final", 0, "of this test", Path("nowhere"))
    history = History(stacked=(ref,), cells=(roll_up_week(before, check_rows(before))[0],))
    made = MadeWeek()
    sheet(made, HONEST, SLOW, response=SHOP)

    assert check_rows(made.freeze(), history).status == ("partner_network",)
    assert check_rows(made.freeze()).status == ("used",)
