"""The partner as a gatekeeper: red withholds, amber asks, green is said as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.gates import Gates, with_overrides
from metrics.integrity.sampling.selection import partner_selection
from metrics.method import Severity
from metrics.models import Decision, Level, State
from metrics.warehouse.configuration import Configuration, GateOverride, ThresholdSetting
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import PARTNERS, partner_week, quarter, the

# Weekly (with a contact, without) after a good and after a bad transaction.
HONEST = {"well": (9, 2), "badly": (4, 1)}
CHOOSES = {"well": (10, 1), "badly": (1, 4)}
SCORES = (10, 9, 8, 7, 3, 10)


def network(**chosen: dict[str, tuple[int, int]]) -> Callable[[MadeWeek], None]:
    """Six partners of equal size, honest but for those named."""

    def fill(made: MadeWeek) -> None:
        for partner in PARTNERS:
            counts = chosen.get(partner, HONEST)
            partner_week(made, partner, scores=SCORES, **counts)

    return fill


def screened(evidence: WeekEvidence, partner: str) -> Finding:
    found = partner_selection(evidence)
    return the(found, "partner_selection", level=Level.PARTNER, node_key=partner)


@pytest.fixture(scope="module")
def choosing() -> WeekEvidence:
    return quarter(network(coast2=CHOOSES))


def test_a_partner_that_hands_over_few_after_trouble_is_withheld_and_asked_to_explain(
    choosing: WeekEvidence,
) -> None:
    found = screened(choosing, "coast2")

    assert (found.state, found.severity, found.audience) == (
        State.FAIL, Severity.SUPPRESS, "end_user",
    )  # fmt: skip
    assert found.what.startswith(
        "Unusual pattern, please review: after a delay, complaint or return 13 of 65 "
        "transactions have a contact (20 %), otherwise 130 of 143 (91 %)"
    )
    assert "hear its answer" in found.what_to_do
    assert "fraud" not in found.what.lower()


def test_the_finding_holds_every_figure_it_rests_on(choosing: WeekEvidence) -> None:
    evidence = screened(choosing, "coast2").evidence

    assert evidence["went_badly_with_contact"] == 13
    assert evidence["ladder"]["transactions"] == 16 * 13
    assert evidence["p_values"]["invitations after complaints"] < 1e-6
    assert evidence["flags"] == ["few invitations after complaints"]
    assert evidence["q"] < 0.01


def test_honest_partners_beside_it_pass(choosing: WeekEvidence) -> None:
    found = [f for f in partner_selection(choosing) if f.level is Level.PARTNER]

    assert {f.node_key for f in found if f.state is State.PASS} == set(PARTNERS) - {"coast2"}


def test_only_the_partners_own_figures_of_end_users_are_withheld(choosing: WeekEvidence) -> None:
    gates = Gates.of(list(partner_selection(choosing)), "end_user", 4)

    assert gates.at(Level.PARTNER, "coast2").decision is Decision.SUPPRESS
    assert gates.at(Level.PARTNER, "coast1").decision is Decision.PUBLISH
    other = Gates.of(list(partner_selection(choosing)), "channel_partner", 4)
    assert other.at(Level.PARTNER, "coast2").decision is Decision.PUBLISH


def test_totals_that_rest_on_it_by_more_than_a_tenth_are_held(choosing: WeekEvidence) -> None:
    found = list(partner_selection(choosing))

    gates = Gates.of(found, "end_user", 13)

    # One of six partners: a sixth of the network, half of its region and country, none of others.
    total = the(found, "flagged_weight", level=Level.NETWORK, window=13, touchpoint_key="")
    assert total.state is State.FAIL
    assert total.value == pytest.approx(1 / 6, abs=1e-6)
    assert gates.at(Level.NETWORK, "").decision is Decision.HOLD
    assert gates.at(Level.REGION, "ES/Coast").decision is Decision.HOLD
    assert gates.at(Level.REGION, "DE/North").decision is Decision.PUBLISH
    assert gates.at(Level.PARTNER, "north1").decision is Decision.PUBLISH


def test_a_review_is_asked_for_once_a_place_and_not_for_every_touchpoint_of_it() -> None:
    def fill(made: MadeWeek) -> None:
        network(coast2=CHOOSES)(made)
        for partner in PARTNERS[:-1]:
            partner_week(made, partner, scores=SCORES, touchpoint="sale", **HONEST)

    found = [f for f in partner_selection(quarter(fill)) if f.window == 13]

    # 16 of 176 transactions of the network, 16 of its 96 deliveries, 16 of 48 in Spain.
    whole = the(found, "flagged_weight", level=Level.NETWORK, touchpoint_key="")
    deliveries = the(found, "flagged_weight", level=Level.NETWORK, touchpoint_key="delivery")
    spain = the(found, "flagged_weight", node_key="ES", touchpoint_key="")
    assert [(f.state, bool(f.what_to_do)) for f in (whole, deliveries, spain)] == [
        (State.PASS, False), (State.FAIL, False), (State.FAIL, True),
    ]  # fmt: skip


def test_a_total_s_flagged_weight_holds_that_total_and_no_touchpoint_without_it() -> None:
    def fill(made: MadeWeek) -> None:
        network(coast2=CHOOSES)(made)
        for partner in PARTNERS[:-1]:
            partner_week(made, partner, scores=SCORES, touchpoint="sale", **HONEST)

    gates = Gates.of(list(partner_selection(quarter(fill))), "end_user", 13)

    assert gates.at(Level.COUNTRY, "ES").decision is Decision.HOLD
    assert gates.at(Level.COUNTRY, "ES").stopped_by == {"flagged_weight"}
    assert gates.at(Level.COUNTRY, "ES", "delivery").decision is Decision.HOLD
    assert gates.at(Level.COUNTRY, "ES", "sale").decision is Decision.PUBLISH
    assert gates.at(Level.NETWORK, "").decision is Decision.PUBLISH
    assert gates.at(Level.NETWORK, "", "delivery").decision is Decision.HOLD


def override(check_key: str, node: str, level: str = "partner") -> GateOverride:
    return GateOverride(
        check_key, "end_user", 0, level, node, "", "", "The partner showed its letters.",
        "Ada Byron", "2026-11-16",
    )  # fmt: skip


def test_a_decision_on_record_releases_the_partner_and_its_weight() -> None:
    released = Configuration(gate_overrides=(override("partner_selection", "coast2"),))
    evidence = quarter(network(coast2=CHOOSES), configuration=released)

    found = with_overrides(partner_selection(evidence), released)

    gates = Gates.of(found, "end_user", 13)
    assert gates.at(Level.PARTNER, "coast2").decision is Decision.CAVEAT
    assert gates.at(Level.PARTNER, "coast2").grade == "D"
    assert gates.at(Level.NETWORK, "").decision is Decision.PUBLISH
    total = the(found, "flagged_weight", level=Level.NETWORK, window=13)
    assert (total.state, total.value) == (State.PASS, 0.0)


def test_one_test_alone_asks_for_a_review_and_withholds_nothing() -> None:
    evidence = quarter(network(coast2={"well": (9, 2), "badly": (3, 2)}))

    found = screened(evidence, "coast2")

    assert (found.state, found.severity) == (State.WARN, Severity.CAVEAT)
    assert "Ask the partner" in found.what_to_do
    totals = [f for f in partner_selection(evidence) if f.check_key == "flagged_weight"]
    assert {f.state for f in totals} == {State.WARN}


def test_limits_of_the_house_decide_the_colour(choosing: WeekEvidence) -> None:
    stricter = ThresholdSetting("partner_selection", 0.9, 0.5, "pilot", "Ada Byron", "2026-W40")
    evidence = quarter(
        network(coast2={"well": (9, 2), "badly": (3, 2)}),
        configuration=Configuration(thresholds=(stricter,)),
    )

    assert screened(evidence, "coast2").state is State.FAIL


def test_fewer_contacts_than_were_agreed_ask_for_a_review() -> None:
    agreed = ThresholdSetting("contact_contract", 0.95, 0.95, "contract", "Ada Byron", "2026-W40")
    evidence = quarter(network(), configuration=Configuration(thresholds=(agreed,)))

    found = screened(evidence, "north1")

    assert found.state is State.WARN
    assert "a contact for 169 of 208 transactions, fewer than was agreed" in found.what
    assert found.what.count("169 of 208") == 1


def from_office(made: MadeWeek, answers: int = 5) -> None:
    network()(made)
    asked = made.transaction(audience="channel_partner", partner="north1")
    made.answer(asked, "channel_partner", {"recommend": 9}, network_hash="office")
    for _ in range(answers):
        number = made.transaction(partner="north1")
        made.answer(number, "end_user", {"recommend": 10}, network_hash="office")


def test_a_customer_who_answers_in_the_shop_is_a_question_and_no_withheld_partner() -> None:
    once = screened(quarter(partial(from_office, answers=1), weeks=1), "north1")

    assert (once.state, once.severity) == (State.WARN, Severity.CAVEAT)
    assert "1 answer came from the partner's own network" in once.what


def test_much_from_the_partners_own_network_withholds_unless_a_kiosk_was_declared() -> None:
    red = screened(quarter(from_office, weeks=4), "north1")
    kiosk = quarter(from_office, weeks=4, configuration=Configuration(kiosk_partners=("north1",)))

    assert red.state is State.FAIL
    assert "20 answers came from the partner's own network" in red.what
    assert screened(kiosk, "north1").state is State.PASS


def test_partners_too_small_to_examine_are_summed_up() -> None:
    def fill(made: MadeWeek) -> None:
        for partner in PARTNERS:
            partner_week(made, partner, well=(3, 1), badly=(1, 1))

    found = list(partner_selection(quarter(fill, weeks=1)))

    [summary] = [f for f in found if f.check_key == "partner_selection"]
    assert (summary.state, summary.level, summary.is_only_here) == (
        State.UNKNOWN, Level.NETWORK, True,
    )  # fmt: skip
    assert "partners with 100 % of the transactions" in summary.what


def test_one_partner_that_hands_over_everybody_needs_no_examination() -> None:
    def fill(made: MadeWeek) -> None:
        partner_week(made, "north1", well=(30, 0), badly=(5, 0), scores=SCORES)

    found = the(partner_selection(quarter(fill, weeks=1)), "partner_selection")

    assert (found.state, found.severity) == (State.PASS, Severity.INFO)


def test_a_programme_of_one_partner_is_judged_by_its_own_complaints() -> None:
    def fill(made: MadeWeek) -> None:
        partner_week(made, "north1", scores=SCORES, **CHOOSES)

    assert screened(quarter(fill), "north1").state is State.FAIL


def only_partners(made: MadeWeek) -> None:
    made.transaction(audience="channel_partner", answers={"recommend": 9})


def of_nobody(made: MadeWeek) -> None:
    made.transaction(partner="", answers={"recommend": 9})


def nothing(_made: MadeWeek) -> None:
    """A week without any transaction."""


@pytest.mark.parametrize("fill", [only_partners, of_nobody, nothing])
def test_without_end_users_of_a_partner_the_check_cannot_apply(fill: Any) -> None:
    [found] = partner_selection(quarter(fill, weeks=1))

    assert (found.state, found.node_key) == (State.NOT_APPLICABLE, "")
    assert found.what == "No end user of a partner is in the frame."


def test_where_nobody_recorded_who_could_be_asked_it_is_unknown_and_never_green() -> None:
    def fill(made: MadeWeek) -> None:
        for partner in PARTNERS:
            partner_week(
                made, partner, well=(20, 0), badly=(0, 0), scores=SCORES,
                frame_status="", contact_present=None, disposition="",
            )  # fmt: skip

    found = list(partner_selection(quarter(fill)))

    assert the(found, "partner_selection", level=Level.NETWORK).state is State.UNKNOWN
    partners = [f for f in found if f.level is Level.PARTNER]
    assert {(f.node_key, f.state, f.severity) for f in partners} == {
        (partner, State.UNKNOWN, Severity.CAVEAT) for partner in PARTNERS
    }
    gates = Gates.of(found, "end_user", 13)
    assert gates.at(Level.PARTNER, "north1").grade == "B"
