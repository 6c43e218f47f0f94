"""Omega, item-total and redundancy of what was asked over 13 weeks."""

from __future__ import annotations

import pytest

from metrics.figures import Finding
from metrics.integrity.constructs.reliability import construct_reliability
from metrics.integrity.gates import Gates
from metrics.method import Severity
from metrics.models import Decision, Level, State
from metrics.warehouse.configuration import Configuration
from tests.metrics.frozen_weeks import WEEK, MadeWeek
from tests.metrics.integrity.asked_weeks import asked, evidence_of, question, week_of
from tests.metrics.integrity.constructs.answered_scales import (
    TRUST,
    answer_all,
    drawn,
    reference_answers,
    scale_sheet,
    unrelated,
)
from tests.stats.constructs.figures import figure


def findings_of(made: MadeWeek, *earlier: MadeWeek) -> dict[tuple[str, str], Finding]:
    """By check and metric."""
    found = construct_reliability(evidence_of(made, earlier))
    return {(finding.check_key, finding.metric): finding for finding in found}


def trust_week(answers: list[dict[str, int]], **feeding: str) -> MadeWeek:
    items = [question(key, construct="trust", metric=feeding.get(key, "")) for key in TRUST]
    made = week_of(
        asked("end_user.delivery.1", *items),
        configuration=Configuration(constructs={"trust": "Trust"}),
    )
    answer_all(made, answers)
    return made


def test_three_weeks_of_patterns_give_the_figures_of_r() -> None:
    weeks = [week_of(scale_sheet(), week=WEEK.shifted(-n)) for n in (2, 1, 0)]
    for number, given in enumerate(reference_answers()):
        answer_all(weeks[number % 3], [given])

    found = findings_of(weeks[2], *weeks[:2])

    trust = found["omega", ""].evidence[", ".join(TRUST)]
    # psych and lavaan, tests/reference/constructs.R; published to six places.
    assert trust["reliability"] == pytest.approx(figure("omega", "value"), abs=2e-6)
    assert trust["average_variance_extracted"] == pytest.approx(figure("ave", "value"), abs=2e-6)
    assert trust["alpha"] == pytest.approx(figure("alpha", "value"), abs=1e-6)
    for item in TRUST:
        assert trust[f"item_total {item}"] == pytest.approx(figure("item_total", item), abs=1e-6)
        assert trust[f"loading {item}"] == pytest.approx(figure("loading", item), abs=1e-5)
    assert trust["complete_answers"] == 864


def test_items_that_hang_together_pass() -> None:
    found = findings_of(trust_week(drawn(1, 300)))

    assert {finding.state for finding in found.values()} == {State.PASS}
    assert found["omega", ""].what.startswith("The items of “Trust” hang together: omega 0.")
    assert found["omega", ""].severity is Severity.BLOCK


def test_items_that_share_nothing_hold_the_metric_they_feed() -> None:
    noise = [
        {**mind, "t3": other["t3"], "t4": other["t4"]}
        for mind, other in zip(drawn(2, 400), unrelated(3, 400), strict=True)
    ]

    found = findings_of(trust_week(noise, t1="csat"))

    omega = found["omega", "csat"]
    assert (omega.state, omega.severity) == (State.FAIL, Severity.BLOCK)
    assert "too loosely" in omega.what
    gates = Gates.of(found.values(), "end_user", 1)
    assert gates.at(Level.NETWORK, "", "", "csat").decision is Decision.HOLD
    assert gates.at(Level.NETWORK, "", "", "nps").decision is Decision.PUBLISH


def test_an_item_that_hardly_belongs_is_named() -> None:
    noise = [
        {**mind, "t4": other["t4"]}
        for mind, other in zip(drawn(2, 400), unrelated(3, 400), strict=True)
    ]

    finding = findings_of(trust_week(noise, t1="csat"))["item_total", "csat"]

    assert finding.state in (State.WARN, State.FAIL)
    assert finding.severity is Severity.CAVEAT
    assert "“t4” hardly belongs to “Trust”" in finding.what


def test_what_feeds_no_metric_is_for_information_and_says_so_honestly() -> None:
    found = findings_of(trust_week(unrelated(3, 400)))

    assert {finding.severity for finding in found.values()} == {Severity.INFO}
    assert State.PASS not in {found["omega", ""].state, found["item_total", ""].state}


def test_an_item_that_runs_the_other_way_is_turned_round() -> None:
    items = [question(key, construct="trust", low_is_good=key == "t4") for key in TRUST]
    made = week_of(asked("end_user.delivery.1", *items))
    straight = drawn(1, 300)
    answer_all(made, [{**given, "t4": 6 - given["t4"]} for given in straight])

    value = findings_of(made)["omega", ""].value

    assert value == findings_of(trust_week(straight))["omega", ""].value


def test_a_reversed_item_that_nobody_turned_round_fails() -> None:
    wrong = [{**given, "t4": 6 - given["t4"]} for given in drawn(1, 300)]

    finding = findings_of(trust_week(wrong, t1="csat"))["item_total", "csat"]

    assert finding.state is State.FAIL
    assert finding.value is not None
    assert finding.value < 0
    assert finding.evidence[", ".join(TRUST)]["against_the_others"] == "t4"


@pytest.mark.parametrize(("size", "state"), [(99, State.UNKNOWN), (100, State.PASS)])
def test_below_a_hundred_complete_answers_nothing_is_tested(size: int, state: State) -> None:
    found = findings_of(trust_week(drawn(1, size), t1="csat"))

    finding = found["omega", "csat" if state is State.UNKNOWN else ""]
    assert finding.state is state
    if state is State.UNKNOWN:
        assert finding.what == (
            "“Trust” of end users is not testable yet: 99 of 100 complete answers."
        )
        assert (
            Gates.of(found.values(), "end_user", 1).at(Level.NETWORK, "", "", "csat").grade == "B"
        )


def test_two_items_are_judged_by_spearman_brown() -> None:
    pair = ("t1", "t2")
    items = [question(key, construct="trust") for key in pair]
    made = week_of(asked("end_user.delivery.1", *items))
    answer_all(made, [{key: given[key] for key in pair} for given in reference_answers() if given])

    finding = findings_of(made)["omega", ""]

    assert finding.value == pytest.approx(figure("spearman_brown", "t1_t2"), abs=1e-6)
    assert finding.evidence["t1, t2"]["method"] == "Spearman–Brown"


def test_items_that_repeat_one_question_are_a_warning() -> None:
    same = [dict.fromkeys(TRUST, given["t1"]) for given in drawn(1, 300)]
    for row in same[::10]:
        row["t2"] = max(1, row["t2"] - 1)

    finding = findings_of(trust_week(same, t1="csat"))["redundant_items", "csat"]

    assert finding.state is State.WARN
    assert "repeat one question" in finding.what


def test_everybody_giving_the_same_answer_cannot_be_tested() -> None:
    found = findings_of(trust_week([dict.fromkeys(TRUST, 5)] * 120, t1="csat"))

    assert {finding.state for finding in found.values()} == {State.UNKNOWN}
    assert found["omega", "csat"].what == (
        "“Trust” of end users cannot be tested: everybody gave the same answer to an item."
    )


def test_answers_that_lack_an_item_are_counted_and_left_out() -> None:
    made = trust_week([*drawn(1, 120), {"t1": 3}])

    evidence = findings_of(made)["omega", ""].evidence[", ".join(TRUST)]

    assert (evidence["complete_answers"], evidence["left_out"]) == (120, 1)


def test_a_metric_asked_elsewhere_with_a_single_item_is_not_concerned() -> None:
    made = trust_week(unrelated(3, 400), t1="csat")
    sale = asked("end_user.sale.1", question("satisfaction", metric="csat"))
    made.questionnaires = {**made.questionnaires, sale.name: sale}

    assert findings_of(made)["item_total", "csat"].touchpoint_key == "delivery"


def test_a_week_without_multi_item_constructs_has_no_finding() -> None:
    assert findings_of(MadeWeek()) == {}
    assert findings_of(week_of(asked("end_user.delivery.1", question("one", construct="x")))) == {}
