from __future__ import annotations

import pytest

from metrics.dashboards.families import CheckCount, family_marks, tally


def mark(*states: tuple[str, str, bool], family: str = "sampling") -> tuple[str, str, str]:
    """The mark of checks given as (state, severity, of the whole network)."""
    counts = [CheckCount(family, state, severity, whole, 1) for state, severity, whole in states]
    [found] = [mark for mark in family_marks(tally(counts)) if mark.key == family]
    return found.state, found.text, found.counts


PASSED = ("pass", "block", True)
IDLE = ("not_applicable", "block", True)


@pytest.mark.parametrize(
    ("states", "state", "text"),
    [
        ((), "not_applicable", "Nothing was checked"),
        ((PASSED, PASSED), "pass", "Passed"),
        ((PASSED, IDLE), "pass", "Passed"),
        ((IDLE, IDLE), "not_applicable", "Does not apply"),
        ((PASSED, ("unknown", "caveat", True)), "unknown", "Not known"),
        ((PASSED, ("unknown", "caveat", True), ("warn", "block", True)), "warn", "Warning"),
        ((PASSED, ("warn", "block", True), ("fail", "block", True)), "fail", "Failed"),
        ((PASSED, ("fail", "suppress", False)), "warn", "Warning"),
        ((PASSED, ("warn", "caveat", False)), "warn", "Warning"),
        (((*IDLE,), ("pass", "caveat", False)), "pass", "Passed"),
        (
            (("pass", "info", True),),
            "not_applicable",
            "Nothing that bears on a figure was checked",
        ),
        ((("pass", "info", True), PASSED), "pass", "Passed"),
        ((PASSED, ("warn", "info", True)), "warn", "Warning"),
    ],
)
def test_a_family_is_its_worst_check_and_never_green_without_one_that_passed(
    states: tuple[tuple[str, str, bool], ...], state: str, text: str
) -> None:
    found = mark(*states)

    assert found[:2] == (state, text)


def test_the_counts_say_how_every_check_went() -> None:
    states = [PASSED] * 12 + [IDLE, ("fail", "block", False)] + [("warn", "caveat", True)] * 2

    counts = mark(*states)[2]

    assert counts == "1 failed, 2 warnings and 12 passed; 1 does not apply"


def test_there_are_always_six_marks_in_one_order() -> None:
    marks = family_marks(tally([CheckCount("analytics", "pass", "block", True, 3)]))

    assert [mark.name for mark in marks] == [
        "Link to the strategy", "Constructs", "Sampling", "Questionnaire", "Response bias",
        "Analytics",
    ]  # fmt: skip
    assert [mark.state for mark in marks[:5]] == ["not_applicable"] * 5
