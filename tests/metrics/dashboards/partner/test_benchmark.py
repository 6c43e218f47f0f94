from __future__ import annotations

from typing import Any

import pytest

from metrics.dashboards.partner.benchmark import band, benchmark
from metrics.dashboards.queries import Reading
from tests.metrics.dashboards.makers import hidden, reading

WEEK = "2026-W45"
ALLOWED = {"allowed": True, "partners": 12, "refused_for": ["nordhaus"]}
NETWORK = reading(value=38.2, ci_low=34.1, ci_high=42.4, n=2412)


def test_the_network_is_rounded_so_that_two_looks_cannot_be_subtracted() -> None:
    figure = benchmark(None, NETWORK, ALLOWED, "ribera", WEEK).figure

    assert (figure.value, figure.interval, figure.n) == ("40", "[30–45]", "n 100 or more")
    assert figure.grade == "B"


@pytest.mark.parametrize(
    ("name", "rule", "key", "network"),
    [
        ("too few partners", {"allowed": False, "partners": 4, "refused_for": []}, "ribera",
         NETWORK),
        ("this one could subtract itself", ALLOWED, "nordhaus", NETWORK),
        ("the edition does not say", None, "ribera", NETWORK),
        ("the network itself may not be shown", ALLOWED, "ribera", hidden()),
        ("the network is held", ALLOWED, "ribera", reading(decision="hold", reason="Held.")),
        ("nobody answered", ALLOWED, "ribera", None),
    ],
)  # fmt: skip
def test_without_the_rules_there_is_a_reason_and_no_number(
    name: str, rule: dict[str, Any] | None, key: str, network: Reading | None
) -> None:
    figure = benchmark(None, network, rule, key, WEEK).figure

    assert not figure.is_shown, name
    assert figure.reason.startswith("Network not shown"), name
    assert figure.value == ""


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (46.0, 60.0, "above the network"),
        (10.0, 29.0, "below the network"),
        (40.0, 60.0, "cannot be told apart from the network"),
    ],
)
def test_a_partner_is_placed_only_where_the_intervals_part(
    low: float, high: float, verdict: str
) -> None:
    own = reading(value=(low + high) / 2, ci_low=low, ci_high=high)

    assert benchmark(own, NETWORK, ALLOWED, "ribera", WEEK).verdict == verdict


@pytest.mark.parametrize(("week", "is_shown"), [("2026-W44", False), ("2026-W45", True)])
def test_the_network_is_shown_every_fourth_week_only(week: str, is_shown: bool) -> None:
    figure = benchmark(None, NETWORK, ALLOWED, "ribera", week).figure

    assert figure.is_shown is is_shown
    assert bool(figure.value) is is_shown
    assert ("every fourth week" in figure.reason) is not is_shown


def test_what_was_found_of_the_network_is_not_told() -> None:
    held = reading(decision="hold", reason="317 answers of 12 partners.")

    assert "317" not in benchmark(None, held, ALLOWED, "ribera", WEEK).figure.reason


def test_the_number_of_answers_is_a_band() -> None:
    assert [band(n) for n in (12, 20, 99, 100, 9)] == [
        "10–19", "20–49", "50–99", "100 or more", "below 10",
    ]  # fmt: skip
