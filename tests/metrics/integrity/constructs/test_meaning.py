"""Whether items mean the same in every country, and to both customers."""

from __future__ import annotations

import pytest

from metrics.figures import Finding
from metrics.integrity.checks import Check
from metrics.integrity.constructs.audiences import same_meaning_to_audiences
from metrics.integrity.constructs.cultures import same_meaning_in_cultures
from metrics.integrity.gates import Gates
from metrics.method import Severity
from metrics.models import Decision, Level, State
from metrics.warehouse.questionnaires import QuestionnaireFacts
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.asked_weeks import asked, evidence_of, question, week_of
from tests.metrics.integrity.constructs.answered_scales import (
    TRUST,
    answer_all,
    drawn,
    reference_answers,
    scale_sheet,
)
from tests.stats.constructs.figures import figure
from tests.stats.reference import column


def sheet(audience: str = "end_user", **feeding: str) -> QuestionnaireFacts:
    items = [question(key, construct="trust", metric=feeding.get(key, "")) for key in TRUST]
    return asked(f"{audience}.delivery.1", *items)


def found(check: Check, made: MadeWeek) -> list[Finding]:
    return list(check(evidence_of(made)))


def two_countries(size: int, **shifts: float) -> MadeWeek:
    """Germany and Spain of one mind; Spain answers single items otherwise."""
    made = week_of(sheet(t1="csat"))
    answer_all(made, drawn(11, size))
    answer_all(made, drawn(12, size, shifts=shifts), partner="coast1")
    return made


def test_countries_of_one_mind_pass() -> None:
    [finding] = found(same_meaning_in_cultures, two_countries(400))

    assert finding.state is State.PASS
    assert finding.audience == "end_user"
    assert set(finding.evidence) == {f"{country}: {', '.join(TRUST)}" for country in ("DE", "ES")}


def test_an_item_that_a_country_rates_otherwise_bars_its_comparison_and_not_its_figure() -> None:
    findings = found(same_meaning_in_cultures, two_countries(400, t4=1.2))

    assert [(one.level, one.node_key, one.metric) for one in findings] == [
        (Level.COUNTRY, "DE", "csat"),
        (Level.COUNTRY, "ES", "csat"),
    ]
    spain = findings[1]
    assert (spain.state, spain.severity) == (State.FAIL, Severity.CAVEAT)
    assert "People of ES rate “t4”" in spain.what
    assert "deviations higher" in spain.what
    assert "do not rank" in spain.what_to_do
    gates = Gates.of(findings, "end_user", 1)
    assert gates.at(Level.COUNTRY, "ES", "", "csat").decision is Decision.CAVEAT
    assert gates.at(Level.COUNTRY, "ES", "", "nps").decision is Decision.PUBLISH
    assert gates.at(Level.NETWORK, "", "", "csat").decision is Decision.PUBLISH


def test_the_figures_of_a_comparison_are_those_of_r() -> None:
    made = week_of(scale_sheet())
    focal = column("constructs_answers.csv", "focal") == 1.0
    for is_focal, given in zip(focal, reference_answers(), strict=True):
        answer_all(made, [given], partner="coast1" if is_focal else "north1")

    [finding] = found(same_meaning_in_cultures, made)

    spain = finding.evidence[f"ES: {', '.join(TRUST)}"]
    # Base R's mantelhaen.test and psych's factor.congruence, tests/reference/constructs.R.
    items = [name for name in TRUST if f"difference {name}" in spain]
    effects = {name: spain[f"difference {name}"] for name in items}
    assert any(
        value == pytest.approx(figure("ordinal", "effect"), abs=1e-6) for value in effects.values()
    )
    assert spain["phi"] == pytest.approx(figure("congruence", "phi"), abs=1e-6)


@pytest.mark.parametrize(("size", "state"), [(199, State.UNKNOWN), (200, State.PASS)])
def test_below_two_hundred_of_a_country_it_is_not_testable(size: int, state: State) -> None:
    findings = found(same_meaning_in_cultures, two_countries(size))

    assert {finding.state for finding in findings} == {state}
    if state is State.UNKNOWN:
        assert [finding.node_key for finding in findings] == ["DE", "ES"]
        assert "199 of 200" in findings[0].what


def test_one_country_has_nothing_to_be_compared_with() -> None:
    made = week_of(sheet(t1="csat"))
    answer_all(made, drawn(11, 300))

    [finding] = found(same_meaning_in_cultures, made)

    assert finding.state is State.NOT_APPLICABLE


def test_chance_alone_is_not_called_another_meaning() -> None:
    """200 a country in twenty programmes: with an uncorrected test most would have an item."""
    flagged = 0
    for seed in range(20):
        made = week_of(sheet(t1="csat"))
        answer_all(made, drawn(100 + seed, 200))
        answer_all(made, drawn(200 + seed, 200), partner="coast1")
        flagged += any("rate" in one.what for one in found(same_meaning_in_cultures, made))

    # Binomial(20, 0.05) is above 4 with a chance of 0.3 %.
    assert flagged <= 4


def both_audiences(size: int, **shifts: float) -> MadeWeek:
    made = week_of(sheet(), sheet("channel_partner"))
    answer_all(made, drawn(21, size, shifts=shifts))
    answer_all(made, drawn(22, size), audience="channel_partner")
    return made


def test_both_customers_of_one_mind_pass() -> None:
    [finding] = found(same_meaning_to_audiences, both_audiences(300))

    assert (finding.state, finding.audience) == (State.PASS, "")


def test_an_item_that_end_users_rate_otherwise_speaks_of_the_gap_alone() -> None:
    [finding] = found(same_meaning_to_audiences, both_audiences(300, t2=-1.2))

    assert (finding.state, finding.severity) == (State.FAIL, Severity.INFO)
    assert "End users rate “t2”" in finding.what
    assert "deviations lower" in finding.what


def test_too_few_of_one_customer_is_not_testable() -> None:
    [finding] = found(same_meaning_to_audiences, both_audiences(150))

    assert finding.state is State.UNKNOWN
    assert "150 of 200" in finding.what


def test_single_items_cannot_be_compared_and_it_says_so() -> None:
    made = week_of(asked("end_user.delivery.1", question("one", construct="x", metric="csat")))

    [finding] = found(same_meaning_to_audiences, made)

    assert finding.state is State.NOT_APPLICABLE
    assert finding.what.startswith("Single item:")


def test_a_week_in_which_nothing_is_asked_has_no_finding() -> None:
    assert found(same_meaning_to_audiences, MadeWeek()) == []
    assert found(same_meaning_in_cultures, MadeWeek()) == []
