"""Texts that a language lacks."""

from __future__ import annotations

import pytest

from metrics.integrity.questionnaire.translations import translation_gaps
from metrics.models import State
from tests.metrics.integrity.asked_weeks import RECOMMEND, asked, evidence_of, week_of


@pytest.mark.parametrize(
    ("missing", "state"), [(0, State.PASS), (1, State.WARN), (4, State.WARN), (5, State.FAIL)]
)
def test_the_language_with_most_texts_missing_is_judged(missing: int, state: State) -> None:
    sheet = asked("end_user.delivery.1", RECOMMEND, missing_texts={"en": 0, "hi": missing})

    [finding] = translation_gaps(evidence_of(week_of(sheet)))

    assert finding.state is state
    assert finding.value == pytest.approx(missing / 20)
    assert ("“hi”" in finding.what) == (missing > 0)


def test_a_gap_at_one_of_two_touchpoints_bears_on_that_touchpoint() -> None:
    gap = asked("end_user.delivery.1", RECOMMEND, missing_texts={"en": 0, "hi": 3})

    warned, fine = translation_gaps(evidence_of(week_of(gap, asked("end_user.sale.1", RECOMMEND))))

    assert (warned.state, warned.touchpoint_key, warned.metric) == (State.WARN, "delivery", "")
    assert fine.state is State.PASS


def test_what_is_no_longer_asked_is_not_judged_beside_what_is() -> None:
    ended = asked("end_user.sale.1", RECOMMEND, touchpoints=(), missing_texts={"hi": 20})

    [finding] = translation_gaps(
        evidence_of(week_of(ended, asked("end_user.delivery.1", RECOMMEND)))
    )

    assert finding.state is State.PASS


def test_a_version_without_texts_has_no_finding() -> None:
    sheet = asked("end_user.delivery.1", text_count=0, missing_texts={})

    assert list(translation_gaps(evidence_of(week_of(sheet)))) == []
