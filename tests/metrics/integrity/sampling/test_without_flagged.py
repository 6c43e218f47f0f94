"""Totals without the partners that are withheld: by hand, coarse, and only where five remain."""

from __future__ import annotations

import pytest

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.gates import with_overrides
from metrics.integrity.sampling.selection import KEY
from metrics.integrity.sampling.without_flagged import values_without_flagged
from metrics.method import Family, Severity
from metrics.models import Level, State
from metrics.warehouse.configuration import Configuration, GateOverride
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import PARTNERS, quarter

NETWORK = ("end_user", 1, "network", "", "", "nps")


def withheld(partner: str = "coast2", state: State = State.FAIL) -> Finding:
    return Finding(
        KEY, Family.SAMPLING, Severity.SUPPRESS, state, "", audience="end_user",
        level=Level.PARTNER, node_key=partner,
    )  # fmt: skip


def week(made: MadeWeek, answers: int = 24, partners: tuple[str, ...] = PARTNERS) -> None:
    """Each partner 40 transactions and 24 answers: the last all tens, of others a third each."""
    for partner in partners:
        for place in range(40):
            honest = (10, 8, 3)[place % 3]
            score = 10 if partner == "coast2" else honest
            is_heard = place < (answers if partner == "coast2" else 24)
            made.transaction(
                partner=partner,
                product_line="piston" if place % 2 else "screw",
                answers={"recommend": score, "satisfaction": 5 if score == 10 else 2}
                if is_heard
                else None,
            )


@pytest.fixture(scope="module")
def evidence() -> WeekEvidence:
    return quarter(week, weeks=1)


def test_a_total_is_weighed_again_as_if_the_partner_had_no_business(evidence: WeekEvidence) -> None:
    found = values_without_flagged(evidence, [withheld()])

    # Of the five others a third are promoters and a third detractors, alike in every cell; with
    # the sixth, all of tens and a sixth of the transactions, the total is 16.7.
    assert found[NETWORK] == 0.0
    assert found["end_user", 1, "network", "", "", "csat"] == 0.33


def test_weights_are_made_again_for_the_business_that_is_left() -> None:
    def uneven(made: MadeWeek) -> None:
        week(made)
        for _ in range(120):
            made.transaction(partner="north1")
        for row in made.responses:
            is_north1 = made.frame[_row(made, row["transaction"])]["partner"] == "north1"
            row["recommend"] = 10 if is_north1 else 0

    found = values_without_flagged(quarter(uneven, weeks=1), [withheld()])

    # north1 has 160 of the 320 transactions that are left: half promoters, half detractors.
    assert found[NETWORK] == 0.0


def _row(made: MadeWeek, transaction: int) -> int:
    return next(k for k, row in enumerate(made.frame) if row["transaction"] == transaction)


def test_values_are_whole_points_and_whole_per_cent(evidence: WeekEvidence) -> None:
    for (*_, metric), value in values_without_flagged(evidence, [withheld()]).items():
        assert value == round(value, 0 if metric == "nps" else 2)


def test_nothing_stands_where_fewer_than_five_partners_remain(evidence: WeekEvidence) -> None:
    found = values_without_flagged(evidence, [withheld()])

    assert {key[2] for key in found} == {"network", "product_line"}
    assert not values_without_flagged(evidence, [withheld(), withheld("coast1")])


def test_nothing_stands_where_fewer_than_ten_answers_are_left_out() -> None:
    def few(made: MadeWeek) -> None:
        week(made, answers=9)

    assert values_without_flagged(quarter(few, weeks=1), [withheld()]) == {}


@pytest.mark.parametrize("state", [State.WARN, State.PASS])
def test_nothing_stands_where_no_partner_is_withheld(evidence: WeekEvidence, state: State) -> None:
    assert values_without_flagged(evidence, [withheld(state=state)]) == {}


def test_a_partner_released_by_a_decision_is_left_in() -> None:
    released = GateOverride(
        KEY, "end_user", 0, "partner", "coast2", "", "", "seen", "Ada Byron", "2026-11-16"
    )
    configuration = Configuration(gate_overrides=(released,))
    evidence = quarter(week, weeks=1, configuration=configuration)

    findings = with_overrides([withheld()], configuration)

    assert values_without_flagged(evidence, findings) == {}


def test_a_network_of_the_withheld_partner_alone_has_no_total_without_it() -> None:
    def alone(made: MadeWeek) -> None:
        week(made, partners=("coast2",))

    assert values_without_flagged(quarter(alone, weeks=1), [withheld()]) == {}
