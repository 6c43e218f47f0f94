"""The page on which people leave."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.questionnaire.break_off import break_off_by_page, reached_counts
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.questionnaires import QuestionnaireFacts
from tests.metrics.integrity.asked_weeks import asked, evidence_of, question, week_of

PAGES = tuple(question(f"q{page}", page=page) for page in range(1, 6))


def sheet(sent: int, *left: int, **changes: Any) -> QuestionnaireFacts:
    left_on = {str(page): count for page, count in enumerate(left, 1) if count}
    facts: dict[str, Any] = {"left_on": left_on, "sent_count": sent, **changes}
    return asked("end_user.delivery.1", *PAGES, **facts)


def finding_of(*sheets: QuestionnaireFacts) -> Finding:
    [finding] = break_off_by_page(evidence_of(week_of(*sheets)))
    return finding


def test_pages_are_counted_from_those_who_left_and_those_who_sent() -> None:
    # The worked example of the measurement: 1000, 900, 890, 880, 780, 770.
    assert reached_counts(sheet(770, 100, 10, 10, 100, 10)) == [1000, 900, 890, 880, 780, 770]


def test_a_page_that_loses_many_more_than_the_usual_one_is_named_with_its_questions() -> None:
    finding = finding_of(sheet(770, 10, 10, 10, 180, 20))

    assert (finding.state, finding.severity) == (State.WARN, Severity.CAVEAT)
    # 180 of 970 against the median page's 20 of 790 (0.0101, 0.0102, 0.0102, 0.1856, 0.0253).
    assert finding.value == pytest.approx((180 / 970) / (10 / 980), abs=1e-6)
    assert finding.audience == "end_user"
    assert "page 4" in finding.what
    assert "“q4”" in finding.what
    assert finding.evidence["end_user.delivery.1"]["reached"] == "1000, 990, 980, 970, 790, 770"


def test_pages_that_lose_alike_pass() -> None:
    assert finding_of(sheet(900, 20, 20, 20, 20, 20)).state is State.PASS


def test_one_person_on_a_page_is_no_spike_though_no_other_page_loses_any() -> None:
    assert finding_of(sheet(39, 0, 0, 1, 0, 0)).state is State.PASS


@pytest.mark.parametrize("sent", [0, 29])
def test_below_thirty_begun_nothing_is_said(sent: int) -> None:
    finding = finding_of(sheet(sent))

    assert finding.state is State.NOT_APPLICABLE
    assert f"{sent} of 30 sheets" in finding.what


def test_a_sheet_of_one_page_has_no_later_page() -> None:
    one = asked("end_user.delivery.1", PAGES[0], left_on={"1": 50}, sent_count=50)

    assert finding_of(one).state is State.NOT_APPLICABLE


def test_a_spike_at_one_of_two_touchpoints_bears_on_that_touchpoint() -> None:
    other = asked("end_user.sale.1", *PAGES, sent_count=40)
    made = week_of(sheet(770, 10, 10, 10, 180, 20), other)

    spike, fine = break_off_by_page(evidence_of(made))

    assert (spike.state, spike.touchpoint_key) == (State.WARN, "delivery")
    assert fine.state is State.PASS
