from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stats.arrays import FloatArray
from stats.comparison.multiplicity import benjamini_hochberg
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.selection import (
    Colour,
    InviteTable,
    PartnerEvidence,
    SelectionCheck,
    SelectionFlag,
    acat,
    device_concentration,
    direct_difference,
    run_battery,
    screen_partners,
)
from stats.selection.acat import TRUNCATION
from stats.selection.screen import WEIGHTS

SCORES = np.array([3, 1, 1, 2, 2, 4, 5, 10, 20, 20, 32])
HONEST = [
    PartnerEvidence(
        f"P{i}", 100, 60 + i % 3, (InviteTable(12, 20, 48 + i % 3, 80),),
        scores=SCORES + i % 2, fast=i % 2, timed=100, places=(np.arange(50) + 0.5) / 50,
    )
    for i in range(9)
]  # fmt: skip
SUPPRESSED = PartnerEvidence("X", 100, 52, (InviteTable(2, 20, 50, 80),))


def test_a_partner_who_leaves_out_complaints_stands_out_and_nobody_else() -> None:
    found = screen_partners([*HONEST, SUPPRESSED])

    assert [p.name for p in found.review] == ["X"]
    assert found.partners[-1].flags == (SelectionFlag.COMPLAINTS,)
    assert found.partners[-1].colour is Colour.RED
    assert found.partners[0].colour is Colour.GREEN
    assert str(found) == "10 partners: 1 red, 0 amber, 0 not testable"


def test_the_combined_p_value_is_the_weighted_truncated_combination_of_its_checks() -> None:
    found = screen_partners([*HONEST, SUPPRESSED]).partners[0]

    weights = [WEIGHTS[check] for check in found.p_values]
    expected = acat(list(found.p_values.values()), weights, truncation=TRUNCATION)
    assert set(found.p_values) == set(SelectionCheck) - {SelectionCheck.DIRECT}
    assert found.combined_p == pytest.approx(expected)


def test_q_values_are_those_of_the_testable_partners_only() -> None:
    partners = [*HONEST, PartnerEvidence("small", 3, 1), SUPPRESSED]

    found = screen_partners(partners)

    tested = [p for p in found.partners if p.q is not None]
    expected = benjamini_hochberg([p.combined_p for p in tested if p.combined_p is not None])
    np.testing.assert_allclose([p.q for p in tested if p.q is not None], expected)
    assert found.not_testable == 1
    assert found.partners[9].colour is Colour.NOT_TESTABLE
    assert "not testable" in str(found.partners[9])


def test_a_weak_single_finding_is_amber_and_not_red() -> None:
    # Mid-p just below .007: flagged by the complaint test, far from q < .01 among ten partners.
    weak = PartnerEvidence("W", 100, 60, (InviteTable(7, 20, 53, 80),))

    found = screen_partners([*HONEST, weak]).partners[-1]

    assert found.p_values[SelectionCheck.COMPLAINTS] == pytest.approx(0.006976, abs=5e-7)
    assert found.colour is Colour.AMBER
    assert not found.is_withheld


def test_no_text_ever_accuses() -> None:
    found = str(screen_partners([*HONEST, SUPPRESSED]).partners[-1])

    assert "unusual pattern, please review" in found
    assert not any(
        word in found.lower() for word in ("fraud", "cheat", "manipul", "guilty", "suspect")
    )


@pytest.mark.parametrize(("own", "colour"), [(1, Colour.AMBER), (3, Colour.RED)])
def test_one_answer_from_the_partners_network_asks_for_a_review_and_three_withhold(
    own: int, colour: Colour
) -> None:
    devices = device_concentration(range(9), [True] * own + [False] * (9 - own))

    found = screen_partners([*HONEST[:-1], replace(HONEST[-1], devices=devices)]).partners[-1]

    assert SelectionFlag.OWN_NETWORK in found.flags
    assert (SelectionFlag.OFTEN_OWN_NETWORK in found.flags) == (colour is Colour.RED)
    assert found.colour is colour


def test_where_most_partners_choose_the_contract_still_asks() -> None:
    low = [PartnerEvidence(f"P{i}", 100, 20) for i in range(9)]

    without = screen_partners(low)
    found = screen_partners(low, minimum=0.40)

    assert without.review == ()
    assert [p.flags for p in found.partners] == [(SelectionFlag.CONTRACT,)] * 9
    assert {p.colour for p in found.partners} == {Colour.AMBER}


def test_the_direct_sample_counts_in_the_direction_of_a_lifted_score() -> None:
    lifted = direct_difference([10] * 30 + [2], [10, 2, 5, 8, 3, 9, 4, 6, 7, 1])
    lowered = direct_difference([10, 2, 5, 8, 3, 9, 4, 6, 7, 1], [10] * 30 + [2])

    found = run_battery([replace(SUPPRESSED, direct=lifted), replace(SUPPRESSED, direct=lowered)])

    first, second = found[SelectionCheck.DIRECT]
    assert first is not None
    assert second is not None
    assert first < 0.001
    assert second > 0.999


def test_where_everybody_reaches_fewer_complainers_the_peers_odds_are_the_measure() -> None:
    plain, measured = SUPPRESSED, replace(SUPPRESSED, complaint_odds=0.07)

    found = run_battery([plain, measured])[SelectionCheck.COMPLAINTS]

    assert found[0] is not None
    assert found[1] is not None
    assert found[0] < 0.001
    assert found[1] > 0.1


def test_checks_against_peers_need_five_partners() -> None:
    found = run_battery(HONEST[:4])

    assert found[SelectionCheck.INVITE_RATE] == [None] * 4
    assert found[SelectionCheck.TENS] == [None] * 4
    assert None not in found[SelectionCheck.COMPLAINTS]


def test_honest_partners_who_differ_are_not_accused_of_being_good() -> None:
    generator = np.random.default_rng(8)
    partners = [
        PartnerEvidence(f"P{i}", 1_000, 600, scores=_answers(generator, i)) for i in range(40)
    ]

    found = screen_partners(partners)

    assert found.review == ()


def test_fewer_than_ten_partners_are_judged_as_ten() -> None:
    alone = screen_partners([SUPPRESSED]).partners[0]

    assert alone.combined_p is not None
    assert alone.q == pytest.approx(10.0 * alone.combined_p)


def test_one_partner_prints_in_the_singular() -> None:
    assert str(screen_partners([SUPPRESSED])) == "1 partner: 1 red, 0 amber, 0 not testable"


def test_a_large_honest_partner_is_not_asked_why_it_is_large() -> None:
    # Nine small partners and one of 20,000: its rate differs as little as theirs, and shows.
    small = [PartnerEvidence(f"P{i}", 100, 60 + 3 * (i % 5)) for i in range(19)]

    found = screen_partners([*small, PartnerEvidence("large", 20_000, 12_600)])

    assert found.review == ()


def test_a_direct_sample_of_nine_is_not_judged() -> None:
    nine = replace(
        SUPPRESSED, direct=direct_difference([10] * 30 + [2], [10, 2, 5, 8, 3, 9, 4, 6, 7])
    )

    assert run_battery([nine])[SelectionCheck.DIRECT] == [None]


def test_the_order_of_partners_changes_nothing() -> None:
    forward = screen_partners([*HONEST, SUPPRESSED]).partners
    backward = screen_partners([SUPPRESSED, *HONEST[::-1]]).partners

    for one, other in zip(forward, backward[::-1], strict=True):
        assert one.colour is other.colour
        assert one.q == pytest.approx(other.q)


def test_everybody_invited_everywhere_leaves_nothing_to_test() -> None:
    found = screen_partners([PartnerEvidence(f"P{i}", 50, 50) for i in range(6)])

    assert found.not_testable == 6


def test_evidence_without_a_single_transaction_is_not_testable() -> None:
    assert screen_partners([PartnerEvidence("A", 0, 0)]).partners[0].colour is Colour.NOT_TESTABLE


def test_a_check_of_weight_zero_is_left_out_of_the_combination() -> None:
    weights = {**dict.fromkeys(SelectionCheck, 0.0), SelectionCheck.COMPLAINTS: 1.0}

    found = screen_partners([SUPPRESSED], weights=weights).partners[0]

    assert found.combined_p == pytest.approx(found.p_values[SelectionCheck.COMPLAINTS])


def test_impossible_evidence_is_refused_by_name() -> None:
    with pytest.raises(EmptyInput, match="No partners"):
        screen_partners([])
    with pytest.raises(OutOfRange, match="P0 occurs twice"):
        screen_partners([HONEST[0], HONEST[0]])
    with pytest.raises(OutOfRange, match="A: 11 of 10 invited"):
        PartnerEvidence("A", 10, 11)
    with pytest.raises(OutOfRange, match="A: complaint odds 0"):
        PartnerEvidence("A", 10, 5, complaint_odds=0.0)
    with pytest.raises(OutOfRange, match="A: 3 fast of 2"):
        PartnerEvidence("A", 10, 5, fast=3, timed=2)
    with pytest.raises(OutOfRange, match="scores of A has 3 values"):
        PartnerEvidence("A", 10, 5, scores=np.ones(3))
    with pytest.raises(OutOfRange, match="transactions of A is nan"):
        PartnerEvidence("A", float("nan"), 0)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="places of A leave the period"):
        PartnerEvidence("A", 10, 5, places=np.array([0.2, 1.5]))
    with pytest.raises(OutOfRange, match="minimum is nan"):
        screen_partners([HONEST[0]], minimum=float("nan"))
    with pytest.raises(BadWeights, match="weight of invitations after complaints is -1"):
        screen_partners([HONEST[0]], weights={SelectionCheck.COMPLAINTS: -1.0})
    with pytest.raises(OutOfRange, match="weight of answers of ten is nan"):
        screen_partners([HONEST[0]], weights={SelectionCheck.TENS: float("nan")})
    with pytest.raises(OutOfRange, match="places of A"):
        PartnerEvidence("A", 10, 5, places=np.array([np.nan]))


def _answers(generator: np.random.Generator, i: int) -> FloatArray:
    """300 answers; the partners' quality differs by far more than chance."""
    shares = SCORES * np.exp(0.35 * (i % 5 - 2) * (np.arange(11) - 8.0) / 3.0)
    return generator.multinomial(300, shares / shares.sum()).astype(np.float64)
