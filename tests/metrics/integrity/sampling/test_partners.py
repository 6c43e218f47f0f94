"""A partner's evidence over thirteen weeks, from its counts."""

from __future__ import annotations

import pytest

from metrics.integrity.sampling.counts import PartnerCounts
from metrics.integrity.sampling.partners import PartnerCase, odds_of_the_others, partner_cases
from stats import InviteTable
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import partner_week, quarter


def cases(weeks: int) -> dict[str, PartnerCase]:
    def fill(week: MadeWeek) -> None:
        partner_week(week, "north1", well=(8, 2), badly=(3, 2), scores=(10, 9, 2))
        partner_week(week, "south1", well=(4, 0), badly=(1, 0))

    evidence = quarter(fill, weeks=weeks)
    found = partner_cases(PartnerCounts.of(evidence.weeks), ())
    return {case.evidence.name: case for case in found}


def test_the_ladder_of_a_partner_runs_from_transactions_to_answers() -> None:
    found = cases(weeks=13)["north1"]

    assert found.ladder == {
        "transactions": 15 * 13,
        "recorded": 15 * 13,
        "with_contact": 11 * 13,
        "eligible": 11 * 13,
        "drawn": 11 * 13,
        "delivered": 11 * 13,
        "answered": 3 * 13,
        "contacts_from_business": 11 * 13,
    }
    assert (found.evidence.transactions, found.evidence.invited) == (195, 143)
    assert found.reached == InviteTable(39, 65, 104, 130)
    assert found.evidence.scores.tolist() == [0, 0, 13, 0, 0, 0, 0, 0, 0, 13, 13]


def test_both_gates_are_tables_of_the_exact_test() -> None:
    found = cases(weeks=1)["north1"]

    contact, delivery = found.evidence.complaints
    assert contact == InviteTable(3, 5, 8, 10)
    assert delivery == InviteTable(3, 3, 8, 8)


def test_a_partner_that_gives_every_contact_leaves_nobody_out() -> None:
    found = cases(weeks=1)

    assert {key: case.leaves_nobody_out for key, case in found.items()} == {
        "north1": False,
        "south1": True,
    }


def test_the_odds_of_the_others_are_mantel_haenszels_of_all_but_the_partner() -> None:
    tables = {
        "a": (InviteTable(2, 10, 30, 40),),
        "b": (InviteTable(5, 10, 30, 40), InviteTable(4, 8, 6, 8)),
    }

    found = odds_of_the_others(tables)

    # Of a: b's (5·10/50 + 4·2/16 + ½) / (5·30/50 + 4·6/16 + ½) = 2.0/5.0, by hand.
    assert found["a"] == pytest.approx(2.0 / 5.0)
    # Of b: a's (2·10/50 + ½) / (8·30/50 + ½).
    assert found["b"] == pytest.approx(0.9 / 5.3)


def test_the_odds_are_never_above_one_and_nothing_is_known_of_nobody() -> None:
    assert odds_of_the_others({"a": (), "b": (InviteTable(9, 10, 5, 10),)}) == {"a": 1.0, "b": 1.0}


def test_networks_are_examined_but_for_a_declared_kiosk() -> None:
    def fill(made: MadeWeek) -> None:
        asked = made.transaction(audience="channel_partner")
        made.answer(asked, "channel_partner", {"recommend": 9}, network_hash="office")
        for network in ("office", "home", "home"):
            number = made.transaction()
            made.answer(number, "end_user", {"recommend": 9}, network_hash=network)

    counts = PartnerCounts.of(quarter(fill, weeks=1).weeks)

    [case], [kiosk] = partner_cases(counts, ()), partner_cases(counts, ("north1",))
    assert case.evidence.devices is not None
    assert (case.evidence.devices.n, case.evidence.devices.own_network) == (3, 1)
    assert case.evidence.devices.effective_devices == pytest.approx(9 / 5)
    assert kiosk.evidence.devices is None
