from __future__ import annotations

from datetime import UTC, datetime

import pytest

from metrics.dashboards.figures import Targets, against_target, figure_of, gap_figure
from metrics.targets.models import Target
from tests.metrics.dashboards.makers import gap, hidden, reading


@pytest.mark.parametrize(
    ("metric", "value", "low", "high", "written"),
    [
        ("nps", 38.2, 34.1, 42.4, ("38", "[34–42]")),
        ("nps", -10.4, -19.2, -0.6, ("−10", "[−19 to −1]")),
        ("csat", 0.764, 0.742, 0.781, ("76", "[74–78]")),
        ("effort", 5.24, 5.01, 5.47, ("5.2", "[5.0–5.5]")),
        ("intent", 0.61, 0.59, 0.63, ("61", "[59–63]")),
    ],
)
def test_a_figure_carries_its_interval_n_and_grade(
    metric: str, value: float, low: float, high: float, written: tuple[str, str]
) -> None:
    figure = figure_of(reading(metric=metric, value=value, ci_low=low, ci_high=high))

    assert figure.is_shown
    assert (figure.value, figure.interval) == written
    assert figure.n == "n\N{NO-BREAK SPACE}2,412"
    assert figure.grade == "B"


def test_a_hidden_figure_says_why_and_nothing_else() -> None:
    figure = figure_of(hidden("7 answers, fewer than 10"))

    assert not figure.is_shown
    assert figure.reason == "Not shown: 7 answers, fewer than 10."
    assert figure.value == ""


def test_nobody_heard_is_said_too() -> None:
    assert figure_of(None).reason == "No answers."


def test_a_held_figure_says_that_it_is_an_earlier_one() -> None:
    figure = figure_of(reading(decision="hold", grade="E", reason="Held: the last final."))

    assert figure.note == "held: last known, of an earlier week"
    assert figure.grade == "E"


def test_a_figure_held_for_long_says_since_when_it_is_unknown_and_is_laid_at_no_target() -> None:
    row = reading(
        decision="hold", grade="E", reason="Held: the last final, of 2025-W52, is shown. Why."
    )

    assert figure_of(row).note == "held: unknown since 2026-W01, last known of 2025-W52"
    assert against_target(row, 45.0) is None


@pytest.mark.parametrize(
    ("target", "text", "is_sure"),
    [
        (45.0, "7 below target 45", True),
        (40.0, "2 below target 40, uncertain", False),
        (30.0, "8 above target 30", True),
        (38.4, "at target 38", False),
        (None, "no target set", False),
    ],
)
def test_the_distance_to_the_target_is_that_of_the_printed_figures(
    target: float | None, text: str, is_sure: bool
) -> None:
    against = against_target(reading(), target)

    assert against is not None
    assert (against.text, against.is_sure) == (text, is_sure)


def test_a_gap_says_pairs_where_it_is_paired() -> None:
    paired = gap_figure(gap(-26, -2, is_paired=True, window=13, n=88))

    assert (paired.value, paired.interval, paired.n) == ("−14.0", "[−26.0 to −2.0]", "88 pairs")


def test_a_place_without_its_own_target_has_that_of_the_network() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    network = Target(audience="end_user", metric="nps", level="network", node_key="", value=45.0,
                     owner="M. Osei", set_at=at)  # fmt: skip
    spain = Target(audience="end_user", metric="nps", level="country", node_key="Spain", value=40.0,
                   owner="A. Ruiz", set_at=at)  # fmt: skip
    targets = Targets.of([network, spain])

    assert targets.value("end_user", "nps", "country", "Spain") == 40.0
    assert targets.value("end_user", "nps", "country", "Poland") == 45.0
    assert targets.value("channel_partner", "nps", "country", "Spain") is None


def test_every_figure_shown_held_or_hidden_opens_its_label() -> None:
    figures = [
        figure_of(reading(level="region", node_key="DE/North", window=4)),
        figure_of(hidden(touchpoint_key="sale")),
        gap_figure(gap(-26, -2)),
        gap_figure(gap(-26, -2, is_paired=True, window=13)),
        gap_figure(gap(-26, -2, value=None, reason="Too few pairs.")),
    ]

    assert [figure.label_url for figure in figures] == [
        "/label/2026-W45/final/0/end_user/nps/4/region?node=DE/North",
        "/label/2026-W45/final/0/end_user/nps/1/network?touchpoint=sale",
        "/label/2026-W45/final/0/gap/nps/1/network",
        "/label/2026-W45/final/0/paired_gap/nps/13/network",
        "/label/2026-W45/final/0/gap/nps/1/network",
    ]
