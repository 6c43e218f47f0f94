"""Up and down are called only where all tests of the family together bear it."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import ChangeFigure
from metrics.integrity.analytics.multiplicity import multiplicity
from metrics.method import Severity
from metrics.models import State
from tests.metrics.integrity.analytics.made import change, evidence, only

# The example of methods H2: p .01, .02, .03, .2 have q .04, .04, .04, .20.
FAMILY = {"nps": (0.01, 0.04), "csat": (0.02, 0.04), "effort": (0.03, 0.04), "intent": (0.2, 0.2)}


def family(**doctored: dict[str, Any]) -> tuple[ChangeFigure, ...]:
    return tuple(
        change(
            metric,
            **{
                "p": p,
                "q": q,
                "verdict": "down" if q < 0.10 else "no_detectable_change",
                **doctored.get(metric, {}),
            },
        )
        for metric, (p, q) in FAMILY.items()
    )


def test_the_family_and_what_it_would_have_called_without_it_are_stated() -> None:
    finding = only(multiplicity, evidence(changes=family()))

    assert finding.state is State.PASS
    assert finding.what == (
        "4 headline figures were compared with the last edition; 3 can be called a change at a "
        "rate of 10 % false calls."
    )
    assert finding.evidence["tests"] == 4
    assert finding.evidence["called_at_p_below_0.05_alone"] == 3
    assert finding.evidence["impossible"] == 0
    assert finding.evidence["p end_user csat"] == 0.02


DOCTORED: dict[str, tuple[str, dict[str, Any]]] = {
    "noise called a change": ("intent", {"verdict": "up", "difference": 4.0}),
    "a q that the tests do not give": ("intent", {"q": 0.05, "verdict": "down"}),
    "a change called the wrong way": ("nps", {"verdict": "up"}),
    "a change called without a test": ("nps", {"p": None, "q": None, "difference": None}),
}


@pytest.mark.parametrize("case", DOCTORED)
def test_a_verdict_that_breaks_the_rule_holds_the_edition(case: str) -> None:
    metric, facts = DOCTORED[case]

    finding = only(multiplicity, evidence(changes=family(**{metric: facts})))

    assert (finding.state, finding.severity) == (State.FAIL, Severity.BLOCK)
    assert f"{metric} of end_user" in finding.what
    assert finding.what_to_do


def test_where_nothing_can_be_compared_nothing_is_passed() -> None:
    reason = "There is no earlier edition of the same kind to compare with."
    blank = change(p=None, q=None, difference=None, verdict="no_comparison", reason=reason)

    finding = only(multiplicity, evidence(changes=(blank,)))

    assert finding.state is State.NOT_APPLICABLE
    assert finding.what == f"Nothing can be compared: {reason}"
