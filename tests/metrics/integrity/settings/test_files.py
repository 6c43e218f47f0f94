from __future__ import annotations

import pytest

from core.clock import Week
from metrics.errors import DecisionRefusedError
from metrics.integrity.settings.files import read_limits
from metrics.integrity.settings.services import Limits, LimitsWanted

NOW = Week(2026, 47)
FILE = """
reason = "Agreed with the partners"
from = "2026-W48"

[careless]
warn = 0.12
fail = 1

[omega]
own = true
reason = "The trial  is over"
from = "2026-W50"
"""


def test_a_file_names_checks_with_limits_reason_and_week() -> None:
    assert read_limits(FILE, NOW) == (
        LimitsWanted("careless", Limits(0.12, 1.0), "Agreed with the partners", Week(2026, 48)),
        LimitsWanted("omega", None, "The trial is over", Week(2026, 50)),
    )


def test_without_a_week_a_change_begins_with_the_current_one() -> None:
    (read,) = read_limits("[careless]\nwarn = 0.1\nfail = 0.3", NOW)

    assert (read.applies_from, read.reason) == (NOW, "")


UNREADABLE = {
    "no TOML": ("careless = ", "not TOML"),
    "a decimal comma": ("[careless]\nwarn = 0,12\nfail = 0.2", "not TOML"),
    "nothing": ("", "names no check"),
    "no table": ("careless = 0.1", "is no table"),
    "one limit": ("[careless]\nwarn = 0.1", "must both be numbers"),
    "a text": ('[careless]\nwarn = "much"\nfail = 0.2', "must both be numbers"),
    "yes": ("[careless]\nwarn = true\nfail = 0.2", "must both be numbers"),
    "a word of nobody": ("[careless]\nwarn = 0.1\nfail = 0.2\nwarm = 3", "warm means nothing"),
    "own and limits": ("[careless]\nown = true\nwarn = 0.1", "goes without"),
    "own, or not": ("[careless]\nown = false", "can only be true"),
    "no week": ('[careless]\nwarn = 0.1\nfail = 0.2\nfrom = "spring"', "is not a week"),
    "no week above": ('from = "2026"\n[careless]\nwarn = 0.1\nfail = 0.2', "Above the checks"),
    "a reason in numbers": ("[careless]\nwarn = 0.1\nfail = 0.2\nreason = 7", "text in quotes"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_said(case: str) -> None:
    text, said = UNREADABLE[case]

    with pytest.raises(DecisionRefusedError, match=said):
        read_limits(text, NOW)


def test_everything_that_cannot_be_read_is_said_at_once() -> None:
    with pytest.raises(DecisionRefusedError) as refused:
        read_limits("a = 1\n[careless]\nwarn = 1\n[omega]\nown = 3", NOW)

    assert len(refused.value.problems) == 3
