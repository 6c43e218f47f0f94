"""Weeks that hardly hold anything, or hold it oddly: each ends in an edition that says so."""

from __future__ import annotations

from typing import Any

from metrics.models import Decision
from metrics.warehouse.frozen import History
from metrics.warehouse.ladder import ANSWER_STEPS
from metrics.weekly.compute import Computed, compute
from tests.metrics.frozen_weeks import MadeWeek, figure, reference
from tests.metrics.random_weeks import random_week


def computed(made: MadeWeek) -> Computed:
    return compute(made.freeze(), History())


def report(found: Computed, audience: str = "end_user", window: int = 1) -> dict[str, Any]:
    [weighing] = [
        w for w in found.figures.weighings if (w.audience, w.window) == (audience, window)
    ]
    return weighing.report


def shown(found: Computed) -> list[Any]:
    return [row for row in found.figures.estimates if row.value is not None]


def silent(made: MadeWeek, count: int = 40, **facts: Any) -> MadeWeek:
    for _ in range(count):
        made.transaction(**facts)
    return made


def test_a_week_without_a_response_publishes_its_ladder_and_no_figure() -> None:
    found = computed(silent(MadeWeek()))

    assert found.figures.estimates == ()
    assert found.figures.weighings == ()
    assert found.figures.gaps == ()
    steps = {
        s.step: s.count
        for s in found.figures.ladder
        if (s.window, s.level, s.reason) == (1, "network", "")
    }
    assert steps["transactions"] == steps["drawn"] == steps["delivered"] == 40
    assert "answered" not in steps


def test_a_single_response_is_counted_and_not_shown() -> None:
    made = silent(MadeWeek())
    made.transaction(answers={"recommend": 9})

    found = computed(made)

    assert shown(found) == []
    assert figure(found).n == 1
    assert figure(found).reason == "1 answer, fewer than 10."
    assert figure(found).decision is Decision.SUPPRESS
    assert report(found)["enough_answers"] is False


def test_a_programme_of_one_partner_shows_its_end_users_and_hides_the_partners_total() -> None:
    made = MadeWeek(reference=reference({"only": "DE/North"}))
    for number in range(40):
        transaction = made.transaction(partner="only", answers={"recommend": number % 11})
        made.transaction(
            audience="channel_partner",
            number=transaction,
            partner="only",
            account=90 + number % 8,
            answers={"recommend": 10 - number % 11},
        )

    found = computed(made)

    assert figure(found).value is not None
    assert figure(found, level="partner", node_key="only").value == figure(found).value
    total = figure(found, audience="channel_partner")
    assert total.reason == "Answers of fewer than three partners."
    own = figure(found, audience="channel_partner", level="partner", node_key="only")
    assert own.value is not None
    assert own.accounts == 8


def test_answers_that_all_agree_have_no_interval_and_so_no_figure() -> None:
    made = silent(MadeWeek())
    for _ in range(30):
        made.transaction(answers={"recommend": 9})

    nps = figure(computed(made))

    assert (nps.n, nps.value, nps.se) == (30, None, None)
    assert nps.reason.startswith("No interval can be given: all answers agree")


def test_answers_that_the_margins_explain_entirely_have_no_figure_of_false_precision() -> None:
    made = MadeWeek()
    for outcome, score in (("nothing_wrong", 10), ("late", 0)):
        for _ in range(30):
            made.transaction(outcome=outcome, answers={"recommend": score})
        silent(made, 15, outcome=outcome)

    nps = figure(computed(made))

    assert nps.value is None
    assert "No interval can be given" in nps.reason


def test_a_programme_without_end_users_publishes_the_partners_alone() -> None:
    made = MadeWeek()
    partners = ("north1", "south1", "coast1")
    for number in range(60):
        made.transaction(
            audience="channel_partner",
            partner=partners[number % 3],
            account=90 + number % 24,
            answers={"recommend": number % 11},
        )

    found = computed(made)

    assert {row.audience for row in found.figures.estimates} == {"channel_partner"}
    assert figure(found, audience="channel_partner").value is not None
    assert found.figures.gaps == ()
    assert set(found.figures.summary["response_rates"]) == {"channel_partner"}


def imported(made: MadeWeek, count: int = 40) -> MadeWeek:
    """Answers brought from elsewhere: nobody recorded who was asked."""
    unknown: dict[str, Any] = {
        "frame_status": "", "contact_present": None, "contact_supplied_by": "", "person": 0,
        "selection_probability": None, "disposition": "",
    }  # fmt: skip
    for number in range(count):
        made.transaction(**unknown, answers={"satisfaction": 1 + number % 5})
        made.transaction(**unknown)
    return made


def test_of_imported_answers_the_response_rate_is_not_known() -> None:
    found = computed(imported(MadeWeek()))

    rate, *_ = [f for f in found.figures.findings if f.check_key == "response_rate"]
    assert found.figures.summary["response_rates"] == {"end_user": None}
    assert (rate.state, rate.value) == ("unknown", None)
    assert "not known" in rate.what
    assert "100" not in rate.what
    csat = figure(found, metric="csat")
    # Neither how many answered nor what the others would have said: two families.
    assert (csat.n, csat.population, csat.decision, csat.grade) == (40, 80, "caveat", "C")
    assert csat.families == "sampling,response_bias"


def test_the_ladder_of_imported_answers_knows_only_transactions_and_answers() -> None:
    found = computed(imported(MadeWeek()))

    steps = {s.step: s.count for s in found.figures.ladder if (s.window, s.level) == (1, "network")}
    assert steps == {"transactions": 80} | dict.fromkeys(ANSWER_STEPS, 40)


def test_a_transaction_of_several_partners_counts_for_the_network_and_for_none_of_them() -> None:
    made = MadeWeek()
    for number in range(30):
        made.transaction(answers={"recommend": number % 11})
        made.transaction(partner="south1", answers={"recommend": number % 7})
        made.transaction(is_joint=True, partner="south1", answers={"recommend": 0})

    found = computed(made)

    partner = figure(found, level="partner", node_key="south1")
    assert figure(found).n == figure(found).population == 90
    assert (partner.n, partner.population) == (30, 30)
    assert figure(found, level="region", node_key="DE/South").n == 30
    assert figure(found, level="country", node_key="DE").n == 60
    assert figure(found, level="product_line", node_key="piston").n == 90


def test_a_pair_of_a_joint_transaction_is_nobodys_pair_but_the_networks() -> None:
    made = MadeWeek()
    for number in range(48):
        is_joint = number >= 36
        partner = ("north1", "south1", "coast1")[number % 3]
        transaction = made.transaction(
            partner=partner, is_joint=is_joint, answers={"recommend": number % 11}
        )
        made.transaction(
            audience="channel_partner",
            number=transaction,
            partner=partner,
            account=90 + number % 36,
            answers={"recommend": (7 * number) % 11},
        )

    gaps = [gap for gap in computed(made).figures.gaps if gap.is_paired and gap.metric == "nps"]

    pairs = {(gap.level, gap.node_key): gap.n for gap in gaps}
    assert pairs["network", ""] == 48
    assert pairs["partner", "south1"] == 12
    assert pairs["country", "DE"] == 24
    assert pairs["region", "ES/Coast"] == 12


def test_transactions_of_no_known_partner_count_for_the_network() -> None:
    made = MadeWeek()
    for number in range(30):
        made.transaction(answers={"recommend": number % 11})
        made.transaction(partner="", answers={"recommend": number % 9})

    found = computed(made)

    assert figure(found).n == 60
    assert {row.node_key for row in found.figures.estimates if row.level == "partner"} == {"north1"}
    assert report(found)["margins"] == {"partner_or_kind": 2}


def test_computing_twice_gives_the_same_bytes() -> None:
    frozen = random_week(seed=11, size=150).freeze()

    one, other = (compute(frozen, History()).figures.as_json() for _ in range(2))

    assert one == other
